/** A terminal as the upstream's tests need one: a key, and messages signed with it that a test can bend before they are signed. */

import { randomBytes, randomUUID } from "node:crypto";
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { base64url, utf8 } from "../../device/base/bytes.ts";
import { withLowS } from "../../device/base/lowS.ts";
import { type PublicJwk, publicJwk } from "../../device/contract/fields.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import type { GrantPayload, OrderPayload, VerificationDemandPayload } from "../../device/contract/messages/outcome.ts";
import type { ExecutionPayload, RequestPayload } from "../../device/contract/messages/request.ts";
import type { AttestationPayload } from "../../device/contract/messages/wipe.ts";
import { paths, type RequestAnswer } from "../../device/contract/upstream.ts";
import { type ChallengeSubject, challengeHash, makeChallenge } from "../../device/offline/challenge.ts";
import { peekJws } from "../../device/trust/jws.ts";
import { createMemoryOfflineSecret } from "../support/memoryOfflineSecret.ts";
import { createBinding } from "./bindings.ts";
import type { DeliveredAnswer } from "./faults.ts";
import { referenceTo } from "./references.ts";
import type { UpstreamMessage } from "./referenceUpstream.ts";

const hash = createNodeHash();

export type Handle = (message: UpstreamMessage) => Promise<DeliveredAnswer>;
type Bend = Readonly<Record<string, unknown>>;

export const identity = { sn: "SN-0001-2345", imei: "490154203237518" } as const;

