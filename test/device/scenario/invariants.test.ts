// What must hold whatever happens, by name. The rest of I1 to I17 stands in the tests of deaths, failures and the machine.

import { describe, expect, test, vi } from "vitest";
import { jwsType } from "../../../device/contract/evidence.ts";
import { peekJws } from "../../../device/evidence/jws.ts";
import { carryOn } from "../../support/operator.ts";
import { brokenPromises, finished, outcomeOf, recordsOf } from "../../support/promises.ts";
import { createRig, goodPin, type Rig, simIdentity } from "../../support/rig.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

async function approved(options: Parameters<typeof createRig>[0] = {}): Promise<Rig> {
  const rig = await createRig(options);
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  return rig;
}

async function unbound(): Promise<Rig> {
  const rig = await approved();
  await carryOn(rig);
  return rig;
}

const journalText = (rig: Rig) => new TextDecoder().decode(rig.disk.journal.bytes);

test("I1: while a request is open no second one can be begun, not even after a restart", async () => {
  const rig = await approved();
  await rig.restart();
  await rig.until(({ binding }) => binding.state === "bound");
  const answer = await rig.order("beginUnbind", { bindingKind: "terminal_to_merchant" });

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

test("I3: without a receipt nothing is erased, however long the upstream says nothing", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost" } });
  await rig.execute();
  await rig.clock.advance(3_600_000);
  await rig.restart();

  expect({
    erased: rig.witnessed.filter(({ what }) => what.startsWith("erase")).length,
    binding: rig.disk.merchant.binding !== null,
    pin: rig.disk.pins.has("merchant"),
  }).toEqual({ erased: 0, binding: true, pin: true });
});

describe("I4: a receipt signed by the pinned key is not believed, and an alarm is written down, when it names another", () => {
  test.each([
    ["sn", "PX7A20269999", "trust/other-terminal"],
    ["epoch", 2, "trust/field-mismatch"],
    ["requestId", "01900000-0000-7000-8000-000000000009", "trust/field-mismatch"],
    ["requestHash", "x".repeat(43), "trust/field-mismatch"],
    ["imeiHash", "x".repeat(43), "trust/other-terminal"],
  ])("%s", async (field, value, code) => {
    const rig = await approved();
    const { requestId } = (await rig.see()).unbind;
    const genuine = await genuineReceipt();
    const payload = { ...(await receiptFor(rig, genuine)), [field]: value };
    const receipt = await rig.upstreamSigns(jwsType.receipt, payload);
    const body = { requestId, state: "unbound", updatedAt: "2026-01-01T00:00:30.000Z", receipt };
    rig.answersAs("(POST|GET) /v1/unbind-requests/", { status: 200, body });
    await rig.execute();
    await rig.until(({ unbind }) => unbind.failure !== null);
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
  const rig = await approved();
  const { requestId } = (await rig.see()).unbind;
  const receipt = await rig.upstreamSigns(jwsType.receipt, await receiptFor(rig, await genuineReceipt()));
  const body = { requestId, state: "unbound", updatedAt: "2026-01-01T00:00:30.000Z", receipt };
  rig.answersAs("POST .*/execution", { status: 200, body });
  await rig.execute();

  expect((await rig.reach("wiped")).unbind.receipt?.jws).toBe(receipt);
});

test("I5: after the commit no payment, not after a restart, nor with the clock set back by years", async () => {
  const rig = await unbound();
  rig.clock.setNow(Date.parse("2001-01-01T00:00:00Z"));
  await rig.restart();
  await rig.restart();

  expect({ state: (await rig.see()).unbind.state, wouldPay: await rig.wouldPay() }).toEqual({
    state: "completed",
    wouldPay: false,
  });
});

test("I5: a payment application that lost its pause is stopped again at the start", async () => {
  const rig = await unbound();
  rig.disk.payments.text = (rig.disk.payments.text ?? "").replace('"allowed":"none"', '"allowed":"all"');
  const lost = await rig.wouldPay();
  await rig.restart();

  expect({ lost, after: await rig.wouldPay() }).toEqual({ lost: true, after: false });
});

describe("I7: a damaged journal puts the kiosk out of service: nothing is sent, nothing is wiped, payments are as they were", () => {
  test.each(["edited", "truncated", "removed"])("%s", async (damage) => {
    const rig = await approved();
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
    await rig.execute();
    await rig.reach("executing");
    const { bytes } = rig.disk.journal;
    if (damage === "edited") bytes[bytes.length - 60] = 0x20;
    else
      rig.disk.journal.bytes =
        damage === "removed" ? new Uint8Array() : bytes.slice(0, bytes.lastIndexOf(0x0a, bytes.length - 2) + 1);
    const before = rig.witnessed.length;
    await rig.restart();
    await rig.clock.advance(600_000);
    const { service, journal } = await rig.see();
    const told = [await rig.order("checkNow", {}), await rig.order("resumeWipe", {})];

    const sent = rig.witnessed.slice(before).filter(({ what }) => !what.includes("health"));
    expect({
      service: service.phase === "outOfService" && service.failure.code,
      journal: journal.status,
      told: told.map((answer) => !answer.ok && answer.error.code),
      sent,
      wouldPay: await rig.wouldPay(),
    }).toEqual({
      service: "journal/damaged",
      journal: "damaged",
      told: ["host/not-now", "host/not-now"],
      sent: [],
      wouldPay: false,
    });
  });
});

test("I8: a try is on the disk before the PIN is compared", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.order("beginUnbind", { bindingKind: "terminal_to_merchant" });
  const from = rig.mishaps().operations.length;
  await rig.type("860397");

  expect(
    rig
      .mishaps()
      .operations.slice(from)
      .filter((name) => name !== "journal.leaveMark"),
  ).toEqual(["journal.append", "pin.matches"]);
});

test("I9: a locked PIN blocks neither payments, nor the question to the upstream, nor the wipe", async () => {
  const rig = await approved();
  await rig.order("leaveMenu", {});
  for (let i = 0; i < 10; i++) {
    await rig.order("executeUnbind", {});
    await rig.type("860397");
    const { pin, at } = await rig.see();
    const { triesLeft, waitUntil } = pin.standings.merchant;
    if (triesLeft > 0) await rig.clock.advance((waitUntil ?? at) - at);
  }
  const { triesLeft: left } = (await rig.see()).pin.standings.merchant;
  const asked = await rig.order("checkNow", {});
  const wouldPay = await rig.wouldPay();
  const order = await rig.order("executeUnbind", {});
  const refused = await rig.type(goodPin);

  expect({ left, asked, wouldPay, order, refused }).toEqual({
    left: 0,
    asked: { ok: true, value: undefined },
    wouldPay: true,
    order: { ok: true, value: undefined },
    refused: { ok: false, error: { code: "pin/locked" } },
  });
});

test("I9: a wipe that was interrupted goes on by itself and without a PIN", async () => {
  const erasing = (await unbound()).mishaps().operations.indexOf("merchant.eraseBinding");
  const rig = await approved();
  rig.mishaps().dieAt(erasing + 1, "half");
  await carryOn(rig);
  rig.disk.pins.clear();
  await rig.restart();

  expect((await rig.reach("completed")).unbind.state).toBe("completed");
});

test("I9: a wipe that stopped at an item is resumed by anybody who is there", async () => {
  const erasing = (await unbound()).mishaps().operations.indexOf("merchant.eraseBinding");
  const rig = await approved();
  rig.mishaps().failAt(erasing + 1);
  await rig.execute();
  const { unbind } = await rig.reach("wipeIncomplete");
  const wouldPay = await rig.wouldPay();
  await rig.order("leaveMenu", {});

  const answer = await rig.order("resumeWipe", {});
  await rig.reach("completed");

  expect({ item: unbind.wipe.at(-1)?.result, wouldPay, answer, broken: await brokenPromises(rig) }).toEqual({
    item: "done",
    wouldPay: false,
    answer: { ok: true, value: undefined },
    broken: [],
  });
});

test("I10: neither PIN nor one-time code is anywhere but where it belongs", async () => {
  const rig = await createRig();
  const refusals = [await rig.type("274")];
  await rig.setUp();
  await rig.order("beginUnbind", { bindingKind: "terminal_to_merchant" });
  refusals.push(await rig.type("860397"), await rig.type("0"));
  await rig.order("leaveMenu", {});
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});
  await rig.restart();

  const messages = rig.witnessed.filter(({ what }) => what !== "POST /v1/enrolments");
  const places = {
    journal: journalText(rig),
    mark: rig.disk.journal.mark,
    log: rig.log.notes,
    evidence: [...rig.evidence],
    merchant: rig.disk.merchant,
    payments: rig.disk.payments,
    snapshots: rig.shown,
    refusals,
    messages: messages.map(({ what, body }) => [what, body, decoded(body)]),
  };
  const found = Object.entries(places).flatMap(([place, held]) => {
    const text = JSON.stringify(held);
    return [goodPin, "860397", rig.code, rig.code.replaceAll("-", "")]
      .filter((secret) => text.includes(secret))
      .map((secret) => `${place}: ${secret}`);
  });
  const enrolment = rig.witnessed.find(({ what }) => what === "POST /v1/enrolments");

  expect({ evidence: rig.evidence.size, found, code: decoded(enrolment?.body ?? "").includes(rig.code) }).toEqual({
    evidence: 1,
    found: [],
    code: true,
  });
});

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

