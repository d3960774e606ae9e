// What an answer of the upstream means, and when it is asked again.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { err, ok } from "../../../device/base/result.ts";
import { problemKind } from "../../../device/contract/codes.ts";
import { problemTypePrefix } from "../../../device/contract/upstream.ts";
import type { UpstreamExchange } from "../../../device/ports/upstream.ts";
import { createUpstreamClient, parseRetryAfter } from "../../../device/upstream/client.ts";
import { failureOf } from "../../../device/upstream/problems.ts";
import { retryDelayMs, retryPolicy } from "../../../device/upstream/retry.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";

const id = "01900000-0000-7000-8000-000000000001";

function clientWith(status: number, contentType: string, body: string | Uint8Array, retryAfter: string | null = null) {
  const sent: UpstreamExchange[] = [];
  const upstream = {
    async exchange(exchange: UpstreamExchange) {
      sent.push(exchange);
      return ok({ status, contentType, retryAfter, body: typeof body === "string" ? utf8(body) : body });
    },
  };
  return { sent, client: createUpstreamClient({ upstream, clock: createManualClock() }) };
}

const standing = JSON.stringify({ requestId: id, state: "submitted", updatedAt: "2026-01-01T00:00:00.000Z" });

test("Only the two messages that have an id of their own carry an Idempotency-Key", async () => {
  const { sent, client } = clientWith(200, "application/json", standing);
  await client.submit(id, "request");
  await client.execute(id, "01900000-0000-7000-8000-000000000002", "execution");
  await client.cancel(id, "cancellation");
  await client.attest(id, "attestation");

  expect(sent.map(({ headers }) => headers["Idempotency-Key"] ?? null)).toEqual([
    `"${id}"`,
    '"01900000-0000-7000-8000-000000000002"',
    null,
    null,
  ]);
});

describe("Not understood is", () => {
  test.each([
    ["HTML with 200", 200, "text/html", "<p>Please sign in"],
    ["JSON under another name", 200, "text/plain", standing],
    ["a further member", 200, "application/json", standing.replace("{", '{"extra":1,')],
    ["a state nobody agreed on", 200, "application/json", standing.replace("submitted", "done")],
    ["an array", 200, "application/json", "[]"],
    ["half of it", 200, "application/json", standing.slice(0, 40)],
    ["bytes that are no UTF-8", 200, "application/json", Uint8Array.of(0x22, 0xff, 0x22)],
    ["nothing", 200, "application/json", ""],
    ["another type that begins alike", 200, "application/json-seq", standing],
    ["a problem that calls itself JSON", 409, "application/json", `{"type":"${problemTypePrefix}not-approved"}`],
    ["an answer under the name of a problem", 200, "application/problem+json", standing],
    ["a problem with 200", 200, "application/problem+json", `{"type":"${problemTypePrefix}not-approved"}`],
    ["a 409 for something that is still under way", 409, "application/problem+json", '{"type":"about:blank"}'],
    ["a 401 of a proxy", 401, "text/html", "Sign in"],
    ["a redirect", 302, "text/html", ""],
    ["a 404 of a proxy", 404, "text/html", "Not Found"],
    ["a problem of somebody else", 409, "application/problem+json", '{"type":"about:blank"}'],
    ["a problem kind nobody agreed on", 409, "application/problem+json", `{"type":"${problemTypePrefix}new"}`],
  ])("%s", async (_story, status, contentType, body) => {
    const told = await clientWith(status, contentType, body).client.submit(id, "request");

    expect(told).toMatchObject({ ok: false, error: { code: "upstream/answer-not-understood", definite: false } });
  });
});

test("What a message is to be answered with may carry parameters and capitals", async () => {
  const told = await clientWith(200, "Application/JSON ; charset=utf-8", standing).client.submit(id, "request");

  expect(told.ok).toBe(true);
});

test("Every call has a deadline and a bound for its answer", async () => {
  const { sent, client } = clientWith(500, "text/plain", "");
  await Promise.all([
    client.health(),
    client.enrol("introduction"),
    client.readBindings("SN-1", "query"),
    client.readProfiles("SN-1", "query"),
    client.submit(id, "request"),
    client.ask(id, "query"),
    client.verify(id, "verification"),
    client.cancel(id, "cancellation"),
    client.execute(id, id, "execution"),
    client.attest(id, "attestation"),
    client.reportOffline(id, "report"),
  ]);

  expect(sent.map(({ deadlineMs, maxAnswerBytes }) => [deadlineMs, maxAnswerBytes])).toEqual([
    [5_000, 262_144],
    ...Array(10).fill([15_000, 262_144]),
  ]);
});

test("What kept an exchange from coming about is told with its facts", async () => {
  const failure = { code: "upstream/certificate-refused", reason: "expired" } as const;
  const client = createUpstreamClient({ upstream: { exchange: async () => err(failure) }, clock: createManualClock() });

  expect(await client.health()).toEqual(err({ ...failure, definite: false, status: null, retryAfterMs: null }));
});

const of = (status: number, kind: string) => failureOf(status, { type: problemTypePrefix + kind }, 7_000);

