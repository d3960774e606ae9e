/** Whether the objects of a bundle speak of one another, of one terminal and of one binding. */

import { base64url, utf8 } from "../base/bytes.ts";
import type { AttestationPayload } from "../contract/messages/wipe.ts";
import type { Hash } from "../ports/hash.ts";
import { isReferenceTo } from "../trust/jws.ts";
import { type Bundle, objectIn, rulesOf } from "./bundle.ts";
import { challengeHashOf } from "./challenge.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, objects, type Payloads } from "./finding.ts";

type Told<Name extends ObjectName> = NonNullable<Payloads[Name]>;

/** What an object rests on, and without which it says nothing: one of these. Attestations say it themselves. */
const restsOn: { readonly [Name in ObjectName]?: readonly ObjectName[] } = {
  approval: ["request"],
  grant: ["request"],
  execution: ["grant", "order"],
  answer: ["request"],
  decision: ["request", "order"],
  receipt: ["request", "order"],
  report: ["attestation"],
  acknowledgement: ["attestation"],
};

/** One finding for each verified object after the request; its first wrong member is named. */
export function checkLinks(bundle: Bundle, payloads: Payloads, deviceKid: string, hash: Hash): readonly Finding[] {
  const expected = expectedMembers(bundle, payloads, hash);
  const parties = partiesOf(payloads, deviceKid);
  return objectNames.flatMap((object) => {
    const payload = payloads[object];
    if (!payload || object === "request" || object === "order") return [];
    const bases = basesOf(object, payloads);
    const stands = bases.length === 0 || bases.some((base) => isIn(bundle, base));
    if (!stands) return [finding("evidence/linked", { object }, { missing: bases[0] ?? "" })];
    const wrong =
      firstWrong(payload, rulesOf(bundle) === 1 ? {} : parties[objects[object].signedBy]) ??
      firstWrong(payload, expected) ??
      ownWrong(object, bundle, payloads, expected);
    return [finding("evidence/linked", { object }, wrong)];
  });
}

/** Who speaks to whom; in schema version 1 only terminals said so. */
function partiesOf({ request, order }: Payloads, deviceKid: string): Readonly<Record<"device" | "upstream", Expected>> {
  const upstream = request?.aud ?? order?.iss;
  return { device: { aud: upstream }, upstream: { iss: upstream, aud: deviceKid } };
}

function basesOf(object: ObjectName, { attestation }: Payloads): readonly (ObjectName | "offline")[] {
  if (object === "attestation") return attestation?.proof.kind === "receipt" ? ["receipt"] : ["offline"];
  return restsOn[object] ?? [];
}

function isIn(bundle: Bundle, base: ObjectName | "offline"): boolean {
  return (base === "offline" ? bundle.offline : objectIn(bundle, base)) !== undefined;
}

/** A value, or a function that knows it when it sees it. */
type Expected = Readonly<Record<string, unknown>>;

/** By name of the member, whichever object has it. Undefined where the source did not verify: that is told already. */
function expectedMembers(bundle: Bundle, payloads: Payloads, hash: Hash): Expected {
  const { request, order, grant } = payloads;
  const rules = rulesOf(bundle);
  const refersTo = (object: ObjectName) => {
    const jws = objectIn(bundle, object);
    return jws === undefined ? undefined : (said: unknown) => isReferenceTo(said, jws, hash, rules);
  };
  // An order stands for request and grant.
  const requestHash = refersTo("request") ?? refersTo("order");
  return {
    requestId: request?.requestId ?? order?.requestId,
    requestHash,
    grantId: order?.requestId ?? grant?.grantId,
    grantHash: order ? requestHash : refersTo("grant"),
    executionHash: refersTo("execution"),
    receiptHash: refersTo("receipt"),
    attestationHash: refersTo("attestation"),
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
  for (const [member, said] of Object.entries(payload)) {
    const wanted = expected[member];
    // An object's own id is nobody's reference.
    const fits = typeof wanted === "function" ? wanted(said) : wanted === undefined || wanted === said;
    if (!fits) return { member };
  }
  return null;
}

/** Outcomes with which a request is over. */
const ended: ReadonlySet<string> = new Set(["rejected", "cancelled", "expired", "refused"]);

/** What only one kind of object can have wrong. */
function ownWrong(object: ObjectName, bundle: Bundle, payloads: Payloads, expected: Expected): Facts | null {
  const { request, binding, decision, attestation, report } = payloads;
  switch (object) {
    case "binding":
      return binding && request ? wrongSnapshot(binding, request) : null;
    case "grant":
    case "execution":
      return request?.execution === "one_step" ? { style: request.execution } : null;
    case "decision":
      // A request that ended without an unbind, and was carried out: one of the two is not true.
      if (bundle.receipt !== undefined) return { member: "outcome" };
      return decision && !ended.has(decision.outcome) ? { member: "outcome" } : null;
    case "receipt":
      return rulesOf(bundle) === 1 || answersExecution(bundle, payloads) ? null : { member: "executionHash" };
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

/** What ended before the request was executed answers no execution. */
function answersExecution({ execution }: Bundle, { receipt }: Payloads): boolean {
  return execution === undefined || receipt?.outcome !== "unbound_now" || receipt.executionHash !== undefined;
}

/** The request's snapshot is what the upstream had signed at the time, or the terminal made it up. */
function wrongSnapshot(binding: Told<"binding">, { binding: snapshot, subjectMasked }: Told<"request">): Facts | null {
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