test("I12: unbound at the upstream's desk before the execution: the gate says that the binding is another", async () => {
  const rig = await approved();
  await rig.upstream.operator.unbindAtDesk({ sn: simIdentity.sn });
  await rig.execute();

  const { unbind } = await rig.until((seen) => seen.unbind.failure !== null);

  expect(unbind.failure).toEqual({ code: "unbind/gate-closed", facts: { checks: "ID_MISMATCH" } });
});

test("I13: journal, key and the provenance of SN and IMEI outlive the wipe", async () => {
  const rig = await unbound();
  await rig.restart();
  const { unbind, binding, terminal } = await rig.see();
  const request = peekJws(/"requestConfirmed".*?"jws":"([^"]+)"/.exec(journalText(rig))?.[1] ?? "").payload;
  const evidence = await rig.order("saveEvidence", {});

  expect({
    receipt: unbind.receipt?.payload.outcome,
    binding: binding.state,
    sn: terminal.sn.status,
    device: request.device,
    records: (await recordsOf(rig)).length > 10,
    evidence,
  }).toMatchObject({
    receipt: "unbound_now",
    binding: "unbound",
    sn: "read",
    device: { sn: simIdentity.sn, snSource: "cgsn0", imei: simIdentity.imei, imeiSource: "cgsn1" },
    records: true,
    evidence: { ok: true },
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

describe("I16: no execution leaves", () => {
  test.each([
    ["an open batch", { openBatch: 1, storedOffline: 0 }, "OPEN_BATCH"],
    ["stored transactions", { openBatch: 0, storedOffline: 1 }, "STORED_OFFLINE_TX"],
  ])("with %s that cannot be settled", async (_what, counts, check) => {
    const rig = await approved();
    await rig.payments().setCounts(counts);
    rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });
    await rig.execute();
    const { unbind } = await rig.until((seen) => seen.unbind.failure?.code === "unbind/gate-closed");

    expect({
      checks: unbind.failure?.facts,
      sent: rig.witnessed.filter(({ what }) => what.endsWith("/execution")).length,
      wouldPay: await rig.wouldPay(),
    }).toEqual({ checks: { checks: check }, sent: 0, wouldPay: true });
  });

  test("with a payment application that does not answer", async () => {
    const rig = await approved();
    rig.payments().fail({ code: "payment/no-answer" });
    await rig.execute();
    await rig.until((seen) => seen.unbind.state === "approved" && seen.unbind.failure !== null);

    expect(rig.witnessed.filter(({ what }) => what.endsWith("/execution")).length).toBe(0);
  });

  test("and what was sold between approval and execution is settled first", async () => {
    const rig = await approved();
    await rig.payments().pay();
    await carryOn(rig);

    expect(await outcomeOf(rig, [])).toEqual(finished);
  });
});

test("I17: the pause outlives a restart in the middle of an execution of unknown outcome", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  rig.upstream.unplug();
  await rig.restart();
  const { unbind } = await rig.see();

  expect({
    state: unbind.state,
    phase: unbind.unknownPhase,
    next: unbind.nextAskAt !== null,
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    state: "unknown",
    phase: "execute",
    next: true,
    wouldPay: false,
  });
});

/** A receipt as the reference upstream signs it, of another story. */
async function genuineReceipt(): Promise<string> {
  return (await unbound()).shown.at(-1)?.unbind.receipt?.jws ?? "";
}

/** The genuine one with the facts of this rig's request. */
async function receiptFor(rig: Rig, genuine: string) {
  const confirmed =
    /"request":(\{"requestId".*?"expiresAt":"[^"]+"\})/.exec(journalText(rig))?.[1] ??
    JSON.stringify(await confirmedOf(rig));
  const { requestId, hash, imeiHash, epoch, sn } = JSON.parse(confirmed);
  return { ...peekJws(genuine).payload, requestId, requestHash: hash, imeiHash, epoch, sn };
}

async function confirmedOf(rig: Rig): Promise<unknown> {
  const records = await recordsOf(rig);
  const bodies = records.map(({ body }) => body as { type?: string; request?: unknown });
  return bodies.find(({ type }) => type === "requestConfirmed")?.request;
}

/** The payload of a compact JWS in plain text, where there is one. */
function decoded(body: string): string {
  const jws = [...body.matchAll(/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g)].map(([found]) => found);
  return jws.map((one) => JSON.stringify(peekJws(one))).join("\n");
}