test("Every problem type has its code, and only those without one of their own are plain refusals", () => {
  const codes = Object.fromEntries(problemKind.options.map((kind) => [kind, of(400, kind).code]));

  expect(codes).toEqual({
    malformed: "upstream/refused",
    "too-large": "upstream/refused",
    "unknown-key": "upstream/key-unknown",
    "bad-signature": "upstream/signature-refused",
    stale: "upstream/clock-skew",
    "clock-skew": "upstream/clock-skew",
    "code-refused": "upstream/code-refused",
    "unknown-terminal": "upstream/terminal-unknown",
    "unknown-request": "upstream/request-unknown",
    "identity-mismatch": "upstream/identity-mismatch",
    "epoch-mismatch": "upstream/epoch-mismatch",
    "idempotency-key-missing": "upstream/refused",
    "idempotency-conflict": "upstream/idempotency-conflict",
    "request-already-open": "upstream/request-already-open",
    "not-approved": "upstream/not-approved",
    "grant-refused": "upstream/grant-refused",
    "not-cancellable": "upstream/not-cancellable",
    "verification-refused": "upstream/verification-refused",
    "approval-missing": "upstream/approval-missing",
    "window-closed": "upstream/window-closed",
    "policy-outdated": "upstream/policy-outdated",
    "offline-refused": "upstream/offline-refused",
    "attestation-refused": "upstream/attestation-refused",
    "not-unbound": "upstream/refused",
    "limit-reached": "upstream/limit-reached",
    "not-found": "upstream/refused",
    internal: "upstream/server-error",
  });
});

test("A failure that waiting may lift is never a definite refusal, whatever problem type it names", () => {
  const vague = problemKind.options.flatMap((kind) =>
    [408, 425, 500, 501, 502, 503, 504, 599].map((status) => of(status, kind)),
  );

  expect(vague.filter(({ definite }) => definite)).toEqual([]);
});

test.each([
  [408, "upstream/busy"],
  [425, "upstream/busy"],
  [429, "upstream/busy"],
  [500, "upstream/server-error"],
  [502, "upstream/server-error"],
  [503, "upstream/busy"],
  [504, "upstream/server-error"],
])("A %i without a problem of ours is %s, and keeps how long to wait", (status, code) => {
  expect(failureOf(status, null, 7_000)).toEqual({ code, definite: false, status, retryAfterMs: 7_000 });
});

test("Of 429 only the problem type tells a limit that waiting does not lift", () => {
  expect([of(429, "malformed").code, of(429, "limit-reached").code]).toEqual([
    "upstream/busy",
    "upstream/limit-reached",
  ]);
});

test("How long to wait may stand in the problem; the header comes first", async () => {
  const body = JSON.stringify({ type: "about:blank", retryAfterSeconds: 90 });
  const waitOf = async (header: string | null) => {
    const told = await clientWith(503, "application/problem+json", body, header).client.submit(id, "request");
    return !told.ok && !told.error.definite && told.error.retryAfterMs;
  };

  expect([await waitOf("5"), await waitOf(null), await waitOf("soon")]).toEqual([5_000, 90_000, 90_000]);
});

test.each([
  [null, null],
  ["0", 0],
  ["120", 120_000],
  ["999999999", 300_000],
  ["Fri, 01 Jan 2027 00:00:00 GMT", 300_000],
  ["9999999999", null],
  ["-5", null],
  ["1.5", null],
  ["soon", null],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
  ["2026-01-01T00:01:00Z", null],
])("Retry-After %s waits %s ms", (text, waitMs) => {
  expect(parseRetryAfter(text, Date.parse("2026-01-01T00:00:00Z"))).toBe(waitMs);
});

test("The delay is never above the cap and never below what the upstream asks", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(86_400_000), fc.integer({ min: 1 }), (turns, atLeastMs, seed) => {
      const delayMs = retryDelayMs(turns, atLeastMs, createMemoryRandom(seed));
      expect(delayMs).toBeGreaterThanOrEqual(atLeastMs);
      expect(delayMs).toBeLessThanOrEqual(atLeastMs + retryPolicy.capMs);
    }),
  );
});

test.each([
  [0, 0, 1_000],
  [1, 0, 2_000],
  [3, 0, 8_000],
  [5, 0, 32_000],
  [6, 30_000, 60_000],
  [1_000, 30_000, 60_000],
])("After %i turns without news the delay is spread evenly from %i to %i ms", (turns, fromMs, toMs) => {
  const random = createMemoryRandom(7);
  const delays = Array.from({ length: 1_000 }, () => retryDelayMs(turns, 0, random));
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    delays.filter((ms) => Math.floor(((ms - fromMs) * 10) / (toMs - fromMs)) === tenth),
  );

  // 100 each, give or take four standard deviations.
  expect(tenths.filter(({ length }) => length < 62 || length > 138)).toEqual([]);
});

test("The same seed gives the same delays", () => {
  const delaysOf = (seed: number) => {
    const random = createMemoryRandom(seed);
    return Array.from({ length: 5 }, (_, turns) => retryDelayMs(turns, 0, random));
  };

  expect(delaysOf(3)).toEqual(delaysOf(3));
});
