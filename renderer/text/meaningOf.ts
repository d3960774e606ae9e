/** What the state of an unbind means; an unknown outcome means something else before and during the execution. */

import type { UnbindView } from "../../device/contract/host.ts";
import type { Texts } from "./texts.ts";

export function meaningOf({ state, unknownPhase }: UnbindView, texts: Texts): string {
  if (state === "unknown" && unknownPhase) return texts.unbind.unknownMeaning[unknownPhase];
  return texts.unbind.states[state].meaning;
}
