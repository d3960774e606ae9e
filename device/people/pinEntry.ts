/**
 * Where an operator types a PIN: says who they are, chooses a PIN, is let in, or approves as the second person. The
 * digits are here, and nowhere else, until they are wiped.
 */

import { createDigits, equalDigits } from "../base/digits.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import { type PinView, type Principal, pinLength } from "../contract/views/people.ts";
import type { Random } from "../ports/random.ts";
import type { PinAuthenticator } from "./authenticator.ts";
import { plainKeypad, shuffleKeypad } from "./keypad.ts";
import { mayNow, pinPermission } from "./permissions.ts";
import { judgePin } from "./pinPolicy.ts";

export type PinEntryParts = {
  readonly authenticator: PinAuthenticator;
  readonly random: Random;
  /** Texts that anybody can read off this terminal. */
  readonly identifiers: () => readonly string[];
  /** Whether the keys on the screen change places for each entry. */
  readonly shuffled: () => boolean;
  readonly onChange: () => void;
};

/**
 * "more": something else has to be typed now; "set": a new PIN is the principal's; "matched": the principal is let in;
 * "approved": the principal agrees as the second person.
 */
export type PinAnswer =
  | { readonly done: "more" }
  | { readonly done: "set" | "matched" | "approved"; readonly principal: Principal };

/** Who sets a PIN: the role that is let in, and whether an upstream grant for it was verified. */
export type PinSetter = { readonly role: PinRole; readonly upstreamGrant: boolean };

export type PinEntry = {
  view(): PinView;
  /** Which of these roles have a PIN that can be asked for now. "pin/not-set", "pin/vault-unusable": none. */
  whoCanUnlock(roles: readonly PinRole[]): Result<readonly PinRole[], ErrorView>;
  /** One of these roles is to be let in; the operator says which, where several have a PIN. */
  askToUnlock(roles: readonly PinRole[]): Result<void, ErrorView>;
  /** The operator says who they are; only while that is asked. */
  chooseRole(role: PinRole): Result<void, ErrorView>;
  /** Whether another person than `first` can be asked to approve. "pin/same-person", "pin/not-set", "pin/vault-unusable". */
  canApprove(role: PinRole, first: Principal): Result<void, ErrorView>;
  /** Another person than `first` is to approve. */
  askSecond(role: PinRole, first: Principal): Result<void, ErrorView>;
  /** Whether nothing that was typed is being compared just now. */
  isFree(): boolean;
  /** A new PIN for the role, where the setter may. */
  setNew(role: PinRole, setter: PinSetter): Result<void, ErrorView>;
  press(digit: number): void;
  erase(): void;
  submit(): Promise<Result<PinAnswer, ErrorView>>;
  /** Stops asking, and forgets what was typed. */
  close(): void;
};

/** What is asked for. A new PIN may stand between a PIN that was handed over and what its holder wanted (`outcome`). */
type Task =
  | { readonly purpose: "unlock" | "approve"; readonly role: PinRole }
  | {
      readonly purpose: "choose" | "change" | "repeat";
      readonly role: PinRole;
      readonly setBy: PinRole;
      readonly outcome: "set" | "matched" | "approved";
    };
type NewPin = Extract<Task, { readonly setBy: PinRole }>;

