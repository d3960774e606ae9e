// I11 and I15: an answer is good once and for one challenge, and no clock gives anything its life back.

import { describe, expect, test, vi } from "vitest";
import { answerOf, challenge, typeAnswer } from "../../../support/offline.ts";
import { genericTarget, goodPin, isBound, type Rig } from "../../../support/rig.ts";
import { approved, bound, challenged, erasures, journalText } from "../../../support/stories.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;

test("I11: an answer is good for one unbind: used, it opens nothing any more, and nothing is authorised twice", async () => {
  const rig = await challenged();
  const { jws, code } = await answerOf(rig);
  rig.stick.files = new Map([["answer.jws", jws]]);
  await rig.as("merchant", "readAnswer");
  await rig.reach("completedPendingSync");
  const again = [await rig.order("readAnswer", {}), await rig.order("enterAnswer", {}), await rig.type(code)];
  await rig.restart();
  again.push(await rig.order("readAnswer", {}));

  expect({
    again: again.map(({ ok }) => ok),
    authorised: journalText(rig).split('"type":"offlineAuthorised"').length - 1,
  }).toEqual({ again: [false, false, false, false], authorised: 1 });
});

describe("I11, I15: the same answer to the next challenge opens nothing", () => {
  test.each(["signed", "code"] as const)("%s", async (tier) => {
    const rig = await challenged();
    const { jws, code } = await answerOf(rig);
    rig.stick.files = new Map([["answer.jws", jws]]);
    await rig.withdraw();
    await rig.order("closeOutcome", {});
    await rig.order("leaveMenu", {});
    await challenge(rig);
    const answer = tier === "signed" ? await rig.as("merchant", "readAnswer") : await typeAnswer(rig, code);

    expect({ ok: answer.ok, state: (await rig.see()).unbind.state, erased: erasures(rig) }).toEqual({
      ok: false,
      state: "offlineChallenge",
      erased: 0,
    });
  });
});

test("I15: with the clock years ahead the grant is not believed to have expired before the upstream says so", async () => {
  const rig = await approved();
  const real = rig.clock.now();
  rig.clock.setNow(real + 10 * 365 * 86_400_000);
  rig.upstream.unplug();
  await rig.clock.advance(600_000);
  const { unbind } = await rig.see();

  expect(unbind.state).toBe("approved");
});

test("I15: a clock set ahead by years ends no wait of a PIN while the process lives", async () => {
  const rig = await bound();
  await wrongPin(rig, 3);
  const tried = (await rig.see()).pin.standings.merchant;
  rig.clock.setNow(rig.clock.now() + 10 * yearMs);
  await rig.order("beginUnbind", genericTarget);
  const waiting = await rig.type(goodPin);

  expect({ left: tried.triesLeft, waiting }).toMatchObject({
    left: 4,
    waiting: { ok: false, error: { code: "pin/wait" } },
  });
});

test("I15: a clock set ahead by years over every restart gives no comparison and unlocks no PIN", async () => {
  const rig = await bound();
  for (let tries = 0; tries < 12; tries++) {
    await wrongPin(rig, 1);
    rig.clock.setNow(rig.clock.now() + yearMs);
    await rig.restart();
    await rig.until((seen) => isBound(seen));
  }
  await rig.order("beginUnbind", genericTarget);
  const right = await rig.type(goodPin);

  const compared = journalText(rig).split('"type":"tried"').length - 1;
  expect({ compared, right }).toMatchObject({ compared: 7, right: { ok: false, error: { code: "pin/locked" } } });
});

describe("I15: a clock that is wrong by years extends no challenge and ends none: no answer is taken until it is right", () => {
  const wrong: readonly (readonly [string, (now: number) => number, boolean])[] = [
    ["set back", (now) => now - 10 * yearMs, false],
    ["set ahead", (now) => now + 10 * yearMs, false],
    ["set back while the power was off", (now) => now - 10 * yearMs, true],
    ["set ahead while the power was off", (now) => now + 10 * yearMs, true],
  ];
  test.each(wrong)("%s", async (_how, jump, off) => {
    const rig = await challenged();
    const { jws } = await answerOf(rig);
    rig.stick.files = new Map([["answer.jws", jws]]);
    const real = rig.clock.now();
    rig.clock.setNow(jump(real));
    if (off) await rig.restart();
    const answer = await rig.as("merchant", "readAnswer");
    await rig.clock.advance(60_000);

    const { state, failure } = (await rig.see()).unbind;
    expect({ answer, state, failure: failure?.code, erased: erasures(rig) }).toMatchObject({
      answer: { ok: false, error: { code: "unbind/challenge-expired" } },
      state: "offlineChallenge",
      failure: "unbind/clock-in-doubt",
      erased: 0,
    });
  });
});

test("I15: a clock two days ahead at one start ends nothing: right again at the next, the challenge is answered", async () => {
  const rig = await challenged();
  const { jws } = await answerOf(rig);
  rig.stick.files = new Map([["answer.jws", jws]]);
  const real = rig.clock.now();
  rig.clock.setNow(real + 48 * hourMs);
  await rig.restart();
  await rig.clock.advance(120_000);
  rig.clock.setNow(real + 120_000);
  await rig.restart();

  const answer = await rig.as("merchant", "readAnswer");

  expect([answer.ok, (await rig.see()).unbind.failure]).toEqual([true, null]);
});

test("I15: what the upstream's time says is over is over, also where the clock was set back", async () => {
  const rig = await challenged();
  await rig.clock.advance(23 * hourMs);
  const real = rig.clock.now();
  rig.clock.setNow(real - 22 * hourMs);
  await rig.restart();
  rig.upstream.plugIn();
  rig.clock.setNow(real + 2 * hourMs);
  await rig.clock.advance(120_000);

  expect((await rig.see()).unbind.state).toBe("expired");
});

test("I15: a challenge that nobody can tell the time of ends once the terminal has run for as long as it lives", async () => {
  const rig = await challenged();
  rig.clock.setNow(rig.clock.now() + 48 * hourMs);
  await rig.restart();
  await rig.clock.advance(23 * hourMs);
  const before = (await rig.see()).unbind.state;
  await rig.clock.advance(2 * hourMs);

  expect([before, (await rig.see()).unbind.state]).toEqual(["offlineChallenge", "expired"]);
});

test("I15: an answer that has expired is not taken with the clock set back to before its end", async () => {
  const rig = await challenged();
  const { jws } = await answerOf(rig);
  rig.stick.files = new Map([["answer.jws", jws]]);
  await rig.clock.advance(2 * hourMs);
  const late = await rig.as("merchant", "readAnswer");
  rig.clock.setNow(rig.clock.now() - 90 * 60_000);
  const setBack = await rig.as("merchant", "readAnswer");

  expect({ late, setBack, erased: erasures(rig) }).toMatchObject({
    late: { ok: false, error: { code: "trust/expired" } },
    setBack: { ok: false, error: { code: "unbind/challenge-expired" } },
    erased: 0,
  });
});

async function wrongPin(rig: Rig, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await rig.order("beginUnbind", genericTarget);
    await rig.type("860397");
  }
}
