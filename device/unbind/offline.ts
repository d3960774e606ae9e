/**
 * The offline way: makes a challenge for a confirmed request, and judges the answers to it. A code that is read out is
 * counted in the journal before it is compared, so that cutting the power gives no try back.
 */

import { base64url } from "../base/bytes.ts";
import type { Digits } from "../base/digits.ts";
import { instantOf, msOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { OfflineTier } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import { checkTypedCode, codeAnswers } from "../offline/answerCode.ts";
import { makeChallenge, parseChallenge } from "../offline/challenge.ts";
import { challengeLives } from "../offline/challengeLife.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import type { Challenge, ConfirmedRequest } from "../trust/signedObjects.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { DurableEvent } from "./events.ts";
import { mostAnswerTries, type Named, type UnsentState } from "./states.ts";

/** How long somebody may take to be reached and to answer; no guide names a figure. */
const challengeLifetimeMs = 24 * 3_600_000;
const nonceBytes = 16;

export type OfflineUnbindParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly secret: OfflineSecret;
  readonly media: RemovableMedia;
  readonly verifier: UpstreamVerifier;
  /** The latest time that was certainly seen since then, Unix milliseconds. */
  readonly trustedTimeFloorMs: () => number;
  readonly state: () => Named<"offlineChallenge"> | null;
  readonly dispatch: (event: DurableEvent) => Promise<Result<void, ErrorView>>;
  readonly onChange: () => void;
};

export type OfflineUnbind = {
  issue(request: ConfirmedRequest): Challenge;
  /** Whether what was never sent may still be sent or answered: no clock extends a life. */
  stillValid(state: UnsentState): boolean;
  /** Tier B, the digits of a code that was read out. A slip that its check digit shows costs no try. */
  takeCode(typed: Digits): Promise<Result<void, ErrorView>>;
  /** Tier A, from the removable medium: the first answer that is for this challenge. */
  readAnswer(): Promise<Result<void, ErrorView>>;
  /** Puts the challenge and the request on the removable medium, for a counter that has a computer. */
  saveChallenge(): Promise<Result<void, ErrorView>>;
  /** Where the challenge was put, or null. */
  place(): string | null;
};

export function createOfflineUnbind(parts: OfflineUnbindParts): OfflineUnbind {
  const { clock, random, hash, secret, media, verifier, dispatch } = parts;
  /** When the challenge at hand was issued, on the monotonic clock; the start of the process where that was later. */
  let issuedMonotonic = clock.monotonic();
  let place: string | null = null;

  function lives({ issuedAt, expiresAt }: Pick<Challenge, "issuedAt" | "expiresAt">): boolean {
    return challengeLives({
      issuedAt: msOf(issuedAt),
      expiresAt: msOf(expiresAt),
      nowMs: clock.now(),
      trustedTimeFloorMs: parts.trustedTimeFloorMs(),
      monotonicElapsedMs: clock.monotonic() - issuedMonotonic,
    });
  }

  /** The challenge that waits, if it still does. */
  function waiting(): Result<Named<"offlineChallenge">, ErrorView> {
    const state = parts.state();
    if (!state) return err({ code: "host/not-now" });
    return lives(state.challenge) ? ok(state) : err({ code: "unbind/challenge-expired" });
  }

  /** Looking at an answer takes time: it answers the challenge that it was held against, and no later one. */
  async function authorise(
    answered: Challenge,
    by: { readonly tier: OfflineTier; readonly answer?: string },
  ): Promise<Result<void, ErrorView>> {
    if (parts.state()?.challenge !== answered) return err({ code: "host/not-now" });
    return dispatch({ type: "offlineAuthorised", ...by, at: instantOf(clock.now()) });
  }

  return {
    issue({ sn, bindingKind, epoch, hash: requestHash }) {
      const nonce = random.bytes(nonceBytes);
      const subject = { purpose: "unbind", sn, bindingKind, epoch, requestHash, nonce } as const;
      issuedMonotonic = clock.monotonic();
      place = null;
      return {
        letters: makeChallenge(subject, hash).letters,
        nonce: base64url(nonce),
        issuedAt: instantOf(clock.now()),
        expiresAt: instantOf(clock.now() + challengeLifetimeMs),
      };
    },
    stillValid(state) {
      if (state.name === "offlineChallenge") return lives(state.challenge);
      const { confirmedAt: issuedAt, expiresAt } = state.request;
      return lives({ issuedAt, expiresAt });
    },
    async takeCode(typed) {
      const waits = waiting();
      if (!waits.ok) return waits;
      if (waits.value.tries >= mostAnswerTries) return err({ code: "unbind/answer-tries-used-up" });
      const sound = checkTypedCode(typed);
      if (!sound.ok) return sound;
      const challenge = parseChallenge(waits.value.challenge.letters);
      if (!challenge.ok) throw new Error("a challenge of our own cannot be read");
      const counted = await dispatch({ type: "answerTried" });
      if (!counted.ok) return counted;
      const answers = await codeAnswers(typed, challenge.value, secret);
      if (!answers.ok) return err(errorView(answers.error));
      if (answers.value) return authorise(waits.value.challenge, { tier: "offline_code" });
      const triesLeft = mostAnswerTries - waits.value.tries - 1;
      return err(
        triesLeft > 0 ? { code: "unbind/answer-wrong", facts: { triesLeft } } : { code: "unbind/answer-tries-used-up" },
      );
    },
    async readAnswer() {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { request, challenge } = waits.value;
      const carried = await media.read();
      if (!carried.ok) return err(errorView(carried.error));
      let why: ErrorView = { code: "unbind/no-answer-found" };
      for (const text of carried.value.texts) {
        // An answer that has expired does not come to life again by a clock that was set back.
        const answer = await verifier.offlineAnswer(text, request, challenge, parts.trustedTimeFloorMs());
        if (!answer.ok) why = errorView(answer.error);
        else return authorise(challenge, { tier: "offline_signed", answer: text });
      }
      return err(why);
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
