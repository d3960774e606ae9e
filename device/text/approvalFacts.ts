/** What a second person is told before they agree, on page and command line: who asks, for what, why, and what comes of it. */

import type { UnbindView } from "../contract/views/unbind.ts";
import type { Texts } from "./texts.ts";

export type ApprovalFact = {
  readonly name: keyof Texts["screens"]["pin"]["approves"];
  readonly label: string;
  readonly value: string;
};

export function approvalFacts(unbind: UnbindView, texts: Texts): readonly ApprovalFact[] {
  const labels = texts.screens.pin.approves;
  const { actor, target, profile, reason, intent } = unbind;
  const kind = target && texts.unbind.bindingKinds[target.bindingKind];
  const name = profile?.name[texts.screens.locale.startsWith("zh") ? "zh" : "en"];
  const why = reason && [texts.unbind.reasons[reason.code], reason.text].filter(Boolean).join(" · ");
  const values: Readonly<Record<ApprovalFact["name"], string | null | undefined>> = {
    asks: actor && texts.unbind.roles[actor.role],
    what: kind && `${kind.name} · ${name ?? target?.providerId}`,
    reason: why,
    ends: kind?.effects.ends,
    stays: kind?.effects.stays,
    intent: intent && texts.unbind.intents[intent],
  };
  return (Object.keys(labels) as ApprovalFact["name"][]).flatMap((name) => {
    const value = values[name];
    return value ? [{ name, label: labels[name], value }] : [];
  });
}
