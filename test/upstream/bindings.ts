/** The bindings of a terminal: which one is meant and how it changes. Knows no order and no request. */

import { maskTail } from "../../device/base/mask.ts";
import type { BindingKind } from "../../device/contract/codes.ts";
import { hashOf } from "./deviceMessages.ts";
import type { NewBinding } from "./operator.ts";
import { policyIdOf } from "./policies.ts";
import type { BindingRecord, TerminalRecord } from "./records.ts";

export type BindingName = { readonly bindingKind: BindingKind; readonly providerId: string };

const exampleMerchant = {
  name: "示例便利店",
  id: "898000000000001",
  acquirerCode: "00000000",
  creditCode: "91000000SIMULATED1",
  settlementAccount: "6200000000000001",
  address: "示例市示例区示例路1号",
};

const exampleSubject: Partial<Record<BindingKind, string>> = {
  settlement_card_to_merchant: exampleMerchant.settlementAccount,
  bank_account_to_pos: exampleMerchant.settlementAccount,
};

export const sameBinding = (a: BindingName, b: BindingName) =>
  a.bindingKind === b.bindingKind && a.providerId === b.providerId;

export const stateOf = ({ epoch, endedAtMs }: BindingRecord) => (endedAtMs.length < epoch ? "bound" : "unbound");

export const bindingOf = (terminal: TerminalRecord, name: BindingName): BindingRecord | undefined =>
  terminal.bindings.find((binding) => sameBinding(binding, name));

/** The terminal with this binding in the place of the one of the same name, or added to the others. */
export function withBinding(terminal: TerminalRecord, binding: BindingRecord): TerminalRecord {
  const known = terminal.bindings.some((other) => sameBinding(other, binding));
  const bindings = known
    ? terminal.bindings.map((other) => (sameBinding(other, binding) ? binding : other))
    : [...terminal.bindings, binding];
  return { ...terminal, bindings };
}

/** A new bind: the example merchant's, where nothing else is told. */
export function createBinding(sn: string, told: NewBinding): BindingRecord {
  const { providerId = "generic-pos", bindingKind = "terminal_to_merchant" } = told;
  const merchant = { ...exampleMerchant, name: told.merchantName ?? exampleMerchant.name };
  const subject = told.subject ?? exampleSubject[bindingKind];
  return changeTerms(
    {
      providerId,
      bindingKind,
      epoch: 1,
      endedAtMs: [],
      merchantName: merchant.name,
      merchantIdMasked: maskTail(merchant.id),
      ...(subject === undefined ? {} : { subjectMasked: maskTail(subject) }),
      ...(told.contact === undefined ? {} : { contactMasked: maskTail(told.contact) }),
      fiveElements: maskElements(merchant, sn),
      policy: { id: policyIdOf(providerId), version: "1" },
      authorisations: [],
    },
    told,
  );
}

/** A binding that is unbound is returned as it is. One unbind less is left. */
export function endBinding(binding: BindingRecord, nowMs: number): BindingRecord {
  if (stateOf(binding) === "unbound") return binding;
  const limit = limitAt(binding, nowMs);
  return {
    ...binding,
    endedAtMs: [...binding.endedAtMs, nowMs],
    ...(limit ? { limit: { ...limit, left: Math.max(0, limit.left - 1) } } : {}),
  };
}

type TermsChange = Pick<NewBinding, "window" | "unbindsLeft" | "limitUntil" | "replacement" | "policyVersion">;

/** What is left out stays; null takes away. */
export function changeTerms(binding: BindingRecord, change: TermsChange): BindingRecord {
  const { window: oldWindow, replacement: oldReplacement, limit: oldLimit, ...rest } = binding;
  const window = change.window === undefined ? oldWindow : change.window;
  const replacement = change.replacement === undefined ? oldReplacement : change.replacement;
  const left = change.unbindsLeft === undefined ? oldLimit?.left : change.unbindsLeft;
  const until = change.limitUntil === undefined ? oldLimit?.until : change.limitUntil;
  return {
    ...rest,
    ...(change.policyVersion === undefined ? {} : { policy: { ...binding.policy, version: change.policyVersion } }),
    ...(window ? { window } : {}),
    ...(replacement ? { replacement } : {}),
    ...(left === undefined || left === null ? {} : { limit: { left, ...(until ? { until } : {}) } }),
  };
}

/** The salt is the terminal's own, so that equal merchants of two terminals cannot be told apart from outside. */
const maskElements = (merchant: typeof exampleMerchant, sn: string): BindingRecord["fiveElements"] => ({
  acquirerCode: merchant.acquirerCode,
  merchantCodeHash: hashOf(`${sn}:${merchant.id}`),
  creditCodeHash: hashOf(`${sn}:${merchant.creditCode}`),
  settlementAccountMasked: maskTail(merchant.settlementAccount),
  addressMasked: `${merchant.address.slice(0, 3)}•••`,
});

/** How many unbinds are left now: a limit whose time has come stands in nobody's way. */
export const limitAt = ({ limit }: BindingRecord, nowMs: number): BindingRecord["limit"] =>
  limit?.until !== undefined && Date.parse(limit.until) <= nowMs ? undefined : limit;
