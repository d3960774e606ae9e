/** The operator's orders about requests: how the review goes on, and what has to be proven. */

import type { Operator, RequestSummary } from "./operator.ts";
import type { DemandRecord, RequestRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentRequest, endReview, isFinal, rejectWith, reviewAgain } from "./review.ts";
import { createDemand, proven } from "./verification.ts";

type RequestOrders = Pick<
  Operator,
  "approve" | "reject" | "withdrawGrant" | "cancel" | "expire" | "hold" | "lift" | "demand" | "handOverDone"
>;

export function createRequestOrders(context: UpstreamContext): RequestOrders {
  const now = () => context.clock.now();

  async function open(requestId: string): Promise<RequestRecord> {
    const record = await currentRequest(context, requestId);
    if (!record) throw new Error(`request ${requestId} is not known`);
    if (isFinal(record.state)) throw new Error(`request ${requestId} is ${record.state} already`);
    return record;
  }
  async function keep(record: RequestRecord): Promise<RequestSummary> {
    context.store.put("requests", record.requestId, record);
    return summaryOfRequest((await currentRequest(context, record.requestId)) ?? record);
  }
  const become = (record: RequestRecord, change: Partial<RequestRecord>) =>
    keep({ ...record, ...change, updatedAtMs: now() });
  /** What the terminal was granted is not put in question again, only taken back. */
  async function undecided(requestId: string): Promise<RequestRecord> {
    const record = await open(requestId);
    if (record.state === "approved") throw new Error(`request ${requestId} is approved already: withdraw the grant`);
    return record;
  }
  async function demand(requestId: string, proof: Parameters<typeof createDemand>[2]) {
    const record = await undecided(requestId);
    const inForce: RequestRecord = { ...record, state: "verification_required" };
    const made = await createDemand(context, inForce, proof);
    return { ...(await become(inForce, { demand: made.demand })), ref: made.demand.ref, ...made.secret };
  }

  return {
    approve: async ({ requestId }) => keep(endReview(await open(requestId), now())),
    reject: async ({ requestId, code, text }) =>
      become(await open(requestId), { state: "rejected", rejection: rejectionOf(code, text) }),
    async withdrawGrant({ requestId, code = "grant_withdrawn", text }) {
      const record = await open(requestId);
      if (record.state !== "approved") throw new Error(`request ${requestId} is ${record.state}: there is no grant`);
      return become(record, { state: "rejected", rejection: rejectionOf(code, text) });
    },
    cancel: async ({ requestId }) => become(await open(requestId), { state: "cancelled" }),
    expire: async ({ requestId }) => become(await open(requestId), { state: "expired" }),
    async hold({ requestId, state, code = "risk_review", until }) {
      // Nothing is required without saying what.
      if (state === "verification_required") return demand(requestId, { factor: "code", how: { kind: "code" } });
      const held = until === undefined ? { code } : { code, until };
      return become(await undecided(requestId), { state, hold: held, approveAtMs: null });
    },
    async lift({ requestId }) {
      const record = await open(requestId);
      if (record.state !== "risk_hold") throw new Error(`request ${requestId} is ${record.state} and not held`);
      return keep(reviewAgain(record, context.reviewMs, now()));
    },
    demand: ({ requestId, ...proof }) => demand(requestId, proof),
    async handOverDone({ requestId, proven: isProven = true }) {
      const record = await open(requestId);
      const asked: DemandRecord | undefined = record.state === "verification_required" ? record.demand : undefined;
      if (asked?.how.kind !== "handOver") throw new Error(`request ${requestId} waits for no telephone`);
      return keep(isProven ? proven(context, record, asked) : rejectWith(record, "verification_failed", now()));
    },
  };
}

const rejectionOf = (code: string, text: string | undefined) => (text === undefined ? { code } : { code, text });

export const summaryOfRequest = (record: RequestRecord): RequestSummary => ({
  requestId: record.requestId,
  sn: record.sn,
  providerId: record.providerId,
  bindingKind: record.bindingKind,
  epoch: record.epoch,
  state: record.state,
  origin: record.origin,
  way: record.way,
  updatedAt: new Date(record.updatedAtMs).toISOString(),
  attested: record.attestation !== undefined,
});
