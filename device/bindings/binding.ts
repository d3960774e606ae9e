/**
 * What two bindings have to do with one another: the same one, a later one, one that ended with another. Each is named by
 * its provider, its kind and its epoch; a binding that has ended never comes back, its successor has a later epoch.
 */

import type { BindingKind } from "../contract/codes.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";

/** Which binding, whatever its epoch. */
export type Target = { readonly providerId: string; readonly bindingKind: BindingKind };

export type BindingEpoch = Target & { readonly epoch: number };

/** As the upstream signed it, and what it says. */
export type KeptBinding = { readonly jws: string; readonly payload: BindingPayload };

export function isSame(one: Target, other: Target): boolean {
  return one.providerId === other.providerId && one.bindingKind === other.bindingKind;
}

export function isSameEpoch(one: BindingEpoch, other: BindingEpoch): boolean {
  return isSame(one, other) && one.epoch === other.epoch;
}

/** The same binding, made anew after the other one. */
export function isLater(binding: BindingEpoch, than: BindingEpoch): boolean {
  return isSame(binding, than) && binding.epoch > than.epoch;
}

/** Only a card or an account is bound by it; the terminal itself stays bound when it ends. */
export function leavesTerminalBound({ bindingKind }: Pick<Target, "bindingKind">): boolean {
  return bindingKind === "settlement_card_to_merchant" || bindingKind === "bank_account_to_pos";
}

/** Over with the one that has ended: the same, not made anew, or any other once the terminal's own has ended. */
export function endsWith(binding: BindingEpoch, ended: BindingEpoch): boolean {
  return isSame(binding, ended) ? binding.epoch <= ended.epoch : !leavesTerminalBound(ended);
}

/** Over for good. With the terminal's own binding every other has ended, until somebody binds the terminal again. */
export function hasEnded(binding: BindingEpoch, last: BindingEpoch | null, again: boolean): boolean {
  if (last === null || !endsWith(binding, last)) return false;
  return isSame(binding, last) || !again;
}

/** What may come after the one that has ended: the same, made anew, or another one, the terminal's own having ended. */
export function succeeds(next: BindingEpoch, ended: BindingEpoch): boolean {
  return isSame(next, ended) ? next.epoch > ended.epoch : !leavesTerminalBound(ended);
}

/** The terminal's own binding rather than a card's; null where there is none at all. */
export function ownOf<Binding extends Target>(bindings: readonly Binding[]): Binding | null {
  return bindings.find((binding) => !leavesTerminalBound(binding)) ?? bindings[0] ?? null;
}

export function epochOf({ providerId, bindingKind, epoch }: BindingEpoch): BindingEpoch {
  return { providerId, bindingKind, epoch };
}

/** Those before, each as it is told now where it is, and behind them those that are new. */
export function renewed(before: readonly KeptBinding[], told: readonly KeptBinding[]): readonly KeptBinding[] {
  const among = (bindings: readonly KeptBinding[], { payload }: KeptBinding) =>
    bindings.find((each) => isSame(each.payload, payload));
  return [...before.map((old) => among(told, old) ?? old), ...told.filter((each) => !among(before, each))];
}
