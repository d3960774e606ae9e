import { expect, test } from "vitest";
import type { Snapshot, UnbindStateName } from "../../device/contract/host.ts";
import { type ScreenName, screenOf } from "../../renderer/state/screenOf.ts";
import { snapshots, unbindIn } from "../support/snapshots.ts";

const open: Snapshot["session"] = {
  phase: "open",
  principal: { role: "merchant", principalId: "01890000-0000-7000-8000-000000000001" },
  closesAt: null,
};
const states = Object.keys(unbindIn) as UnbindStateName[];
const screensWith = (session: Snapshot["session"]) =>
  Object.fromEntries(states.map((state) => [state, screenOf({ ...snapshots.home, session, unbind: unbindIn[state] })]));

test("With the menu open, every state of an unbind has its screen", () => {
  expect(screensWith(open)).toEqual({
    bound: "menu",
    draft: "reason",
    precheck: "checks",
    blocked: "checks",
    ready: "checks",
    confirmed: "progress",
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
    wiping: "result",
    wipeIncomplete: "result",
    wiped: "result",
    completed: "result",
  } satisfies Record<UnbindStateName, ScreenName>);
});

test("With the menu closed, the home screen stands for everything before the commit", () => {
  const before: Partial<Record<UnbindStateName, ScreenName>> = {
    unboundUpstream: "result",
    wiping: "result",
    wipeIncomplete: "result",
    wiped: "result",
    completed: "unbound",
  };
  expect(screensWith({ phase: "closed" })).toEqual(
    Object.fromEntries(states.map((state) => [state, before[state] ?? "home"])),
  );
});

test("A wipe that is under way is never hidden by a PIN entry, nor by a session that ended", () => {
  const entry = snapshots.choosePin.pin.entry;
  const wiping: Snapshot = { ...snapshots.wiping, session: { phase: "closed" }, pin: { ...snapshots.home.pin, entry } };
  expect(screenOf(wiping)).toBe("result");
});

test("A summary replaces the checks, and a PIN entry replaces what needs it", () => {
  const asked: Snapshot = { ...snapshots.approved, pin: snapshots.enterPin.pin };
  expect([screenOf(snapshots.summary), screenOf(asked), screenOf(snapshots.choosePin)]).toEqual([
    "summary",
    "enterPin",
    "choosePin",
  ]);
});

test("A terminal that the upstream calls unbound shows that, without any request", () => {
  expect(screenOf(snapshots.neverBound)).toBe("unbound");
});
