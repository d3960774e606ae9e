/** What this terminal knows of its bindings: one value that everybody reads, and that Bindings alone writes. */

import type { BindingKind } from "../contract/codes.ts";
import { type BindingEpoch, isSameEpoch, type KeptBinding, ownOf } from "./binding.ts";
import type { Provisioned } from "./enrolment.ts";

export type KnownBindings = {
  /** What the journal says of the enrolments. */
  readonly provisioned: Provisioned;
  /** As they are kept on this terminal; none before they were found. */
  readonly kept: readonly KeptBinding[];
  /** The upstream has said, since this process started, how they stand. */
  readonly told: boolean;
};

export function knownFrom(provisioned: Provisioned): KnownBindings {
  return { provisioned, kept: [], told: false };
}

/** The bindings of the last enrolment that have ended by the upstream's last word, as the journal knows before any is found. */
export function endedUpstream({ provisioned: { enrolled, said } }: KnownBindings): readonly BindingEpoch[] {
  const isEnded = (binding: BindingEpoch) =>
    said.some((word) => word.state === "unbound" && isSameEpoch(word, binding));
  return enrolled?.bindings.filter(isEnded) ?? [];
}

/** By which of its bindings the upstream knows this terminal: what a challenge names it by. */
export type ChallengeIdentity = { readonly sn: string; readonly bindingKind: BindingKind; readonly epoch: number };

/** Null for a terminal that was never enrolled. */
export function challengeIdentity({ provisioned: { enrolled } }: KnownBindings): ChallengeIdentity | null {
  const own = enrolled && ownOf(enrolled.bindings);
  return own ? { sn: enrolled.sn, bindingKind: own.bindingKind, epoch: own.epoch } : null;
}
