/** The terminal's seal over a bundle: the check that no byte has changed since it was written. */

import { evidenceSealPayload } from "../contract/messages/evidence.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws, verifyJws } from "../trust/jws.ts";
import { type Bundle, contentHash, rulesOf } from "./bundle.ts";
import { type Finding, finding } from "./finding.ts";

/** Right when the key that the bundle names as the terminal's signed the hash of everything else in it. */
export async function checkSeal(bundle: Bundle, hash: Hash): Promise<Finding> {
  const code = rulesOf(bundle) === 1 ? "evidence/sealed-earlier" : "evidence/sealed";
  const covers = peekJws(bundle.seal).payload.bundleHash === contentHash(bundle, hash);
  if (!covers) return finding(code, {}, { member: "bundleHash" });
  const keys = [bundle.keys.device];
  const seal = await verifyJws(bundle.seal, jwsType.evidenceSeal, keys, evidenceSealPayload, rulesOf(bundle));
  return finding(code, {}, seal.ok ? null : { reason: seal.error.code });
}
