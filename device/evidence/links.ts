/** Whether the objects of a bundle speak of one another, of one terminal and of one binding. */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Hash } from "../ports/hash.ts";
import type { Bundle } from "./bundle.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, type Payloads } from "./finding.ts";
import { jwsHash } from "./jws.ts";

/** What an object rests on, and without which it says nothing. */
const restsOn = {
  grant: "request",
  execution: "grant",
  receipt: "request",
  attestation: "receipt",
  acknowledgement: "attestation",
} as const;

/** One finding for each believed object after the request; its first wrong member is named. */
export function checkLinks(bundle: Bundle, payloads: Payloads, hash: Hash): readonly Finding[] {
  const expected = expectedMembers(bundle, payloads, hash);
  return objectNames.flatMap((object) => {
    const payload = payloads[object];
    if (object === "request" || !payload) return [];
    const missing = restsOn[object];
    const wrong = bundle[missing] === undefined ? { missing } : firstWrong(payload, expected);
    return [finding("evidence/linked", { object }, wrong)];
  });
}

/** By name of the member, whichever object has it. Undefined where the source was not believed: that is told already. */
function expectedMembers(bundle: Bundle, { request, grant }: Payloads, hash: Hash): Readonly<Record<string, unknown>> {
  const hashOf = (object: ObjectName) => (bundle[object] === undefined ? undefined : jwsHash(bundle[object], hash));
  return {
    requestId: request?.requestId,
    requestHash: hashOf("request"),
    grantId: grant?.grantId,
    grantHash: hashOf("grant"),
    receiptHash: hashOf("receipt"),
    attestationHash: hashOf("attestation"),
    bindingKind: request?.bindingKind,
    sn: request?.device.sn,
    imeiHash: request && base64url(hash.sha256(utf8(request.device.imei))),
    epoch: request?.epoch,
  };
}

function firstWrong(payload: object, expected: Readonly<Record<string, unknown>>): Facts | null {
  for (const [member, value] of Object.entries(payload)) {
    // An object's own id is nobody's reference.
    if (expected[member] !== undefined && expected[member] !== value) return { member };
  }
  return null;
}