export function createPinEntry({ authenticator, random, identifiers, shuffled, onChange }: PinEntryParts): PinEntry {
  const typed = createDigits(pinLength.max);
  const chosen = createDigits(pinLength.max);
  let task: Task | null = null;
  let rolesOffered: readonly PinRole[] | null = null;
  let keypad = plainKeypad;
  let checking = false;
  let closed = false;
  let failure: ErrorView | null = null;

  function ask(next: Task | null, why: ErrorView | null = null): void {
    typed.wipe();
    if (next?.purpose !== "repeat") chosen.wipe();
    keypad = shuffled() ? shuffleKeypad(random) : plainKeypad;
    task = next;
    rolesOffered = null;
    failure = why;
    onChange();
  }

  function refuse(next: Task, why: { readonly code: ErrorCode }): Result<never, ErrorView> {
    const view = errorView(why);
    ask(next, view);
    return err(view);
  }

  const isSet = (role: PinRole) => authenticator.standings()[role].set;

  function whoCanUnlock(roles: readonly PinRole[]): Result<readonly PinRole[], ErrorView> {
    if (checking) return err({ code: "host/not-now" });
    const able = roles.filter(isSet);
    if (able.length > 0) return ok(able);
    // Where no PIN is: it was never set, or it was and has disappeared.
    return err({ code: roles.some(authenticator.principal) ? "pin/vault-unusable" : "pin/not-set" });
  }

  function canApprove(role: PinRole, first: Principal): Result<void, ErrorView> {
    const can = whoCanUnlock([role]);
    if (!can.ok) return can;
    const isFirst = authenticator.principal(role)?.principalId === first.principalId;
    return isFirst ? err({ code: "pin/same-person" }) : ok();
  }

  async function choose(wanted: NewPin): Promise<Result<PinAnswer, ErrorView>> {
    const objection = typed.lend((digits) => judgePin(digits, identifiers()));
    if (objection) return refuse(wanted, { code: objection });
    typed.lend((digits) => digits.forEach((digit) => void chosen.push(digit)));
    ask({ ...wanted, purpose: "repeat" });
    return ok({ done: "more" });
  }

  async function repeat(wanted: NewPin): Promise<Result<PinAnswer, ErrorView>> {
    const { role, setBy, outcome } = wanted;
    const again: Task = { ...wanted, purpose: isSet(role) ? "change" : "choose" };
    const same = typed.lend((second) => chosen.lend((first) => equalDigits(first, second)));
    if (!same) return refuse(again, { code: "pin/not-repeated" });
    const set = await authenticator.set(role, typed, setBy);
    if (!set.ok) return refuse(again, set.error);
    ask(null);
    return ok({ done: outcome, principal: set.value });
  }

  async function identify(
    wanted: Task & { readonly purpose: "unlock" | "approve" },
  ): Promise<Result<PinAnswer, ErrorView>> {
    const { role, purpose } = wanted;
    const checked = await authenticator.check(role, typed);
    if (!checked.ok) return refuse(wanted, checked.error);
    const done = purpose === "unlock" ? "matched" : "approved";
    if ((authenticator.setterOf(role) ?? role) !== role) {
      ask({ purpose: "change", role, setBy: role, outcome: done });
      return ok({ done: "more" });
    }
    ask(null);
    return ok({ done, principal: checked.value });
  }

  function answer(wanted: Task): Promise<Result<PinAnswer, ErrorView>> {
    switch (wanted.purpose) {
      case "choose":
      case "change":
        return choose(wanted);
      case "repeat":
        return repeat(wanted);
      case "unlock":
      case "approve":
        return identify(wanted);
    }
  }

  return {
    view: () => ({
      standings: authenticator.standings(),
      rolesOffered,
      entry: task && { role: task.role, purpose: task.purpose, typed: typed.length, checking, failure, keypad },
    }),
    whoCanUnlock,
    askToUnlock(roles) {
      const can = whoCanUnlock(roles);
      if (!can.ok) return can;
      const [first, another] = can.value;
      ask(first && !another ? { purpose: "unlock", role: first } : null);
      if (another) rolesOffered = can.value;
      return ok();
    },
    chooseRole(role) {
      if (!rolesOffered?.includes(role)) return err({ code: "host/not-now" });
      ask({ purpose: "unlock", role });
      return ok();
    },
    canApprove,
    askSecond(role, first) {
      const can = canApprove(role, first);
      if (can.ok) ask({ purpose: "approve", role });
      return can;
    },
    isFree: () => !checking,
    setNew(role, { role: setBy, upstreamGrant }) {
      if (checking) return err({ code: "host/not-now" });
      const may = mayNow(setBy, pinPermission(setBy, role), { upstreamGrant });
      if (!may.ok) return may;
      ask({ purpose: isSet(role) ? "change" : "choose", role, setBy, outcome: "set" });
      return ok();
    },
    press(digit) {
      if (!task || checking) return;
      typed.push(digit);
      failure = null;
      onChange();
    },
    erase() {
      if (!task || checking) return;
      typed.pop();
      onChange();
    },
    async submit() {
      if (!task || checking) return err({ code: "host/not-now" });
      checking = true;
      closed = false;
      onChange();
      const told = await answer(task);
      checking = false;
      if (closed) ask(null);
      onChange();
      return told;
    },
    close() {
      closed = true;
      if (!checking) ask(null);
    },
  };
}
