import { expect, test } from "vitest";
import { type ErrorView, errorCode, errorCodes } from "../../../device/contract/errors.ts";
import { type Snapshot, snapshot } from "../../../device/contract/snapshot.ts";
import { answerOf, typeAnswer } from "../../support/offline.ts";
import { carryOn } from "../../support/operator.ts";
import type { Rig } from "../../support/rig.ts";
import { snapshots, withMenu, withoutMenu } from "../../support/snapshots.ts";
import { challenged, reviewedInOneStep, unbound } from "../../support/stories.ts";

const wrongIn = (shown: readonly Snapshot[]) => shown.flatMap((one) => snapshot.safeParse(one).error?.issues ?? []);

async function answered(): Promise<Rig> {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  rig.upstream.plugIn();
  await carryOn(rig);
  return rig;
}

test.each([
  ["an unbind from the first start to its end", unbound],
  ["a card unbound in one step", reviewedInOneStep],
  ["an unbind without a network", answered],
])("%s: every snapshot on the way is of the contract, no member more and none less", async (_story, tell) => {
  const { shown } = await tell();

  expect({ wrong: wrongIn(shown), some: shown.length > 0 }).toEqual({ wrong: [], some: true });
});

test("In every state, and of every screen, what the core shows is of the contract", () => {
  const named = [...Object.entries(withMenu), ...Object.entries(withoutMenu)];
  const misnamed = named.filter(([state, { unbind }]) => unbind.state !== state).map(([state]) => state);

  expect({ wrong: wrongIn(Object.values(snapshots)), misnamed }).toEqual({ wrong: [], misnamed: [] });
});

test("A failure stands where its code says that the screen tells it", () => {
  const elsewhere = Object.entries<Snapshot>(snapshots).flatMap(([name, shown]) =>
    failuresIn(shown)
      .filter(([place, code]) => !(errorCodes[code].screen as readonly string[]).includes(place))
      .map(([place, code]) => `${name}: ${code} at ${place}`),
  );

  expect(elsewhere).toEqual([]);
});

function failuresIn(shown: Snapshot): readonly (readonly [place: string, code: ErrorView["code"]])[] {
  const { service, terminal, upstream, bindings, provisioning, pin, codeEntry, unbind } = shown;
  const failures: readonly (readonly [string, ErrorView | null | undefined])[] = [
    ["outOfService", service.phase === "outOfService" ? service.failure : null],
    ["terminal", terminal.failure],
    ["upstream", upstream.failure],
    ["bindings", bindings.state === "unknown" ? bindings.failure : null],
    ["bindings", provisioning.failure],
    ["entry", pin.entry?.failure],
    ["entry", codeEntry?.failure],
    ["unbind", unbind.failure],
  ];
  const facts = unbind.checks.map(({ fact }) => errorCode.safeParse(fact).data);
  return [
    ...failures.flatMap(([place, failure]) => (failure ? [[place, failure.code] as const] : [])),
    ...facts.flatMap((code) => (code ? [["check", code] as const] : [])),
  ];
}
