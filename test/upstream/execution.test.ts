import { expect, test } from "vitest";
import type { AcknowledgementPayload, ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { hashOf } from "./deviceMessages.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { referenceTo } from "./references.ts";
import { answerOf, decisionIn, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const hourMs = 3_600_000;

test("the receipt names the request, the execution that it answers, the terminal and the moment", async () => {
  const { unbound, clock, terminal, upstream } = await createEnrolledTerminal();
  const { request, order, receipt } = await unbound();

  const { receiptId, ...said } = payloadOf<ReceiptPayload>(receipt);

  expect([receiptId.length, said]).toEqual([
    36,
    {
      iss: upstream.audience,
      aud: terminal.kid,
      requestId: request.requestId,
      requestHash: referenceTo(request.jws),
      executionHash: referenceTo(order.jws),
      outcome: "unbound_now",
      unboundAt: new Date(clock.now()).toISOString(),
      sn: identity.sn,
      imeiHash: hashOf(identity.imei),
      epoch: 1,
      bindingKind: "terminal_to_merchant",
      subjectMasked: "示例便利店 •••••••••••0001",
      paymentsMayContinue: false,
      followUps: [
        "funds_arrived",
        "update_merchant_info",
        "update_pos_system",
        "check_bank_account",
        "new_terminal_or_settlement",
      ],
    },
  ]);
});

test("an execution sent again a week later brings the very same receipt", async () => {
  const { terminal, clock, unbound } = await createEnrolledTerminal();
  const { request, order, receipt } = await unbound();
  await clock.advance(7 * 24 * hourMs);

  expect(answerOf(await terminal.execute(request, order)).receipt).toBe(receipt);
});

test("two executions that arrive together unbind once and bring one receipt", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  const order = await terminal.execution(request, grant);

  const answers = await Promise.all([terminal.execute(request, order), terminal.execute(request, order)]);

  expect(new Set(answers.map((answer) => answerOf(answer).receipt)).size).toBe(1);
});

test("a question after a lost answer brings the receipt as well", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request, receipt } = await unbound();

  expect(answerOf(await terminal.ask(request)).receipt).toBe(receipt);
});

test("an execution id carries one message only", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request, grant, order } = await unbound();
  const altered = await terminal.execution(request, grant, { executionId: order.executionId });

  expect(outcomeOf(await terminal.execute(request, altered))).toBe("422 idempotency-conflict");
});

test("what is executed is not executed again under another id", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request, grant } = await unbound();

  expect(outcomeOf(await terminal.execute(request, await terminal.execution(request, grant)))).toBe("409 not-approved");
});

test("nothing is executed before it is approved, and a withdrawn approval is none", async () => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  await upstream.operator.reject({ requestId: request.requestId, code: "withdrawn" });

  expect(outcomeOf(await terminal.execute(request, await terminal.execution(request, grant)))).toBe("409 not-approved");
});

test("an expired grant opens nothing", async () => {
  const { terminal, clock, submitted } = await createEnrolledTerminal({ grantMs: hourMs });
  const { request, grant } = await submitted();
  await clock.advance(hourMs);

  expect(outcomeOf(await terminal.execute(request, await terminal.execution(request, grant)))).toBe(
    "409 grant-refused",
  );
});

const failedCheck = [{ code: "STORED_OFFLINE_TX", level: "must", outcome: "failed" }];
const refusals: readonly [string, Record<string, unknown>, string][] = [
  ["another grant's id", { grantId: "00000000-0000-7000-8000-000000000000" }, "409 grant-refused"],
  ["another grant's bytes", { grantHash: hashOf("another grant") }, "409 grant-refused"],
  ["another request's bytes", { requestHash: hashOf("another request") }, "409 grant-refused"],
  ["a check that failed at the last moment", { checks: failedCheck }, "409 grant-refused"],
  ["another epoch", { epoch: 2 }, "409 epoch-mismatch"],
  ["another SN", { sn: "SN-0002-0000" }, "422 identity-mismatch"],
  ["another request's id", { requestId: "00000000-0000-7000-8000-000000000000" }, "400 malformed"],
  ["payments that go on", { funds: { openBatch: 0, storedOffline: 0, paymentsPaused: false } }, "400 malformed"],
  ["an open batch", { funds: { openBatch: 1, storedOffline: 0, paymentsPaused: true } }, "409 grant-refused"],
  ["a transaction not sent", { funds: { openBatch: 0, storedOffline: 1, paymentsPaused: true } }, "409 grant-refused"],
  ["a time in the future", { createdAt: "2026-01-01T00:06:00.000Z" }, "400 clock-skew"],
];

