// The upstream's older word on a binding, played again by somebody on the wire, hides no newer one: not now, not later.

import { expect, test, vi } from "vitest";
import { fromUtf8 } from "../../../device/base/bytes.ts";
import { bindingIn, createRig, type Rig, simIdentity } from "../../support/rig.ts";
import { tellingBindings } from "../../support/tellingBindings.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
/** How often the upstream is asked for news. */
const nextAskMs = 330_000;

/** What the upstream says of the bindings from now on is what it said just now. */
async function playAgain(rig: Rig): Promise<void> {
  const told: (readonly string[])[] = [];
  rig.line.meddler = async (exchange, upstream) => {
    const answer = await upstream(exchange);
    if (exchange.path.endsWith("/bindings") && answer.ok)
      told.push(JSON.parse(fromUtf8(answer.value.body) ?? "").bindings);
    return answer;
  };
  await rig.clock.advance(nextAskMs);
  const [bindings] = told;
  if (!bindings) throw new Error("nobody asked for the bindings");
  rig.line.meddler = tellingBindings({ bindings });
}

async function bound(): Promise<Rig> {
  const rig = await createRig();
  await rig.setUp();
  return rig;
}

/** Ended at the upstream's desk, which the terminal has heard; from then on the word from before is played to it. */
async function endedAndHidden(): Promise<Rig> {
  const rig = await bound();
  await playAgain(rig);
  const { meddler } = rig.line;
  rig.line.meddler = null;
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.clock.advance(nextAskMs);
  rig.line.meddler = meddler;
  return rig;
}

test("What ended at the desk stays ended for a terminal that has heard of it", async () => {
  const rig = await endedAndHidden();
  const heard = await rig.wouldPay();
  await rig.clock.advance(3 * nextAskMs);

  expect({ heard, later: await rig.wouldPay() }).toEqual({ heard: false, later: false });
});

test("and after a restart, with the older word or with none at all", async () => {
  const rig = await endedAndHidden();
  await rig.restart();
  await rig.clock.advance(nextAskMs);
  const withOlderWord = await rig.wouldPay();
  rig.upstream.unplug();
  rig.line.meddler = null;
  await rig.restart();
  await rig.clock.advance(nextAskMs);

  expect({ withOlderWord, withNone: await rig.wouldPay() }).toEqual({ withOlderWord: false, withNone: false });
});

test("An older word is told as such in the checks, and nothing is signed on it", async () => {
  const rig = await endedAndHidden();
  await rig.draft();
  const { unbind } = await rig.see();

  expect(unbind.checks.filter(({ outcome, level }) => outcome === "failed" && level === "must")).toEqual([
    { code: "UPSTREAM_UNREACHABLE", level: "must", outcome: "failed", fact: "trust/stale" },
  ]);
});

test("The honest word lifts it: bound again at the desk, payments go on", async () => {
  const rig = await endedAndHidden();
  await rig.upstream.operator.bindAgain({ sn });
  rig.line.meddler = null;
  await rig.clock.advance(nextAskMs);

  expect({ pays: await rig.wouldPay(), epoch: bindingIn(await rig.see())?.epoch }).toEqual({ pays: true, epoch: 2 });
});

test("The same word as before is no older one", async () => {
  const rig = await bound();
  await playAgain(rig);
  await rig.clock.advance(3 * nextAskMs);
  await rig.draft();

  expect((await rig.see()).unbind.state).toBe("ready");
});
