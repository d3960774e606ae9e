/** Of an unbind that nobody applied for here: who ordered it, and why. */

import type { Language } from "../contract/codes.ts";
import type { UnbindView } from "../contract/views/unbind.ts";
import type { Texts } from "./texts.ts";

/** Null where it was applied for on this terminal. The reason's own words are the provider's. */
export function orderedBy(view: UnbindView, { screens, unbind }: Texts, language: Language): string | null {
  const { origin, profile, target, reason } = view;
  if (origin !== "upstream") return null;
  const name = profile?.name[language === "en" ? "en" : "zh"] ?? target?.providerId ?? "";
  const why = reason ? [unbind.reasons[reason.code], reason.text].filter(Boolean).join(" · ") : "";
  return screens.progress.ordered(name, why);
}
