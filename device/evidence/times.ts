/** Whether the signed times can be those of one procedure. Knows two clocks, the terminal's and the upstream's. */

import { msOf } from "../base/instant.ts";
import { type Finding, finding, type Payloads } from "./finding.ts";

/** How far the two clocks may differ, and how far the terminal's may be set back in between. */
const toleranceMs = 300_000;

type Moment = { readonly name: string; readonly at: string | undefined; readonly clock: "device" | "upstream" };

/** One finding when all is in order; otherwise one for each pair that is not. */
export function checkTimes(payloads: Payloads): readonly Finding[] {
  const wrong = orderedPairs(payloads)
    .filter(([earlier, later]) => !inOrder(earlier, later))
    .map(([earlier, later]) => finding("evidence/in-order", {}, { earlier: earlier.name, later: later.name }));
  return wrong.length > 0 ? wrong : [finding("evidence/in-order", {}, null)];
}

function orderedPairs({ request, grant, execution, receipt, attestation, acknowledgement }: Payloads) {
  const device = (name: string, at: string | undefined): Moment => ({ name, at, clock: "device" });
  const upstream = (name: string, at: string | undefined): Moment => ({ name, at, clock: "upstream" });

  const created = device("request.createdAt", request?.createdAt);
  const requestExpiry = device("request.expiresAt", request?.expiresAt);
  const granted = upstream("grant.grantedAt", grant?.grantedAt);
  const grantExpiry = upstream("grant.expiresAt", grant?.expiresAt);
  const ordered = device("execution.createdAt", execution?.createdAt);
  const unbound = upstream("receipt.unboundAt", receipt?.unboundAt);
  const attested = device("attestation.createdAt", attestation?.createdAt);
  const acknowledged = upstream("acknowledgement.at", acknowledgement?.at);

  const pairs: (readonly [Moment, Moment])[] = [
    [created, requestExpiry],
    [created, granted],
    [granted, requestExpiry],
    [granted, ordered],
    [ordered, grantExpiry],
    [unbound, attested],
    [attested, acknowledged],
    [unbound, acknowledged],
  ];
  // A terminal that was unbound already may have been so long before it asked.
  if (receipt?.outcome === "unbound_now") pairs.push([created, unbound], [granted, unbound], [ordered, unbound]);
  return pairs;
}

/** True where one of them is not told. An instant that no calendar has is in order with nothing. */
function inOrder(earlier: Moment, later: Moment): boolean {
  if (earlier.at === undefined || later.at === undefined) return true;
  const sameUpstream = earlier.clock === "upstream" && later.clock === "upstream";
  return msOf(earlier.at) <= msOf(later.at) + (sameUpstream ? 0 : toleranceMs);
}
