import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verificationDemandPayload } from "../../device/contract/messages/outcome.ts";
import { createManualClock } from "../support/manualClock.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { createAgreementKey } from "./agreementKey.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { DemandedProof } from "./operator.ts";
import { createReferenceUpstream } from "./referenceUpstream.ts";
import { createSigningKey } from "./signingKey.ts";
import { openFileStore } from "./store.ts";
import { answerOf, createTestTerminal, decisionIn, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

const minuteMs = 60_000;
const sms = { factor: "sms", how: { kind: "code", code: "246810", sentTo: "••••1234" } } as const;

/** A request of which something is demanded, and how to answer with a code. */
async function demanded(proof: DemandedProof = sms) {
  const enrolled = await createEnrolledTerminal({ reviewMs: "manual" });
  const { terminal, upstream, submitted } = enrolled;
  const { request } = await submitted();
  const { requestId } = request;
  const told = await upstream.operator.demand({ requestId, ...proof });
  const demand = answerOf(await terminal.ask(request)).demand ?? "";
  const type = async (code: string) => terminal.verify(request, await terminal.verification(request, demand, code));
  return { ...enrolled, request, requestId, told, demand, type };
}

test("a demand is told signed, and names the request's bytes, the factor and the tries", async () => {
  const { request, demand, told, clock, terminal, upstream } = await demanded();

  expect(verificationDemandPayload.parse(payloadOf(demand))).toEqual({
    iss: upstream.audience,
    aud: terminal.kid,
    requestId: request.requestId,
    requestHash: request.hash,
    ref: told.ref,
    factor: "sms",
    how: { kind: "code", sentTo: "••••1234", triesLeft: 3 },
    expiresAt: new Date(clock.now() + 10 * minuteMs).toISOString(),
  });
});

test("the right code lets the review go on, and the same message again is still right", async () => {
  const { terminal, request, demand, upstream, requestId } = await demanded();
  const message = await terminal.verification(request, demand, "246810");
  const answers = [await terminal.verify(request, message), await terminal.verify(request, message)];
  await upstream.operator.approve({ requestId });

  expect([...answers, await terminal.ask(request)].map(outcomeOf)).toEqual([
    ...["200 under_review", "200 under_review", "200 approved"],
  ]);
});

test("a code that is asked for after the review opens the grant", async () => {
  const { type } = await demanded({ ...sms, phase: "afterReview" });

  const answer = await type("246810");

  expect([outcomeOf(answer), answerOf(answer).grant === undefined]).toEqual(["200 approved", false]);
});

test("every wrong code costs one try, however often it arrives, and the last one the request", async () => {
  const { terminal, request, demand, type } = await demanded();
  const wrong = await terminal.verification(request, demand, "111111");
  const told: unknown[] = [];
  for (const answer of [
    await terminal.verify(request, wrong),
    await terminal.verify(request, wrong),
    await type("111111"),
    await type("222222"),
  ])
    told.push([outcomeOf(answer), JSON.parse(answer.body).triesLeft]);
  const left = payloadOf<{ how: object }>(answerOf(await terminal.ask(request)).demand ?? "").how;
  const last = await type("333333");

  expect([told, left, JSON.parse(last.body).triesLeft, decisionIn(await terminal.ask(request))]).toEqual([
    [
      ["403 verification-refused", 2],
      ["403 verification-refused", 2],
      ["403 verification-refused", 2],
      ["403 verification-refused", 1],
    ],
    { kind: "code", sentTo: "••••1234", triesLeft: 1 },
    0,
    { outcome: "rejected", code: "verification_failed" },
  ]);
});

test("the right code is worth nothing once the tries are gone", async () => {
  const { terminal, request, type } = await demanded({ ...sms, how: { ...sms.how, tries: 1 } });
  await type("111111");

  expect([await type("246810"), await terminal.ask(request)].map(outcomeOf)).toEqual([
    ...["403 verification-refused", "200 rejected"],
  ]);
});

test("a code for a demand that was replaced proves nothing and costs nothing", async () => {
  const { upstream, requestId, type, terminal, request } = await demanded();
  const { code } = await upstream.operator.demand({ requestId, factor: "code", how: { kind: "code" } });
  const old = await type("246810");
  const demand = answerOf(await terminal.ask(request)).demand ?? "";
  const drawn = await terminal.verify(request, await terminal.verification(request, demand, code ?? ""));

  expect([outcomeOf(old), JSON.parse(old.body).triesLeft, code?.length, outcomeOf(drawn)]).toEqual([
    ...["403 verification-refused", 3, 6, "200 under_review"],
  ]);
});

test("a demand that nobody meets in time rejects the request", async () => {
  const { clock, terminal, request } = await demanded();
  await clock.advance(10 * minuteMs);

  expect(decisionIn(await terminal.ask(request))).toEqual({ outcome: "rejected", code: "verification_expired" });
});

test("a code when none is asked for is refused", async () => {
  const { terminal, request, demand, type } = await demanded();
  await type("246810");

  expect(outcomeOf(await terminal.verify(request, await terminal.verification(request, demand, "135790")))).toBe(
    "403 verification-refused",
  );
});

test("a hand-over is told as an https address with a code to compare, and is over when the telephone says so", async () => {
  const { terminal, request, requestId, told, demand, upstream, type } = await demanded({
    factor: "face",
    how: { kind: "handOver", origin: "https://verify.example.test" },
  });
  const { how } = verificationDemandPayload.parse(payloadOf(demand));
  const typed = await type("246810");
  await upstream.operator.handOverDone({ requestId });

  expect([how, outcomeOf(typed), outcomeOf(await terminal.ask(request))]).toEqual([
    {
      kind: "handOver",
      uri: `https://verify.example.test/v?user_code=${told.userCode}`,
      userCode: told.userCode,
    },
    "403 verification-refused",
    "200 under_review",
  ]);
});

test("a telephone that says no rejects the request", async () => {
  const { terminal, request, requestId, upstream } = await demanded({ factor: "face", how: { kind: "handOver" } });
  await upstream.operator.handOverDone({ requestId, proven: false });

  expect(decisionIn(await terminal.ask(request))).toEqual({ outcome: "rejected", code: "verification_failed" });
});

test.each(["beforeReview", "afterReview"] as const)("a code that is demanded of everybody, %s", async (phase) => {
  const { terminal, upstream, clock } = await createEnrolledTerminal({ reviewMs: 4_000 });
  await upstream.operator.setVerification({ demand: { ...sms, phase } });
  const request = await terminal.request();
  const states = [outcomeOf(await terminal.submit(request))];
  await clock.advance(4_000);
  const asked = await terminal.ask(request);
  states.push(outcomeOf(asked));
  const code = await terminal.verification(request, answerOf(asked).demand ?? "", "246810");
  states.push(outcomeOf(await terminal.verify(request, code)));
  await clock.advance(4_000);
  states.push(outcomeOf(await terminal.ask(request)));

  expect(states).toEqual(
    phase === "beforeReview"
      ? ["202 verification_required", "200 verification_required", "200 under_review", "200 approved"]
      : ["202 submitted", "200 verification_required", "200 approved", "200 approved"],
  );
});

test("in one step the code after the review is what unbinds", async () => {
  const { terminal, upstream } = await createEnrolledTerminal();
  await upstream.operator.setVerification({ demand: { ...sms, phase: "afterReview" } });
  const request = await terminal.request({ execution: "one_step" });
  const asked = await terminal.submit(request);
  const code = await terminal.verification(request, answerOf(asked).demand ?? "", "246810");

  expect([outcomeOf(asked), outcomeOf(await terminal.verify(request, code))]).toEqual([
    ...["202 verification_required", "200 unbound"],
  ]);
});

test("what is granted is not put in question again, only taken back", async () => {
  const { upstream, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();
  const { requestId } = request;
  const later = upstream.operator.demand({ requestId, ...sms });
  await expect(later).rejects.toThrow("withdraw the grant");

  expect((await upstream.operator.withdrawGrant({ requestId, text: "欠款未清" })).state).toBe("rejected");
});

test("no code stands anywhere: not on the disk, not in the log, not in a problem", async () => {
  const clock = createManualClock();
  const dir = await makeScratchDir();
  const audience = "http://upstream.test";
  const agreementKey = await createAgreementKey();
  const { handle, operator } = createReferenceUpstream({
    store: openFileStore(dir),
    clock,
    key: await createSigningKey(),
    agreementKey,
    audience,
    reviewMs: "manual",
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
  });
  await operator.registerTerminal(identity);
  const { code: enrolment } = await operator.issueCode({ sn: identity.sn });
  const terminal = await createTestTerminal({ handle, clock, audience, agreementKey: agreementKey.publicJwk });
  await terminal.enrol(enrolment);
  const request = await terminal.request();
  await terminal.submit(request);
  const { requestId } = request;
  const { code: drawn = "" } = await operator.demand({ requestId, ...sms, how: { kind: "code" } });
  await operator.demand({ requestId, ...sms });
  const demand = answerOf(await terminal.ask(request)).demand ?? "";
  const refused = await terminal.verify(request, await terminal.verification(request, demand, "1357924680"));
  await terminal.verify(request, await terminal.verification(request, demand, "246810"));

  const kept = [
    readFileSync(join(dir, "state.log"), "utf8"),
    JSON.stringify(await operator.log()),
    refused.body,
  ].join();
  const secrets = [enrolment, "246810", "1357924680", `"${drawn}"`];
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
});
