/** The one place where a binding ends for a request, and the receipt that says so. Asks nothing: who may, is decided before. */

import { uuidV7 } from "../../device/base/ids.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { schemaVersionOf } from "../../device/trust/jws.ts";
import { bindingOf, endBinding, withBinding } from "./bindings.ts";
import { hashOf } from "./deviceMessages.ts";
import { followUpsOf } from "./profiles.ts";
import type { BindingRecord, RequestRecord, TerminalRecord } from "./records.ts";
import { addressedTo, referenceTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

/**
 * Ends the request's binding, unless its epoch is over already; either way the request is unbound, with its receipt.
 * `execution`: the terminal's order that the receipt answers, where there was one.
 */
export async function unbind(
  context: UpstreamContext,
  record: RequestRecord,
  atMs: number,
  execution?: string,
): Promise<RequestRecord> {
  const terminal = context.store.get("terminals", record.sn);
  const binding = terminal && bindingOf(terminal, record);
  if (!terminal || !binding) throw new Error(`request ${record.requestId} has lost its binding`);
  const endedAtMs = binding.endedAtMs[record.epoch - 1];
  const ended = endedAtMs === undefined ? endBinding(binding, atMs) : binding;
  context.store.put("terminals", terminal.sn, withBinding(terminal, ended));
  const answers = endedAtMs === undefined && execution !== undefined && schemaVersionOf(record.jws) === 2;
  const unbound = {
    ...(answers ? { executionHash: referenceTo(execution) } : {}),
    outcome: endedAtMs === undefined ? "unbound_now" : "already_unbound",
    atMs: endedAtMs ?? atMs,
  } as const;
  const receipt = await signReceipt(context, record, terminal, binding, unbound);
  return { ...record, state: "unbound", updatedAtMs: atMs, receipt };
}

/** What the binding was for this request: a later bind changes nothing about it. */
export function stateAfter(context: UpstreamContext, record: RequestRecord): "bound" | "unbound" {
  const terminal = context.store.get("terminals", record.sn);
  const endedAtMs = terminal && bindingOf(terminal, record)?.endedAtMs[record.epoch - 1];
  return endedAtMs === undefined ? "bound" : "unbound";
}

function signReceipt(
  context: UpstreamContext,
  record: RequestRecord,
  terminal: TerminalRecord,
  binding: BindingRecord,
  unbound: Pick<ReceiptPayload, "outcome" | "executionHash"> & { readonly atMs: number },
): Promise<string> {
  const subject = binding.subjectMasked ?? `${binding.merchantName} ${binding.merchantIdMasked}`;
  const { outcome, executionHash } = unbound;
  const payload: ReceiptPayload = {
    ...addressedTo(context, record.sn),
    receiptId: uuidV7(context.clock.now(), context.random.bytes(10)),
    requestId: record.requestId,
    requestHash: record.requestHash,
    ...(executionHash === undefined ? {} : { executionHash }),
    outcome,
    unboundAt: new Date(unbound.atMs).toISOString(),
    sn: record.sn,
    imeiHash: hashOf(terminal.imei),
    epoch: record.epoch,
    bindingKind: record.bindingKind,
    subjectMasked: subject.slice(0, 80),
    ...(terminal.enrolled?.keyProven === undefined ? {} : { keyProven: terminal.enrolled.keyProven }),
    paymentsMayContinue: paymentsMayContinue(binding),
    followUps: followUpsOf(context, record),
  };
  return context.key.sign(jwsType.receipt, payload);
}

/** Money needs somewhere to go: without an account that takes over, a terminal that lost its card takes no payment. */
const paymentsMayContinue = ({ bindingKind, replacement }: BindingRecord): boolean =>
  (bindingKind === "settlement_card_to_merchant" || bindingKind === "bank_account_to_pos") &&
  replacement?.state === "validated";
