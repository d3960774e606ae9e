import { expect, test } from "vitest";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import { type ScreenName, screenOf } from "../../renderer/state/screenOf.ts";
import { snapshots, withMenu, withoutMenu } from "../support/snapshots.ts";

test("With the menu open, every state of an unbind has its screen", () => {
  const screens = Object.entries(withMenu).map(([state, snapshot]) => [state, screenOf(snapshot)]);
  expect(Object.fromEntries(screens)).toEqual({
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

test("With the menu closed, the home screen stands for everything but the commit and a terminal that is unbound", () => {
  const others = Object.entries(withoutMenu)
    .map(([state, snapshot]) => [state, screenOf(snapshot)])
    .filter(([, screen]) => screen !== "home");
  expect(Object.fromEntries(others)).toEqual({
    unboundUpstream: "result",
    wiping: "result",
    wipeIncomplete: "result",
    wiped: "unbound",
    completedPendingSync: "unbound",
    completed: "unbound",
  });
});

test("With the menu closed, a card that is unbound leaves the home screen of the terminal", () => {
  expect(screenOf(snapshots.homeCardUnbound)).toBe("home");
});

test("A wipe that is under way is never hidden by a PIN or a code, nor by a session that ended", () => {
  const { wipeWithPin, wipeWithCode, wipeIncompleteAtHome, wiping } = snapshots;
  expect([
    wipeWithPin.pin.entry?.purpose,
    screenOf(wipeWithPin),
    wipeWithCode.codeEntry?.purpose,
    screenOf(wipeWithCode),
    screenOf(wipeIncompleteAtHome),
    screenOf(wiping, "history"),
  ]).toEqual(["unlock", "result", "pinReset", "result", "result", "result"]);
});

test("Another terminal comes before whatever is about the right one, also before its wipe; the staff get past it", () => {
  const { anotherTerminal, anotherTerminalUnbound } = snapshots;
  expect([
    screenOf(anotherTerminal),
    screenOf(anotherTerminal, "history"),
    screenOf(anotherTerminal, "pins"),
    anotherTerminalUnbound.unbind.state,
    screenOf(anotherTerminalUnbound),
  ]).toEqual(["anotherTerminal", "anotherTerminal", "pins", "wipeIncomplete", "anotherTerminal"]);
});

test("A summary replaces the checks, and what has to be typed replaces what needs it", () => {
  const { summary, executeAsksPin, choosePin, chooseRole, enterVerification } = snapshots;
  expect([summary, executeAsksPin, choosePin, chooseRole, enterVerification].map((each) => screenOf(each))).toEqual([
    "summary",
    "enterPin",
    "choosePin",
    "chooseRole",
    "enterCode",
  ]);
});

test("The history is looked at where nothing is under way", () => {
  const shown = [snapshots.home, snapshots.menu, snapshots.released, snapshots.draft, snapshots.enterPin].map((each) =>
    screenOf(each, "history"),
  );
  expect(shown).toEqual(["history", "history", "history", "draft", "enterPin"]);
});

test("After a card is unbound, the menu of what is left can be looked at", () => {
  const { completedWithCardLeft, nextUnbindAsksPin, cardPendingSync } = snapshots;
  expect([
    screenOf(completedWithCardLeft),
    screenOf(completedWithCardLeft, "menu"),
    screenOf(nextUnbindAsksPin),
    screenOf(cardPendingSync, "menu"),
  ]).toEqual(["result", "menu", "enterPin", "result"]);
});
