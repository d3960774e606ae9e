/** UB: the unbind challenge goes in; the secure processor's answer to it comes out, a signature or a short cipher. */

import { latin1 } from "../../../base/bytes.ts";
import { answerMs, type SlfCommand } from "../command.ts";

export const maxChallengeBytes = 64;
/** r and s of an ES256 or SM2 signature, 32 bytes each. */
const signatureBytes = 64;

export type UnbindProof =
  | { readonly kind: "signature"; readonly bytes: Uint8Array }
  /** Eight hex digits, as sent: 32 bits, so evidence beside a signature and never in place of one. */
  | { readonly kind: "cipher"; readonly text: string };

/** Throws on a challenge of no bytes or of more than `maxChallengeBytes`: who makes it knows the bound. */
export function ub(challenge: Uint8Array): SlfCommand<UnbindProof> {
  if (challenge.length === 0 || challenge.length > maxChallengeBytes)
    throw new Error(`a challenge of ${challenge.length} bytes`);
  return {
    name: "UB",
    body: challenge,
    answerMs: answerMs.write,
    parse(body) {
      if (body.length === signatureBytes) return { kind: "signature", bytes: body };
      const text = latin1(body);
      return /^[0-9A-Fa-f]{8}$/.test(text) ? { kind: "cipher", text } : null;
    },
  };
}
