// Every order in every state: what has no place there is refused, and changes nothing.

import { describe, expect, test } from "vitest";
import type { OrderInput, OrderName } from "../../../device/contract/orders.ts";
import type { UnbindStateName } from "../../../device/contract/views/unbind.ts";
import { createRig, genericTarget, goodPin, type Rig } from "../../support/rig.ts";

/** The orders that move an unbind; the others only look, or open and close the menu. */
const inputs: { readonly [Name in OrderName]?: OrderInput<Name> } = {
  submitEntry: {},
  beginUnbind: genericTarget,
  chooseReason: { code: "switch_provider", intent: "unbind_only", way: "online", consent: true, statements: [] },
  runChecks: {},
  showSummary: {},
  confirmUnbind: { summaryHash: "A".repeat(43) },
  cancelUnbind: {},
  executeUnbind: {},
  closeOutcome: {},
  resumeWipe: {},
};
const movers = Object.keys(inputs) as (keyof typeof inputs)[];

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

async function silentAt(route: "submission" | "execution" | "attestation"): Promise<Rig> {
  const rig = await ready();
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route } });
  await rig.confirm();
  if (route === "submission") return rig;
  await rig.reach("approved");
  await rig.execute();
  return rig;
}

async function decided(decide: "reject" | "expire" | "cancel"): Promise<Rig> {
  const rig = await confirmed({ reviewMs: "manual" });
  const { unbind } = await rig.reach("underReview");
  const requestId = unbind.requestId ?? "";
  if (decide === "reject") await rig.upstream.operator.reject({ requestId, code: "no" });
  if (decide === "cancel") await rig.withdraw();
  if (decide === "expire") {
    const body = { requestId, state: "expired", updatedAt: "2026-01-01T00:00:00.000Z" };
    rig.answersAs("GET /v1/unbind-requests/", { status: 200, body });
  }
  await rig.reach("rejected", "cancelled", "expired");
  return rig;
}

async function executed(): Promise<Rig> {
  const rig = await confirmed();
  await rig.reach("approved");
  await rig.execute();
  return rig;
}

type Case = readonly [state: string, bring: () => Promise<Rig>, taken: readonly OrderName[]];

const cases: readonly Case[] = [
  ["bound", () => ready(), ["beginUnbind"]],
  ["draft", draft, ["chooseReason", "cancelUnbind"]],
  ["blocked", blocked, ["runChecks", "cancelUnbind"]],
  ["ready", withSummary, ["showSummary", "cancelUnbind"]],
  ["unknown", () => silentAt("submission").then(at("unknown")), []],
  ["submitted", () => confirmed({ reviewMs: "manual" }), ["cancelUnbind"]],
  ["underReview", () => confirmed({ reviewMs: "manual" }).then(at("underReview")), ["cancelUnbind"]],
  ["approved", () => confirmed().then(at("approved")), ["cancelUnbind", "executeUnbind"]],
  ["executing", () => silentAt("execution").then(at("executing")), []],
  ["unknown", () => silentAt("execution").then(at("unknown")), []],
  ["rejected", () => decided("reject"), ["beginUnbind", "closeOutcome"]],
  ["cancelled", () => decided("cancel"), ["beginUnbind", "closeOutcome"]],
  ["expired", () => decided("expire"), ["beginUnbind", "closeOutcome"]],
  ["wiped", () => silentAt("attestation").then(at("wiped")), []],
  ["completed", () => executed().then(at("completed")), []],
];

async function draft(): Promise<Rig> {
  const rig = await ready();
  await rig.order("openMenu", {});
  await rig.order("beginUnbind", genericTarget);
  await rig.type(goodPin);
  return rig;
}

async function withSummary(): Promise<Rig> {
  const rig = await ready();
  await rig.draft();
  return rig;
}

async function blocked(): Promise<Rig> {
  const rig = await ready();
  rig.upstream.unplug();
  await rig.draft();
  return rig;
}

function at(state: UnbindStateName): (rig: Rig) => Promise<Rig> {
  return async (rig) => {
    await rig.reach(state);
    return rig;
  };
}

/** What an order may have changed. */
async function traces(rig: Rig) {
  const { unbind, session, pin } = await rig.see();
  const { asking, nextAskAt, ...lasting } = unbind;
  const phase = session.phase;
  return JSON.stringify({ lasting, phase, entry: pin.entry, journal: rig.disk.journal.bytes.length });
}

describe("With the PIN given,", () => {
  test.each(cases)("%s: only what has its place is taken", async (state, bring, taken) => {
    const rig = await bring();
    const before = await traces(rig);
    const wrong: string[] = [];
    for (const name of movers.filter((mover) => !taken.includes(mover))) {
      const answer = await rig.order(name, inputs[name] as never);
      const told = answer.ok ? "ok" : answer.error.code;
      const refused = ["host/not-now", "host/not-authenticated", "unbind/summary-changed"].includes(told);
      if (!refused) wrong.push(`${name}: ${told}`);
    }
    const after = await traces(rig);

    // The summary on the screen is not the one that was confirmed: it is put together anew, and that is all.
    const unchanged = state === "ready" || before === after;
    expect({ state: (await rig.see()).unbind.state, wrong, unchanged }).toEqual({ state, wrong: [], unchanged: true });
  });
});

describe("Without the PIN,", () => {
  test.each([
    ["bound", () => ready()],
    ["approved", () => confirmed().then(at("approved"))],
    ["submitted", () => confirmed({ reviewMs: "manual" })],
  ] as const)("%s: nothing moves, whatever is ordered", async (state, bring) => {
    const rig = await bring();
    await rig.order("leaveMenu", {});
    const journal = rig.disk.journal.bytes.length;
    const sent = rig.witnessed.length;
    for (const name of movers) await rig.order(name, inputs[name] as never);
    const { unbind, session } = await rig.see();

    expect({
      state: unbind.state,
      authenticated: session.phase === "open" && session.principal !== null,
      journal: rig.disk.journal.bytes.length - journal,
      sent: rig.witnessed.length - sent,
    }).toEqual({ state, authenticated: false, journal: 0, sent: 0 });
  });
});

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

test("A summary that was on the screen for more than five minutes is not signed; a fresh one takes its place", async () => {
  const rig = await ready();
  const { unbind } = await rig.draft();
  for (let minute = 0; minute < 6; minute++) {
    await rig.clock.advance(55_000);
    await rig.order("stayInMenu", {});
  }

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
