// I3, I4, I12 and I13: what is believed, what it allows, and what outlives the wipe.

import { describe, expect, test, vi } from "vitest";
import { jwsType } from "../../../../device/contract/messages/jwsTypes.ts";
import { peekJws } from "../../../../device/trust/jws.ts";
import { answerOf } from "../../../support/offline.ts";
import { recordsOf } from "../../../support/promises.ts";
import { createRig, type Rig, simIdentity } from "../../../support/rig.ts";
import { approved, challenged, erasures, journalText, reviewedInOneStep, unbound } from "../../../support/stories.ts";
import { referenceTo } from "../../../upstream/references.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

test("I3: without a receipt nothing is erased, however long the upstream says nothing", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost" } });
  await rig.execute();
  await rig.clock.advance(3_600_000);
  await rig.restart();

  expect({
    erased: erasures(rig),
    bindings: rig.disk.merchant.bindings.length,
    pin: rig.disk.pins.has("merchant"),
  }).toEqual({ erased: 0, bindings: 1, pin: true });
});

test("I3: in one step, without a receipt, the card stays bound, whatever else the upstream says", async () => {
  const rig = await reviewedInOneStep();
  const { requestId } = (await rig.see()).unbind;
  const body = { requestId, state: "unbound", updatedAt: "2026-01-01T00:00:30.000Z" };
  rig.answersAs("GET /v1/unbind-requests/", { status: 200, body });
  await rig.clock.advance(600_000);
  await rig.restart();
  const { unbind } = await rig.see();

  expect({ state: unbind.state, bindings: rig.disk.merchant.bindings.length }).toEqual({
    state: "underReview",
    bindings: 2,
  });
});

describe("I3: an answer signed by the pinned key wipes nothing when it names another", () => {
  test.each([
    ["sn", "PX7A20269999", "trust/other-terminal"],
    ["epoch", 2, "trust/field-mismatch"],
    ["bindingKind", "terminal_to_account", "trust/field-mismatch"],
    ["requestId", "01900000-0000-7000-8000-000000000009", "trust/field-mismatch"],
    ["challengeHash", "x".repeat(43), "trust/field-mismatch"],
    ["expiresAt", "2026-01-01T00:00:00.000Z", "trust/expired"],
  ])("%s", async (field, value, code) => {
    const rig = await challenged();
    const genuine = peekJws((await answerOf(rig)).jws).payload;
    const jws = await rig.upstreamSigns(jwsType.offlineAnswer, { ...genuine, [field]: value });
    rig.stick.files = new Map([["answer.jws", jws]]);
    const answer = await rig.as("merchant", "readAnswer");

    expect({
      code: !answer.ok && answer.error.code,
      state: (await rig.see()).unbind.state,
      erased: erasures(rig),
    }).toEqual({ code, state: "offlineChallenge", erased: 0 });
  });
});

describe("I4: a receipt signed by the pinned key is not believed, and an alarm is written down, when it names another", () => {
  test.each([
    ["sn", "PX7A20269999", "trust/other-terminal"],
    ["epoch", 2, "trust/field-mismatch"],
    ["requestId", "01900000-0000-7000-8000-000000000009", "trust/field-mismatch"],
    ["requestHash", "x".repeat(43), "trust/field-mismatch"],
    ["imeiHash", "x".repeat(43), "trust/other-terminal"],
    ["executionHash", "x".repeat(43), "trust/field-mismatch"],
    ["executionHash", undefined, "trust/field-mismatch"],
    ["iss", "http://another.test", "trust/field-mismatch"],
    ["aud", "x".repeat(43), "trust/other-terminal"],
  ])("%s: %s", async (field, value, code) => {
    const rig = await executedUnheard();
    await receiptArrives(rig, { [field]: value });
    await rig.until(({ unbind }) => unbind.failure?.code.startsWith("trust/") ?? false);
    const { unbind } = await rig.see();

    expect({
      state: unbind.state,
      failure: unbind.failure,
      alarm: journalText(rig).includes('"answerRefused"'),
    }).toEqual({
      state: "unknown",
      failure: { code, facts: { object: "unbind-receipt+jws", field } },
      alarm: true,
    });
  });
});

test("I4: the same receipt with nothing changed is believed", async () => {
  const rig = await executedUnheard();
  const receipt = await receiptArrives(rig, {});

  expect((await rig.reach("wiped")).unbind.receipt?.jws).toBe(receipt);
});

