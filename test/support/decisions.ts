/** Decisions that the upstream signs in answer to what a terminal sends, where the reference one would do otherwise. */

import { utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { ProblemKind } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { DecisionPayload } from "../../device/contract/messages/outcome.ts";
import { problemTypePrefix } from "../../device/contract/upstream.ts";
import { peekJws } from "../../device/trust/jws.ts";
import { durableEvent } from "../../device/unbind/events.ts";
import { problemStatus } from "../upstream/answers.ts";
import { referenceTo } from "../upstream/references.ts";
import { recordsOf } from "./promises.ts";
import type { Rig } from "./rig.ts";

/** On the request at hand; `execution`: the message that is not carried out. */
export async function decisionOn(
  rig: Rig,
  outcome: DecisionPayload["outcome"],
  told: { readonly code?: string; readonly execution?: string; readonly until?: string } = {},
): Promise<string> {
  const { code = "debts", execution, until } = told;
  const events = (await recordsOf(rig)).map(({ body }) => durableEvent.safeParse(body));
  const confirmed = events.flatMap(({ data }) => (data?.type === "requestConfirmed" ? [data.request] : [])).pop();
  if (!confirmed) throw new Error("no request was confirmed");
  const { requestId, jws, sn, epoch, bindingKind } = confirmed;
  const { iss, aud } = peekJws(rig.disk.merchant.bindings[0] ?? "").payload;
  const payload = { iss, aud, requestId, requestHash: referenceTo(jws), outcome, sn, epoch, bindingKind, code };
  const at = new Date(rig.clock.now()).toISOString();
  const executionHash = execution === undefined ? {} : { executionHash: referenceTo(execution) };
  return rig.upstreamSigns(jwsType.decision, { ...payload, ...executionHash, ...(until && { until }), at });
}

/** From now on messages to this path are refused for good, and the upstream never hears of them. */
export function refuseFromNowOn(
  rig: Rig,
  path: RegExp,
  kind: ProblemKind,
  outcome: "refused" | "execution_refused" | "cancellation_refused",
  until?: string,
): void {
  rig.line.meddler = async (exchange, upstream) => {
    if (!path.test(exchange.path)) return upstream(exchange);
    const execution = outcome === "execution_refused" ? { execution: exchange.body ?? "" } : {};
    const decision = await decisionOn(rig, outcome, { code: kind, ...execution, ...(until && { until }) });
    const body = utf8(JSON.stringify({ type: `${problemTypePrefix}${kind}`, decision }));
    return ok({ status: problemStatus[kind], contentType: "application/problem+json", retryAfter: null, body });
  };
}
