/** What the state of an unbind means for whoever stands before it, and for the payments. */

import type { UnbindView } from "../contract/views/unbind.ts";
import type { Texts } from "./texts.ts";

/** An unknown outcome means something else before and during the execution. */
export function meaningOf({ state, unknownPhase, payments }: UnbindView, { unbind }: Texts): string {
  if (state === "unknown" && unknownPhase) return unbind.unknownMeaning[unknownPhase];
  const { meaning } = unbind.states[state];
  // Where the meaning itself speaks of stopped payments, once is enough.
  const told = payments === "all" || state === "executing" || state === "offlineChallenge";
  if (told) return meaning;
  const gap = meaning.endsWith("。") ? "" : " ";
  return `${meaning}${gap}${unbind.payments[payments]}`;
}
