/**
 * Whether the signed times can be those of one procedure. What follows from what is proven by references and the journal;
 * times are what two clocks told, either of which may have been set in between. So a contradiction is told as a doubt.
 */

import { instantOf, msOf } from "../base/instant.ts";
import { readExcerpt } from "../journal/excerpt.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws } from "../trust/jws.ts";
import { type Bundle, objectIn } from "./bundle.ts";
import { type Doubt, objectNames, objects, type Payloads } from "./finding.ts";

/** How far the two clocks may differ, and how far the terminal's may be set back in between. */
const toleranceMs = 300_000;

type Moment = { readonly name: string; readonly at: string | undefined; readonly clock: "device" | "upstream" };

/** `authorisedAt`: when an answer was accepted offline. One doubt for each pair that is not in order. */
export function doubtTimes(payloads: Payloads, authorisedAt: string | undefined): readonly Doubt[] {
  return orderedPairs(payloads, authorisedAt)
    .filter(([earlier, later]) => !inOrder(earlier, later))
    .map(([earlier, later]) => ({
      code: "evidence/times-contradict",
      facts: { earlier: earlier.name, earlierAt: earlier.at ?? "", later: later.name, laterAt: later.at ?? "" },
    }));
}

/**
 * Where the terminal wrote down that it took something after the end of the key that signed it. What a key says of its own
 * time is worth nothing in the hands of a thief; this is the terminal's word, by its clock.
 */
export function doubtKeyTimes(bundle: Bundle, ends: ReadonlyMap<string, string>, hash: Hash): readonly Doubt[] {
  const excerpt = ends.size > 0 ? readExcerpt(bundle.journal.lines, hash) : null;
  if (!excerpt?.ok) return [];
  const { records } = excerpt.value;
  return objectNames.flatMap((object): readonly Doubt[] => {
    const jws = objects[object].signedBy === "upstream" ? objectIn(bundle, object) : undefined;
    const laterAt = ends.get(String(peekJws(jws ?? "").header.kid));
    const taken = jws && records.find(({ body }) => JSON.stringify(body).includes(jws));
    if (!taken || laterAt === undefined || taken.at <= msOf(laterAt) + toleranceMs) return [];
    const facts = { earlier: `journal.${object}`, earlierAt: instantOf(taken.at), later: "keys.notAfter", laterAt };
    return [{ code: "evidence/times-contradict", facts }];
  });
}

type Pair = readonly [earlier: Moment, later: Moment];

const device = (name: string, at: string | undefined): Moment => ({ name, at, clock: "device" });
const upstream = (name: string, at: string | undefined): Moment => ({ name, at, clock: "upstream" });

function orderedPairs(payloads: Payloads, authorisedAt: string | undefined): readonly Pair[] {
  const { binding, order, request, approval, grant, execution, answer } = payloads;
  const { decision, receipt, attestation, report, acknowledgement } = payloads;

  const bound = upstream("binding.issuedAt", binding?.issuedAt);
  const ordered = upstream("order.issuedAt", order?.issuedAt);
  const created = device("request.createdAt", request?.createdAt);
  const requestExpiry = device("request.expiresAt", request?.expiresAt);
  const approved = device("approval.actor.approvedAt", approval?.actor.approvedAt);
  const granted = upstream("grant.grantedAt", grant?.grantedAt);
  const executed = device("execution.createdAt", execution?.createdAt);
  const answered = upstream("answer.answeredAt", answer?.answeredAt);
  const authorised = device("offline.authorisedAt", authorisedAt);
  const decided = upstream("decision.at", decision?.at);
  const unbound = upstream("receipt.unboundAt", receipt?.unboundAt);
  const attested = device("attestation.createdAt", attestation?.createdAt);
  const reported = device("report.createdAt", report?.createdAt);
  const acknowledged = upstream("acknowledgement.at", acknowledgement?.at);

  const pairs: Pair[] = [
    [created, requestExpiry],
    [created, approved],
    [approved, requestExpiry],
    [created, granted],
    [approved, granted],
    [granted, requestExpiry],
    [granted, executed],
    [executed, upstream("grant.expiresAt", grant?.expiresAt)],
    [ordered, executed],
    [created, decided],
    [granted, decided],
    [executed, upstream("order.expiresAt", order?.expiresAt)],
    [created, answered],
    [approved, authorised],
    [created, authorised],
    [authorised, requestExpiry],
    [answered, authorised],
    [authorised, upstream("answer.expiresAt", answer?.expiresAt)],
    [authorised, attested],
    [attested, reported],
    [reported, acknowledged],
    [attested, acknowledged],
  ];
  // After an offline unbind the receipt comes when all is over, and tells of what was.
  if (attestation?.proof.kind === "receipt") pairs.push([unbound, attested], [unbound, acknowledged]);
  // A terminal that was unbound already may have been so long before it asked.
  // Its record of the binding may be newer than its request, but not than the end of what it tells of.
  if (receipt?.outcome === "unbound_now")
    pairs.push(...[bound, created, ordered, granted, executed].map((earlier) => [earlier, unbound] as const));
  return pairs;
}

/** True where one of them is not told. An instant that no calendar has is in order with nothing. */
function inOrder(earlier: Moment, later: Moment): boolean {
  if (earlier.at === undefined || later.at === undefined) return true;
  const sameUpstream = earlier.clock === "upstream" && later.clock === "upstream";
  return msOf(earlier.at) <= msOf(later.at) + (sameUpstream ? 0 : toleranceMs);
}