test.each(refusals)("an execution is refused for %s, and changes nothing", async (_story, bend, outcome) => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  const refused = await terminal.execute(request, await terminal.execution(request, grant, bend));

  expect([refused, await terminal.ask(request)].map(outcomeOf)).toEqual([outcome, "200 approved"]);
});

test("an execution from the future is refused for good, and one by a clock that was set since is carried out", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  const ahead = await terminal.execution(request, grant, { createdAt: "2027-02-05T00:00:00.000Z" });
  const refused = await terminal.execute(request, ahead);
  const anew = await terminal.execute(request, await terminal.execution(request, grant));
  const late = await terminal.execute(request, ahead);

  expect([decisionIn(refused), outcomeOf(anew), outcomeOf(late)]).toEqual([
    { outcome: "execution_refused", code: "clock-skew" },
    "200 unbound",
    "400 clock-skew",
  ]);
});

test("an execution needs its own id as a quoted Idempotency-Key", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();
  const order = await terminal.execution(request, grant);
  const answers = [
    await terminal.execute(request, order, order.executionId),
    await terminal.execute(request, order, `"${request.requestId}"`),
  ];

  expect(answers.map(outcomeOf)).toEqual(["400 idempotency-key-missing", "422 idempotency-conflict"]);
});

test("a binding that ended elsewhere is approved without review, and its receipt says so", async () => {
  const { upstream, unbound, clock } = await createEnrolledTerminal({ reviewMs: "manual" });
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  const endedAt = new Date(clock.now()).toISOString();
  await clock.advance(hourMs);

  const { receipt } = await unbound();

  const { outcome, unboundAt } = payloadOf<ReceiptPayload>(receipt);
  expect({ outcome, unboundAt }).toEqual({ outcome: "already_unbound", unboundAt: endedAt });
});

test("an attestation is acknowledged once, with what the binding is now", async () => {
  const { terminal, clock, unbound } = await createEnrolledTerminal();
  const { request, receipt } = await unbound();
  const attestation = await terminal.attestation(request, receipt);
  const first = await terminal.attest(request, attestation);
  await clock.advance(7 * 24 * hourMs);
  const second = await terminal.attest(request, attestation);

  const { attestationHash, bindingState } = payloadOf<AcknowledgementPayload>(JSON.parse(second.body).acknowledgement);
  expect([second.body === first.body, attestationHash, bindingState]).toEqual([
    true,
    referenceTo(attestation),
    "unbound",
  ]);
});

test("an attestation counts even when the terminal's clock was years ahead", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request, receipt } = await unbound();
  const attestation = await terminal.attestation(request, receipt, { createdAt: "2036-01-01T00:00:00.000Z" });

  expect(outcomeOf(await terminal.attest(request, attestation))).toBe("200");
});

test("there is nothing to attest before the unbind", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request, grant } = await submitted();

  expect(outcomeOf(await terminal.attest(request, await terminal.attestation(request, grant)))).toBe("409 not-unbound");
});

test("an attestation belongs to one receipt and is made once", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request, receipt } = await unbound();
  const forAnother = await terminal.attest(request, await terminal.attestation(request, "another receipt"));
  await terminal.attest(request, await terminal.attestation(request, receipt));
  const signedAgain = await terminal.attest(request, await terminal.attestation(request, receipt));
  const anew = await terminal.attest(request, await terminal.attestation(request, receipt, { app: "0.2.0" }));

  expect([forAnother, signedAgain, anew].map(outcomeOf)).toEqual([
    ...["409 not-unbound", "200", "422 idempotency-conflict"],
  ]);
});
