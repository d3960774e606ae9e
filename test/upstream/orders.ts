/** The upstream's own orders to unbind: request and grant in one, carried out by the terminal like any grant. */

import { uuidV7 } from "../../device/base/ids.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { OrderPayload } from "../../device/contract/messages/outcome.ts";
import { stateOf } from "./bindings.ts";
import { hashOf } from "./deviceMessages.ts";
import type { Order } from "./operator.ts";
import type { BindingRecord, RequestRecord, TerminalRecord } from "./records.ts";
import { addressedTo, referenceTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { openRequestFor } from "./review.ts";

const weekMs = 7 * 86_400_000;

/** The order is a request that is approved from the start; its grant is the order itself, by its own id and bytes. */
export async function orderUnbind(
  context: UpstreamContext,
  terminal: TerminalRecord,
  binding: BindingRecord,
  order: Order<"orderUnbind">,
): Promise<RequestRecord> {
  if (stateOf(binding) === "unbound") throw new Error(`terminal ${terminal.sn} is unbound already`);
  const open = await openRequestFor(context, { sn: terminal.sn, ...binding });
  if (open) throw new Error(`request ${open.requestId} of this binding is open`);
  const nowMs = context.clock.now();
  const requestId = uuidV7(nowMs, context.random.bytes(10));
  const expiresAtMs = nowMs + (order.validMs ?? weekMs);
  const { providerId, bindingKind, epoch } = binding;
  const payload: OrderPayload = {
    ...addressedTo(context, terminal.sn),
    schemaVersion: 2,
    requestId,
    providerId,
    bindingKind,
    sn: terminal.sn,
    imeiHash: hashOf(terminal.imei),
    epoch,
    reason: { code: order.reason ?? "regulatory", ...(order.text === undefined ? {} : { text: order.text }) },
    issuedAt: new Date(nowMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
  const jws = await context.key.sign(jwsType.order, payload);
  const record: RequestRecord = {
    requestId,
    sn: terminal.sn,
    providerId,
    bindingKind,
    epoch,
    origin: "upstream",
    intent: "unbind_only",
    style: "approve_then_execute",
    way: "online",
    requestHash: referenceTo(jws),
    jws,
    waived: [],
    receivedAtMs: nowMs,
    expiresAtMs,
    state: "approved",
    updatedAtMs: nowMs,
    underReviewAtMs: nowMs,
    approveAtMs: nowMs,
    grant: { grantId: requestId, expiresAtMs, jws },
  };
  context.store.put("requests", requestId, record);
  return record;
}

/** The order that this terminal shall carry out now, one after the other where there are several. */
export async function openOrderFor(context: UpstreamContext, terminal: TerminalRecord): Promise<string | null> {
  for (const binding of terminal.bindings) {
    if (stateOf(binding) === "unbound") continue;
    const open = await openRequestFor(context, { sn: terminal.sn, ...binding });
    // One that an ended key has signed is the desk's to give anew.
    if (open?.origin === "upstream") return context.key.hasEnded(open.jws) ? null : open.jws;
  }
  return null;
}
