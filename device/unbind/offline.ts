/**
 * The offline way: makes a challenge for a confirmed request, and judges the answers to it. A code that is read out is
 * counted in the journal before it is compared, so that cutting the power gives no try back.
 */

import type { Cell } from "../base/cell.ts";
import type { Digits } from "../base/digits.ts";
import { instantOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { OfflineTier } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import { type ChallengeSessionParts, createChallengeSession, mostAnswerTries } from "../offline/challengeSession.ts";
import type { Challenge, ConfirmedRequest } from "../trust/signedObjects.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { UnbindDriver } from "./driver.ts";
import type { DurableEvent } from "./events.ts";
import type { Named, UnbindState, UnsentState } from "./states.ts";

/** How long somebody may take to be reached and to answer; no guide names a figure. */
const challengeLifetimeMs = 24 * 3_600_000;

export type OfflineUnbindParts = ChallengeSessionParts & {
  readonly verifier: UpstreamVerifier;
  readonly state: Cell<UnbindState>;
  readonly driver: Pick<UnbindDriver, "dispatch">;
  readonly onChange: () => void;
};

export type OfflineUnbind = {
  issue(request: ConfirmedRequest): Challenge;
  /** Whether what was never sent may still be sent or answered: no clock extends a life. */
  stillValid(state: UnsentState): boolean;
  /** Whether its time is over for good: the upstream's time says so, or this process has run for so long. */
  isOver(state: UnsentState): boolean;
  /** Tier B, the digits of a code that was read out. A slip that its check digit shows costs no try. */
  takeCode(typed: Digits): Promise<Result<void, ErrorView>>;
  /** Tier A: the signed answer that somebody typed or scanned, or the first on the removable medium that is for this challenge. */
  readAnswer(typed?: string | null): Promise<Result<void, ErrorView>>;
  /** Puts the challenge and the request on the removable medium, for a counter that has a computer. */
  saveChallenge(): Promise<Result<void, ErrorView>>;
  /** Where the challenge was put, or null. */
  place(): string | null;
};

export function createOfflineUnbind(parts: OfflineUnbindParts): OfflineUnbind {
  const { clock, media, verifier, state, driver } = parts;
  const session = createChallengeSession(parts);
  let place: string | null = null;

  async function dispatch(event: DurableEvent): Promise<Result<void, ErrorView>> {
    const done = await driver.dispatch([event]);
    return done.ok ? done : err(errorView(done.error));
  }

  /** The challenge that waits, if it still does. */
  function waiting(): Result<Named<"offlineChallenge">, ErrorView> {
    const at = state.get();
    if (at.name !== "offlineChallenge") return err({ code: "host/not-now" });
    return session.lives(at.challenge) ? ok(at) : err({ code: "unbind/challenge-expired" });
  }

  /** Looking at an answer takes time: it answers the challenge that it was held against, and no later one. */
  async function authorise(
    answered: Challenge,
    by: { readonly tier: OfflineTier; readonly answer?: string },
  ): Promise<Result<void, ErrorView>> {
    const at = state.get();
    if (at.name !== "offlineChallenge" || at.challenge !== answered) return err({ code: "host/not-now" });
    return dispatch({ type: "offlineAuthorised", ...by, at: instantOf(clock.now()) });
  }

  return {
    issue({ sn, bindingKind, epoch, hash: requestHash }) {
      place = null;
      return session.issue({ purpose: "unbind", sn, bindingKind, epoch, requestHash }, challengeLifetimeMs);
    },
    stillValid: (unsent) => session.lives(spanOf(unsent)),
    isOver: (unsent) => session.isOver(spanOf(unsent)),
    async takeCode(typed) {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { challenge, tries } = waits.value;
      const left = mostAnswerTries - tries;
      if (left <= 0) return err({ code: "unbind/answer-tries-used-up" });
      const compared = await session.compareCode(typed, challenge, () => dispatch({ type: "answerTried" }));
      if (compared.ok) return authorise(challenge, { tier: "offline_code" });
      if (compared.error.code !== "unbind/answer-wrong") return compared;
      return err(
        left > 1
          ? { code: "unbind/answer-wrong", facts: { triesLeft: left - 1 } }
          : { code: "unbind/answer-tries-used-up" },
      );
    },
    async readAnswer(typed = null) {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { request, challenge } = waits.value;
      const read = await session.readAnswer(typed, (text, nowMs) =>
        verifier.offlineAnswer(text, request, challenge, nowMs),
      );
      return read.ok ? authorise(challenge, { tier: "offline_signed", answer: read.value.text }) : read;
    },
    async saveChallenge() {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { request, approval, challenge } = waits.value;
      const { requestId, sn, epoch, bindingKind, jws } = request;
      const file = { challenge: challenge.letters, requestId, sn, epoch, bindingKind, request: approval ?? jws };
      const saved = await media.put(`challenge-${requestId}.json`, `${JSON.stringify(file, null, 1)}\n`);
      if (!saved.ok) return err(errorView(saved.error));
      place = saved.value.place;
      parts.onChange();
      return ok();
    },
    place: () => place,
  };
}

function spanOf(unsent: UnsentState): Pick<Challenge, "issuedAt" | "expiresAt"> {
  if (unsent.name === "offlineChallenge") return unsent.challenge;
  const { confirmedAt: issuedAt, expiresAt } = unsent.request;
  return { issuedAt, expiresAt };
}
