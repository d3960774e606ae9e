/** The evidence that the kiosk hands out, checked as anybody would who has the upstream's key and the bundle. */

import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../device/base/bytes.ts";
import { readBundle } from "../../device/evidence/bundle.ts";
import { checkBundle } from "../../device/evidence/check.ts";
import type { Rig } from "./rig.ts";

/** Of the unbind at hand, or of an earlier one: what it proves, whether to third parties, and what does not hold. */
export async function savedEvidence(rig: Rig, requestId?: string) {
  const saved = await rig.order("saveEvidence", requestId === undefined ? {} : { requestId });
  if (!saved.ok) return { conclusion: saved.error.code, toThirdParties: false, wrong: [] };
  const wanted = requestId ?? [...rig.evidence.keys()].at(-1) ?? "";
  const bundle = readBundle(utf8(rig.evidence.get(wanted) ?? ""));
  if (!bundle.ok) return { conclusion: bundle.error.code, toThirdParties: false, wrong: [] };
  const report = await checkBundle(bundle.value, {
    hash: createNodeHash(),
    pinnedUpstream: [rig.upstream.publicJwk],
  });
  const { conclusion, toThirdParties, findings } = report;
  return { conclusion, toThirdParties, wrong: findings.filter(({ ok }) => !ok) };
}
