/**
 * Compares and replaces the PINs of all roles, and keeps count. A comparison is durable in the journal before it is
 * made, so that cutting the power gives none back. Knows nothing of screens.
 */

import type { Digits } from "../base/digits.ts";
import { uuidV7 } from "../base/ids.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type PinLiftReason, type PinRole, pinRoles } from "../contract/codes.ts";
import type { ErrorCode } from "../contract/errors.ts";
import { type PinStanding, type Principal, pinLength } from "../contract/views/people.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { PinVault, PinVaultFailure } from "../ports/pinVault.ts";
import type { Random } from "../ports/random.ts";
import { mayNow } from "./permissions.ts";
import {
  answerWaitAfterMs,
  mayBeLifted,
  mayProbe,
  type PinEvent,
  pinEvent,
  pinRecordKind,
  stepThrottles,
  type Throttles,
  triesLeft,
  waitAfterMs,
} from "./throttle.ts";
import { createWait } from "./wait.ts";

export type PinAuthenticatorParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: PinVault;
  readonly journal: Journal;
  readonly throttles: Throttles;
  /** The latest time that was certainly seen, Unix milliseconds. */
  readonly trustedTimeFloorMs: () => number;
  /** Resolves when it is known, as far as it can be, that PINs and tries are the newest: an older state takes no entry any more. */
  readonly newestKnown: () => Promise<void>;
  readonly onChange: () => void;
};

type Refused = { readonly code: ErrorCode };

export type PinAuthenticator = {
  standings(): Readonly<Record<PinRole, PinStanding>>;
  /** Looks which PINs there are, at start and after a wipe, and writes down what a power cut kept from the journal. */
  poll(): Promise<void>;
  /** Null while nobody has set the role's PIN, or since it was forgotten. */
  principal(role: PinRole): Principal | null;
  /** Who typed the role's PIN in; null where there is none. Another role's has to be replaced by one of the holder's own. */
  setterOf(role: PinRole): PinRole | null;
  /** Counts the try, then compares; on an older state ("journal/rolled-back") neither. Not counted: "pin/wait", "pin/too-short"; counted: "pin/wrong", "pin/locked". */
  check(role: PinRole, digits: Digits): Promise<Result<Principal, Refused>>;
  /** The PIN now belongs to a new principal. "pin/already-used": it is, or was just now, a PIN of this terminal. */
  set(role: PinRole, digits: Digits, setBy: PinRole): Promise<Result<Principal, Refused>>;
  /**
   * A technician gives the merchant the last of the ten tries, without a wait, once between two successes; where there is
   * nothing to lift ("host/not-now") nobody buys tries with it.
   */
  liftLock(role: PinRole, by: Principal, reason: PinLiftReason): Promise<Result<void, Refused>>;
  /** Whether a technician could. */
  mayBeLifted(role: PinRole): boolean;
  /** By the upstream's verified answer: the role's PIN, locked or not, is nobody's any more. What is chosen next is a first PIN. */
  reset(role: PinRole, unlockId: string): Promise<Result<void, Refused>>;
  /** A code of the upstream is about to be compared: durable when this answers. "pin/reset-wait": not yet. */
  countAnswer(role: PinRole): Promise<Result<void, Refused>>;
  /** Unix milliseconds until which no such code is compared, or null. */
  answerWaitUntil(role: PinRole): number | null;
  /** The PIN itself is gone for good; the journal goes on knowing whose it was, so that what is chosen next is no first PIN. */
  eraseForWipe(role: PinRole): Promise<Result<void, PinVaultFailure>>;
  /** For the next merchant of a terminal that is bound anew: what is chosen next is a first PIN. */
  forget(role: PinRole): Promise<Result<void, Refused>>;
};

