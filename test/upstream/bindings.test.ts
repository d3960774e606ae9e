import { expect, test } from "vitest";
import { type BindingPayload, bindingPayload } from "../../device/contract/messages/binding.ts";
import { bindingsAnswer, paths } from "../../device/contract/upstream.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { TestTerminal } from "./testTerminal.ts";
import { identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const dayMs = 86_400_000;
const card = { bindingKind: "settlement_card_to_merchant", providerId: "lakala-settlement-card" } as const;

const told = async (terminal: TestTerminal): Promise<BindingPayload[]> => {
  const { bindings } = bindingsAnswer.parse(JSON.parse((await terminal.get(paths.bindings(terminal.sn))).body));
  return bindings.map((jws) => bindingPayload.parse(payloadOf(jws)));
};

test("every binding is told, each with its own kind, provider, subject and epoch", async () => {
  const { terminal } = await createEnrolledTerminal({
    bindings: [{}, { ...card, subject: "6222020000001234", contact: "13800001234" }],
  });

  const bindings = await told(terminal);

  expect(
    bindings.map(({ bindingKind, providerId, subjectMasked, contactMasked, state, epoch }) => {
      return { bindingKind, providerId, subjectMasked, contactMasked, state, epoch };
    }),
  ).toEqual([
    { bindingKind: "terminal_to_merchant", providerId: "generic-pos", state: "bound", epoch: 1 },
    { ...card, subjectMasked: "••••••••••••1234", contactMasked: "•••••••1234", state: "bound", epoch: 1 },
  ]);
});

test("terms are told as they are now: what the operator set, what was permitted, and the request that is open", async () => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal({ reviewMs: "manual" });
  const { operator } = upstream;
  const window = { opensAt: "2026-01-01T00:00:00.000Z", closesAt: "2026-02-01T00:00:00.000Z" };
  const replacement = { state: "pending", accountMasked: "••••9876" } as const;
  await operator.setTerms({ sn: identity.sn, window, unbindsLeft: 2, replacement });
  const authorisation = await operator.authorise({ sn: identity.sn, covers: ["unbind"] });
  const { request } = await submitted();

  const [binding] = await told(terminal);

  expect(binding?.terms).toEqual({
    window,
    unbindsLeft: 2,
    replacement,
    authorisation,
    openRequestId: request.requestId,
  });
});

test("what is over is in no terms: a settled request, an expired permission, a limit that counts anew", async () => {
  const { terminal, upstream, clock, submitted } = await createEnrolledTerminal();
  const until = new Date(clock.now() + dayMs).toISOString();
  await upstream.operator.authorise({ sn: identity.sn, covers: ["unbind"] });
  await terminal.cancel((await submitted()).request);
  await upstream.operator.setTerms({ sn: identity.sn, unbindsLeft: 0, limitUntil: until });
  await clock.advance(dayMs);

  expect((await told(terminal))[0]?.terms).toBeUndefined();
});

test("an unbind uses one up of those that are left", async () => {
  const { upstream, unbound } = await createEnrolledTerminal();
  await upstream.operator.setTerms({ sn: identity.sn, unbindsLeft: 2 });
  await unbound();

  expect((await upstream.operator.list()).terminals[0]?.bindings[0]?.terms).toEqual({ unbindsLeft: 1 });
});

test("an order for one of several bindings must say which", async () => {
  const { upstream } = await createEnrolledTerminal({ bindings: [{}, card] });
  const { operator } = upstream;
  const vague = operator.unbindAtDesk({ sn: identity.sn });
  await expect(vague).rejects.toThrow("several bindings");
  const { bindings } = await operator.unbindAtDesk({ sn: identity.sn, bindingKind: card.bindingKind });

  expect(bindings.map(({ state }) => state)).toEqual(["bound", "unbound"]);
});

test("a terminal is bound once by one kind with one provider", async () => {
  const { upstream } = await createEnrolledTerminal();

  await expect(upstream.operator.addBinding({ sn: identity.sn, binding: {} })).rejects.toThrow("already");
});

test("requests for two bindings of one terminal do not stand in each other's way", async () => {
  const { terminal, submitted } = await createEnrolledTerminal({ reviewMs: "manual", bindings: [{}, card] });
  await submitted();
  const other = await terminal.request({ ...card, subjectMasked: "••••••••••••0001" });

  expect(outcomeOf(await terminal.submit(other))).toBe("202 submitted");
});
