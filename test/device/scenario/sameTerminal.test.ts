// Another terminal is put in the place of the one that everything is about: it hears no order, and the right one, once it
// is back, hears what it has to.

import { describe, expect, test, vi } from "vitest";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { answerOf, challenge, typeAnswer } from "../../support/offline.ts";
import { requestIdOf } from "../../support/proving.ts";
import { createRig, type Rig, type RigOptions, simIdentity } from "../../support/rig.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

const other = { sn: "PX7A20260099", imei: "356938035643809" };
const orders = ["PP", "PO", "PR", "SB", "EM", "EK"];

/** What changes a terminal, as the one that is connected has heard it since this kiosk started. */
const heard = (rig: Rig) =>
  rig
    .slf()
    .carriedOut()
    .filter((name) => orders.includes(name));

/** What was heard from a moment on, over the restarts that come. */
function listening(rig: Rig): () => readonly string[] {
  const [slf, before] = [rig.slf(), heard(rig).length];
  return () => heard(rig).slice(rig.slf() === slf ? before : 0);
}

/** How B comes in the place of A, and A in the place of B. */
const swaps: Readonly<Record<string, (rig: Rig, identity: typeof other) => Promise<void>>> = {
  async "plugged over while the line stays open"(rig, identity) {
    rig.terminal.becomes(identity);
  },
  async "pulled and plugged in"(rig, identity) {
    rig.terminal.unplug();
    rig.terminal.becomes(identity);
    rig.terminal.plugIn();
  },
  async "plugged in over USB"(rig, identity) {
    rig.terminal.unplug();
    rig.usb.serialNumber = identity.sn;
    rig.terminal.becomes(identity);
    rig.terminal.plugIn();
  },
  async "plugged in while the kiosk is off"(rig, identity) {
    rig.terminal.becomes(identity);
    await rig.restart();
  },
};

type Case = readonly [what: string, begin: () => Promise<Rig>, prove: (rig: Rig) => Promise<void>];

async function ready(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig({ driver: "slf", openBatch: 7, ...options });
  await rig.setUp();
  return rig;
}

/** The execution has left, and its answer is held back. */
async function executed(): Promise<Rig> {
  const rig = await ready();
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  return rig;
}

/** In one step, and whoever decides about it has not yet. */
async function reviewedInOneStep(): Promise<Rig> {
  const rig = await createRig({ driver: "slf", openBatch: 0, reviewMs: "manual" });
  await rig.upstream.operator.publishProfile({
    profile: { ...genericProfile, execution: "one_step", profileVersion: "2" },
  });
  await rig.setUp();
  await rig.clock.advance(301_000);
  await rig.confirm();
  await rig.reach("underReview");
  return rig;
}

async function challenged(): Promise<Rig> {
  const rig = await ready();
  rig.upstream.unplug();
  await challenge(rig);
  return rig;
}

const cases: readonly Case[] = [
  ["an execution's receipt", executed, async (rig) => void (await rig.upstream.operator.setFault({ fault: null }))],
  [
    "a request's receipt in one step",
    reviewedInOneStep,
    async (rig) => void (await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) })),
  ],
  ["a code", challenged, async (rig) => void (await typeAnswer(rig, (await answerOf(rig)).code))],
];

describe.each(cases)("Before %s, another terminal is", (_what, begin, prove) => {
  test.each(Object.entries(swaps))(
    "%s: it is neither stopped nor wiped, and the right one is once it is back",
    async (_how, swap) => {
      const rig = await begin();
      const atOtherOnly = listening(rig);
      await swap(rig, other);
      await prove(rig);
      const { unbind } = await rig.reach("wipeIncomplete");
      await rig.clock.advance(120_000);
      const atOther = atOtherOnly();
      const afterwards = listening(rig);
      const told = (await rig.see()).terminal.another;
      await swap(rig, simIdentity);
      rig.upstream.plugIn();
      const done = await rig.reach("completed");

      expect({
        failed: unbind.wipe.filter(({ result }) => result === "failed").map(({ name }) => name),
        atOther,
        told,
        after: afterwards().filter((name) => name !== "PP"),
        wipe: done.unbind.wipe.map(({ name, result }) => `${name} ${result}`).sort(),
        another: done.terminal.another,
      }).toEqual({
        failed: ["payment_application", "payment_keys"],
        atOther: [],
        told: { meantSn: simIdentity.sn },
        after: ["EM", "EK"],
        wipe: ["binding_record done", "merchant_pin done", "payment_application done", "payment_keys notPerformed"],
        another: null,
      });
    },
  );
});

/** States in which a start gives orders to the terminal that is there. */
const states: Readonly<Record<string, () => Promise<Rig>>> = {
  bound: () => ready(),
  async underReview() {
    const rig = await ready({ reviewMs: "manual" });
    await rig.confirm();
    await rig.reach("underReview");
    return rig;
  },
  "underReview in one step": reviewedInOneStep,
  executing: executed,
  offlineChallenge: challenged,
  async completed() {
    const rig = await ready();
    await rig.confirm();
    await rig.reach("approved");
    await rig.execute();
    await rig.reach("completed");
    return rig;
  },
};

test.each(Object.entries(states))("A start with another terminal gives it no order: %s", async (_name, begin) => {
  const rig = await begin();
  rig.terminal.becomes(other);
  await rig.restart();
  await rig.clock.advance(60_000);

  expect({ heard: heard(rig), another: (await rig.see()).terminal.another }).toEqual({
    heard: [],
    another: { meantSn: simIdentity.sn },
  });
});

test("An execution that is ordered with another terminal there settles nothing of it, and the gate stays closed", async () => {
  const rig = await ready();
  await rig.confirm();
  await rig.reach("approved");
  const before = heard(rig).length;
  rig.terminal.becomes(other);
  await rig.execute();
  const { unbind } = await rig.until((seen) => seen.unbind.failure?.code === "unbind/gate-closed");

  expect({ state: unbind.state, facts: unbind.failure?.facts, heard: heard(rig).slice(before) }).toEqual({
    state: "approved",
    facts: { checks: "ID_MISMATCH" },
    heard: [],
  });
});

test("A payment application beside the kiosk is erased only once its own terminal is on the line again", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  rig.terminal.becomes(other);
  await rig.restart();
  await rig.upstream.operator.setFault({ fault: null });
  await rig.reach("wipeIncomplete");
  const erased = () => rig.witnessed.filter(({ what }) => what === "erase payment_application").length;
  const atOther = erased();
  rig.terminal.becomes(simIdentity);
  await rig.reach("completed");

  expect({ atOther, after: erased() }).toEqual({ atOther: 0, after: 1 });
});

test("A batch that is still open when the proof comes is settled before it is erased, and what is not is attested", async () => {
  const rigs = [await challenged(), await challenged()];
  for (const rig of rigs) await rig.payments().setCounts({ openBatch: 4, storedOffline: 1 });
  rigs[1]?.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
  const told = [];
  for (const rig of rigs) {
    await typeAnswer(rig, (await answerOf(rig)).code);
    const { unbind } = await rig.reach("completedPendingSync");
    told.push([heard(rig).slice(-4), unbind.wipe[0]?.result, unbind.wipe[0]?.unsettled]);
  }

  expect(told).toEqual([
    [["PP", "SB", "EM", "EK"], "done", undefined],
    [["PP", "SB", "EM", "EK"], "done", { openBatch: 4, storedOffline: 1, pendingReversals: 0 }],
  ]);
});
