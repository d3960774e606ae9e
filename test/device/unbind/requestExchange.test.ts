// What is believed of an answer to a message that may have arrived: an end only by the upstream's signature.

import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import { createCell } from "../../../device/base/cell.ts";
import { ok } from "../../../device/base/result.ts";
import { problemKind } from "../../../device/contract/codes.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { DecisionPayload } from "../../../device/contract/messages/outcome.ts";
import { problemTypePrefix } from "../../../device/contract/upstream.ts";
import type { Upstream, UpstreamAnswer } from "../../../device/ports/upstream.ts";
import { jwsHash } from "../../../device/trust/jws.ts";
import { createMessageSigner } from "../../../device/trust/messageSigner.ts";
import type { ConfirmedRequest } from "../../../device/trust/signedObjects.ts";
import { pinnedKeys } from "../../../device/trust/upstreamKeys.ts";
import { createUpstreamVerifier } from "../../../device/trust/upstreamVerifier.ts";
import { stepUnbind } from "../../../device/unbind/machine.ts";
import type { Outcome } from "../../../device/unbind/outcome.ts";
import { createRequestExchange, type RequestExchange } from "../../../device/unbind/requestExchange.ts";
import type { RequestedState } from "../../../device/unbind/states.ts";
import { createUpstreamClient } from "../../../device/upstream/client.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";
import { createMemorySigner } from "../../support/memorySigner.ts";
import { createSigningKey, type SigningKey } from "../../upstream/signingKey.ts";
import { request as sample } from "./samples.ts";

const at = "2026-01-01T00:00:00.000Z";
const { requestId } = sample;
const hash = createNodeHash();
const upstreamKey = await createSigningKey();
const deviceKid = "D".repeat(43);
const names = { iss: "https://upstream.test", aud: deviceKid };

/** As a terminal signs it, as far as anybody looks into it here. */
const jwsOf = (payload: object) =>
  [{ alg: "ES256" }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".") +
  ".c2lnbmF0dXJl";
const requestJws = jwsOf({ schemaVersion: 2 });
const executionJws = jwsOf({ executionId: requestId });
const requestOf = (execution: ConfirmedRequest["execution"]): ConfirmedRequest => {
  return { ...sample, jws: requestJws, hash: jwsHash(requestJws, hash), execution };
};

const answer = (status: number, type: string, body: object): UpstreamAnswer => ({
  status,
  contentType: type,
  retryAfter: null,
  body: utf8(JSON.stringify(body)),
});
const problem = (status: number, kind: string, facts: object = {}) =>
  answer(status, "application/problem+json", { type: `${problemTypePrefix}${kind}`, ...facts });
const states = ["rejected", "cancelled", "expired"] as const;
const stands = (state: string, facts: object = {}) =>
  answer(200, "application/json", { requestId, state, updatedAt: at, ...facts });

/** The upstream's decision on the sample request, unless it is bent. */
const decision = (bent: Partial<DecisionPayload> = {}, key: SigningKey = upstreamKey) => {
  const { sn, epoch, bindingKind } = sample;
  const about = { requestId, requestHash: jwsHash(requestJws, hash), sn, epoch, bindingKind };
  const said: DecisionPayload = { ...names, ...about, outcome: "rejected", code: "debts", at };
  return key.sign(jwsType.decision, { ...said, ...bent });
};

/** An exchange with an upstream that gives this answer to everything. */
async function exchangeWith(said: UpstreamAnswer): Promise<RequestExchange> {
  const clock = createManualClock();
  const signer = createMemorySigner();
  const key = await signer.key();
  if (!key.ok) throw new Error(key.error.code);
  const upstream: Upstream = { exchange: async () => ok(said) };
  const random = createMemoryRandom(1);
  const device = { deviceKey: createCell(key.value), audience: "test", app: "test" };
  const messageSigner = createMessageSigner({ clock, hash, random, signer, ...device });
  const client = createUpstreamClient({ upstream, clock });
  const verifier = createUpstreamVerifier({
    keys: pinnedKeys([upstreamKey.publicJwk]),
    issuer: names.iss,
    deviceKids: () => [deviceKid],
    hash,
  });
  return createRequestExchange({ clock, client, messageSigner, verifier, handOverOriginsOf: () => [] });
}

const open = (style: ConfirmedRequest["execution"]) =>
  ({ request: requestOf(style), approval: null, said: null, cancellation: null }) as const;
const grant = { grantId: requestId, jws: requestJws, hash: sample.hash, expiresAt: at };
const execution = { executionId: requestId, jws: executionJws };
const twoStep = open("approve_then_execute");
const oneStep = open("one_step");

