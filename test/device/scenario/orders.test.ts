// Every order in every state, for everybody: what is offered is taken, the rest is refused and changes nothing. And the menu.

import { describe, expect, test, vi } from "vitest";
import { type Given, giveEveryOrder, isOffered, isRefused } from "../../support/everyOrder.ts";
import { bring, everyStanding, oddScenes } from "../../support/everyState.ts";
import { isHelped } from "../../support/refusals.ts";
import { createRig, genericTarget, goodPin, type Rig } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The codes with which orders were refused so far. */
const met = new Set<string>();

async function contradictions(scene: () => Promise<Rig>): Promise<readonly string[]> {
  const given = await giveEveryOrder(scene);
  const told = ({ name, input, answer }: Given) => `${name} ${JSON.stringify(input)}: ${answer}`;
  const wrong = given.filter((each) => isOffered(each) === isRefused(each) || (isRefused(each) && each.changed));
  const unwilling = given.filter(({ answer }) => answer !== "ok" && answer !== "under way");
  for (const { answer } of unwilling) met.add(answer);
  const helpless = unwilling.filter((each) => !isHelped(each));
  return [...wrong.map(told), ...helpless.map((each) => `nothing helps: ${told(each)}`)];
}

describe("What is offered is not refused; what is not offered is refused, changes nothing, and what would help is offered:", () => {
  test.each(everyStanding)("%s, %s let in", async (state, who) => {
    expect(await contradictions(() => bring(state, who))).toEqual([]);
  });

  test.each(Object.entries(oddScenes))("%s", async (_, scene) => {
    expect(await contradictions(scene)).toEqual([]);
  });

  test("the refusals that were met are these", () => {
    expect([...met].sort()).toEqual([
      "host/needs-upstream-grant",
      "host/not-authenticated",
      "host/not-now",
      "host/not-permitted",
      "offline/code-incomplete",
      "offline/no-carrier",
      "pin/locked",
      "pin/not-set",
      "provisioning/no-code",
      "unbind/answer-tries-used-up",
      "unbind/gate-closed",
      "upstream/code-refused",
    ]);
  });
});

async function ready(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  return rig;
}

async function confirmed(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await ready(options);
  await rig.confirm();
  return rig;
}

async function draft(): Promise<Rig> {
  const rig = await ready();
  await rig.order("openMenu", {});
  await rig.order("beginUnbind", genericTarget);
  await rig.type(goodPin);
  return rig;
}

test("Two fingers confirm at once: one request", async () => {
  const rig = await ready();
  const { unbind } = await rig.draft();
  const summaryHash = unbind.summary?.hash ?? "";

  const answers = await Promise.all([
    rig.order("confirmUnbind", { summaryHash }),
    rig.order("confirmUnbind", { summaryHash }),
  ]);
  await rig.reach("approved");

  expect({
    taken: answers.filter(({ ok }) => ok).length,
    requests: (await rig.upstream.operator.list()).requests.length,
  }).toEqual({ taken: 1, requests: 1 });
});

test("A summary that is more than five minutes old by the clock is not signed; a fresh one takes its place", async () => {
  const rig = await ready();
  const { unbind } = await rig.draft();
  rig.clock.setNow(rig.clock.now() + 301_000);

  const answer = await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });

  const fresh = (await rig.see()).unbind;
  expect({ answer, state: fresh.state, another: fresh.summary?.hash !== unbind.summary?.hash }).toEqual({
    answer: { ok: false, error: { code: "unbind/summary-changed" } },
    state: "ready",
    another: true,
  });
});

describe("The menu", () => {
  test("warns after 40 s without a touch, and closes 20 s later; the draft is gone", async () => {
    const rig = await draft();
    await rig.clock.advance(40_000);
    const { session: warned, at: now } = await rig.see();
    await rig.clock.advance(20_000);
    const { session, unbind, pin } = await rig.see();

    expect({ warned, session, state: unbind.state, entry: pin.entry }).toEqual({
      warned: {
        phase: "open",
        principal: { role: "merchant", principalId: expect.any(String) },
        closesAt: now + 20_000,
      },
      session: { phase: "closed" },
      state: "bound",
      entry: null,
    });
  });

  test("stays open for somebody who says so", async () => {
    const rig = await draft();
    await rig.clock.advance(50_000);
    await rig.order("stayInMenu", {});
    await rig.clock.advance(50_000);

    const { session, unbind } = await rig.see();

    expect({ phase: session.phase, state: unbind.state }).toEqual({ phase: "open", state: "draft" });
  });

  test("closes five minutes after the PIN, whatever is touched, and says so 20 s before", async () => {
    const rig = await draft();
    const seen: string[] = [];
    for (let seconds = 20; seconds <= 300; seconds += 20) {
      await rig.clock.advance(20_000);
      await rig.order("stayInMenu", {});
      const { session } = await rig.see();
      seen.push(session.phase === "open" ? (session.closesAt === null ? "open" : "warned") : "closed");
    }

    expect({ seen, state: (await rig.see()).unbind.state }).toEqual({
      seen: [...Array(13).fill("open"), "warned", "closed"],
      state: "bound",
    });
  });

  test("closes by itself without taking a confirmed request along", async () => {
    const rig = await confirmed({ reviewMs: "manual" });
    await rig.clock.advance(120_000);

    const { session, unbind } = await rig.see();

    expect({ session, state: unbind.state }).toEqual({ session: { phase: "closed" }, state: "underReview" });
  });

  test("forgets what was wanted when it closes during the PIN: the PIN alone then does nothing", async () => {
    const rig = await confirmed();
    await rig.reach("approved");
    await rig.order("leaveMenu", {});
    await rig.order("executeUnbind", {});
    await rig.clock.advance(60_000);

    const answer = await rig.type(goodPin);

    expect({ answer, state: (await rig.see()).unbind.state }).toEqual({
      answer: { ok: false, error: { code: "host/not-now" } },
      state: "approved",
    });
  });
});
