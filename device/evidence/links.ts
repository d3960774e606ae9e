/** Whether the objects of a bundle speak of one another, of one terminal and of one binding. */

import { base64url, utf8 } from "../base/bytes.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";
import type { RequestPayload } from "../contract/messages/request.ts";
import type { AttestationPayload } from "../contract/messages/wipe.ts";
import type { Hash } from "../ports/hash.ts";
import { jwsHash } from "../trust/jws.ts";
import { type Bundle, objectIn } from "./bundle.ts";
import { challengeHashOf } from "./challenge.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, type Payloads } from "./finding.ts";

/** What an object rests on, and without which it says nothing: one of these. Attestations say it themselves. */
const restsOn: { readonly [Name in ObjectName]?: readonly ObjectName[] } = {
  approval: ["request"],
  grant: ["request"],
  execution: ["grant", "order"],
  answer: ["request"],
  receipt: ["request", "order"],
  report: ["attestation"],
  acknowledgement: ["attestation"],
};

/** One finding for each verified object after the request; its first wrong member is named. */
export function checkLinks(bundle: Bundle, payloads: Payloads, hash: Hash): readonly Finding[] {
  const expected = expectedMembers(bundle, payloads, hash);
  return objectNames.flatMap((object) => {
    const payload = payloads[object];
    if (!payload || object === "request" || object === "order") return [];
    const bases = basesOf(object, payloads);
    const stands = bases.length === 0 || bases.some((base) => isIn(bundle, base));
    if (!stands) return [finding("evidence/linked", { object }, { missing: bases[0] ?? "" })];
    const wrong = firstWrong(payload, expected) ?? ownWrong(object, bundle, payloads, expected);
    return [finding("evidence/linked", { object }, wrong)];
  });
}

function basesOf(object: ObjectName, { attestation }: Payloads): readonly (ObjectName | "offline")[] {
  if (object === "attestation") return attestation?.proof.kind === "receipt" ? ["receipt"] : ["offline"];
  return restsOn[object] ?? [];
}

function isIn(bundle: Bundle, base: ObjectName | "offline"): boolean {
  return (base === "offline" ? bundle.offline : objectIn(bundle, base)) !== undefined;
}

type Expected = Readonly<Record<string, unknown>>;

/** By name of the member, whichever object has it. Undefined where the source did not verify: that is told already. */
function expectedMembers(bundle: Bundle, payloads: Payloads, hash: Hash): Expected {
  const { request, order, grant } = payloads;
  const hashOf = (object: ObjectName) => {
    const jws = objectIn(bundle, object);
    return jws === undefined ? undefined : jwsHash(jws, hash);
  };
  // An order stands for request and grant.
  const requestHash = hashOf("request") ?? hashOf("order");
  return {
    requestId: request?.requestId ?? order?.requestId,
    requestHash,
    grantId: order?.requestId ?? grant?.grantId,
    grantHash: order ? requestHash : hashOf("grant"),
    receiptHash: hashOf("receipt"),
    attestationHash: hashOf("attestation"),
    challengeHash: challengeHashOf(bundle, hash),
    providerId: request?.providerId ?? order?.providerId,
    bindingKind: request?.bindingKind ?? order?.bindingKind,
    sn: request?.device.sn ?? order?.sn,
    imeiHash: request ? base64url(hash.sha256(utf8(request.device.imei))) : order?.imeiHash,
    epoch: request?.epoch ?? order?.epoch,
    // What an approval and a report wrap has to be the same text, byte for byte.
    request: bundle.request,
    attestation: bundle.attestation,
    ...bundle.offline,
  };
}

function firstWrong(payload: object, expected: Expected): { readonly member: string } | null {
  for (const [member, value] of Object.entries(payload)) {
    // An object's own id is nobody's reference.
    if (expected[member] !== undefined && expected[member] !== value) return { member };
  }
  return null;
}

/** What only one kind of object can have wrong. */
function ownWrong(object: ObjectName, bundle: Bundle, payloads: Payloads, expected: Expected): Facts | null {
  const { request, binding, attestation, report } = payloads;
  switch (object) {
    case "binding":
      return binding && request ? wrongSnapshot(binding, request) : null;
    case "grant":
    case "execution":
      return request?.execution === "one_step" ? { style: request.execution } : null;
    case "attestation":
      return attestation ? wrongProof(attestation, bundle, expected) : null;
    case "report":
      // Left out of the report and there in the bundle is as wrong as another one.
      if (report?.approval !== bundle.approval) return { member: "approval" };
      return report?.answer === objectIn(bundle, "answer") ? null : { member: "answer" };
    default:
      return null;
  }
}

/** The request's snapshot is what the upstream had signed at the time, or the terminal made it up. */
function wrongSnapshot(binding: BindingPayload, { binding: snapshot, subjectMasked }: RequestPayload): Facts | null {
  if (binding.state !== "bound") return { member: "state" };
  const wrong = firstWrong(binding.fiveElements, snapshot);
  if (wrong) return { member: `fiveElements.${wrong.member}` };
  return subjectMasked === undefined || subjectMasked === binding.subjectMasked ? null : { member: "subjectMasked" };
}

function wrongProof({ proof }: AttestationPayload, { offline }: Bundle, expected: Expected): Facts | null {
  if (proof.kind !== "receipt" && proof.kind !== offline?.tier) return { member: "proof.kind" };
  const wrong = firstWrong(proof, expected);
  return wrong && { member: `proof.${wrong.member}` };
}
