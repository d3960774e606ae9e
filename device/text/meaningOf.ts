/** What the state of an unbind means for whoever stands before it, and for the payments. */

import type { UnbindView } from "../contract/views/unbind.ts";
import type { Texts } from "./texts.ts";

/** Nothing is under way, and the binding is as it was. */
const bindingStands: ReadonlySet<UnbindView["state"]> = new Set(["bound", "rejected", "cancelled", "expired"]);

/** An unknown outcome means something else before and during the execution. */
export function meaningOf({ state, unknownPhase, payments }: UnbindView, { unbind }: Texts): string {
  if (state === "unknown" && unknownPhase) return unbind.unknownMeaning[unknownPhase];
  const { meaning } = unbind.states[state];
  // Where the meaning itself speaks of stopped payments, once is enough; that they go on is told where somebody may doubt it.
  const told =
    state === "executing" || state === "offlineChallenge" || (payments === "all" && !bindingStands.has(state));
  if (told) return meaning;
  const gap = meaning.endsWith("。") ? "" : " ";
  return `${meaning}${gap}${unbind.payments[payments]}`;
}
