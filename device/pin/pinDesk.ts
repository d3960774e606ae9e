/**
 * Where the operator types a PIN: chooses the first one, or is let in by it.
 * A try is durable in the journal before it is compared, so that cutting the power gives none back.
 */

import { createDigits } from "../base/digits.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import { type PinView, pinLength } from "../contract/host.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { PinVault } from "../ports/pinVault.ts";
import { judgePin } from "./policy.ts";
import { mostFailures, type PinEvent, pinRecordKind, stepThrottle, type Throttle, waitAfterMs } from "./throttle.ts";

type Purpose = "choose" | "repeat" | "unlock";

export type PinDeskParts = {
  readonly clock: Clock;
  readonly vault: PinVault;
  readonly journal: Journal;
  readonly throttle: Throttle;
  /** Texts that anybody can read off this terminal. */
  readonly identifiers: () => readonly string[];
  readonly onChange: () => void;
  readonly onStorageFault: (failure: JournalFailure) => void;
};

export type PinDesk = {
  view(): PinView;
  /** Looks whether a PIN is set, and asks for the first one where none ever was. */
  start(): Promise<void>;
  askToUnlock(): void;
  press(digit: number): void;
  erase(): void;
  /** "matched" lets the operator in; "set" means a first PIN was chosen; "more" that it has to be typed again. */
  submit(): Promise<Result<"matched" | "set" | "more", ErrorView>>;
  /** Stops asking, and forgets what was typed. */
  close(): void;
};

export function createPinDesk({ clock, vault, journal, identifiers, onChange, ...parts }: PinDeskParts): PinDesk {
  const typed = createDigits(pinLength.max);
  const chosen = createDigits(pinLength.max);
  let throttle = parts.throttle;
  let isSet = throttle.everSet;
  let purpose: Purpose | null = null;
  /** What is asked for while nobody wants to be let in: the first PIN, until it is set. */
  let atRest: "choose" | null = null;
  let checking = false;
  let closed = false;
  let failure: ErrorView | null = null;
  // The wait is measured on the monotonic clock and starts anew with the process: neither a changed wall clock nor
  // a power cut shortens it.
  let waitEnds = clock.monotonic() + waitAfterMs(throttle.failures);
  let callOffWakeUp = wakeUpAfterWait();

  function waitLeftMs(): number {
    return Math.max(0, waitEnds - clock.monotonic());
  }

  /** The end of the wait is seen without anybody touching anything. */
  function wakeUpAfterWait(): () => void {
    return waitLeftMs() > 0 ? clock.after(waitLeftMs(), onChange) : () => {};
  }

  function ask(next: Purpose | null, why: ErrorView | null = null): void {
    typed.wipe();
    if (next !== "repeat") chosen.wipe();
    purpose = next;
    failure = why;
    onChange();
  }

  async function note(event: PinEvent): Promise<Result<void, JournalFailure>> {
    const written = await journal.append([{ kind: pinRecordKind, body: event }]);
    if (!written.ok) {
      parts.onStorageFault(written.error);
      return written;
    }
    throttle = stepThrottle(throttle, event);
    return written;
  }

  async function choose(): Promise<Result<"more", ErrorView>> {
    const objection = typed.lend((digits) => judgePin(digits, identifiers()));
    if (objection) return refuse("choose", { code: objection });
    typed.lend((digits) => digits.forEach((digit) => void chosen.push(digit)));
    ask("repeat");
    return ok("more");
  }

  async function repeat(): Promise<Result<"set", ErrorView>> {
    const same = typed.lend((again) => chosen.lend((first) => equalDigits(first, again)));
    if (!same) return refuse("choose", { code: "pin/not-repeated" });
    const stored = await vault.set("merchant", typed);
    if (!stored.ok) return refuse("choose", errorView(stored.error));
    const noted = await note({ type: "set", role: "merchant" });
    if (!noted.ok) return refuse("choose", errorView(noted.error));
    isSet = true;
    atRest = null;
    ask(null);
    return ok("set");
  }

  async function unlock(): Promise<Result<"matched", ErrorView>> {
    if (throttle.failures >= mostFailures) return refuse("unlock", { code: "pin/locked" });
    if (waitLeftMs() > 0) return refuse("unlock", { code: "pin/wait" });
    if (typed.length < pinLength.min) return refuse("unlock", { code: "pin/too-short" });
    const counted = await note({ type: "tried", role: "merchant" });
    if (!counted.ok) return refuse("unlock", errorView(counted.error));
    const matches = await vault.matches("merchant", typed);
    if (!matches.ok) return refuse("unlock", errorView(matches.error));
    if (!matches.value) return wrong();
    const noted = await note({ type: "matched", role: "merchant" });
    if (!noted.ok) return refuse("unlock", errorView(noted.error));
    ask(null);
    return ok("matched");
  }

  function wrong(): Result<never, ErrorView> {
    waitEnds = clock.monotonic() + waitAfterMs(throttle.failures);
    callOffWakeUp();
    callOffWakeUp = wakeUpAfterWait();
    return refuse("unlock", { code: throttle.failures >= mostFailures ? "pin/locked" : "pin/wrong" });
  }

  function refuse(next: Purpose, why: { readonly code: ErrorCode }): Result<never, ErrorView> {
    const view = errorView(why);
    ask(next, view);
    return err(view);
  }

  return {
    view: () => ({
      set: isSet,
      entry: purpose && { purpose, typed: typed.length, checking, failure },
      triesLeft: Math.max(0, mostFailures - throttle.failures),
      waitUntil: waitLeftMs() > 0 ? clock.now() + waitLeftMs() : null,
    }),
    async start() {
      const found = await vault.isSet("merchant");
      if (!found.ok) return;
      isSet = found.value;
      // The power went between the vault and the journal: from now on the journal knows as well.
      if (isSet && !throttle.everSet) await note({ type: "set", role: "merchant" });
      // A PIN that was set and is gone is not a first start: nobody may choose a new one.
      if (isSet || throttle.everSet) return;
      atRest = "choose";
      ask(atRest);
    },
    askToUnlock() {
      if (!checking) ask("unlock");
    },
    press(digit) {
      if (!purpose || checking) return;
      typed.push(digit);
      failure = null;
      onChange();
    },
    erase() {
      if (!purpose || checking) return;
      typed.pop();
      onChange();
    },
    async submit() {
      if (!purpose || checking) return err({ code: "host/not-now" });
      checking = true;
      onChange();
      const answers = { choose, repeat, unlock };
      closed = false;
      const answer = await answers[purpose]();
      checking = false;
      if (closed) ask(atRest);
      onChange();
      return answer;
    },
    close() {
      closed = true;
      if (!checking) ask(atRest);
    },
  };
}

/** Looks at every digit, whatever the first difference. */
function equalDigits(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
