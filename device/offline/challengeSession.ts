/**
 * One challenge at a time, from its issue to its answer: how long it lives, how many codes may be compared with it, and
 * which answer is taken. What a code is counted in, and what an answer leads to, the owner says.
 */

import { base64url } from "../base/bytes.ts";
import type { Digits } from "../base/digits.ts";
import { instantOf, msOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import { checkTypedCode, codeAnswers } from "./answerCode.ts";
import { type ChallengeSubject, challengeNonceBytes, makeChallenge } from "./challenge.ts";
import { challengeLives } from "./challengeLife.ts";

/** A code of eleven digits is short: after so many, only a signed answer goes. */
export const mostAnswerTries = 10;

/** From when to when, RFC 3339. */
type Span = { readonly issuedAt: string; readonly expiresAt: string };

export type IssuedChallenge = Span & {
  readonly letters: string;
  /** Base64url. */
  readonly nonce: string;
};

export type ChallengeSessionParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly secret: OfflineSecret;
  readonly media: RemovableMedia;
  /** The latest time that was certainly seen, Unix milliseconds. */
  readonly trustedTimeFloorMs: () => number;
  /** What time it is by the upstream, Unix milliseconds; null where it told none. */
  readonly upstreamMs: () => number | null;
};

export type ChallengeSession = {
  /** In the place of whichever was issued before. */
  issue(subject: Omit<ChallengeSubject, "nonce">, lifetimeMs: number): IssuedChallenge;
  /** No clock extends a life, neither that of a challenge nor that of what waits to become one. */
  lives(span: Span): boolean;
  /** The time is certainly over: by the upstream, or since this process has run for so long. */
  isOver(span: Span): boolean;
  /**
   * Whether the digits of a code that was read out answer the challenge. A slip that its check digit shows costs no try
   * ("offline/code-mistyped"); for any other `count` makes the try durable before it is compared ("unbind/answer-wrong").
   */
  compareCode(
    typed: Digits,
    challenge: Pick<IssuedChallenge, "letters">,
    count: () => Promise<Result<void, ErrorView>>,
  ): Promise<Result<void, ErrorView>>;
  /**
   * The signed answer that somebody typed or scanned, or the first on the removable medium that `verify` takes; why the last
   * one was refused, otherwise. `nowMs` is a time that no clock set back makes earlier: an answer that has expired does not
   * come to life again.
   */
  readAnswer<T>(
    typed: string | null,
    verify: (text: string, nowMs: number) => Promise<Result<T, Parameters<typeof errorView>[0]>>,
  ): Promise<Result<{ readonly text: string; readonly answer: T }, ErrorView>>;
};

export function createChallengeSession(parts: ChallengeSessionParts): ChallengeSession {
  const { clock, random, hash, secret, media, trustedTimeFloorMs, upstreamMs } = parts;
  /** When the challenge at hand was issued, on the monotonic clock; the start of the process where that was later. */
  let issuedMonotonic = clock.monotonic();

  return {
    issue(subject, lifetimeMs) {
      const nonce = random.bytes(challengeNonceBytes);
      issuedMonotonic = clock.monotonic();
      const nowMs = clock.now();
      return {
        letters: makeChallenge({ ...subject, nonce }, hash).letters,
        nonce: base64url(nonce),
        issuedAt: instantOf(nowMs),
        expiresAt: instantOf(nowMs + lifetimeMs),
      };
    },
    lives({ issuedAt, expiresAt }) {
      const told = upstreamMs();
      if (told !== null && !(told < msOf(expiresAt))) return false;
      return challengeLives({
        issuedAt: msOf(issuedAt),
        expiresAt: msOf(expiresAt),
        nowMs: clock.now(),
        trustedTimeFloorMs: trustedTimeFloorMs(),
        monotonicElapsedMs: clock.monotonic() - issuedMonotonic,
      });
    },
    isOver({ issuedAt, expiresAt }) {
      const hasTime = clock.monotonic() - issuedMonotonic < msOf(expiresAt) - msOf(issuedAt);
      const told = upstreamMs();
      return !hasTime || (told !== null && !(told < msOf(expiresAt)));
    },
    async compareCode(typed, challenge, count) {
      const sound = checkTypedCode(typed);
      if (!sound.ok) return sound;
      const counted = await count();
      if (!counted.ok) return counted;
      const answers = await codeAnswers(typed, challenge, secret);
      if (!answers.ok) return err(errorView(answers.error));
      return answers.value ? ok() : err({ code: "unbind/answer-wrong" });
    },
    async readAnswer(typed, verify) {
      const carried = typed === null ? await media.read() : ok({ texts: [typed] });
      if (!carried.ok) return err(errorView(carried.error));
      let why: ErrorView = { code: "unbind/no-answer-found" };
      for (const text of carried.value.texts) {
        const answer = await verify(text, trustedTimeFloorMs());
        if (answer.ok) return ok({ text, answer: answer.value });
        why = errorView(answer.error);
      }
      return err(why);
    },
  };
}
