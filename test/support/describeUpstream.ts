/** What every Upstream must do, whatever carries its bytes. */

import { describe, expect, test } from "vitest";
import { utf8 } from "../../device/base/bytes.ts";
import { ok } from "../../device/base/result.ts";
import type { Upstream, UpstreamAnswer, UpstreamExchange } from "../../device/ports/upstream.ts";

export type UpstreamHooks = {
  /** Answers every exchange with this. */
  answering(answer: UpstreamAnswer): Promise<Upstream>;
  /** Nobody listens. */
  absent(): Promise<Upstream>;
  /** Takes the request and breaks off. */
  breakingOff(): Promise<Upstream>;
};

export const anExchange: UpstreamExchange = {
  method: "POST",
  path: "/v1/unbind-requests",
  headers: { "content-type": "application/jose" },
  body: "a.b.c",
  deadlineMs: 10_000,
  maxAnswerBytes: 64 * 1024,
};

export function describeUpstream(name: string, prepare: () => Promise<UpstreamHooks>): void {
  describe(`${name} as an Upstream`, () => {
    test("an answer comes back as it was sent, also when it is a refusal", async () => {
      const answer = {
        status: 409,
        contentType: "application/problem+json",
        retryAfter: "5",
        body: utf8('{"title":"已解绑"}'),
      };
      const upstream = await (await prepare()).answering(answer);

      expect(await upstream.exchange(anExchange)).toEqual(ok(answer));
    });

    test("an upstream that is not there is unreachable: nothing was sent", async () => {
      const upstream = await (await prepare()).absent();

      expect(await upstream.exchange(anExchange)).toEqual({ ok: false, error: { code: "upstream/unreachable" } });
    });

    test("an upstream that takes the request and breaks off gave no answer: it may have acted", async () => {
      const upstream = await (await prepare()).breakingOff();

      expect(await upstream.exchange(anExchange)).toEqual({ ok: false, error: { code: "upstream/no-answer" } });
    });
  });
}
