/**
 * What of the upstream's answers is news: a change of what they mean. What is spelt anew, what slides, and what nodes that do
 * not agree say in turn is shown and not written down, for a request may be open for months and is asked about each minute.
 */

import { msOf } from "../base/instant.ts";
import type { Grant } from "../trust/signedObjects.ts";
import type { Demand, Hold } from "./events.ts";
import { isWaiting, type RequestedState, type Said } from "./states.ts";

type Word = {
  readonly said: Said["state"];
  readonly hold: Hold | undefined;
  readonly demand: Demand | null;
};

/** Whether the word says what is known already. When a hold ends, and which demand it is, may have changed. */
export function isKnownWord(state: RequestedState, { said, hold, demand }: Word): boolean {
  if (!isWaiting(state)) return false;
  // What was taken up is not put back on the pile.
  if (said === "submitted" && state.name === "underReview") return true;
  if (state.said?.state !== said || state.name.toLowerCase() !== said.replace("_", "")) return false;
  const { hold: knownHold, demand: knownDemand } = state.said;
  return knownHold?.code === hold?.code && knownDemand?.factor === demand?.factor && knownDemand?.kind === demand?.kind;
}

/**
 * Whether the end of a permission has moved by half of the time that the known one had when it was heard of, both as the
 * upstream says: one that is renewed with every answer is written down twice in its time, and never runs out.
 */
export function hasMoved(known: Grant, heardAt: string, grant: Grant): boolean {
  const [was, is] = [msOf(known.expiresAt), msOf(grant.expiresAt)];
  return 2 * Math.abs(is - was) > Math.max(0, was - msOf(heardAt));
}
