/** Whoever stands before the kiosk, at a shell: gives an order, and answers whatever entry it opens. Keeps no digit. */

import { err, ok, type Result } from "../../base/result.ts";
import type { PinRole } from "../../contract/codes.ts";
import type { ErrorCode, ErrorView } from "../../contract/errors.ts";
import type { Host } from "../../contract/host.ts";
import type { OrderInput, OrderName } from "../../contract/orders.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { Key, Keys, KeysFailure } from "./keys.ts";

export type OperatorFailure =
  | ErrorView
  | KeysFailure
  | { readonly code: "cli/interrupted" | "cli/pin-ended" }
  | { readonly code: "cli/role-needed"; readonly roles: string };

export type Operator = {
  /** The order's own failure, or that of the entry that it asked for. */
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<Result<void, OperatorFailure>>;
};

/** What the kiosk asks for, as the person is told. */
export type Asked =
  | { readonly what: "pin"; readonly entry: NonNullable<Snapshot["pin"]["entry"]>; readonly snapshot: Snapshot }
  | { readonly what: "code"; readonly entry: NonNullable<Snapshot["codeEntry"]>; readonly snapshot: Snapshot };

export type OperatorParts = {
  readonly host: Host;
  readonly pinKeys: Keys;
  readonly codeKeys: Keys;
  /** Who they say to be, where several may; null where nobody said. */
  readonly role: PinRole | null;
  readonly tellAsked: (asked: Asked) => void;
  readonly tellFailure: (failure: ErrorView, snapshot: Snapshot) => void;
};

/** The entry stays open after these, and a person may type again. */
const typedAgain: ReadonlySet<ErrorCode> = new Set([
  ...(["pin/wrong", "pin/too-short", "pin/too-guessable", "pin/not-repeated", "pin/already-used"] as const),
  ...(["offline/code-incomplete", "offline/code-mistyped", "unbind/answer-wrong"] as const),
  "upstream/verification-refused",
]);

export function createOperator(parts: OperatorParts): Operator {
  const { host, pinKeys, codeKeys, role } = parts;

  function askedIn(snapshot: Snapshot): Asked | null {
    const { codeEntry, pin } = snapshot;
    if (codeEntry) return { what: "code", entry: codeEntry, snapshot };
    return pin.entry && { what: "pin", entry: pin.entry, snapshot };
  }

  async function type(asked: Asked): Promise<Result<void, OperatorFailure>> {
    const keys = asked.what === "pin" ? pinKeys : codeKeys;
    const typed = async () => {
      const { pin, codeEntry } = await host.snapshot();
      return (asked.what === "pin" ? pin.entry?.typed : codeEntry?.typed) ?? 0;
    };
    let ended: Exclude<Key, object | "erase"> | null = null;
    const press = async (key: Key): Promise<"more" | "over"> => {
      if (typeof key === "object") await host.order("pressDigit", key);
      else if (key === "erase") await host.order("eraseDigit", {});
      // An empty line is nobody's PIN, and would cost a try.
      else if (key !== "enter" || (await typed()) > 0) ended = key;
      return ended ? "over" : "more";
    };
    const taken = await keys.take(() => parts.tellAsked(asked), press);
    if (!taken.ok) return taken;
    if (ended === "interrupt") return err({ code: "cli/interrupted" });
    // The last line of a descriptor need not be ended.
    return ended === "end" && (await typed()) === 0 ? err({ code: "cli/pin-ended" }) : ok();
  }

  /** The one role whose PIN is asked for, where whoever types says to be another: their PIN there would cost it a try. */
  function mistakenFor(asked: Asked): PinRole | null {
    if (role === null || asked.what !== "pin") return null;
    const { entry } = asked;
    const identifies = entry.purpose === "unlock" || entry.purpose === "approve";
    return identifies && entry.role !== role ? entry.role : null;
  }

  /** Nobody is asked for a PIN that is not compared. */
  function isLocked(asked: Asked): boolean {
    if (asked.what !== "pin") return false;
    const { role: whose, purpose } = asked.entry;
    return (purpose === "unlock" || purpose === "approve") && asked.snapshot.pin.standings[whose].triesLeft === 0;
  }

  async function sayWho(offered: readonly PinRole[]): Promise<Result<void, OperatorFailure>> {
    if (role && offered.includes(role)) return host.order("chooseRole", { role });
    return err({ code: "cli/role-needed", roles: offered.join(", ") });
  }

  /** One step towards an answer; null when nothing is asked any more. */
  async function answer(): Promise<Result<void, OperatorFailure> | null> {
    const snapshot = await host.snapshot();
    if (snapshot.pin.rolesOffered) return sayWho(snapshot.pin.rolesOffered);
    const asked = askedIn(snapshot);
    if (!asked) return null;
    const other = mistakenFor(asked);
    if (other) return err({ code: "cli/role-needed", roles: other });
    if (isLocked(asked)) return err({ code: "pin/locked" });
    const typed = await type(asked);
    if (!typed.ok) return typed;
    const submitted = await host.order("submitEntry", {});
    if (submitted.ok) return submitted;
    const keys = asked.what === "pin" ? pinKeys : codeKeys;
    const now = await host.snapshot();
    if (!keys.interactive || !typedAgain.has(submitted.error.code) || !askedIn(now)) return submitted;
    parts.tellFailure(submitted.error, now);
    return ok();
  }

  return {
    async order(name, input) {
      const given = await host.order(name, input);
      if (!given.ok) return given;
      for (;;) {
        const answered = await answer();
        if (answered === null) return ok();
        if (!answered.ok) return answered;
      }
    },
  };
}
