/**
 * A new PIN by the upstream's leave, for a role whose PIN is locked, forgotten or was never set: shows a challenge and
 * judges the answers. Needs no PIN itself. A code that is read out is counted in the journal before it is compared.
 */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Digits } from "../base/digits.ts";
import { uuidV7 } from "../base/ids.ts";
import { instantOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { BindingKind, PinRole } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PinResetView } from "../contract/views/people.ts";
import { checkTypedCode, codeAnswers } from "../offline/answerCode.ts";
import { type Challenge, makeChallenge } from "../offline/challenge.ts";
import { challengeLives } from "../offline/challengeLife.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { PinAuthenticator } from "./authenticator.ts";
import type { PinEntry } from "./pinEntry.ts";
import type { Session } from "./session.ts";

/** Somebody stands before the terminal with a telephone, or fetches a memory stick from a computer nearby. */
const resetLifetimeMs = 3_600_000;
const nonceBytes = 16;

/** By which of its bindings the upstream knows this terminal. */
export type ChallengeIdentity = { readonly sn: string; readonly bindingKind: BindingKind; readonly epoch: number };

export type PinResetParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly secret: OfflineSecret;
  readonly media: RemovableMedia;
  readonly verifier: UpstreamVerifier;
  readonly authenticator: PinAuthenticator;
  readonly pinEntry: PinEntry;
  readonly session: Session;
  /** Null for a terminal that was never enrolled: nobody could answer it. */
  readonly challengeIdentity: () => ChallengeIdentity | null;
  /** The latest time that was certainly seen, Unix milliseconds. */
  readonly trustedTimeFloorMs: () => number;
  readonly onChange: () => void;
};

export type PinReset = {
  /** Null while no challenge is shown, or once it has expired. */
  view(): PinResetView | null;
  ask(role: PinRole): Result<void, ErrorView>;
  /** Whether a code that is read out may be typed now. "pin/reset-tries-used-up": only a signed answer goes. */
  mayEnterCode(): Result<void, ErrorView>;
  takeCode(typed: Digits): Promise<Result<void, ErrorView>>;
  /** The first answer on the removable medium that is for this challenge. */
  readAnswer(): Promise<Result<void, ErrorView>>;
  close(): void;
};

type Asked = {
  readonly role: PinRole;
  readonly sn: string;
  readonly challenge: Challenge;
  readonly issuedAt: number;
  readonly issuedMonotonic: number;
};

export function createPinReset(parts: PinResetParts): PinReset {
  const { clock, random, hash, secret, media, verifier, authenticator, pinEntry, session, onChange } = parts;
  let asked: Asked | null = null;
  let callOff: () => void = () => {};

  function lives({ issuedAt, issuedMonotonic }: Asked): boolean {
    return challengeLives({
      issuedAt,
      expiresAt: issuedAt + resetLifetimeMs,
      nowMs: clock.now(),
      trustedTimeFloorMs: parts.trustedTimeFloorMs(),
      monotonicElapsedMs: clock.monotonic() - issuedMonotonic,
    });
  }

  function waiting(): Result<Asked, ErrorView> {
    if (!asked) return err({ code: "host/not-now" });
    return lives(asked) ? ok(asked) : err({ code: "pin/reset-expired" });
  }

  function close(): void {
    callOff();
    asked = null;
    onChange();
  }

  /** The old PIN is nobody's any more before anybody chooses another. */
  async function reset({ role }: Asked, unlockId: string): Promise<Result<void, ErrorView>> {
    const forgotten = await authenticator.reset(role, unlockId);
    if (!forgotten.ok) return err(errorView(forgotten.error));
    close();
    // A merchant's first PIN is asked for until it is set, as on the first day.
    if (role === "merchant") pinEntry.askFirst(role);
    session.open();
    return pinEntry.setNew(role, { role, upstreamGrant: true });
  }

  return {
    view() {
      if (!asked || !lives(asked)) return null;
      const { role, challenge, issuedAt } = asked;
      const groups = challenge.letters.match(/.{4}/g) ?? [];
      const expiresAt = instantOf(issuedAt + resetLifetimeMs);
      return { role, groups, expiresAt, triesLeft: authenticator.answersLeft(role) };
    },
    ask(role) {
      const known = parts.challengeIdentity();
      if (!known) return err({ code: "host/not-now" });
      const { sn } = known;
      // It commits to the role, so that the record of one challenge cannot pass for another's.
      const requestHash = base64url(hash.sha256(utf8(role)));
      const subject = { purpose: "unlock-pin", ...known, requestHash, nonce: random.bytes(nonceBytes) } as const;
      const challenge = makeChallenge(subject, hash);
      asked = { role, sn, challenge, issuedAt: clock.now(), issuedMonotonic: clock.monotonic() };
      callOff();
      callOff = clock.after(resetLifetimeMs, close);
      onChange();
      return ok();
    },
    mayEnterCode() {
      const waits = waiting();
      if (!waits.ok) return waits;
      return authenticator.answersLeft(waits.value.role) > 0 ? ok() : err({ code: "pin/reset-tries-used-up" });
    },
    async takeCode(typed) {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { role, challenge } = waits.value;
      if (authenticator.answersLeft(role) === 0) return err({ code: "pin/reset-tries-used-up" });
      // A slip that its check digit shows costs no try.
      const sound = checkTypedCode(typed);
      if (!sound.ok) return sound;
      const counted = await authenticator.countAnswer(role);
      if (!counted.ok) return err(errorView(counted.error));
      const answers = await codeAnswers(typed, challenge, secret);
      if (!answers.ok) return err(errorView(answers.error));
      if (answers.value) return reset(waits.value, uuidV7(clock.now(), random.bytes(10)));
      const triesLeft = authenticator.answersLeft(role);
      onChange();
      return err(
        triesLeft > 0 ? { code: "unbind/answer-wrong", facts: { triesLeft } } : { code: "pin/reset-tries-used-up" },
      );
    },
    async readAnswer() {
      const waits = waiting();
      if (!waits.ok) return waits;
      const carried = await media.read();
      if (!carried.ok) return err(errorView(carried.error));
      let why: ErrorView = { code: "unbind/no-answer-found" };
      for (const text of carried.value.texts) {
        const answer = await verifier.pinUnlock(text, waits.value, clock.now());
        if (answer.ok) return reset(waits.value, answer.value.unlockId);
        why = errorView(answer.error);
      }
      return err(why);
    },
    close,
  };
}
