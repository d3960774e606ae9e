// A request may be open for months. What the upstream repeats, in whatever dress, must not fill the journal.

import { expect, test, vi } from "vitest";
import { instantOf } from "../../../device/base/instant.ts";
import { recordsOf } from "../../support/promises.ts";
import { requestIdOf } from "../../support/proving.ts";
import { createRig, type Rig } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 120_000 });

const [minuteMs, hourMs] = [60_000, 3_600_000];

async function underReview(): Promise<{ readonly rig: Rig; readonly requestId: string }> {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("underReview");
  return { rig, requestId: await requestIdOf(rig) };
}

/** How many records a span added, while something is done each minute. */
async function recordsOver(rig: Rig, spanMs: number, eachMinute: (turn: number) => Promise<unknown>) {
  const before = (await recordsOf(rig)).length;
  for (let turn = 0; turn * minuteMs < spanMs; turn++) {
    await eachMinute(turn);
    await rig.clock.advance(minuteMs);
  }
  return (await recordsOf(rig)).length - before;
}

test("The end of a hold slides for three hours: it is shown as it is now, and written down once", async () => {
  const { rig, requestId } = await underReview();
  const endsIn = (spanMs: number) => instantOf(rig.clock.now() + spanMs);
  const hold = () =>
    rig.upstream.operator.hold({ requestId, state: "risk_hold", code: "unusual_hour", until: endsIn(hourMs) });

  const records = await recordsOver(rig, 3 * hourMs, hold);

  const { unbind } = await rig.see();
  const shownFor = Date.parse(unbind.hold?.until ?? "") - rig.clock.now();
  expect({ records, hold: unbind.hold?.code, shown: shownFor > hourMs - 3 * minuteMs }).toEqual({
    records: 1,
    hold: "unusual_hour",
    shown: true,
  });
});

test("A hold that comes and goes for hours is shown as it is now, and written down once", async () => {
  const { rig, requestId } = await underReview();
  const { hold, lift } = rig.upstream.operator;
  const shown = new Set<string>();

  const records = await recordsOver(rig, 3 * hourMs, async (turn) => {
    shown.add((await rig.see()).unbind.state);
    return turn % 2 === 0 ? hold({ requestId, state: "risk_hold" }) : lift({ requestId });
  });

  await rig.restart();
  await hold({ requestId, state: "risk_hold" });
  await rig.reach("riskHold");
  await lift({ requestId });
  await rig.upstream.operator.approve({ requestId });
  const { unbind } = await rig.reach("approved");
  expect([[...shown].sort(), records <= 2 || records, unbind.state]).toEqual([
    ["riskHold", "underReview"],
    true,
    "approved",
  ]);
});

test("A hold that comes and goes for hours is asked about no more often than one that stays", async () => {
  const { rig, requestId } = await underReview();
  const { hold, lift } = rig.upstream.operator;

  await recordsOver(rig, hourMs, async () => {});
  const asked = () => rig.witnessed.filter(({ what }) => what.startsWith("GET") && what.includes(requestId)).length;
  const before = asked();
  await recordsOver(rig, 3 * hourMs, (turn) =>
    turn % 2 === 0 ? hold({ requestId, state: "risk_hold" }) : lift({ requestId }),
  );

  // A turn is 45 s apart in the mean; one that starts anew each minute asks six times in it.
  expect((asked() - before) / (3 * 60)).toBeLessThan(2);
});
