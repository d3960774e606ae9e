/** Whether the challenge of an offline unbind was made of the request beside it. Knows no answer. */

import { fromBase64url } from "../base/bytes.ts";
import { challengeHash, makeChallenge, parseChallenge } from "../offline/challenge.ts";
import type { Hash } from "../ports/hash.ts";
import { jwsHash } from "../trust/jws.ts";
import { type Bundle, type BundleContent, rulesOf } from "./bundle.ts";
import { type Finding, finding, type Payloads } from "./finding.ts";

/** What a signed answer and an attestation name the challenge by; undefined where there is none, or none that is one. */
export function challengeHashOf({ offline }: Pick<BundleContent, "offline">, hash: Hash): string | undefined {
  const challenge = parseChallenge(offline?.challenge ?? "");
  return challenge.ok ? challengeHash(challenge.value, hash) : undefined;
}

/** Says nothing where the request did not verify: that is told already. */
export function checkChallenge(bundle: Bundle, { request }: Payloads, hash: Hash): readonly Finding[] {
  const { offline, request: jws } = bundle;
  if (!offline) return [];
  const { challenge } = offline;
  const wrong = (member: string) => [finding("evidence/challenge", { challenge }, { member })];
  if (jws === undefined) return [finding("evidence/challenge", { challenge }, { missing: "request" })];
  if (!request) return [];
  const nonce = fromBase64url(offline.nonce);
  if (!nonce) return wrong("nonce");
  if (request.way !== "offline") return wrong("request.way");
  const { bindingKind, epoch, device } = request;
  const requestHash = jwsHash(jws, hash, rulesOf(bundle));
  const made = makeChallenge({ purpose: "unbind", sn: device.sn, bindingKind, epoch, requestHash, nonce }, hash);
  return made.letters === challenge ? [finding("evidence/challenge", { challenge }, null)] : wrong("challenge");
}