/** The same text with its signature spelt otherwise. */
export function respelt(jws: string, spell: (signature: Uint8Array) => Uint8Array): string {
  const end = jws.lastIndexOf(".") + 1;
  return jws.slice(0, end) + base64url(spell(Buffer.from(jws.slice(end), "base64url")));
}

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
  /** The upstream's, as a configuration pins it. */
  readonly agreementKey: PublicJwk;
  readonly sn?: string;
  readonly imei?: string;
}) {
  const { handle, clock, audience: aud, agreementKey } = settings;
  const { sn, imei } = { ...identity, ...settings };
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = publicJwk.parse(await exportJWK(publicKey));
  const kid = await calculateJwkThumbprint(jwk, "sha256");
  const secret = createMemoryOfflineSecret();
  const agreed = await secret.agree({ upstreamKey: agreementKey, audience: aud, sn, deviceKid: kid });
  if (!agreed.ok) throw new Error(agreed.error.code);
  const agreement = { key: agreed.value, upstreamKid: await calculateJwkThumbprint(agreementKey, "sha256") };
  const merchant = { role: "merchant", principalId: randomUUID(), method: "pin" } as const;
  const now = () => new Date(clock.now()).toISOString();

  const signRaw = async (header: Record<string, unknown>, payload: object): Promise<string> => {
    const jws = await new CompactSign(utf8(JSON.stringify(payload)))
      .setProtectedHeader({ alg: "ES256", ...header })
      .sign(privateKey, { crit: Object.fromEntries(((header.crit as string[]) ?? []).map((name) => [name, true])) });
    return respelt(jws, withLowS);
  };
  /** Over texts that nobody would write. */
  const signText = async (header: string, payload: string): Promise<string> => {
    const input = `${base64url(utf8(header))}.${base64url(utf8(payload))}`;
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, utf8(input));
    return `${input}.${base64url(withLowS(new Uint8Array(signature)))}`;
  };
  const sign = (typ: string, payload: object) => signRaw({ typ, kid }, payload);

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    handle({ method: "POST", path, headers: { "content-type": "application/jose", ...headers }, body });

  const queryHeader = async (path: string, bend: Bend = {}) => {
    const payload = { schemaVersion: 2, aud, sn, method: "GET", path, createdAt: now(), nonce: randomUUID(), ...bend };
    return `JWS ${await sign(jwsType.query, payload)}`;
  };
  const get = async (path: string, bend: Bend = {}) =>
    handle({ method: "GET", path, headers: { authorization: await queryHeader(path, bend) }, body: "" });

  const introduction = (code: string, bend: Bend = {}) =>
    signRaw(
      { typ: jwsType.enrolment, jwk },
      {
        schemaVersion: 2,
        aud,
        code,
        sn,
        imei,
        agreement,
        keyStorage: "os",
        createdAt: now(),
        nonce: randomUUID(),
        ...bend,
      },
    );

  /** The word of this key on another one. */
  const successorWord = (next: { readonly kid: string }, bend: Bend = {}) =>
    sign(jwsType.successor, { aud, sn, kid: next.kid, createdAt: now(), ...bend });

  /** This key is to take the place of another, whose word on it this is. */
  const succession = (successor: string, bend: Bend = {}) =>
    signRaw(
      { typ: jwsType.succession, jwk },
      {
        schemaVersion: 2,
        aud,
        sn,
        imei,
        keyStorage: "tpm",
        successor,
        createdAt: now(),
        nonce: randomUUID(),
        ...bend,
      },
    );

  const requestPayload = (bend: Bend = {}): RequestPayload => ({
    schemaVersion: 2,
    aud,
    requestId: randomUUID(),
    providerId: "generic-pos",
    profileVersion: "1",
    bindingKind: "terminal_to_merchant",
    intent: "unbind_only",
    execution: "approve_then_execute",
    way: "online",
    reason: { code: "business_adjustment" },
    device: { sn, snSource: "cgsn", imei, imeiSource: "cgsn1", app: "0.1.0" },
    epoch: 1,
    // What the upstream gives every terminal that it is told nothing of.
    binding: createBinding(sn, {}).fiveElements,
    precheck: { checks: [{ code: "NETWORK_DOWN", level: "must", outcome: "passed" }], waivers: [] },
    actors: [{ ...merchant, approvedAt: now() }],
    statements: [],
    funds: { openBatch: 0, storedOffline: 0 },
    createdAt: now(),
    expiresAt: new Date(clock.now() + 7 * 86_400_000).toISOString(),
    ...bend,
  });

  const request = async (bend: Bend = {}) => {
    const payload = requestPayload(bend);
    const jws = await sign(jwsType.request, payload);
    return { requestId: payload.requestId, jws, hash: referenceTo(jws) };
  };
  type Request = Awaited<ReturnType<typeof request>>;

  /** The body that a second person approved: sent in the place of the request, under the request's own id. */
  const approved = async (made: Request, bend: Bend = {}): Promise<Request & { readonly body: string }> => {
    const actor = { role: "technician", principalId: randomUUID(), method: "pin", approvedAt: now() };
    const names = { requestId: made.requestId, requestHash: made.hash, sn, epoch: 1 };
    return { ...made, body: await sign(jwsType.approval, { aud, request: made.jws, ...names, actor, ...bend }) };
  };

  /** An order of the upstream as if it were a request of this terminal's: it is request and grant in one. */
  const ordered = (order: string): Request => {
    const { requestId } = payloadOf<OrderPayload>(order);
    return { requestId, jws: order, hash: referenceTo(order) };
  };

  const verification = (made: Request, demand: string, code: string, bend: Bend = {}) => {
    const { ref } = payloadOf<VerificationDemandPayload>(demand);
    const payload = { aud, requestId: made.requestId, ref, sn, code, createdAt: now(), nonce: randomUUID(), ...bend };
    return sign(jwsType.verification, payload);
  };

  const execution = async (made: Request, grant: string, bend: Bend = {}) => {
    const payload: ExecutionPayload = {
      aud,
      executionId: randomUUID(),
      requestId: made.requestId,
      requestHash: made.hash,
      grantId: payloadOf<Partial<GrantPayload>>(grant).grantId ?? made.requestId,
      grantHash: referenceTo(grant),
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
      proof: { kind: "receipt", receiptHash: referenceTo(receipt) },
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

  /** What is shown while there is no network, and what makes it provable later. */
  const challenge = (made: Request, bend: Partial<ChallengeSubject> = {}) => {
    const nonce = new Uint8Array(randomBytes(16));
    const binding = { sn, bindingKind: "terminal_to_merchant", epoch: 1 } as const;
    const subject: ChallengeSubject = { purpose: "unbind", ...binding, requestHash: made.hash, nonce, ...bend };
    const shown = makeChallenge(subject, hash);
    return { text: shown.text, hash: challengeHash(shown, hash), nonce: base64url(subject.nonce) };
  };
  type Asked = ReturnType<typeof challenge>;

  /** With the signed answer it is of tier A, without of tier B. */
  const offlineReport = async (made: Request, asked: Asked, answer: string | null, bend: Bend = {}) => {
    const tier = answer === null ? "offline_code" : "offline_signed";
    const names = { requestId: made.requestId, requestHash: made.hash, sn, epoch: 1 };
    return sign(jwsType.offlineReport, {
      aud,
      request: made.jws,
      ...names,
      challenge: asked.text,
      nonce: asked.nonce,
      tier,
      ...(answer === null ? {} : { answer }),
      authorisedAt: now(),
      attestation: await attestation(made, "", { proof: { kind: tier, challengeHash: asked.hash } }),
      createdAt: now(),
      ...bend,
    });
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
    signText,
    post,
    get,
    queryHeader,
    introduction,
    successorWord,
    succession,
    requestPayload,
    request,
    execution,
    attestation,
    cancellation,
    approved,
    ordered,
    verification,
    challenge,
    offlineReport,
    secret,
    enrol: async (code: string, bend: Bend = {}) => post(paths.enrolments, await introduction(code, bend)),
    succeed: async (before: { successorWord(next: { kid: string }): Promise<string> }, bend: Bend = {}) =>
      post(paths.successions, await succession(await before.successorWord({ kid }), bend)),
    submit: (made: Request & { readonly body?: string }, idempotencyKey = `"${made.requestId}"`) =>
      post(paths.requests, made.body ?? made.jws, { "idempotency-key": idempotencyKey }),
    ask: (made: Request) => get(paths.request(made.requestId)),
    execute: (made: Request, order: { executionId: string; jws: string }, idempotencyKey = `"${order.executionId}"`) =>
      post(paths.execution(made.requestId), order.jws, { "idempotency-key": idempotencyKey }),
    verify: (made: Request, jws: string) => post(paths.verification(made.requestId), jws),
    report: (jws: string) => post(paths.offlineUnbinds, jws),
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

/** What the answer says, signed, that was decided; empty where it says nothing. */
export function decisionIn(answer: DeliveredAnswer): { readonly outcome?: unknown; readonly code?: unknown } {
  const { decision = "" }: { decision?: string } = JSON.parse(answer.body);
  const { outcome, code, text } = peekJws(decision).payload;
  return { ...(outcome !== undefined && { outcome, code }), ...(text !== undefined && { text }) };
}
