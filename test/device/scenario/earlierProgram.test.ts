// A terminal whose journal an earlier program wrote goes on where it stood, and what it then hands out as evidence holds.

import { expect, test, vi } from "vitest";
import { answerOf, typeAnswer } from "../../support/offline.ts";
import { createRig, goodPin, type Rig } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";
import { savedWorld } from "../../support/savedWorld.ts";

vi.setConfig({ testTimeout: 60_000 });

async function approveAll(rig: Rig): Promise<void> {
  const { requests } = await rig.upstream.operator.list();
  for (const { requestId } of requests) await rig.upstream.operator.approve({ requestId });
}

async function executeOnceApproved(rig: Rig): Promise<void> {
  await rig.reach("approved");
  await rig.execute();
}

/** What people on both sides still have to do, by where the terminal stood. */
const goingOn: Readonly<Record<string, (rig: Rig) => Promise<unknown>>> = {
  "awaiting-second": async (rig) => {
    await rig.give("technician", "approveUnbind", {});
    await rig.type(goodPin);
    await rig.reach("approved");
    await rig.execute("technician");
  },
  "approved-by-second": async (rig) => {
    await approveAll(rig);
    await rig.reach("approved");
    await rig.execute("technician");
  },
  "under-review": async (rig) => {
    await approveAll(rig);
    await executeOnceApproved(rig);
  },
  approved: executeOnceApproved,
  ordered: executeOnceApproved,
  "execution-lost": async () => {},
  "one-step-under-review": approveAll,
  "one-step-unsent": async () => {},
  wiped: async () => {},
  "offline-challenge": async (rig) => {
    await typeAnswer(rig, (await answerOf(rig)).code);
  },
  "offline-code-pending": async () => {},
  "offline-signed-pending": async () => {},
};

test.each(Object.entries(goingOn))("%s: it goes on to its end", async (name, goOn) => {
  const rig = await createRig({ from: savedWorld(name) });
  await rig.clock.advance(1_000);
  await goOn(rig);
  await rig.reach("completed");

  expect(await savedEvidence(rig)).toEqual({ conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] });
});

test("completed: what was over before is told and proven as it was", async () => {
  const rig = await createRig({ from: savedWorld("completed") });
  await rig.clock.advance(1_000);

  expect({ state: (await rig.see()).unbind.state, evidence: await savedEvidence(rig) }).toEqual({
    state: "completed",
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
  });
});

const endedWithout: readonly (readonly [name: string, end: (rig: Rig, requestId: string) => Promise<unknown>])[] = [
  ["under-review", (rig, requestId) => rig.upstream.operator.reject({ requestId, code: "debts" })],
  ["one-step-under-review", (rig) => rig.withdraw()],
  ["approved", (rig, requestId) => rig.upstream.operator.expire({ requestId })],
];

test.each(endedWithout)(
  "%s, and no unbind comes of it: it ends by the upstream's signed word, and evidence holds it",
  async (name, end) => {
    const rig = await createRig({ from: savedWorld(name) });
    await rig.clock.advance(1_000);
    await end(rig, (await rig.see()).unbind.requestId ?? "");
    const { unbind } = await rig.reach("rejected", "cancelled", "expired");
    const { conclusion, wrong } = await savedEvidence(rig);

    expect({ ended: unbind.upstreamSaid?.state === unbind.state, conclusion, wrong }).toEqual({
      ended: true,
      conclusion: "decided-only",
      wrong: [],
    });
  },
);
