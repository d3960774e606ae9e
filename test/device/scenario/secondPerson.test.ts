// Two people at one terminal: what a technician may begin, whose approval it takes, and what nobody may do for another.

import { expect, test, vi } from "vitest";
import type { Target } from "../../../device/bindings/binding.ts";
import { approvalPayload, requestPayload } from "../../../device/contract/messages/request.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { brokenPromises, recordsOf } from "../../support/promises.ts";
import { requestIdOf } from "../../support/proving.ts";
import { createRig, goodPin, type Rig, simIdentity, technicianPin } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
const weekMs = 7 * 24 * 3_600_000;
const dianzhanggui: Target = { providerId: "dianzhanggui", bindingKind: "terminal_to_merchant" };
const lakala: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };

async function withTechnician(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig({ technician: true, ...options });
  await rig.setUp();
  return rig;
}

/** A technician's request that waits for the merchant. */
async function waiting(): Promise<Rig> {
  const rig = await withTechnician();
  await rig.confirm({ role: "technician" });
  return rig;
}

async function sight(rig: Rig) {
  const { unbind } = await rig.see();
  return { state: unbind.state, awaited: unbind.secondAwaited };
}

const sent = (rig: Rig) => rig.witnessed.filter(({ what }) => what === "POST /v1/unbind-requests");

test("A technician begins, the merchant approves: the approval is sent around the request, and the unbind goes on to its end", async () => {
  const rig = await waiting();
  const before = { ...(await sight(rig)), sent: sent(rig).length };
  await rig.as("merchant", "approveUnbind");
  await rig.type(goodPin);
  await rig.reach("approved");
  await rig.execute("technician");
  const { unbind } = await rig.reach("completed");

  const around = approvalPayload.parse(peekJws(sent(rig)[0]?.body.split("\n")[0] ?? "").payload);
  const inside = requestPayload.parse(peekJws(around.request).payload);
  expect({
    before,
    actors: [...inside.actors, around.actor].map(({ role, method }) => `${role} ${method}`),
    asked: inside.secondApproval,
    twoPeople: inside.actors[0]?.principalId !== around.actor.principalId,
    end: unbind.state,
    broken: await brokenPromises(rig),
  }).toEqual({
    before: { state: "awaitingSecond", awaited: "merchant", sent: 0 },
    actors: ["technician pin", "merchant pin"],
    asked: "merchant",
    twoPeople: true,
    end: "completed",
    broken: [],
  });
});

test("Whoever began stays let in while the second approves: the session changes no hands", async () => {
  const rig = await waiting();

  await rig.order("approveUnbind", {});
  const asked = (await rig.see()).pin.entry;
  await rig.type(goodPin);

  const { session } = await rig.see();
  expect({
    asked: asked && { role: asked.role, purpose: asked.purpose },
    in: session.phase === "open" && session.principal?.role,
  }).toEqual({ asked: { role: "merchant", purpose: "approve" }, in: "technician" });
});

test("The technician's own PIN is no approval of the merchant", async () => {
  const rig = await waiting();
  await rig.order("approveUnbind", {});

  const answer = await rig.type(technicianPin);

  expect({ answer: !answer.ok && answer.error.code, ...(await sight(rig)), sent: sent(rig).length }).toEqual({
    answer: "pin/wrong",
    state: "awaitingSecond",
    awaited: "merchant",
    sent: 0,
  });
});

test("A wrong PIN of the merchant: counted, nothing is sent, and the right one still goes", async () => {
  const rig = await waiting();
  await rig.order("approveUnbind", {});

  await rig.type("135790");
  const wrong = { ...(await sight(rig)), tries: (await rig.see()).pin.standings.merchant.triesLeft };
  await rig.type(goodPin);
  await rig.reach("approved");

  expect({ wrong, right: await sight(rig) }).toEqual({
    wrong: { state: "awaitingSecond", awaited: "merchant", tries: 6 },
    right: { state: "approved", awaited: null },
  });
});

