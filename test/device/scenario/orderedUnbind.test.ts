// The upstream ends a binding of its own accord: by an order that the terminal carries out, or at its own desk.

import { expect, test, vi } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import type { Target } from "../../../device/bindings/binding.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { OrderPayload } from "../../../device/contract/messages/outcome.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { brokenPromises } from "../../support/promises.ts";
import { requestIdOf } from "../../support/proving.ts";
import { bindingIn, createRig, type Rig, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";
import { tellingBindings } from "../../support/tellingBindings.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
/** How often the upstream is asked for orders: each minute, at the turn of a poll. */
const nextAskMs = 90_000;
const lakala: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };

async function bound(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  return rig;
}

async function ordered(): Promise<Rig> {
  const rig = await bound();
  await rig.upstream.operator.orderUnbind({ sn, reason: "regulatory", text: "商户号已停用" });
  await rig.reach("approved");
  return rig;
}

async function sight(rig: Rig) {
  const { unbind } = await rig.see();
  return { state: unbind.state, failure: unbind.failure?.code ?? null, wouldPay: await rig.wouldPay() };
}

test("An order arrives with the next news: who wants it and why is shown, it is carried out with a PIN, and proven", async () => {
  const rig = await ordered();
  const { unbind } = await rig.see();
  const before = await rig.wouldPay();
  await rig.execute();
  const done = await rig.reach("completed");

  const { requests } = await rig.upstream.operator.list();
  expect({
    shown: { origin: unbind.origin, reason: unbind.reason, actor: unbind.actor, target: unbind.target },
    before,
    after: await rig.wouldPay(),
    outcome: done.unbind.receipt?.payload.outcome,
    upstream: requests.map(({ origin, state, attested }) => ({ origin, state, attested })),
    binding: bindingIn(done)?.state,
    evidence: await savedEvidence(rig),
    broken: await brokenPromises(rig),
  }).toEqual({
    shown: {
      origin: "upstream",
      reason: { code: "regulatory", text: "商户号已停用" },
      actor: null,
      target: { providerId: "generic-pos", bindingKind: "terminal_to_merchant" },
    },
    before: true,
    after: false,
    outcome: "unbound_now",
    upstream: [{ origin: "upstream", state: "unbound", attested: true }],
    binding: "unbound",
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
    broken: [],
  });
});

test("An order arrives within a minute and a half, and no question is asked more often than each minute", async () => {
  const rig = await bound();
  await rig.clock.advance(600_000);
  const asked = () => rig.witnessed.filter(({ what }) => /^GET .*bindings/.test(what)).length;
  const before = asked();
  await rig.upstream.operator.orderUnbind({ sn, reason: "regulatory" });
  await rig.clock.advance(nextAskMs);
  const { state } = (await rig.see()).unbind;
  await rig.clock.advance(600_000 - nextAskMs);

  expect([state, asked() - before <= 10]).toEqual(["approved", true]);
});

test("Nothing is carried out without a PIN: an order only waits", async () => {
  const rig = await ordered();

  await rig.clock.advance(3_600_000);

  expect(await sight(rig)).toEqual({ state: "approved", failure: null, wouldPay: true });
});

test("A technician carries an order out alone: the order is the upstream's permission", async () => {
  const rig = await bound({ technician: true });
  await rig.upstream.operator.orderUnbind({ sn });
  await rig.reach("approved");

  await rig.execute("technician");

  expect((await rig.reach("completed")).unbind.state).toBe("completed");
});

test("A restart between the order and its execution: still approved, and carried out", async () => {
  const rig = await ordered();

  await rig.restart();
  const after = await sight(rig);
  await rig.execute();

  expect({ after, end: (await rig.reach("completed")).unbind.state }).toEqual({
    after: { state: "approved", failure: null, wouldPay: true },
    end: "completed",
  });
});

