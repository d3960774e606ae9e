// I1, I2 and I6: one request, the same bytes, and never silently none.

import { describe, expect, test, vi } from "vitest";
import type { Target } from "../../../../device/bindings/binding.ts";
import { answerOf, typeAnswer } from "../../../support/offline.ts";
import { carryOn } from "../../../support/operator.ts";
import { brokenAfterStart, brokenPromises } from "../../../support/promises.ts";
import { createRig, genericTarget, isBound, type Rig } from "../../../support/rig.ts";
import { approved, bound, card, challenged, reviewedInOneStep, sentTo, withCard } from "../../../support/stories.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

test("I1: while a request is open no second one can be begun, not even after a restart", async () => {
  const rig = await approved();
  await rig.restart();
  await rig.until((seen) => isBound(seen));
  const answer = await rig.order("beginUnbind", genericTarget);

  expect({ answer, requests: (await rig.upstream.operator.list()).requests.length }).toEqual({
    answer: { ok: false, error: { code: "host/not-now" } },
    requests: 1,
  });
});

test("I2: what is sent again is byte for byte what was sent before", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "submission", times: 2 } });
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "execution", times: 2 } });
  await carryOn(rig);
  const executions = rig.witnessed.filter(({ what }) => what.endsWith("/execution"));

  expect({ sent: executions.length, bodies: new Set(executions.map(({ body }) => body)).size }).toEqual({
    sent: 3,
    bodies: 1,
  });
  expect(await brokenPromises(rig)).toEqual([]);
});

test("I2: a one-step request that did not get through goes again as the same bytes", async () => {
  const rig = await withCard();
  await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "submission", times: 2 } });
  await rig.confirm({ target: card });
  await rig.reach("underReview");
  const sent = sentTo(rig, /unbind-requests$/);

  expect({ sent: sent.length, bodies: new Set(sent.map(({ body }) => body)).size }).toEqual({ sent: 3, bodies: 1 });
  expect(await brokenPromises(rig)).toEqual([]);
});

test("I2: the report of an offline unbind goes again as the same bytes, also after a restart", async () => {
  const rig = await challenged();
  await typeAnswer(rig, (await answerOf(rig)).code);
  rig.upstream.plugIn();
  rig.answersAs("POST /v1/offline-unbinds", { status: 503, problem: "internal" });
  await rig.reach("completedPendingSync");
  await rig.clock.advance(120_000);
  await rig.restart();
  rig.answersAs("POST /v1/offline-unbinds", null);
  await rig.reach("completed");
  const sent = sentTo(rig, /offline-unbinds$/).map(({ body }) => body);

  expect({ again: sent.length > 1, bodies: new Set(sent).size }).toEqual({ again: true, bodies: 1 });
});

describe("I6: after the power was off it is where it was, or its outcome is unknown and asked about", () => {
  const silent = async (rig: Rig, target: Target) => {
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "submission" } });
    await rig.confirm({ target });
    return rig;
  };
  test.each<readonly [string, () => Promise<Rig>, string, boolean]>([
    ["a request in two steps that was being sent", async () => silent(await bound(), genericTarget), "unknown", true],
    ["a request in one step that was being sent", async () => silent(await withCard(), card), "unknown", true],
    ["a request in one step that is reviewed", reviewedInOneStep, "underReview", true],
    ["a challenge", challenged, "offlineChallenge", false],
  ])("%s", async (_what, bring, state, asks) => {
    const rig = await bring();
    rig.upstream.unplug();
    await rig.restart();
    const { unbind } = await rig.see();

    expect({ state: unbind.state, asks: unbind.nextAskAt !== null, broken: await brokenAfterStart(rig) }).toEqual({
      state,
      asks,
      broken: [],
    });
  });
});
