import { expect, test } from "vitest";
import type { ReceiptPayload } from "../../device/contract/messages/outcome.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { NewBinding } from "./operator.ts";
import { answerOf, decisionIn, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const oneStep = { execution: "one_step" } as const;

test("in one step the answer to the request is the receipt, and sent again it is the same", async () => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request(oneStep);
  const first = await terminal.submit(request);
  const again = await terminal.submit(request);

  const { grant, receipt = "" } = answerOf(first);
  const { outcome, requestHash } = payloadOf<ReceiptPayload>(receipt);
  expect([outcomeOf(first), grant, outcome, requestHash, answerOf(again).receipt]).toEqual([
    ...["202 unbound", undefined, "unbound_now", request.hash, receipt],
  ]);
});

test("in one step a review ends in the receipt, and the binding is over with it", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const request = await terminal.request(oneStep);
  const submitted = await terminal.submit(request);
  await clock.advance(4_000);

  const { terminals } = await upstream.operator.list();
  expect([outcomeOf(submitted), terminals[0]?.bindingState, outcomeOf(await terminal.ask(request))]).toEqual([
    ...["202 submitted", "unbound", "200 unbound"],
  ]);
});

test("in one step the operator's approval is the unbind", async () => {
  const { terminal, upstream } = await createEnrolledTerminal({ reviewMs: "manual" });
  const request = await terminal.request(oneStep);
  await terminal.submit(request);
  const { state } = await upstream.operator.approve({ requestId: request.requestId });

  expect([state, outcomeOf(await terminal.ask(request))]).toEqual(["unbound", "200 unbound"]);
});

test("in one step nothing is taken while money is left", async () => {
  const { terminal } = await createEnrolledTerminal();
  const funds = { openBatch: 0, storedOffline: 2 };
  const answer = await terminal.submit(await terminal.request({ ...oneStep, funds }));

  expect([outcomeOf(answer), decisionIn(answer)]).toEqual([
    "202 rejected",
    { outcome: "rejected", code: "precheck_failed" },
  ]);
});

test("a request in one step that is withdrawn in review unbinds nothing", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const request = await terminal.request(oneStep);
  await terminal.submit(request);
  await terminal.cancel(request);
  await clock.advance(10_000);

  const { terminals } = await upstream.operator.list();
  expect([outcomeOf(await terminal.ask(request)), terminals[0]?.bindingState]).toEqual(["200 cancelled", "bound"]);
});

test("in one step what ended at the desk meanwhile is told as over already", async () => {
  const { terminal, upstream } = await createEnrolledTerminal({ reviewMs: "manual" });
  const request = await terminal.request(oneStep);
  await terminal.submit(request);
  await upstream.operator.unbindAtDesk({ sn: identity.sn });
  await upstream.operator.approve({ requestId: request.requestId });

  const { receipt = "" } = answerOf(await terminal.ask(request));
  expect(payloadOf<ReceiptPayload>(receipt).outcome).toBe("already_unbound");
});

const continuing: readonly [NewBinding, boolean][] = [
  [{ replacement: { state: "validated" } }, false],
  [{ bindingKind: "settlement_card_to_merchant", replacement: { state: "validated" } }, true],
  [{ bindingKind: "bank_account_to_pos", replacement: { state: "validated" } }, true],
  [{ bindingKind: "bank_account_to_pos", replacement: { state: "pending" } }, false],
  [{ bindingKind: "bank_account_to_pos", replacement: { state: "none" } }, false],
  [{ bindingKind: "settlement_card_to_merchant" }, false],
  [{ bindingKind: "terminal_to_account", replacement: { state: "validated" } }, false],
];

test.each(continuing)("after the unbind of %o payments may go on: %s", async (binding, mayContinue) => {
  const { terminal, upstream } = await createEnrolledTerminal({ bindings: [binding] });
  const { bindingKind = "terminal_to_merchant" } = binding;
  const money = bindingKind === "settlement_card_to_merchant" || bindingKind === "bank_account_to_pos";
  const subject = money ? { subjectMasked: "••••••••••••0001" } : {};
  const answer = await terminal.submit(await terminal.request({ ...oneStep, bindingKind, ...subject }));
  await upstream.operator.list();

  expect(payloadOf<ReceiptPayload>(answerOf(answer).receipt ?? "").paymentsMayContinue).toBe(mayContinue);
});
