/** What the upstream signs of a terminal's bindings: each as it stands now, with what stands in the way of its unbind. */

import type { BindingPayload, UnbindTerms } from "../../device/contract/messages/binding.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { limitAt, stateOf } from "./bindings.ts";
import type { BindingRecord, TerminalRecord } from "./records.ts";
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
export function signBindings(context: UpstreamContext, terminal: TerminalRecord): Promise<string[]> {
  return Promise.all(terminal.bindings.map((binding) => signBinding(context, terminal.sn, binding)));
}

async function signBinding(context: UpstreamContext, sn: string, binding: BindingRecord): Promise<string> {
  const terms = await termsOf(context, sn, binding);
  const { subjectMasked, contactMasked } = binding;
  const payload: BindingPayload = {
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
    ...(Object.keys(terms).length > 0 ? { terms } : {}),
    issuedAt: new Date(context.clock.now()).toISOString(),
  };
  return context.key.sign(jwsType.binding, payload);
}
