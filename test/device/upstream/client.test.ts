// What an answer of the upstream means, and when it is asked again.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { problemKind, problemTypePrefix } from "../../../device/contract/upstream.ts";
import type { UpstreamExchange } from "../../../device/ports/upstream.ts";
import { createUpstreamClient, parseRetryAfter } from "../../../device/upstream/client.ts";
import { failureOf } from "../../../device/upstream/problems.ts";
import { retryDelayMs, retryPolicy } from "../../../device/upstream/retry.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";

const id = "01900000-0000-7000-8000-000000000001";

function clientWith(status: number, contentType: string, body: string) {
  const sent: UpstreamExchange[] = [];
  const upstream = {
    async exchange(exchange: UpstreamExchange) {
      sent.push(exchange);
      return ok({ status, contentType, retryAfter: null, body: utf8(body) });
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
    ["bytes that are no UTF-8", 200, "application/json", "\u0000"],
    ["a redirect", 302, "text/html", ""],
    ["a 404 of a proxy", 404, "text/html", "Not Found"],
    ["a problem of somebody else", 409, "application/problem+json", '{"type":"about:blank"}'],
    ["a problem kind nobody agreed on", 409, "application/problem+json", `{"type":"${problemTypePrefix}new"}`],
  ])("%s", async (_story, status, contentType, body) => {
    const told = await clientWith(status, contentType, body).client.submit(id, "request");

    expect(told).toMatchObject({ ok: false, error: { code: "upstream/answer-not-understood", definite: false } });
  });
});

test("A definite refusal is never one of the failures that waiting may lift", () => {
  const of = (status: number, kind: string) => failureOf(status, { type: problemTypePrefix + kind }, null);
  const vague = problemKind.options.flatMap((kind) => [500, 502, 503].map((status) => of(status, kind)));

  expect(vague.filter(({ definite }) => definite)).toEqual([]);
  expect([of(429, "malformed").code, of(429, "limit-reached").code]).toEqual([
    "upstream/busy",
    "upstream/limit-reached",
  ]);
});

test.each([
  [null, null],
  ["0", 0],
  ["120", 120_000],
  ["999999999", 86_400_000],
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

test("The delay is spread over the whole span, never above the cap and never below what the upstream asks", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(86_400_000), fc.integer({ min: 1 }), (turns, atLeastMs, seed) => {
      const delayMs = retryDelayMs(turns, atLeastMs, createMemoryRandom(seed));
      expect(delayMs).toBeGreaterThanOrEqual(atLeastMs);
      expect(delayMs).toBeLessThanOrEqual(atLeastMs + retryPolicy.capMs);
    }),
  );
  const random = createMemoryRandom(7);
  const delays = Array.from({ length: 1_000 }, () => retryDelayMs(20, 0, random));
  const quarters = [0, 1, 2, 3].map((quarter) => delays.filter((ms) => Math.floor(ms / 15_000) === quarter).length);

  expect(quarters.every((count) => count > 150)).toBe(true);
});
