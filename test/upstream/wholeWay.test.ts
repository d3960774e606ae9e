import { expect, test } from "vitest";
import { bindingsAnswer, paths } from "../../device/contract/upstream.ts";
import { createManualClock } from "../support/manualClock.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { createInProcessUpstream } from "./inProcess.ts";
import { answerOf, createTestTerminal, identity, outcomeOf } from "./testTerminal.ts";

test("a terminal enrols, asks, waits for the review, executes and attests", async () => {
  const clock = createManualClock();
  const upstream = await createInProcessUpstream({ clock, reviewMs: 4_000 });
  await upstream.operator.registerTerminal(identity);
  const { code } = await upstream.operator.issueCode({ sn: identity.sn });
  const terminal = await createTestTerminal({
    handle: upstream.handle,
    clock,
    audience: upstream.audience,
    agreementKey: upstream.agreementJwk,
  });
  const told: string[] = [];
  const tell = (word: string) => told.push(word);

  tell(outcomeOf(await terminal.enrol(code)));
  const request = await terminal.request();
  tell(outcomeOf(await terminal.submit(request)));
  await clock.advance(1_000);
  tell(outcomeOf(await terminal.ask(request)));
  await clock.advance(3_000);
  const approved = await terminal.ask(request);
  tell(outcomeOf(approved));
  const unbound = await terminal.execute(request, await terminal.execution(request, answerOf(approved).grant ?? ""));
  tell(outcomeOf(unbound));
  tell(outcomeOf(await terminal.attest(request, await terminal.attestation(request, answerOf(unbound).receipt ?? ""))));

  expect(told).toEqual(["201", "202 submitted", "200 under_review", "200 approved", "200 unbound", "200"]);
});

test("a card is unbound in one step: approved by the merchant, held for risk, proven by SMS, and done", async () => {
  const card = { bindingKind: "settlement_card_to_merchant", providerId: "lakala-settlement-card" } as const;
  const replacement = { state: "validated" } as const;
  const { terminal, upstream, clock } = await createEnrolledTerminal({
    reviewMs: 4_000,
    bindings: [{}, { ...card, subject: "6222020000001234", replacement }],
  });
  const { operator } = upstream;
  const subjectMasked = "••••••••••••1234";
  const request = await terminal.request({ ...card, execution: "one_step", subjectMasked });
  const { requestId } = request;
  const told: string[] = [];
  const tell = (word: string) => told.push(word);

  tell(outcomeOf(await terminal.submit(request)));
  await operator.hold({ requestId, state: "risk_hold", code: "odd_hours" });
  tell(outcomeOf(await terminal.ask(request)));
  await operator.lift({ requestId });
  const { code = "" } = await operator.demand({
    requestId,
    factor: "sms",
    how: { kind: "code" },
    phase: "afterReview",
  });
  const asked = await terminal.ask(request);
  tell(outcomeOf(asked));
  const proof = await terminal.verification(request, answerOf(asked).demand ?? "", code);
  const unbound = await terminal.verify(request, proof);
  tell(outcomeOf(unbound));
  const receipt = answerOf(unbound).receipt ?? "";
  tell(outcomeOf(await terminal.attest(request, await terminal.attestation(request, receipt))));
  await clock.advance(1);
  const { bindings } = (await operator.list()).terminals[0] ?? { bindings: [] };

  expect([told, bindings.map(({ state }) => state)]).toEqual([
    ["202 submitted", "200 risk_hold", "200 verification_required", "200 unbound", "200"],
    ["bound", "unbound"],
  ]);
});

test("the upstream orders an unbind; the terminal finds it, carries it out and attests", async () => {
  const { terminal, upstream } = await createEnrolledTerminal();
  await upstream.operator.orderUnbind({ sn: identity.sn });
  const read = async () => bindingsAnswer.parse(JSON.parse((await terminal.get(paths.bindings(identity.sn))).body));
  const { order = "" } = await read();
  const made = terminal.ordered(order);
  const executed = await terminal.execute(made, await terminal.execution(made, order));
  const attested = await terminal.attest(made, await terminal.attestation(made, answerOf(executed).receipt ?? ""));

  expect([outcomeOf(executed), outcomeOf(attested), (await read()).order]).toEqual(["200 unbound", "200", undefined]);
});

test("a terminal that is cut off is answered over the telephone, reports later, and is bound anew", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal();
  const { operator } = upstream;
  const request = await terminal.request({ way: "offline" });
  const asked = terminal.challenge(request);
  const { merchantName, code } = await operator.answer({ challenge: asked.text });
  await clock.advance(7 * 86_400_000);
  const settled = await terminal.report(await terminal.offlineReport(request, asked, null));
  await operator.bindAgain({ sn: identity.sn });
  const { code: enrolment } = await operator.issueCode({ sn: identity.sn });
  const enrolled = await terminal.enrol(enrolment);
  const next = await terminal.submit(await terminal.request({ epoch: 2 }));

  expect([merchantName, code.length, ...[settled, enrolled, next].map(outcomeOf)]).toEqual([
    ...["示例便利店", 11, "200", "201", "202 approved"],
  ]);
});