test("One and the same person under two roles does not count as two", async () => {
  const rig = await waiting();
  const holder = rig.disk.pins.get("technician")?.holder;
  const merchant = rig.disk.pins.get("merchant");
  if (!holder || !merchant) throw new Error("somebody has no PIN");
  rig.disk.pins.set("merchant", { ...merchant, holder });
  await rig.restart();

  const answer = await rig.order("approveUnbind", {});

  expect({ answer: !answer.ok && answer.error.code, ...(await sight(rig)), sent: sent(rig).length }).toEqual({
    answer: "pin/same-person",
    state: "awaitingSecond",
    awaited: "merchant",
    sent: 0,
  });
});

test("A restart while the merchant is waited for: still waiting, and approved afterwards with nobody else let in", async () => {
  const rig = await waiting();

  await rig.restart();
  const after = { ...(await sight(rig)), sent: sent(rig).length };
  await rig.order("approveUnbind", {});
  await rig.type(goodPin);
  await rig.reach("approved");

  expect({ after, state: (await sight(rig)).state }).toEqual({
    after: { state: "awaitingSecond", awaited: "merchant", sent: 0 },
    state: "approved",
  });
});

test("Withdrawn by whoever began it, before anything was sent", async () => {
  const rig = await waiting();

  const answer = await rig.withdraw("technician");

  expect({ answer, ...(await sight(rig)), sent: sent(rig).length, wouldPay: await rig.wouldPay() }).toEqual({
    answer: { ok: true },
    state: "cancelled",
    awaited: null,
    sent: 0,
    wouldPay: true,
  });
});

test("The merchant does not withdraw what the technician began: not to approve is enough, and it expires", async () => {
  const rig = await waiting();
  await rig.order("leaveMenu", {});
  await rig.as("merchant", "exportJournal");

  const answer = await rig.order("cancelUnbind", {});
  const meanwhile = await sight(rig);
  rig.clock.setNow(rig.clock.now() + weekMs);
  await rig.clock.advance(60_000);

  expect({ answer, meanwhile: meanwhile.state, end: (await sight(rig)).state, sent: sent(rig).length }).toEqual({
    answer: { ok: false, error: { code: "host/not-permitted" } },
    meanwhile: "awaitingSecond",
    end: "expired",
    sent: 0,
  });
});

test.each(["submitted", "underReview", "approved"] as const)(
  "A merchant's request is not a technician's to withdraw, also after it was sent (%s)",
  async (name) => {
    const rig = await withTechnician({ reviewMs: name === "approved" ? 5_000 : "manual" });
    if (name === "submitted") rig.answersAs("GET /v1/unbind-requests", { status: 503, problem: "internal" });
    await rig.confirm();
    await rig.reach(name);
    await rig.order("leaveMenu", {});
    await rig.as("technician", "exportJournal");
    const offered = (await rig.see()).offered.cancelUnbind;
    const technicians = await rig.order("cancelUnbind", {});
    await rig.order("leaveMenu", {});
    await rig.withdraw();
    rig.answersAs("GET /v1/unbind-requests", null);
    const { unbind } = await rig.reach("cancelled");

    expect({ offered, technicians, end: unbind.state }).toEqual({
      offered: undefined,
      technicians: { ok: false, error: { code: "host/not-permitted" } },
      end: "cancelled",
    });
  },
);

test("A technician's request that the merchant approved is withdrawn by either", async () => {
  const ends: unknown[] = [];
  for (const role of ["technician", "merchant"] as const) {
    const rig = await waiting();
    await rig.order("approveUnbind", {});
    await rig.type(goodPin);
    await rig.reach("approved");
    await rig.order("leaveMenu", {});
    await rig.withdraw(role);
    ends.push((await rig.reach("cancelled")).unbind.state);
  }

  expect(ends).toEqual(["cancelled", "cancelled"]);
});

