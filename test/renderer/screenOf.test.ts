import { expect, test } from "vitest";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import { type ScreenName, screenOf } from "../../renderer/state/screenOf.ts";
import { home, snapshots, unbindIn } from "../support/snapshots.ts";

const open: Snapshot["session"] = {
  phase: "open",
  principal: { role: "merchant", principalId: "01890000-0000-7000-8000-000000000001" },
  closesAt: null,
};
const states = Object.keys(unbindIn) as UnbindStateName[];
const screensWith = (session: Snapshot["session"], bindings: Snapshot["bindings"] = home.bindings) =>
  Object.fromEntries(states.map((state) => [state, screenOf({ ...home, bindings, session, unbind: unbindIn[state] })]));

test("With the menu open, every state of an unbind has its screen", () => {
  expect(screensWith(open)).toEqual({
    bound: "menu",
    draft: "draft",
    precheck: "checks",
    blocked: "checks",
    ready: "checks",
    confirmed: "progress",
    awaitingSecond: "progress",
    offlineChallenge: "challenge",
    sending: "progress",
    unknown: "progress",
    submitted: "progress",
    underReview: "progress",
    verificationRequired: "progress",
    riskHold: "progress",
    approved: "progress",
    executing: "progress",
    rejected: "outcome",
    cancelled: "outcome",
    expired: "outcome",
    unboundUpstream: "result",
    offlineAuthorised: "result",
    wiping: "result",
    wipeIncomplete: "result",
    wiped: "result",
    completedPendingSync: "result",
    completed: "result",
  } satisfies Record<UnbindStateName, ScreenName>);
});

const committed: Partial<Record<UnbindStateName, ScreenName>> = {
  unboundUpstream: "result",
  offlineAuthorised: "result",
  wiping: "result",
  wipeIncomplete: "result",
  wiped: "result",
};
const closedScreens = (others: Partial<Record<UnbindStateName, ScreenName>>) =>
  Object.fromEntries(states.map((state) => [state, others[state] ?? "home"]));

test("With the menu closed and something bound, the home screen stands for everything but the commit", () => {
  expect(screensWith({ phase: "closed" })).toEqual(closedScreens(committed));
});

test("With the menu closed and nothing bound, what is over shows an unbound terminal", () => {
  expect(screensWith({ phase: "closed" }, snapshots.neverBound.bindings)).toEqual(
    closedScreens({ ...committed, bound: "unbound", completed: "unbound", completedPendingSync: "unbound" }),
  );
});

test("A wipe that is under way is never hidden by a PIN or a code, nor by a session that ended", () => {
  const { pin } = snapshots.choosePin;
  const { codeEntry } = snapshots.enterAnswer;
  const closed = { phase: "closed" } as const;
  expect([
    screenOf({ ...snapshots.wiping, session: closed, pin }),
    screenOf({ ...snapshots.wiping, codeEntry }),
    screenOf(snapshots.wiping, "history"),
  ]).toEqual(["result", "result", "result"]);
});

test("A summary replaces the checks, and what has to be typed replaces what needs it", () => {
  const asked: Snapshot = { ...snapshots.approved, pin: snapshots.enterPin.pin };
  expect(
    [snapshots.summary, asked, snapshots.choosePin, snapshots.chooseRole, snapshots.enterVerification].map((each) =>
      screenOf(each),
    ),
  ).toEqual(["summary", "enterPin", "choosePin", "chooseRole", "enterCode"]);
});

test("A terminal that the upstream calls unbound shows that, without any request", () => {
  expect(screenOf(snapshots.neverBound)).toBe("unbound");
});

test("The history is looked at where nothing is under way", () => {
  const shown = [snapshots.home, snapshots.menu, snapshots.unbound, snapshots.draft, snapshots.enterPin].map((each) =>
    screenOf(each, "history"),
  );
  expect(shown).toEqual(["history", "history", "history", "draft", "enterPin"]);
});

test("After a card is unbound, the menu of what is left can be looked at", () => {
  const { completedWithCardLeft, unboundPendingSync } = snapshots;
  const pending: Snapshot = { ...completedWithCardLeft, unbind: unboundPendingSync.unbind };
  expect([
    screenOf(completedWithCardLeft),
    screenOf(completedWithCardLeft, "menu"),
    screenOf({ ...completedWithCardLeft, pin: snapshots.enterPin.pin }),
    screenOf(pending, "menu"),
  ]).toEqual(["result", "menu", "enterPin", "result"]);
});
