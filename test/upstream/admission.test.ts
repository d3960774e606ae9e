import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Waiver } from "../../device/contract/messages/request.ts";
import { genericProfile } from "../../device/profiles/bundled.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { examplePolicyOf, textHashOf } from "./policies.ts";
import { answerOf, decisionIn, identity, outcomeOf } from "./testTerminal.ts";

const at = "2026-01-01T00:00:00.000Z";
const dayMs = 86_400_000;
const actor = (role: string, principalId: string = randomUUID()) => ({
  role,
  principalId,
  method: "pin",
  approvedAt: at,
});

test("a request that names what this terminal is not bound to is refused", async () => {
  const { terminal } = await createEnrolledTerminal();
  const { binding } = terminal.requestPayload();
  const bends: Record<string, unknown>[] = [
    { providerId: "lishua" },
    { bindingKind: "bank_account_to_pos" },
    { binding: { ...binding, acquirerCode: "11111111" } },
    { subjectMasked: "••••1234" },
    { consent: { policyId: "generic-unbind", policyVersion: "0", at } },
    { consent: { policyId: "another", policyVersion: "1", at } },
  ];
  const outcomes: string[] = [];
  for (const bend of bends) outcomes.push(outcomeOf(await terminal.submit(await terminal.request(bend))));

  expect(outcomes).toEqual([
    "422 identity-mismatch",
    "422 identity-mismatch",
    "409 epoch-mismatch",
    "409 epoch-mismatch",
    "409 policy-outdated",
    "409 policy-outdated",
  ]);
});

test("where a policy is published, its text is agreed to as it is to be read, in whichever language", async () => {
  const { terminal, upstream } = await createEnrolledTerminal();
  const policy = examplePolicyOf(genericProfile);
  await upstream.operator.publishProfile({ profile: genericProfile, policy });
  const named = { policyId: policy.id, policyVersion: policy.version, at };
  const read = { ...named, language: "en", textHash: textHashOf(policy.text.en) };
  const consents = [
    undefined,
    named,
    { ...read, textHash: textHashOf("another text") },
    { ...read, language: "zh-CN" },
    { ...read, policyVersion: "0" },
    read,
  ];
  const outcomes: string[] = [];
  for (const consent of consents) outcomes.push(outcomeOf(await terminal.submit(await terminal.request({ consent }))));

  expect(outcomes).toEqual([...Array.from({ length: 5 }, () => "409 policy-outdated"), "202 approved"]);
});

test("where none is published nothing is agreed to, or what an earlier program knew by its name", async () => {
  const named = { policyId: "generic-unbind", policyVersion: "1", at };
  const outcomes: string[] = [];
  for (const consent of [undefined, named, { ...named, language: "en", textHash: textHashOf("some text") }]) {
    const { terminal } = await createEnrolledTerminal();
    outcomes.push(outcomeOf(await terminal.submit(await terminal.request({ consent }))));
  }

  expect(outcomes).toEqual(["202 approved", "202 approved", "409 policy-outdated"]);
});

test("a request supersedes only what was settled for the same binding", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();
  await terminal.cancel(request);
  const unknown = await terminal.submit(await terminal.request({ supersedes: randomUUID() }));
  const settled = await terminal.submit(await terminal.request({ supersedes: request.requestId }));

  expect([unknown, settled].map(outcomeOf)).toEqual(["400 malformed", "202 approved"]);
});

test("outside of the window nothing is taken, and it is told when it opens", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal();
  const opensAt = new Date(clock.now() + dayMs).toISOString();
  const closesAt = new Date(clock.now() + 2 * dayMs).toISOString();
  await upstream.operator.setTerms({ sn: identity.sn, window: { opensAt, closesAt } });
  const early = await terminal.submit(await terminal.request());
  await clock.advance(2 * dayMs);
  const late = await terminal.submit(await terminal.request());

  expect([outcomeOf(early), JSON.parse(early.body).until, outcomeOf(late), JSON.parse(late.body).until]).toEqual([
    "409 window-closed",
    opensAt,
    "409 window-closed",
    undefined,
  ]);
});

test("a limit that is used up says until when, and counts anew from then on", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal();
  const limitUntil = new Date(clock.now() + dayMs).toISOString();
  await upstream.operator.setTerms({ sn: identity.sn, unbindsLeft: 0, limitUntil });
  const refused = await terminal.submit(await terminal.request());
  await clock.advance(dayMs);
  const taken = await terminal.submit(await terminal.request());

  expect([outcomeOf(refused), JSON.parse(refused.body).until, outcomeOf(taken)]).toEqual([
    "429 limit-reached",
    limitUntil,
    "202 approved",
  ]);
});

test("a technician's request is taken inside the merchant's approval, once and by its bytes", async () => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request({ actors: [actor("technician")], secondApproval: "merchant" });
  const body = await terminal.approved(request, { actor: actor("merchant") });
  const signedAnew = await terminal.approved(request, { actor: actor("merchant") });

  const answers = [await terminal.submit(body), await terminal.submit(body), await terminal.submit(signedAnew)];

  expect(answers.map(outcomeOf)).toEqual(["202 approved", "202 approved", "422 idempotency-conflict"]);
});

const me = randomUUID();
const other = "SN-0002-0000";
const bare: readonly [string, object][] = [
  ["a technician alone", { actors: [actor("technician")] }],
  ["a cashier", { actors: [actor("cashier")] }],
  ["an approval that is announced and missing", { actors: [actor("technician")], secondApproval: "merchant" }],
  ["an authorisation that nobody gave", { actors: [{ ...actor("upstream"), method: "upstream_authorisation" }] }],
];