test("An order about one card: the merchant's PIN is asked for and no technician's, and the terminal stays bound", async () => {
  const rig = await bound({ technician: true, bindings: [{}, { ...lakala, replacement: { state: "validated" } }] });
  await rig.upstream.operator.orderUnbind({ sn, ...lakala });
  await rig.reach("approved");
  await rig.order("executeUnbind", {});
  const { pin } = await rig.see();
  await rig.letIn();
  const done = await rig.reach("completed");

  expect({
    asked: [pin.rolesOffered, pin.entry?.role],
    bindings: [bindingIn(done)?.state, bindingIn(done, lakala)?.state],
  }).toEqual({ asked: [null, "merchant"], bindings: ["bound", "unbound"] });
});

test("What the upstream ordered is not the terminal's to withdraw: refused, and the order stands", async () => {
  const rig = await ordered();

  await rig.withdraw();
  await rig.until(({ unbind }) => unbind.failure !== null);
  const { unbind } = await rig.see();

  expect([unbind.state, unbind.failure?.code, unbind.cancelAsked]).toEqual([
    ...["approved", "upstream/not-cancellable", false],
  ]);
});

test("The upstream takes its order back: cancelled, and the shop goes on", async () => {
  const rig = await ordered();
  await rig.upstream.operator.cancel({ requestId: await requestIdOf(rig) });

  await rig.reach("cancelled");

  expect(await sight(rig)).toEqual({ state: "cancelled", failure: null, wouldPay: true });
});

test("Nobody carries the order out in time: expired, and the shop goes on", async () => {
  const rig = await bound();
  await rig.upstream.operator.orderUnbind({ sn, validMs: 900_000 });
  await rig.reach("approved");

  await rig.reach("expired");

  expect(await sight(rig)).toEqual({ state: "expired", failure: null, wouldPay: true });
});

/** From now on the upstream's answer carries this order beside the bindings. */
async function orderArrives(rig: Rig, change: Partial<OrderPayload>, sign = rig.upstreamSigns): Promise<void> {
  const [binding] = rig.disk.merchant.bindings;
  const { epoch } = peekJws(binding ?? "").payload as { epoch: number };
  const payload: Omit<OrderPayload, "iss" | "aud"> = {
    schemaVersion: 2,
    requestId: "01980000-0000-7000-8000-0000000000cc",
    providerId: "generic-pos",
    sn,
    epoch,
    bindingKind: "terminal_to_merchant",
    imeiHash: imeiHashOf(simIdentity.imei),
    reason: { code: "regulatory" },
    issuedAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-01-08T00:00:00.000Z",
    ...change,
  };
  const { bindings } = rig.disk.merchant;
  rig.line.meddler = tellingBindings({ bindings, order: await sign(jwsType.order, payload) });
}

const imeiHashOf = (imei: string) => base64url(createNodeHash().sha256(utf8(imei)));

async function refusedOrder(rig: Rig) {
  await rig.clock.advance(nextAskMs);
  const told = rig.log.notes.filter(({ facts }) => facts.object === "order").map(({ code }) => code);
  return { told: [...new Set(told)], ...(await sight(rig)) };
}

test("An order made by hand is carried out like any: the stories of refusal below are about what is wrong in them", async () => {
  const rig = await bound();
  await orderArrives(rig, {});

  expect(await refusedOrder(rig)).toEqual({ told: [], state: "approved", failure: expect.anything(), wouldPay: true });
});

test.each([
  ["for another terminal", "trust/other-terminal", { sn: "PX7A20269999" }],
  ["for another modem", "trust/other-terminal", { imeiHash: "A".repeat(43) }],
  ["of another epoch", "trust/field-mismatch", { epoch: 2 }],
  ["for a binding that is not here", "trust/field-mismatch", { bindingKind: "bank_account_to_pos" }],
  ["that has run out", "trust/expired", { expiresAt: "2026-01-01T00:01:00.000Z" }],
  ["that makes no sense", "trust/malformed", { reason: { code: "because" } as never }],
] as const)("An order %s is refused and told, and the shop goes on", async (_, code, change) => {
  const rig = await bound();
  await orderArrives(rig, change);

  expect(await refusedOrder(rig)).toEqual({ told: [code], state: "bound", failure: null, wouldPay: true });
});

