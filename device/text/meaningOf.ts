/** What the state of an unbind is called and means for whoever stands before it, and for the payments. */

import type { UnbindView } from "../contract/views/unbind.ts";
import type { Texts } from "./texts.ts";

type StateWords = { readonly name: string; readonly meaning: string };

/** A state in which the upstream does not take what it is told is called something else. */
export function stateWords({ state, statementRefused }: UnbindView, { unbind }: Texts): StateWords {
  const isRefused = statementRefused !== null && (state === "wiped" || state === "completedPendingSync");
  return isRefused ? unbind.refusedStates[state] : unbind.states[state];
}

/** An unbind came to nothing, and the binding is as it was. */
const bindingStands: ReadonlySet<UnbindView["state"]> = new Set(["rejected", "cancelled", "expired"]);

/** An unknown outcome means something else before and during the execution. */
export function meaningOf(view: UnbindView, texts: Texts): string {
  const { state, unknownPhase, payments } = view;
  if (state === "unknown" && unknownPhase) return texts.unbind.unknownMeaning[unknownPhase];
  const { meaning } = stateWords(view, texts);
  // Where the meaning itself speaks of stopped payments, once is enough; that they go on is told where somebody may doubt it.
  const told =
    state === "executing" || state === "offlineChallenge" || (payments === "all" && !bindingStands.has(state));
  if (told) return meaning;
  const gap = meaning.endsWith("。") ? "" : " ";
  return `${meaning}${gap}${texts.unbind.payments[payments]}`;
}
