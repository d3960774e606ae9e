/** What this terminal knows of its bindings: one value that everybody reads, and that Bindings alone writes. */

import type { BindingKind } from "../contract/codes.ts";
import { type BindingEpoch, isSameEpoch, type KeptBinding, leavesTerminalBound, ownOf } from "./binding.ts";
import type { Provisioned } from "./enrolment.ts";

export type KnownBindings = {
  /** What the journal says of the enrolments. */
  readonly provisioned: Provisioned;
  /** As they are kept on this terminal; none before they were found. */
  readonly kept: readonly KeptBinding[];
};

export function knownFrom(provisioned: Provisioned): KnownBindings {
  return { provisioned, kept: [] };
}

/**
 * The upstream's last word on the terminal's own binding is that it has ended. Known from the journal before any binding
 * is found.
 */
export function isOwnEndedUpstream({ provisioned: { enrolled, said } }: KnownBindings): boolean {
  const isEnded = (binding: BindingEpoch) =>
    said.some((word) => word.state === "unbound" && isSameEpoch(word, binding));
  return enrolled?.bindings.some((binding) => !leavesTerminalBound(binding) && isEnded(binding)) ?? false;
}

/** By which of its bindings the upstream knows this terminal: what a challenge names it by. */
export type ChallengeIdentity = { readonly sn: string; readonly bindingKind: BindingKind; readonly epoch: number };

/** Null for a terminal that was never enrolled. */
export function challengeIdentity({ provisioned: { enrolled } }: KnownBindings): ChallengeIdentity | null {
  const own = enrolled && ownOf(enrolled.bindings);
  return own ? { sn: enrolled.sn, bindingKind: own.bindingKind, epoch: own.epoch } : null;
}