test.each(bare)("a request is refused for %s", async (_story, bend) => {
  const { terminal } = await createEnrolledTerminal();

  expect(outcomeOf(await terminal.submit(await terminal.request({ ...bend })))).toBe("403 approval-missing");
});

const approvals: readonly [string, object, string][] = [
  ["the same person", { actor: actor("merchant", me) }, "403 approval-missing"],
  ["another role than was asked for", { actor: actor("technician") }, "403 approval-missing"],
  ["another request's bytes", { actor: actor("merchant"), requestHash: "A".repeat(43) }, "403 approval-missing"],
  ["another epoch", { actor: actor("merchant"), epoch: 2 }, "403 approval-missing"],
  ["another terminal", { actor: actor("merchant"), sn: other }, "422 identity-mismatch"],
  ["no request in it", { actor: actor("merchant"), request: "a.b.c" }, "400 malformed"],
];

test.each(approvals)("an approval is none for %s", async (_story, bend, outcome) => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request({ actors: [actor("technician", me)], secondApproval: "merchant" });

  expect(outcomeOf(await terminal.submit(await terminal.approved(request, { ...bend })))).toBe(outcome);
});

test("the upstream's authorisation stands beside a technician until it expires", async () => {
  const { terminal, upstream, clock } = await createEnrolledTerminal();
  const { id } = await upstream.operator.authorise({ sn: identity.sn, covers: ["unbind"] });
  const upstreamToo = { ...actor("upstream", id), method: "upstream_authorisation" };
  const bend = { actors: [actor("technician"), upstreamToo] };
  const taken = await terminal.submit(await terminal.request(bend));
  await upstream.operator.cancel({ requestId: answerOf(taken).requestId });
  await clock.advance(dayMs);
  const late = await terminal.submit(await terminal.request(bend));

  expect([taken, late].map(outcomeOf)).toEqual(["202 approved", "403 approval-missing"]);
});

test("a technician leads no money elsewhere, whoever agrees", async () => {
  const card = { bindingKind: "settlement_card_to_merchant", subjectMasked: "••••••••••••0001" } as const;
  const { terminal } = await createEnrolledTerminal({ bindings: [{ bindingKind: card.bindingKind }] });
  const request = await terminal.request({ ...card, actors: [actor("technician")], secondApproval: "merchant" });

  const answer = await terminal.submit(await terminal.approved(request, { actor: actor("merchant") }));

  expect(outcomeOf(answer)).toBe("403 approval-missing");
});

/** A terminal with an open batch, and somebody who takes that upon themselves. */
async function withOpenBatch(waiver: Partial<Waiver>, covers: "waive_open_batch" | "waive_stored_offline") {
  const { terminal, upstream } = await createEnrolledTerminal();
  const { id } = await upstream.operator.authorise({ sn: identity.sn, covers: ["unbind", covers] });
  const technician = actor("technician");
  const waivers = [
    {
      check: "OPEN_BATCH",
      reason: "terminal_broken",
      role: "technician",
      at,
      principalId: technician.principalId,
      authorisationId: id,
      ...waiver,
    },
  ];
  const checks = [{ code: "OPEN_BATCH", level: "must", outcome: "failed" }];
  const upstreamToo = { ...actor("upstream", id), method: "upstream_authorisation" };
  const request = await terminal.request({ precheck: { checks, waivers }, actors: [technician, upstreamToo] });
  const answer = await terminal.submit(request);
  return { terminal, request, answer, checks };
}

test("an open batch stays behind by the upstream's permission, also when it is executed", async () => {
  const { terminal, request, answer, checks } = await withOpenBatch({}, "waive_open_batch");
  const grant = answerOf(answer).grant ?? "";
  const execute = async (funds: object) =>
    outcomeOf(await terminal.execute(request, await terminal.execution(request, grant, { checks, funds })));
  const more = await execute({ openBatch: 3, storedOffline: 1, paymentsPaused: true });
  const covered = await execute({ openBatch: 3, storedOffline: 0, paymentsPaused: true });

  expect([more, covered]).toEqual(["409 grant-refused", "200 unbound"]);
});

const waiversRefused: readonly [string, Partial<Waiver>, "waive_open_batch" | "waive_stored_offline"][] = [
  ["the permission covers something else", {}, "waive_stored_offline"],
  ["the permission was never given", { authorisationId: randomUUID() }, "waive_open_batch"],
  ["it is the merchant's", { role: "merchant" }, "waive_open_batch"],
];

test.each(waiversRefused)("a waiver of money counts for nothing when %s", async (_story, waiver, covers) => {
  const { answer } = await withOpenBatch(waiver, covers);

  expect([outcomeOf(answer), decisionIn(answer)]).toEqual([
    "202 rejected",
    { outcome: "rejected", code: "waiver_not_authorised" },
  ]);
});

test("a waiver of another check than the failed one helps nothing", async () => {
  const { terminal } = await createEnrolledTerminal();
  const checks = [{ code: "STORAGE_FAULT", level: "must", outcome: "failed" }];
  const by = { role: "merchant", principalId: me, reason: "no_remedy_here", at };
  const answer = await terminal.submit(
    await terminal.request({ precheck: { checks, waivers: [{ check: "BATTERY_LOW", ...by }] } }),
  );

  expect(decisionIn(answer)).toEqual({ outcome: "rejected", code: "precheck_failed" });
});