test.each(["underReview", "approved"] as const)(
  "I4: a receipt for a request in two steps that is still %s is believed: what it says has happened",
  async (state) => {
    const rig = await createRig({ reviewMs: state === "underReview" ? "manual" : 5_000 });
    await rig.setUp();
    await rig.confirm();
    await rig.reach(state);
    await receiptArrives(rig, { outcome: "already_unbound", executionHash: undefined });

    const { unbind } = await rig.reach("wiped");

    expect({ state: unbind.state, wouldPay: await rig.wouldPay() }).toEqual({ state: "wiped", wouldPay: false });
  },
);

test("I12: unbound at the upstream's desk while the execution was under way: told as already unbound", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  await rig.upstream.operator.unbindAtDesk({ sn: simIdentity.sn });
  await rig.upstream.operator.setFault({ fault: null });

  const { unbind } = await rig.reach("completed");

  expect(unbind.receipt?.payload.outcome).toBe("already_unbound");
});

test("I12: unbound at the upstream's desk before the execution: told as already unbound", async () => {
  const rig = await approved();
  await rig.upstream.operator.unbindAtDesk({ sn: simIdentity.sn });
  await rig.execute();

  const { unbind } = await rig.reach("completed");

  expect(unbind.receipt?.payload.outcome).toBe("already_unbound");
});

test("I13: journal, key and the provenance of SN and IMEI outlive the wipe", async () => {
  const rig = await unbound();
  await rig.restart();
  const { unbind, bindings, terminal } = await rig.see();
  const request = peekJws(/"requestConfirmed".*?"jws":"([^"]+)"/.exec(journalText(rig))?.[1] ?? "").payload;
  const evidence = await rig.order("saveEvidence", {});

  expect({
    receipt: unbind.receipt?.payload.outcome,
    bindings: bindings.state === "known" && bindings.list.map(({ state }) => state),
    sn: terminal.sn.status,
    device: request.device,
    records: (await recordsOf(rig)).length > 10,
    evidence,
  }).toMatchObject({
    receipt: "unbound_now",
    bindings: ["unbound"],
    sn: "read",
    device: { sn: simIdentity.sn, snSource: "cgsn0", imei: simIdentity.imei, imeiSource: "cgsn1" },
    records: true,
    evidence: { ok: true },
  });
});

/** A receipt as the reference upstream signs it, of another story. */
async function genuineReceipt(): Promise<string> {
  return (await unbound()).shown.at(-1)?.unbind.receipt?.jws ?? "";
}

/** An execution has left, and nobody who heard it could be heard. */
async function executedUnheard(): Promise<Rig> {
  const rig = await approved();
  rig.answersAs("(POST|GET) /v1/unbind-requests/", { status: 503, problem: "internal" });
  await rig.execute();
  await rig.reach("unknown");
  return rig;
}

/** The upstream can be heard again, and says this of the request at hand: its receipt, but for the change. */
async function receiptArrives(rig: Rig, change: Readonly<Record<string, unknown>>): Promise<string> {
  const receipt = await rig.upstreamSigns(jwsType.receipt, {
    ...(await receiptFor(rig, await genuineReceipt())),
    ...change,
  });
  const { requestId } = (await rig.see()).unbind;
  const body = { requestId, state: "unbound", updatedAt: "2026-01-01T00:00:30.000Z", receipt };
  rig.answersAs("(POST|GET) /v1/unbind-requests/", { status: 200, body });
  return receipt;
}

/** The genuine one with the facts of this rig's request. */
async function receiptFor(rig: Rig, genuine: string) {
  const confirmed =
    /"request":(\{"requestId".*?"expiresAt":"[^"]+"\})/.exec(journalText(rig))?.[1] ??
    JSON.stringify(await confirmedOf(rig));
  const { requestId, hash, imeiHash, epoch, sn } = JSON.parse(confirmed);
  const executed = /"executionPrepared".*?"jws":"([^"]+)"/.exec(journalText(rig))?.[1] ?? "";
  const { iss: _, aud: __, ...said } = peekJws(genuine).payload;
  return { ...said, requestId, requestHash: hash, executionHash: referenceTo(executed), imeiHash, epoch, sn };
}

async function confirmedOf(rig: Rig): Promise<unknown> {
  const records = await recordsOf(rig);
  const bodies = records.map(({ body }) => body as { type?: string; request?: unknown });
  return bodies.find(({ type }) => type === "requestConfirmed")?.request;
}
