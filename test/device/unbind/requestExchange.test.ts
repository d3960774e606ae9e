// What is believed of an answer to a message that may have arrived before.

import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { problemTypePrefix } from "../../../device/contract/upstream.ts";
import type { Upstream, UpstreamAnswer } from "../../../device/ports/upstream.ts";
import { createMessageSigner } from "../../../device/trust/messageSigner.ts";
import { createUpstreamVerifier } from "../../../device/trust/upstreamVerifier.ts";
import { createRequestExchange } from "../../../device/unbind/requestExchange.ts";
import { createUpstreamClient } from "../../../device/upstream/client.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";
import { createMemorySigner } from "../../support/memorySigner.ts";
import { request } from "./samples.ts";

const at = "2026-01-01T00:00:00.000Z";
const { requestId } = request;

const answer = (status: number, type: string, body: object): UpstreamAnswer => ({
  status,
  contentType: type,
  retryAfter: null,
  body: utf8(JSON.stringify(body)),
});
const problem = (status: number, kind: string) =>
  answer(status, "application/problem+json", { type: `${problemTypePrefix}${kind}` });

/** An upstream that refuses the request, and says this of it when it is asked. */
async function conversationWith(refusal: UpstreamAnswer, status: UpstreamAnswer) {
  const clock = createManualClock();
  const hash = createNodeHash();
  const signer = createMemorySigner();
  const key = await signer.key();
  if (!key.ok) throw new Error(key.error.code);
  const upstream: Upstream = { exchange: async ({ method }) => ok(method === "POST" ? refusal : status) };
  const random = createMemoryRandom(1);
  const messageSigner = createMessageSigner({
    clock,
    hash,
    random,
    signer,
    deviceKey: key.value,
    audience: "test",
    app: "test",
  });
  const client = createUpstreamClient({ upstream, clock });
  const verifier = createUpstreamVerifier({ pinnedKeys: [], issuer: "", deviceKid: "", hash });
  return createRequestExchange({ clock, client, messageSigner, verifier, handOverOriginsOf: () => [] });
}

const sending = (attempt: number) =>
  ({ name: "sending", attempt, request, approval: null, said: null, cancellation: null }) as const;

const open = problem(409, "request-already-open");
const submitted = answer(200, "application/json", { requestId, state: "submitted", updatedAt: at });

test.each([
  ["and it stands there as submitted: the refusal was about itself", submitted, "upstreamSaid"],
  ["and nobody knows it: it was refused", problem(404, "unknown-request"), "requestRefused"],
  ["and nobody says how it stands: that stays unknown", problem(503, "internal"), "outcomeLost"],
])("A request that is sent again is refused as already open, %s", async (_, status, event) => {
  const requestExchange = await conversationWith(open, status);

  const { events } = await requestExchange.sendRequest(sending(2));

  expect(events.map(({ type }) => type)).toEqual([event]);
});

test("A first request that is refused for what is in it is refused, and nobody is asked", async () => {
  const requestExchange = await conversationWith(problem(409, "epoch-mismatch"), submitted);

  const { events } = await requestExchange.sendRequest(sending(1));

  expect(events.map(({ type }) => type)).toEqual(["requestRefused"]);
});