test("An order that somebody else signed is refused and told", async () => {
  const rig = await bound();
  await orderArrives(rig, {}, (await createSigningKey()).sign);

  const told = ["trust/key-not-pinned"];
  expect(await refusedOrder(rig)).toEqual({ told, state: "bound", failure: null, wouldPay: true });
});

test("An order while a request is open: the request goes on, and the order is not taken in its place", async () => {
  const rig = await bound({ reviewMs: "manual" });
  await rig.confirm();
  await rig.reach("underReview");
  const requestId = await requestIdOf(rig);
  await orderArrives(rig, {});

  await rig.clock.advance(nextAskMs);

  expect({ ...(await sight(rig)), same: (await requestIdOf(rig)) === requestId }).toEqual({
    state: "underReview",
    failure: null,
    wouldPay: true,
    same: true,
  });
});

test("An order while somebody drafts: taken as soon as the draft is left", async () => {
  const rig = await bound();
  await rig.draft();
  await orderArrives(rig, {});
  await rig.order("leaveMenu", {});

  const { unbind } = await rig.reach("approved");

  expect(unbind.origin).toBe("upstream");
});

test("An order is heard behind an outcome that nobody has looked at; the outcome stands in the history", async () => {
  const rig = await bound({ reviewMs: "manual" });
  await rig.confirm();
  const [request] = (await rig.upstream.operator.list()).requests;
  await rig.upstream.operator.reject({ requestId: request?.requestId ?? "", code: "documents_incomplete" });
  await rig.reach("rejected");
  await rig.upstream.operator.orderUnbind({ sn });

  const { unbind, history } = await rig.reach("approved");

  expect({ origin: unbind.origin, history: history.map(({ state }) => state) }).toEqual({
    origin: "upstream",
    history: ["approved", "rejected"],
  });
});

test("Unbound at the upstream's desk: once the terminal has heard of it, it takes no payment for nobody", async () => {
  const rig = await bound();
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.clock.advance(600_000);

  expect({ wouldPay: await rig.wouldPay(), told: (await rig.see()).unbind.payments }).toEqual({
    wouldPay: false,
    told: "none",
  });
});

test("Unbound at the upstream's desk while a request is open: the terminal follows, and is told that it was so already", async () => {
  const rig = await bound();
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.execute();

  const { unbind } = await rig.reach("completed");

  expect({ outcome: unbind.receipt?.payload.outcome, wouldPay: await rig.wouldPay() }).toEqual({
    outcome: "already_unbound",
    wouldPay: false,
  });
});

test("Unbound at the upstream's desk, and nobody told the terminal: whoever unbinds it is told so", async () => {
  const rig = await bound();
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();

  const { unbind } = await rig.reach("completed");

  expect({ outcome: unbind.receipt?.payload.outcome, wouldPay: await rig.wouldPay() }).toEqual({
    outcome: "already_unbound",
    wouldPay: false,
  });
});

test("Unbound at the upstream's desk while a card is being reviewed in one step: told as already unbound", async () => {
  const rig = await bound({ reviewMs: 60_000, bindings: [{}, { ...lakala, replacement: { state: "validated" } }] });
  await rig.confirm({ target: lakala });
  await rig.reach("underReview");
  await rig.upstream.operator.unbindAtDesk({ sn, ...lakala });

  const { unbind } = await rig.reach("completed");

  expect(unbind.receipt?.payload.outcome).toBe("already_unbound");
});

test("Bound anew elsewhere meanwhile: the next epoch is none of this terminal's requests, and is said as a mismatch", async () => {
  const rig = await bound();
  await rig.upstream.operator.unbindAtDesk({ sn });
  await rig.upstream.operator.bindAgain({ sn });

  const { unbind } = await rig.draft();

  const failed = unbind.checks.filter(({ outcome, level }) => outcome === "failed" && level === "must");
  expect([unbind.state, failed.map(({ code }) => code)]).toEqual(["blocked", ["ID_MISMATCH"]]);
});
