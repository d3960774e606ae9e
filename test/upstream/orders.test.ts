import { expect, test } from "vitest";
import { orderPayload, type ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { bindingsAnswer, paths } from "../../device/contract/upstream.ts";
import { hashOf } from "./deviceMessages.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { referenceTo } from "./references.ts";
import { answerOf, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const dayMs = 86_400_000;

/** A terminal that the upstream wants unbound, and has asked for its bindings. */
async function ordered() {
  const enrolled = await createEnrolledTerminal({ reviewMs: "manual" });
  const { terminal, upstream } = enrolled;
  const told = await upstream.operator.orderUnbind({ sn: identity.sn, reason: "regulatory", text: "监管要求" });
  const read = async () =>
    bindingsAnswer.parse(JSON.parse((await terminal.get(paths.bindings(identity.sn))).body)).order ?? null;
  const order = (await read()) ?? "";
  const made = terminal.ordered(order);
  return { ...enrolled, told, read, order, made };
}

test("the upstream's order comes with the bindings, signed for this terminal and epoch", async () => {
  const { order, told, clock, terminal, upstream } = await ordered();

  expect(orderPayload.parse(payloadOf(order))).toEqual({
    iss: upstream.audience,
    aud: terminal.kid,
    schemaVersion: 2,
    requestId: told.requestId,
    providerId: "generic-pos",
    bindingKind: "terminal_to_merchant",
    sn: identity.sn,
    imeiHash: hashOf(identity.imei),
    epoch: 1,
    reason: { code: "regulatory", text: "监管要求" },
    issuedAt: new Date(clock.now()).toISOString(),
    expiresAt: new Date(clock.now() + 7 * dayMs).toISOString(),
  });
});

test("an order is carried out like a grant, and its receipt names the order", async () => {
  const { terminal, made, order, read } = await ordered();
  const execution = await terminal.execution(made, order);
  const before = await terminal.ask(made);
  const executed = await terminal.execute(made, execution);
  const again = await terminal.execute(made, execution);
  const { receipt = "" } = answerOf(executed);
  const attested = await terminal.attest(made, await terminal.attestation(made, receipt));

  expect([
    outcomeOf(before),
    answerOf(before).grant,
    payloadOf<ReceiptPayload>(receipt).requestHash,
    answerOf(again).receipt === receipt,
    outcomeOf(attested),
    await read(),
  ]).toEqual(["200 approved", undefined, referenceTo(order), true, "200", null]);
});

test("an order that was not obeyed in time is over, and is told no more", async () => {
  const { terminal, made, order, read, clock } = await ordered();
  await clock.advance(7 * dayMs);
  const late = await terminal.execute(made, await terminal.execution(made, order));

  expect([outcomeOf(late), await read()]).toEqual(["409 grant-refused", null]);
});

test("what the upstream ordered the terminal cannot withdraw, and the upstream can", async () => {
  const { terminal, made, upstream, read } = await ordered();
  const refused = await terminal.cancel(made);
  await upstream.operator.cancel({ requestId: made.requestId });

  expect([outcomeOf(refused), await read()]).toEqual(["409 not-cancellable", null]);
});

test("one binding has one open matter: no request beside an order, no order beside a request", async () => {
  const { terminal, upstream, made } = await ordered();
  const request = await terminal.submit(await terminal.request());
  const second = upstream.operator.orderUnbind({ sn: identity.sn });

  await expect(second).rejects.toThrow(`request ${made.requestId} of this binding is open`);
  expect([outcomeOf(request), JSON.parse(request.body).requestId]).toEqual([
    "409 request-already-open",
    made.requestId,
  ]);
});

test("an order that is carried out after the desk ended the binding says so", async () => {
  const { terminal, upstream, made, order } = await ordered();
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  const executed = await terminal.execute(made, await terminal.execution(made, order));

  expect(payloadOf<ReceiptPayload>(answerOf(executed).receipt ?? "").outcome).toBe("already_unbound");
});

test("money is not left behind on an order", async () => {
  const { terminal, made, order } = await ordered();
  const funds = { openBatch: 1, storedOffline: 0, paymentsPaused: true };

  expect(outcomeOf(await terminal.execute(made, await terminal.execution(made, order, { funds })))).toBe(
    "409 grant-refused",
  );
});

test("only what the upstream ordered, and what is still bound, is told as an order", async () => {
  const { upstream, terminal, read } = await ordered();
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  const ended = await read();
  await upstream.operator.bindAgain({ sn: identity.sn });
  await terminal.submit(await terminal.request({ epoch: 2 }));

  expect([ended, await read()]).toEqual([null, null]);
});
