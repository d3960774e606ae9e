/** What the upstream signs of a terminal's bindings: each as it stands now, with what stands in the way of its unbind. */

import { base64url, utf8 } from "../../device/base/bytes.ts";
import type { BindingPayload, UnbindTerms } from "../../device/contract/messages/binding.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { limitAt, stateOf, withBinding } from "./bindings.ts";
import { hashOf } from "./deviceMessages.ts";
import { heardNothing } from "./heard.ts";
import type { BindingRecord, TerminalRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { openRequestFor } from "./review.ts";

/** What stands in the way just now. */
export async function termsOf(context: UpstreamContext, sn: string, binding: BindingRecord): Promise<UnbindTerms> {
  const nowMs = context.clock.now();
  const { window, replacement } = binding;
  const limit = limitAt(binding, nowMs);
  const authorisation = binding.authorisations.filter(({ expiresAt }) => Date.parse(expiresAt) > nowMs).at(-1);
  const open = await openRequestFor(context, { sn, ...binding });
  return {
    ...(window ? { window } : {}),
    ...(limit ? { unbindsLeft: limit.left } : {}),
    ...(authorisation ? { authorisation } : {}),
    ...(open ? { openRequestId: open.requestId } : {}),
    ...(replacement ? { replacement } : {}),
  };
}

/** Every binding of the terminal, signed as it stands now. */
export async function signBindings(context: UpstreamContext, terminal: TerminalRecord): Promise<string[]> {
  const signed: string[] = [];
  for (const binding of terminal.bindings) signed.push(await signBinding(context, terminal, binding));
  return signed;
}

/** The number of this issue: one more than that of the last one that said something else. */
function serialOf(context: UpstreamContext, sn: string, binding: BindingRecord, content: object): number {
  const hash = hashOf(base64url(utf8(JSON.stringify(content))));
  const { said } = binding;
  if (said?.hash === hash) return said.serial;
  const serial = (said?.serial ?? 0) + 1;
  const terminal = context.store.get("terminals", sn);
  if (terminal) context.store.put("terminals", sn, withBinding(terminal, { ...binding, said: { hash, serial } }));
  return serial;
}

async function signBinding(
  context: UpstreamContext,
  { sn, enrolled }: TerminalRecord,
  binding: BindingRecord,
): Promise<string> {
  const terms = await termsOf(context, sn, binding);
  const { subjectMasked, contactMasked } = binding;
  const content: Omit<BindingPayload, "issuedAt" | "serial"> = {
    ...addressedTo(context, sn),
    providerId: binding.providerId,
    bindingKind: binding.bindingKind,
    state: stateOf(binding),
    sn,
    epoch: binding.epoch,
    merchantName: binding.merchantName,
    merchantIdMasked: binding.merchantIdMasked,
    ...(subjectMasked === undefined ? {} : { subjectMasked }),
    ...(contactMasked === undefined ? {} : { contactMasked }),
    fiveElements: binding.fiveElements,
    policy: binding.policy,
    ...(binding.boundAtMs === undefined ? {} : { boundAt: new Date(binding.boundAtMs).toISOString() }),
    ...(Object.keys(terms).length > 0 ? { terms } : {}),
    ...(enrolled?.keyProven === undefined ? {} : { keyProven: enrolled.keyProven }),
  };
  const issuedAt = new Date(context.clock.now()).toISOString();
  const serial = serialOf(context, sn, binding, content);
  const payload: BindingPayload = { ...content, issuedAt, serial };
  return context.key.sign(jwsType.binding, payload);
}

/** How far the terminal was heard, in answer to the question with this nonce. */
export function signHeard(context: UpstreamContext, { sn, enrolled }: TerminalRecord, nonce: string): Promise<string> {
  const { requests, lastRequestId, journal } = enrolled?.heard ?? heardNothing;
  const at = new Date(context.clock.now()).toISOString();
  const payload = { ...addressedTo(context, sn), sn, nonce, requests, lastRequestId, journal, at };
  return context.key.sign(jwsType.heard, payload);
}
