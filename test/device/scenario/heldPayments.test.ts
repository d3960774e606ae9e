// Payments that were stopped because they would be taken for nobody stay stopped, over a restart and without a network,
// until the upstream's signed word lifts that; and a start orders nothing of which it does not know whether it is right.

import { describe, expect, test, vi } from "vitest";
import type { Target } from "../../../device/bindings/binding.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { createRig, genericTarget, isBound, type Rig, type RigOptions, simIdentity } from "../../support/rig.ts";
import { card } from "../../support/stories.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
/** How often the upstream is asked for news. */
const nextAskMs = 330_000;
const otherCard: Target = { providerId: "other-bank", bindingKind: "settlement_card_to_merchant" };

async function bound(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  return rig;
}

const endedAtDesk = async (): Promise<Rig> => {
  const rig = await bound();
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.clock.advance(nextAskMs);
  return rig;
};

/** Unbound here, and no other account takes over from it. */
async function cardUnbound(): Promise<Rig> {
  const rig = await bound({ bindings: [{}, { ...card, replacement: { state: "none" } }] });
  await rig.confirm({ target: card });
  await rig.reach("completed");
  return rig;
}

async function cardEndedAtDesk(): Promise<Rig> {
  const rig = await bound({ bindings: [{}, { ...card, replacement: { state: "none" } }] });
  await rig.upstream.operator.unbindAtDesk({ sn, ...card });
  await rig.clock.advance(nextAskMs);
  return rig;
}

function loseBindings(rig: Rig): void {
  rig.disk.merchant.bindings = [];
}

const held: readonly (readonly [string, () => Promise<Rig>])[] = [
  ["the terminal's own binding ended at the desk", endedAtDesk],
  ["a card was unbound with none in its place", cardUnbound],
  ["a card ended at the desk", cardEndedAtDesk],
];

describe.each(held)("After %s", (_what, begin) => {
  test.each<readonly [string, (rig: Rig) => void]>([
    ["without a network", () => {}],
    ["without a network and with the bindings lost", loseBindings],
  ])("payments stay off over two restarts %s", async (_how, prepare) => {
    const rig = await begin();
    const before = await rig.wouldPay();
    rig.upstream.unplug();
    prepare(rig);
    const after: boolean[] = [];
    for (let restarts = 0; restarts < 2; restarts++) {
      await rig.restart();
      after.push(await rig.wouldPay());
      await rig.clock.advance(nextAskMs);
      after.push(await rig.wouldPay());
    }

    expect({ before, after, told: (await rig.see()).unbind.payments }).toEqual({
      before: false,
      after: [false, false, false, false],
      told: "none",
    });
  });
});

describe("A start", () => {
  /** What the terminal was ordered about its payments since the start. */
  const ordered = (rig: Rig) =>
    rig
      .slf()
      .carriedOut()
      .filter((name, at, all) => ["PP", "PO", "PR"].includes(name) && all.indexOf(name) === at);

  test("orders no payments while its bindings are not known, whatever they were allowed before", async () => {
    const rig = await bound({ driver: "slf" });
    await rig.payments().allowPayments("none");
    rig.upstream.unplug();
    const kept = rig.disk.merchant.bindings;
    rig.disk.merchant.bindings = [];
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    const lost = { ordered: ordered(rig), pays: await rig.wouldPay(), told: (await rig.see()).unbind.paymentOrder };
    rig.disk.merchant.bindings = kept;
    await rig.restart();
    await rig.until((seen) => isBound(seen));
    await rig.clock.advance(nextAskMs);
    const found = { ordered: ordered(rig), pays: await rig.wouldPay() };
    rig.upstream.plugIn();
    await rig.clock.advance(nextAskMs);

    expect({ lost, found, told: { ordered: ordered(rig), pays: await rig.wouldPay() } }).toEqual({
      lost: { ordered: [], pays: false, told: "undecided" },
      found: { ordered: [], pays: false },
      told: { ordered: ["PR"], pays: true },
    });
  });

  test("never stops payments that may go on: a card that was unbound has a successor", async () => {
    const rig = await bound({ driver: "slf", bindings: [{}, card] });
    await rig.upstream.operator.publishProfile({
      profile: { ...genericProfile, ...card, execution: "one_step", profileVersion: "9" },
    });
    await rig.clock.advance(nextAskMs);
    await rig.confirm({ target: card });
    await rig.reach("completed");
    await rig.upstream.operator.bindAgain({ sn, ...card });
    await rig.clock.advance(2 * nextAskMs);
    const before = await rig.wouldPay();
    rig.upstream.unplug();
    await rig.restart();
    await rig.clock.advance(60_000);

    expect({ before, ordered: ordered(rig), pays: await rig.wouldPay() }).toEqual({
      before: true,
      ordered: ["PR"],
      pays: true,
    });
  });
});

describe("A card of another bank lifts it, whatever that bank counts as epochs", () => {
  test.each<readonly [string, () => Promise<Rig>, (rig: Rig) => Promise<unknown>]>([
    ["while the outcome is on the screen", cardUnbound, async () => {}],
    ["after the outcome was seen", cardUnbound, (rig) => rig.order("closeOutcome", {})],
    ["after a restart", cardUnbound, (rig) => rig.restart()],
    ["after the card ended at the desk", cardEndedAtDesk, async () => {}],
  ])("%s", async (_when, begin, then) => {
    const rig = await begin();
    await then(rig);
    const before = { pays: await rig.wouldPay(), told: (await rig.see()).unbind.payments };
    await rig.upstream.operator.addBinding({ sn, binding: otherCard });
    await rig.clock.advance(nextAskMs);
    const after = { pays: await rig.wouldPay(), told: (await rig.see()).unbind.payments };
    rig.upstream.unplug();
    await rig.restart();
    await rig.clock.advance(60_000);

    expect({ before, after, again: await rig.wouldPay() }).toEqual({
      before: { pays: false, told: "none" },
      after: { pays: true, told: "all" },
      again: true,
    });
  });

  test("where nothing but the card was bound", async () => {
    const rig = await bound({ bindings: [{ ...card, replacement: { state: "none" } }] });
    await rig.confirm({ target: card });
    await rig.reach("completed");
    await rig.order("closeOutcome", {});
    const before = await rig.wouldPay();
    await rig.upstream.operator.addBinding({ sn, binding: otherCard });
    await rig.clock.advance(nextAskMs);

    expect({ before, after: await rig.wouldPay() }).toEqual({ before: false, after: true });
  });
});

test("The word that a card may go on without a successor holds, although its binding is told as ended", async () => {
  const rig = await bound({ bindings: [{}, { ...card, replacement: { state: "validated" } }] });
  await rig.confirm({ target: card });
  await rig.reach("completed");
  const atOnce = await rig.wouldPay();
  await rig.clock.advance(nextAskMs);
  await rig.order("closeOutcome", {});
  await rig.restart();
  await rig.clock.advance(nextAskMs);

  expect({ atOnce, later: await rig.wouldPay(), terminal: isBound(await rig.see(), genericTarget) }).toEqual({
    atOnce: true,
    later: true,
    terminal: true,
  });
});