export function createPinAuthenticator({
  clock,
  random,
  vault,
  journal,
  onChange,
  ...parts
}: PinAuthenticatorParts): PinAuthenticator {
  let throttles = parts.throttles;
  const there: Record<PinRole, boolean> = { merchant: false, technician: false, factory: false };
  const waits = mapRoles(() => createWait(clock, onChange));
  const answerWaits = mapRoles(() => createWait(clock, onChange));
  const startedAt = parts.trustedTimeFloorMs();
  for (const role of pinRoles) {
    startWait(role, startedAt - throttles[role].comparedAt);
    startAnswerWait(role, startedAt - throttles[role].answeredAt);
  }

  function startWait(role: PinRole, passedMs = 0): void {
    waits[role].begin(waitAfterMs(throttles[role].comparisons), passedMs);
  }

  function startAnswerWait(role: PinRole, passedMs = 0): void {
    answerWaits[role].begin(answerWaitAfterMs(throttles[role].answers), passedMs);
  }

  const isLocked = (role: PinRole) => triesLeft(role, throttles[role]) === 0;

  function standing(role: PinRole): PinStanding {
    return {
      set: there[role],
      triesLeft: triesLeft(role, throttles[role]),
      // Who is locked out waits for nothing: the wait after the last try lets nobody in.
      waitUntil: isLocked(role) ? null : waits[role].until(),
    };
  }

  async function note(...events: PinEvent[]): Promise<Result<void, JournalFailure>> {
    // Parsed, so that nothing is written that could not be read back at the next start.
    const written = await journal.append(events.map((event) => ({ kind: pinRecordKind, body: pinEvent.parse(event) })));
    if (!written.ok) return written;
    throttles = events.reduce((now, event) => stepThrottles(now, event, clock.now()), throttles);
    return written;
  }

  function principal(role: PinRole): Principal | null {
    const { holder } = throttles[role];
    return holder && { role, principalId: holder.principalId };
  }

  /** The power may have gone between the vault and the journal: from now on the journal knows as well whose PIN it is. */
  async function learnHolder(role: PinRole): Promise<void> {
    const found = await vault.holder(role);
    // A vault that cannot be read is a fault, not a first start; whoever tries a PIN is told.
    there[role] = !found.ok || found.value !== null;
    if (!found.ok || !found.value) return;
    const { principalId, setBy } = found.value;
    if (principalId === throttles[role].holder?.principalId) return;
    await note({ type: "set", role, principalId, setBy });
    startWait(role);
  }

  async function check(role: PinRole, digits: Digits): Promise<Result<Principal, Refused>> {
    if (isLocked(role)) return err({ code: "pin/locked" });
    if (waits[role].until() !== null) return err({ code: "pin/wait" });
    if (digits.length < pinLength.min) return err({ code: "pin/too-short" });
    await parts.newestKnown();
    const counted = await note({ type: "tried", role });
    if (!counted.ok) return counted;
    const matches = await vault.matches(role, digits);
    if (!matches.ok || !matches.value) startWait(role);
    if (!matches.ok) return matches;
    if (!matches.value) return err({ code: isLocked(role) ? "pin/locked" : "pin/wrong" });
    await learnHolder(role);
    const noted = await note({ type: "matched", role });
    if (!noted.ok) return noted;
    startWait(role);
    const known = principal(role);
    return known ? ok(known) : err({ code: "pin/vault-unusable" });
  }

  /** Whether the PIN is one of those of this terminal that may be asked now. */
  async function isUsed(digits: Digits): Promise<Result<boolean, Refused>> {
    const asked = pinRoles.filter((role) => there[role] && mayProbe(throttles[role]));
    if (asked.length === 0) return ok(false);
    const counted = await note(...asked.map((role): PinEvent => ({ type: "probed", role })));
    if (!counted.ok) return counted;
    let used = false;
    for (const role of asked) {
      const matches = await vault.matches(role, digits);
      if (!matches.ok) return matches;
      used ||= matches.value;
    }
    return ok(used);
  }

  async function set(role: PinRole, digits: Digits, setBy: PinRole): Promise<Result<Principal, Refused>> {
    await parts.newestKnown();
    const used = await isUsed(digits);
    if (!used.ok) return used;
    if (used.value) return err({ code: "pin/already-used" });
    const holder = { principalId: uuidV7(clock.now(), random.bytes(10)), setBy };
    const stored = await vault.set(role, digits, holder);
    if (!stored.ok) return stored;
    there[role] = true;
    const noted = await note({ type: "set", role, ...holder });
    if (!noted.ok) return noted;
    startWait(role);
    return ok({ role, principalId: holder.principalId });
  }

  /** A power cut in between leaves a PIN whose file is gone: a fault, and a second answer mends it. */
  async function forget(role: PinRole, ...before: PinEvent[]): Promise<Result<void, Refused>> {
    const erased = there[role] ? await vault.erase(role) : ok();
    if (!erased.ok) return erased;
    there[role] = false;
    const noted = await note(...before, { type: "forgotten", role });
    if (!noted.ok) return noted;
    startWait(role);
    startAnswerWait(role);
    onChange();
    return ok();
  }

  /** Looks which PINs there are. */
  async function poll(): Promise<void> {
    await Promise.all(pinRoles.map(learnHolder));
  }

  return {
    standings: () => ({
      merchant: standing("merchant"),
      technician: standing("technician"),
      factory: standing("factory"),
    }),
    poll,
    principal,
    setterOf: (role) => throttles[role].holder?.setBy ?? null,
    check,
    set,
    async liftLock(role, by, reason) {
      if (!mayBeLifted(role, throttles[role])) return err({ code: "host/not-now" });
      const may = mayNow(by.role, role === "merchant" ? "unlockMerchantPin" : "unlockAnyPin");
      if (!may.ok) return may;
      const noted = await note({ type: "unlocked", role, by: "technician", reference: by.principalId, reason });
      if (!noted.ok) return noted;
      waits[role].begin(0);
      onChange();
      return ok();
    },
    mayBeLifted: (role) => mayBeLifted(role, throttles[role]),
    reset(role, unlockId) {
      const may = mayNow("upstream", "unlockAnyPin", { upstreamGrant: true });
      if (!may.ok) return Promise.resolve(may);
      return forget(role, { type: "unlocked", role, by: "upstream", reference: unlockId });
    },
    async countAnswer(role) {
      if (answerWaits[role].until() !== null) return err({ code: "pin/reset-wait" });
      await parts.newestKnown();
      const noted = await note({ type: "answerTried", role });
      startAnswerWait(role);
      return noted;
    },
    answerWaitUntil: (role) => answerWaits[role].until(),
    async eraseForWipe(role) {
      const erased = await vault.erase(role);
      await poll();
      return erased;
    },
    forget: (role) => forget(role),
  };
}

function mapRoles<T>(make: () => T): Readonly<Record<PinRole, T>> {
  return { merchant: make(), technician: make(), factory: make() };
}
