/** The orders about what is on the screen and who stands before it: anybody gives them, and nobody is asked for a PIN. */

import { err, ok, type Result } from "../../base/result.ts";
import { errorView } from "../../contract/errors.ts";
import type { OrderInput } from "../../contract/orders.ts";
import type { Journal, JournalFailure } from "../../journal/journal.ts";
import type { People } from "../../people/createPeople.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Unbind } from "../../unbind/createUnbind.ts";
import { type FollowUpTick, followUpRecordKind, type History } from "../../unbind/history.ts";
import type { HistoryPages } from "../historyPages.ts";
import type { Monitor } from "../monitor.ts";
import { always, type Orders, when } from "./order.ts";

/** Of one unbind, by people who are not let in. */
const mostTicks = 40;

export type SessionOrderParts = {
  readonly ports: { readonly clock: Clock };
  readonly monitor: Monitor;
  readonly people: People;
  readonly journal: Journal;
  readonly history: History;
  readonly historyPages: HistoryPages;
  readonly unbind: Unbind;
  readonly speak: (language: OrderInput<"setLanguage">["language"]) => void;
  readonly onChange: () => void;
};

type SessionOrderName =
  | ("setLanguage" | "readTerminal" | "openMenu" | "leaveMenu" | "stayInMenu")
  | ("chooseRole" | "pressDigit" | "eraseDigit" | "submitEntry" | "leaveEntry")
  | ("saveEvidence" | "readHistory" | "tickFollowUp");

export function createSessionOrders(parts: SessionOrderParts): Orders<SessionOrderName> {
  const { journal, history, historyPages, monitor } = parts;
  const { clock } = parts.ports;
  const { session, digitEntry } = parts.people;
  const { evidence } = parts.unbind;
  const onScreen = { permission: "useScreen", precondition: always } as const;

  /** The unbind that is named, or the last one. */
  function unbindOf({ requestId }: OrderInput<"saveEvidence">): string | undefined {
    const entries = history.entries();
    return requestId === undefined
      ? entries[entries.length - 1]?.request.requestId
      : history.of(requestId)?.request.requestId;
  }

  /** Anybody ticks off, for nobody may have a PIN after the unbind; whoever plays with it does not fill the journal. */
  function mayTick({ requestId, code }: Pick<FollowUpTick, "requestId" | "code">): boolean {
    const entry = history.of(requestId);
    if (!entry?.followUps.includes(code)) return false;
    return entry.ticks < mostTicks || session.principal() !== null;
  }

  async function tickFollowUp(tick: FollowUpTick): Promise<Result<void, JournalFailure>> {
    const { requestId, code, done } = tick;
    if (history.of(requestId)?.done.has(code) === done) return ok();
    const written = await journal.append([{ kind: followUpRecordKind, body: tick }]);
    if (!written.ok) return written;
    history.tick(tick, { seq: journal.head().seq, at: clock.now() });
    parts.onChange();
    return ok();
  }

  return {
    setLanguage: {
      by: "anybody",
      ...onScreen,
      carryOut({ language }) {
        parts.speak(language);
        return ok();
      },
    },
    readTerminal: {
      by: "anybody",
      ...onScreen,
      permission: "readIdentity",
      async carryOut() {
        await monitor.readTerminal();
        return ok();
      },
    },
    openMenu: {
      by: "anybody",
      ...onScreen,
      carryOut() {
        session.open();
        return ok();
      },
    },
    leaveMenu: {
      by: "anybody",
      ...onScreen,
      carryOut() {
        session.close();
        return ok();
      },
    },
    // Every order says that somebody is still there; this one says nothing else.
    stayInMenu: { by: "anybody", ...onScreen, carryOut: () => ok() },
    chooseRole: {
      by: "anybody",
      ...onScreen,
      choices: () => digitEntry.rolesOffered().map((role) => ({ role })),
      precondition: ({ role }) => when(digitEntry.rolesOffered().includes(role)),
      carryOut: ({ role }) => digitEntry.chooseRole(role),
    },
    pressDigit: {
      by: "anybody",
      ...onScreen,
      carryOut({ digit }) {
        digitEntry.press(digit);
        return ok();
      },
    },
    eraseDigit: {
      by: "anybody",
      ...onScreen,
      carryOut() {
        digitEntry.erase();
        return ok();
      },
    },
    submitEntry: {
      by: "anybody",
      ...onScreen,
      precondition: () => when(digitEntry.takesDigits()),
      carryOut: digitEntry.submit,
    },
    leaveEntry: {
      by: "anybody",
      ...onScreen,
      carryOut() {
        digitEntry.leaveCode();
        return ok();
      },
    },
    // Anybody may check what was signed. Offered for what is in view: a snapshot does not grow with the past.
    saveEvidence: {
      by: "anybody",
      permission: "verifyEvidence",
      choices: () => historyPages.inView().map(({ request: { requestId } }) => ({ requestId })),
      precondition: (input) => when(unbindOf(input) !== undefined),
      carryOut: (input) => evidence.save(unbindOf(input) ?? ""),
    },
    readHistory: {
      by: "anybody",
      ...onScreen,
      carryOut({ from }) {
        historyPages.read(from);
        return ok();
      },
    },
    tickFollowUp: {
      by: "anybody",
      ...onScreen,
      choices: () =>
        historyPages
          .inView()
          .flatMap(({ request: { requestId }, followUps }) => followUps.map((code) => ({ requestId, code }))),
      precondition: (choice) => when(mayTick(choice)),
      async carryOut(tick) {
        const ticked = await tickFollowUp(tick);
        return ticked.ok ? ticked : err(errorView(ticked.error));
      },
    },
  };
}