type Talk = readonly [what: string, state: RequestedState, say: (exchange: RequestExchange) => Promise<Outcome>];
const sending = { ...twoStep, name: "sending", attempt: 1 } as const;
const sendingOnce = { ...oneStep, name: "sending", attempt: 1 } as const;
const unknownOnce = { ...oneStep, name: "unknown", phase: "apply", attempt: 1 } as const;
const reviewedOnce = { ...oneStep, name: "underReview" } as const;
const withdrawnOnce = { ...reviewedOnce, cancellation: requestJws } as const;
const executing = { ...twoStep, name: "executing", attempt: 1, grant, execution } as const;
const executed = { ...executing, name: "unknown", phase: "execute" } as const;
const talks: readonly Talk[] = [
  ["a request in two steps that is sent", sending, (exchange) => exchange.sendRequest(sending)],
  ["a request in one step that is sent", sendingOnce, (exchange) => exchange.sendRequest(sendingOnce)],
  ["a request in one step that may have arrived", unknownOnce, (exchange) => exchange.ask(unknownOnce)],
  ["a request in one step under review", reviewedOnce, (exchange) => exchange.ask(reviewedOnce)],
  ["a withdrawal in one step", withdrawnOnce, (exchange) => exchange.sendCancellation(withdrawnOnce)],
  ["an execution that is sent", executing, (exchange) => exchange.sendExecution(executing)],
  ["an execution that may have arrived", executed, (exchange) => exchange.ask(executed)],
];

/** Where the events lead to. */
function after(state: RequestedState, { events }: Outcome): string {
  let next = state.name;
  let now: ReturnType<typeof stepUnbind> = [state, []];
  for (const event of events) {
    now = now && stepUnbind(now[0], event);
    if (!now) throw new Error(`${event.type} has no place in ${next}`);
    next = now[0].name as typeof next;
  }
  return next;
}

const unsigned = [
  ...problemKind.options.map((kind) => problem(409, kind)),
  problem(404, "unknown-request"),
  ...states.map((state) => stands(state)),
  ...states.map((state) => stands(state, { decision: requestJws })),
  stands("approved"),
];

test.each(talks)("No unsigned answer to %s ends it or frees payments", async (_, state, say) => {
  const outcomes = await Promise.all(unsigned.map(async (said) => after(state, await say(await exchangeWith(said)))));
  const ends = outcomes.filter((name) => ["rejected", "cancelled", "expired", "approved", "bound"].includes(name));

  expect(ends).toEqual([]);
});

test.each(talks)("A decision that is signed ends %s, in an answer as in a problem", async (_, state, say) => {
  const outcomes = states.flatMap((outcome) => [
    [outcome, (signed: string) => stands(outcome, { decision: signed })] as const,
    [outcome, (signed: string) => problem(409, "stale", { decision: signed })] as const,
  ]);
  const ended = outcomes.map(async ([outcome, telling]) => {
    return after(state, await say(await exchangeWith(telling(await decision({ outcome })))));
  });

  expect(await Promise.all(ended)).toEqual(outcomes.map(([outcome]) => outcome));
});

const executionHash = jwsHash(executionJws, hash);
const forged: readonly (readonly [string, () => Promise<string>])[] = [
  ["by another key", async () => decision({}, await createSigningKey())],
  ["of another upstream", () => decision({ iss: "https://elsewhere.test" })],
  ["for another terminal's key", () => decision({ aud: "E".repeat(43) })],
  ["of another request", () => decision({ requestId: "01900000-0000-7000-8000-000000000002" })],
  ["of other bytes of this request", () => decision({ requestHash: "x".repeat(43) })],
  ["of another terminal", () => decision({ sn: "PX7A20260043" })],
  ["of another binding", () => decision({ bindingKind: "settlement_card_to_merchant" })],
  ["of another epoch", () => decision({ epoch: 2 })],
  ["of another execution", () => decision({ outcome: "execution_refused", executionHash: "x".repeat(43) })],
  ["of no execution", () => decision({ outcome: "execution_refused" })],
  ["of an execution where a request ends", () => decision({ executionHash })],
  ["as another object", async () => upstreamKey.sign(jwsType.grant, { ...names, requestId })],
];

test.each(forged)("A decision %s is none", async (_, sign) => {
  const said = problem(409, "grant-refused", { decision: await sign() });

  expect(after(executing, await (await exchangeWith(said)).sendExecution(executing))).toBe("unknown");
});

test("An execution that the upstream signs as not carried out leaves the request approved", async () => {
  const signed = await decision({ outcome: "execution_refused", executionHash, code: "grant-refused" });
  const exchange = await exchangeWith(problem(409, "grant-refused", { decision: signed }));

  expect(after(executing, await exchange.sendExecution(executing))).toBe("approved");
});

test("A request that is withdrawn and unknown ends when that is signed; an earlier program's withdrawal, which nobody can sign, ends in two steps alone", async () => {
  const exchange = await exchangeWith(problem(404, "unknown-request"));
  const signed = await decision({ outcome: "cancelled", code: "unknown-request" });
  const signing = await exchangeWith(problem(404, "unknown-request", { decision: signed }));
  const [withdrawal, earlierOne] = [jwsOf({ bindingKind: sample.bindingKind }), jwsOf({ requestId })];
  const reviewed = { ...twoStep, name: "underReview", cancellation: withdrawal } as const;
  const earlier = { ...reviewed, cancellation: earlierOne } as const;
  const lost = { ...unknownOnce, cancellation: earlierOne } as const;

  expect([
    after(reviewed, await exchange.sendCancellation(reviewed)),
    after(reviewed, await exchange.ask(reviewed)),
    after(reviewed, await signing.sendCancellation(reviewed)),
    after(earlier, await exchange.sendCancellation(earlier)),
    after(lost, await exchange.ask(lost)),
  ]).toEqual(["underReview", "underReview", "cancelled", "cancelled", "unknown"]);
});
