/**
 * A new PIN by the upstream's leave, for a role whose PIN is locked, forgotten or was never set: shows a challenge and
 * judges the answers. Needs no PIN itself. A code that is read out is counted in the journal before it is compared.
 */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Cell } from "../base/cell.ts";
import type { Digits } from "../base/digits.ts";
import { uuidV7 } from "../base/ids.ts";
import { err, ok, type Result } from "../base/result.ts";
import { challengeIdentity, type KnownBindings } from "../bindings/known.ts";
import type { PinRole } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { PinResetView } from "../contract/views/people.ts";
import { challengeGroups, pinPurpose } from "../offline/challenge.ts";
import {
  type ChallengeSessionParts,
  createChallengeSession,
  type IssuedChallenge,
} from "../offline/challengeSession.ts";
import type { UpstreamVerifier } from "../trust/upstreamVerifier.ts";
import type { PinAuthenticator } from "./authenticator.ts";
import type { PinEntry } from "./pinEntry.ts";
import type { Session } from "./session.ts";

/** Somebody stands before the terminal with a telephone, or fetches a memory stick from a computer nearby. */
const resetLifetimeMs = 3_600_000;

export type PinResetParts = ChallengeSessionParts & {
  readonly verifier: UpstreamVerifier;
  readonly authenticator: PinAuthenticator;
  readonly pinEntry: PinEntry;
  readonly session: Session;
  readonly known: Cell<KnownBindings>;
  readonly onChange: () => void;
};

export type PinReset = {
  /** Null while no challenge is shown, or once it has expired. */
  view(): PinResetView | null;
  /** Whether there is anybody who could answer a challenge. */
  canAsk(): boolean;
  ask(role: PinRole): Result<void, ErrorView>;
  /** Whether a challenge waits for its answer. "pin/reset-expired": it did. */
  waits(): Result<unknown, ErrorView>;
  /** Whether a code that is read out may be typed now. "pin/reset-wait": only a signed answer goes until the wait ends. */
  mayEnterCode(): Result<void, ErrorView>;
  takeCode(typed: Digits): Promise<Result<void, ErrorView>>;
  /** The signed answer that somebody typed or scanned, or the first on the removable medium that is for this challenge. */
  readAnswer(typed?: string | null): Promise<Result<void, ErrorView>>;
  close(): void;
};

type Asked = { readonly role: PinRole; readonly sn: string; readonly challenge: IssuedChallenge };

export function createPinReset(parts: PinResetParts): PinReset {
  const { clock, random, hash, verifier, authenticator, pinEntry, session, onChange } = parts;
  const challenges = createChallengeSession(parts);
  let asked: Asked | null = null;
  let callOff: () => void = () => {};

  function waiting(): Result<Asked, ErrorView> {
    if (!asked) return err({ code: "host/not-now" });
    return challenges.lives(asked.challenge) ? ok(asked) : err({ code: "pin/reset-expired" });
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
    // The leave is for whoever stands here: it ends with their session, and then takes another challenge.
    session.open();
    return pinEntry.setNew(role, { role, upstreamGrant: true });
  }

  return {
    view() {
      if (!asked || !challenges.lives(asked.challenge)) return null;
      const { role, challenge } = asked;
      const { expiresAt } = challenge;
      return { role, groups: challengeGroups(challenge), expiresAt, waitUntil: authenticator.answerWaitUntil(role) };
    },
    canAsk: () => challengeIdentity(parts.known.get()) !== null,
    waits: waiting,
    ask(role) {
      const names = challengeIdentity(parts.known.get());
      // Nobody could answer it.
      if (!names) return err({ code: "host/not-now" });
      const { sn } = names;
      const purpose = pinPurpose(role);
      const requestHash = base64url(hash.sha256(utf8(purpose)));
      const challenge = challenges.issue({ purpose, ...names, requestHash }, resetLifetimeMs);
      asked = { role, sn, challenge };
      callOff();
      callOff = clock.after(resetLifetimeMs, close);
      onChange();
      return ok();
    },
    mayEnterCode() {
      const waits = waiting();
      if (!waits.ok) return waits;
      return authenticator.answerWaitUntil(waits.value.role) === null ? ok() : err({ code: "pin/reset-wait" });
    },
    async takeCode(typed) {
      const waits = waiting();
      if (!waits.ok) return waits;
      const { role, challenge } = waits.value;
      const compared = await challenges.compareCode(typed, challenge, async () => {
        const counted = await authenticator.countAnswer(role);
        return counted.ok ? counted : err(errorView(counted.error));
      });
      if (compared.ok) return reset(waits.value, uuidV7(clock.now(), random.bytes(10)));
      onChange();
      return compared;
    },
    async readAnswer(typed = null) {
      const waits = waiting();
      if (!waits.ok) return waits;
      const read = await challenges.readAnswer(typed, (text, nowMs) => verifier.pinUnlock(text, waits.value, nowMs));
      return read.ok ? reset(waits.value, read.value.answer.unlockId) : read;
    },
    close,
  };
}