test("The terminal was off while the week went by: held at its start, and expired as soon as the upstream says what time it is", async () => {
  const rig = await waiting();
  rig.clock.setNow(rig.clock.now() + weekMs);

  await rig.restart();
  const atFirst = (await sight(rig)).state;
  await rig.reach("expired");

  expect({ atFirst, later: await sight(rig), sent: sent(rig).length }).toEqual({
    atFirst: "awaitingSecond",
    later: { state: "expired", awaited: null },
    sent: 0,
  });
});

test.each([
  ["a settlement card", lakala],
  ["a bank account", { providerId: "kaiyibao", bindingKind: "bank_account_to_pos" }],
] as const)("A technician is not let near %s, whoever would approve", async (_, target) => {
  const rig = await withTechnician({ bindings: [{ ...target, replacement: { state: "validated" } }] });
  await rig.upstream.operator.authorise({ sn, covers: ["unbind"] });
  await rig.order("openMenu", {});
  await rig.order("beginUnbind", target);
  const { pin } = await rig.see();

  const answer = await rig.type(technicianPin);

  expect({ offered: pin.rolesOffered, role: pin.entry?.role, answer: answer.ok, ...(await sight(rig)) }).toEqual({
    offered: null,
    role: "merchant",
    answer: false,
    state: "bound",
    awaited: null,
  });
});

test("With the upstream's permission ahead a technician needs no second person, and the permission is in the request", async () => {
  const rig = await withTechnician();
  const { id } = await rig.upstream.operator.authorise({ sn, covers: ["unbind"] });

  const { unbind } = await rig.draft({ role: "technician" });
  await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
  await rig.reach("approved");
  await rig.execute("technician");
  const done = await rig.reach("completed");

  const [technician, upstream] = unbind.summary?.payload.actors ?? [];
  expect({
    technician: technician?.role,
    upstream: upstream && { role: upstream.role, method: upstream.method, principalId: upstream.principalId },
    second: unbind.summary?.payload.secondApproval,
    end: done.unbind.state,
  }).toEqual({
    technician: "technician",
    upstream: { role: "upstream", method: "upstream_authorisation", principalId: id },
    second: undefined,
    end: "completed",
  });
});

test("店掌柜: nobody unbinds before the operator allows it; then the merchant does", async () => {
  const rig = await createRig({ bindings: [dianzhanggui] });
  await rig.setUp();
  const before = await rig.draft({ target: dianzhanggui });
  await rig.upstream.operator.authorise({ sn, covers: ["unbind"] });

  await rig.order("runChecks", {});
  const after = await rig.reach("ready", "blocked");

  const failed = before.unbind.checks.filter(({ outcome, level }) => outcome === "failed" && level === "must");
  expect([before.unbind.state, failed.map(({ code }) => code), after.unbind.state]).toEqual([
    ...["blocked", ["NOT_AUTHORISED"], "ready"],
  ]);
});

test("店掌柜: a permission that has run out is none", async () => {
  const rig = await createRig({ bindings: [dianzhanggui] });
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn, covers: ["unbind"], validMs: 60_000 });
  await rig.clock.advance(60_000);

  const { unbind } = await rig.draft({ target: dianzhanggui });

  expect(unbind.state).toBe("blocked");
});

test("Leaving the entry of the second person's PIN: nothing was approved, and it can be asked for again", async () => {
  const rig = await waiting();
  await rig.order("approveUnbind", {});
  await rig.order("leaveMenu", {});
  const left = (await rig.see()).pin.entry;

  await rig.order("approveUnbind", {});
  await rig.type(goodPin);
  await rig.reach("approved");

  const requests = (await recordsOf(rig)).filter(({ body }) => (body as { type?: string }).type === "requestConfirmed");
  expect({ left, requests: requests.length, id: (await requestIdOf(rig)).length }).toEqual({
    left: null,
    requests: 1,
    id: 36,
  });
});
