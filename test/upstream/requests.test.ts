import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { paths } from "../../device/contract/upstream.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { answerOf, decisionIn, identity, outcomeOf } from "./testTerminal.ts";

const other = { sn: "SN-0002-0000", imei: "352656100367872" };
const dayMs = 86_400_000;

test("a request sent again gets the answer of now, not a second review", async () => {
  const { terminal, clock } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const request = await terminal.request();
  const first = await terminal.submit(request);
  await clock.advance(4_000);
  const second = await terminal.submit(request);

  expect([first, second].map(outcomeOf)).toEqual(["202 submitted", "202 approved"]);
});

test("a request sent again a day after it was signed is still known", async () => {
  const { terminal, clock } = await createEnrolledTerminal({ reviewMs: "manual" });
  const request = await terminal.request();
  await terminal.submit(request);
  await clock.advance(dayMs);

  expect(outcomeOf(await terminal.submit(request))).toBe("202 under_review");
});

test("other bytes under the same key are refused", async () => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request();
  await terminal.submit(request);
  const altered = await terminal.request({ requestId: request.requestId, reason: { code: "regulatory" } });

  expect(outcomeOf(await terminal.submit(altered))).toBe("422 idempotency-conflict");
});

test("the same words signed anew are other bytes", async () => {
  const { terminal } = await createEnrolledTerminal();
  const payload = terminal.requestPayload();
  const [first, second] = [await terminal.request(payload), await terminal.request(payload)];
  await terminal.submit(first);

  expect(outcomeOf(await terminal.submit(second))).toBe("422 idempotency-conflict");
});

const keys: readonly [string, (requestId: string) => string, string][] = [
  ["no quotes", (id) => id, "400 idempotency-key-missing"],
  ["nothing", () => "", "400 idempotency-key-missing"],
  ["two keys", (id) => `"${id}", "${id}"`, "400 idempotency-key-missing"],
  ["a parameter", (id) => `"${id}";a=1`, "400 idempotency-key-missing"],
  ["another id than the signed one", () => `"${randomUUID()}"`, "422 idempotency-conflict"],
];

test.each(keys)("an Idempotency-Key with %s is refused", async (_story, keyFor, outcome) => {
  const { terminal } = await createEnrolledTerminal();
  const request = await terminal.request();

  expect(outcomeOf(await terminal.submit(request, keyFor(request.requestId)))).toBe(outcome);
});

test("a request without an Idempotency-Key is refused", async () => {
  const { terminal } = await createEnrolledTerminal();
  const { jws } = await terminal.request();

  expect(outcomeOf(await terminal.post(paths.requests, jws))).toBe("400 idempotency-key-missing");
});

test("a second request for the same binding is refused and told which one is open", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();

  const refused = await terminal.submit(await terminal.request());

  expect(JSON.parse(refused.body)).toEqual({
    type: "urn:jiebang:problem:request-already-open",
    title: "Another request for this binding is open",
    decision: expect.any(String),
    status: 409,
    requestId: request.requestId,
  });
});

test("after a rejection a new request is taken", async () => {
  const { terminal, upstream, submitted } = await createEnrolledTerminal({ reviewMs: "manual" });
  const { request } = await submitted();
  await upstream.operator.reject({ requestId: request.requestId, code: "documents_missing", text: "缺少材料" });
  const rejected = await terminal.ask(request);
  const anew = await terminal.submit(await terminal.request({ supersedes: request.requestId }));

  expect([decisionIn(rejected), outcomeOf(anew)]).toEqual([
    { outcome: "rejected", code: "documents_missing", text: "缺少材料" },
    "202 submitted",
  ]);
});

const refusals: readonly [string, Record<string, unknown>, string][] = [
  ["an epoch that is not the current one", { epoch: 2 }, "409 epoch-mismatch"],
  ["an expiry that is past", { expiresAt: "2025-12-31T23:59:59.000Z" }, "409 stale"],
  ["an expiry that is no time", { expiresAt: "2026-99-99T23:59:59.000Z" }, "400 malformed"],
  ["a time in the future", { createdAt: "2026-01-01T00:06:00.000Z" }, "400 clock-skew"],
  ["an unknown member", { note: "x" }, "400 malformed"],
];

test.each(refusals)("a request is refused for %s", async (_story, bend, outcome) => {
  const { terminal } = await createEnrolledTerminal();

  expect(outcomeOf(await terminal.submit(await terminal.request(bend)))).toBe(outcome);
});

test("a request whose IMEI comes from where nobody knows is refused", async () => {
  const { terminal } = await createEnrolledTerminal();
  const { device } = terminal.requestPayload();

  const answer = await terminal.submit(await terminal.request({ device: { ...device, imeiSource: "AT+CGSN=1" } }));

  expect(outcomeOf(answer)).toBe("400 malformed");
});

