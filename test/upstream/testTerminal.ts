/** A terminal as the upstream's tests need one: a key, and messages signed with it that a test can bend before they are signed. */

import { randomUUID } from "node:crypto";
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { utf8 } from "../../device/base/bytes.ts";
import {
  type AttestationPayload,
  type ExecutionPayload,
  type GrantPayload,
  jwsType,
  type RequestPayload,
} from "../../device/contract/evidence.ts";
import { publicJwk } from "../../device/contract/fields.ts";
import { paths, type RequestAnswer } from "../../device/contract/upstream.ts";
import { hashOf } from "./deviceMessages.ts";
import type { DeliveredAnswer } from "./faults.ts";
import type { UpstreamMessage } from "./referenceUpstream.ts";

export type Handle = (message: UpstreamMessage) => Promise<DeliveredAnswer>;
type Bend = Readonly<Record<string, unknown>>;

export const identity = { sn: "SN-0001-2345", imei: "490154203237518" } as const;

/** `payload` of a compact JWS, unchecked. */
export function payloadOf<Payload>(jws: string): Payload {
  return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"));
}

export type TestTerminal = Awaited<ReturnType<typeof createTestTerminal>>;

/** `handle` sends; `audience` is what the upstream calls itself. */
export async function createTestTerminal(settings: {
  readonly handle: Handle;
  readonly clock: { now(): number };
  readonly audience: string;
  readonly sn?: string;
  readonly imei?: string;
}) {
  const { handle, clock, audience: aud } = settings;
  const { sn, imei } = { ...identity, ...settings };
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = publicJwk.parse(await exportJWK(publicKey));
  const kid = await calculateJwkThumbprint(jwk, "sha256");
  const now = () => new Date(clock.now()).toISOString();

  const signRaw = (header: Record<string, unknown>, payload: object): Promise<string> =>
    new CompactSign(utf8(JSON.stringify(payload)))
      .setProtectedHeader({ alg: "ES256", ...header })
      .sign(privateKey, { crit: Object.fromEntries(((header.crit as string[]) ?? []).map((name) => [name, true])) });
  const sign = (typ: string, payload: object) => signRaw({ typ, kid }, payload);

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    handle({ method: "POST", path, headers: { "content-type": "application/jose", ...headers }, body });

  const queryHeader = async (path: string, bend: Bend = {}) => {
    const payload = { aud, sn, method: "GET", path, createdAt: now(), nonce: randomUUID(), ...bend };
    return `JWS ${await sign(jwsType.query, payload)}`;
  };
  const get = async (path: string, bend: Bend = {}) =>
    handle({ method: "GET", path, headers: { authorization: await queryHeader(path, bend) }, body: "" });

  const introduction = (code: string, bend: Bend = {}) =>
    signRaw({ typ: jwsType.enrolment, jwk }, { aud, code, sn, imei, createdAt: now(), nonce: randomUUID(), ...bend });

  const requestPayload = (bend: Bend = {}): RequestPayload => ({
    schemaVersion: 1,
    aud,
    requestId: randomUUID(),
    providerId: "generic-pos",
    profileVersion: "1",
    bindingKind: "terminal_to_merchant",
    intent: "unbind_only",
    reason: { code: "business_adjustment" },
    device: { sn, snSource: "AT+CGSN", imei, imeiSource: "AT+CGSN=1", app: "0.1.0" },
    epoch: 1,
    binding: {
      acquirerCode: "00000000",
      merchantCodeHash: hashOf("merchant"),
      creditCodeHash: hashOf("credit"),
      settlementAccountMasked: "••••0001",
      addressMasked: "示例市•••",
    },
    precheck: { checks: [{ code: "NETWORK_DOWN", level: "must", outcome: "passed" }] },
    actors: [{ role: "merchant", method: "pin", approvedAt: now() }],
    consent: { policyId: "generic-unbind", policyVersion: "1", at: now() },
    funds: { openBatch: 0, storedOffline: 0 },
    createdAt: now(),
    expiresAt: new Date(clock.now() + 7 * 86_400_000).toISOString(),
    ...bend,
  });

  const request = async (bend: Bend = {}) => {
    const payload = requestPayload(bend);
    const jws = await sign(jwsType.request, payload);
    return { requestId: payload.requestId, jws, hash: hashOf(jws) };
  };
  type Request = Awaited<ReturnType<typeof request>>;

  const execution = async (made: Request, grant: string, bend: Bend = {}) => {
    const payload: ExecutionPayload = {
      aud,
      executionId: randomUUID(),
      requestId: made.requestId,
      requestHash: made.hash,
      grantId: payloadOf<GrantPayload>(grant).grantId,
      grantHash: hashOf(grant),
      sn,
      epoch: 1,
      checks: [],
      funds: { openBatch: 0, storedOffline: 0, paymentsPaused: true },
      createdAt: now(),
      ...bend,
    };
    return { executionId: payload.executionId, jws: await sign(jwsType.execution, payload) };
  };

  const attestation = (made: Request, receipt: string, bend: Bend = {}) => {
    const payload: AttestationPayload = {
      aud,
      requestId: made.requestId,
      receiptHash: hashOf(receipt),
      sn,
      epoch: 1,
      items: [{ name: "binding_record", method: "delete", result: "done", at: now() }],
      app: "0.1.0",
      assurance: "software",
      notClaimed: [],
      createdAt: now(),
      ...bend,
    };
    return sign(jwsType.attestation, payload);
  };

  const cancellation = (made: Request, bend: Bend = {}) =>
    sign(jwsType.cancellation, {
      aud,
      requestId: made.requestId,
      requestHash: made.hash,
      sn,
      epoch: 1,
      createdAt: now(),
      ...bend,
    });

  return {
    sn,
    imei,
    jwk,
    kid,
    sign,
    signRaw,
    post,
    get,
    queryHeader,
    introduction,
    requestPayload,
    request,
    execution,
    attestation,
    cancellation,
    enrol: async (code: string, bend: Bend = {}) => post(paths.enrolments, await introduction(code, bend)),
    submit: (made: Request, idempotencyKey = `"${made.requestId}"`) =>
      post(paths.requests, made.jws, { "idempotency-key": idempotencyKey }),
    ask: (made: Request) => get(paths.request(made.requestId)),
    execute: (made: Request, order: { executionId: string; jws: string }, idempotencyKey = `"${order.executionId}"`) =>
      post(paths.execution(made.requestId), order.jws, { "idempotency-key": idempotencyKey }),
    attest: (made: Request, jws: string) => post(paths.attestation(made.requestId), jws),
    cancel: async (made: Request, bend: Bend = {}) =>
      post(paths.cancellation(made.requestId), await cancellation(made, bend)),
  };
}

/** The kind of a problem answer and its status, e.g. "409 stale"; of any other answer the status and the state, if any. */
export function outcomeOf(answer: DeliveredAnswer): string {
  const body: { type?: string; state?: string } = JSON.parse(answer.body);
  const word = body.type?.replace("urn:jiebang:problem:", "") ?? body.state;
  return word === undefined ? String(answer.status) : `${answer.status} ${word}`;
}

export const answerOf = (answer: DeliveredAnswer): RequestAnswer => JSON.parse(answer.body);