test("a request for another SN or IMEI than the enrolled one is refused", async () => {
  const { terminal } = await createEnrolledTerminal();
  const { device } = terminal.requestPayload();
  const answers = [
    await terminal.submit(await terminal.request({ device: { ...device, sn: other.sn } })),
    await terminal.submit(await terminal.request({ device: { ...device, imei: other.imei } })),
  ];

  expect(answers.map(outcomeOf)).toEqual(["422 identity-mismatch", "422 identity-mismatch"]);
});

test("a request whose own checks failed is rejected on the spot", async () => {
  const { terminal } = await createEnrolledTerminal();
  const checks = [{ code: "OPEN_BATCH", level: "must", outcome: "failed" }];
  const answer = await terminal.submit(await terminal.request({ precheck: { checks, waivers: [] } }));

  expect([outcomeOf(answer), decisionIn(answer)]).toEqual([
    "202 rejected",
    { outcome: "rejected", code: "precheck_failed" },
  ]);
});

test("another terminal's request does not exist", async () => {
  const { submitted, another } = await createEnrolledTerminal();
  const { request } = await submitted();
  const stranger = await another(other);

  expect([await stranger.ask(request), await stranger.cancel(request)].map(outcomeOf)).toEqual([
    "404 unknown-request",
    "404 unknown-request",
  ]);
});

test("a request nobody sent is unknown", async () => {
  const { terminal } = await createEnrolledTerminal();

  expect(outcomeOf(await terminal.ask(await terminal.request()))).toBe("404 unknown-request");
});

test("a withdrawn request stays withdrawn, and makes room for another", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();
  const answers = [
    await terminal.cancel(request),
    await terminal.cancel(request),
    await terminal.ask(request),
    await terminal.submit(await terminal.request()),
  ];

  expect(answers.map(outcomeOf)).toEqual(["200 cancelled", "200 cancelled", "200 cancelled", "202 approved"]);
});

test.each([
  ["behind", "2025-11-27T00:00:00.000Z"],
  ["ahead", "2027-02-05T00:00:00.000Z"],
])("a withdrawal counts though it was signed by a clock 400 days %s", async (_story, createdAt) => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();

  expect(outcomeOf(await terminal.cancel(request, { createdAt }))).toBe("200 cancelled");
});

test("what is unbound cannot be withdrawn", async () => {
  const { terminal, unbound } = await createEnrolledTerminal();
  const { request } = await unbound();

  expect(outcomeOf(await terminal.cancel(request))).toBe("409 not-cancellable");
});

test("a withdrawal must name the request's own bytes", async () => {
  const { terminal, submitted } = await createEnrolledTerminal();
  const { request } = await submitted();
  const { hash } = await terminal.request();

  expect(outcomeOf(await terminal.cancel(request, { requestHash: hash }))).toBe("422 idempotency-conflict");
});

test("Retry-After counts down to the next step of the review and is gone at the end", async () => {
  const { terminal, clock } = await createEnrolledTerminal({ reviewMs: 20_000 });
  const request = await terminal.request();
  const waits = [(await terminal.submit(request)).headers["retry-after"]];
  for (const pauseMs of [5_000, 5_000, 10_000]) {
    await clock.advance(pauseMs);
    waits.push((await terminal.ask(request)).headers["retry-after"]);
  }
  waits.push((await terminal.cancel(request)).headers["retry-after"]);

  expect(waits).toEqual(["5", "15", "10", "30", undefined]);
});

test("an operator's hold stops the review until the operator approves", async () => {
  const { terminal, upstream, clock, submitted } = await createEnrolledTerminal({ reviewMs: 4_000 });
  const { request } = await submitted();
  await upstream.operator.hold({ requestId: request.requestId, state: "risk_hold" });
  await clock.advance(dayMs);
  const held = outcomeOf(await terminal.ask(request));
  await upstream.operator.approve({ requestId: request.requestId });

  expect([held, outcomeOf(await terminal.ask(request))]).toEqual(["200 risk_hold", "200 approved"]);
});

test("a request that nobody decides expires when it said it would", async () => {
  const { terminal, clock, submitted } = await createEnrolledTerminal({ reviewMs: "manual" });
  const { request } = await submitted();
  const expiresAt = new Date(clock.now() + 7 * dayMs).toISOString();
  await clock.advance(8 * dayMs);

  expect(answerOf(await terminal.ask(request))).toEqual({
    requestId: request.requestId,
    state: "expired",
    decision: expect.any(String),
    updatedAt: expiresAt,
  });
});

test("an operator cannot decide what is decided", async () => {
  const { upstream, unbound } = await createEnrolledTerminal();
  const { request } = await unbound();

  await expect(upstream.operator.reject({ requestId: request.requestId, code: "late" })).rejects.toThrow(
    "is unbound already",
  );
});

test("terminals that were bound again start at the next epoch", async () => {
  const { terminal, upstream, unbound } = await createEnrolledTerminal();
  await unbound();
  await upstream.operator.bindAgain({ sn: identity.sn });
  const answers = [
    await terminal.submit(await terminal.request()),
    await terminal.submit(await terminal.request({ epoch: 2 })),
  ];

  expect(answers.map(outcomeOf)).toEqual(["409 epoch-mismatch", "202 approved"]);
});
