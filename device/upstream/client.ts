/** The upstream's contract as calls: builds each exchange, parses each answer, and tells every failure by code. */

import { msOf } from "../base/instant.ts";
import { parseStrictJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import {
  attestationAnswer,
  type BindingsAnswer,
  bindingsAnswer,
  enrolmentAnswer,
  healthAnswer,
  keysAnswer,
  maxAnswerBytes,
  type OfflineUnbindAnswer,
  offlineUnbindAnswer,
  paths,
  problem,
  profilesAnswer,
  type RequestAnswer,
  requestAnswer,
  successionAnswer,
} from "../contract/upstream.ts";
import type { Clock } from "../ports/clock.ts";
import type { Upstream, UpstreamAnswer, UpstreamExchange } from "../ports/upstream.ts";
import { failureOf, type UpstreamFailure } from "./problems.ts";

/** An answer, and how long the upstream asks to be left alone before the next question. */
export type Answered<T> = { readonly value: T; readonly retryAfterMs: number | null };

type Answering<T> = Promise<Result<Answered<T>, UpstreamFailure>>;

export type UpstreamClient = {
  /** The server's own time, RFC 3339. */
  health(): Answering<string>;
  /** The chain of key sets as compact JWS, not verified yet. */
  readKeys(): Answering<readonly string[]>;
  /** The bindings as compact JWS, not verified yet. */
  enrol(jws: string): Answering<readonly string[]>;
  /** The name of the key that takes the place of the one before. */
  succeed(jws: string): Answering<string>;
  readBindings(sn: string, authorisation: string): Answering<BindingsAnswer>;
  /** The profiles as compact JWS, not verified yet. */
  readProfiles(sn: string, authorisation: string): Answering<readonly string[]>;
  submit(requestId: string, jws: string): Answering<RequestAnswer>;
  ask(requestId: string, authorisation: string): Answering<RequestAnswer>;
  verify(requestId: string, jws: string): Answering<RequestAnswer>;
  cancel(requestId: string, jws: string): Answering<RequestAnswer>;
  execute(requestId: string, executionId: string, jws: string): Answering<RequestAnswer>;
  /** The acknowledgement as a compact JWS, not verified yet. */
  attest(requestId: string, jws: string): Answering<string>;
  /** Receipt and acknowledgement, neither verified yet. */
  reportOffline(requestId: string, jws: string): Answering<OfflineUnbindAnswer>;
};

const deadlineMs = 15_000;
const healthDeadlineMs = 5_000;

export function createUpstreamClient({ upstream, clock }: { upstream: Upstream; clock: Clock }): UpstreamClient {
  async function call<T>(
    exchange: Pick<UpstreamExchange, "method" | "path"> & Partial<UpstreamExchange>,
    schema: Schema<T>,
  ): Answering<T> {
    const answered = await upstream.exchange({ headers: {}, deadlineMs, maxAnswerBytes, ...exchange });
    if (!answered.ok) return err({ ...answered.error, definite: false, status: null, retryAfterMs: null });
    return readAnswer(answered.value, schema, clock.now());
  }

  /** `key` names one body for ever, so only the two messages that have an id of their own carry one. */
  const post = <T>(path: string, body: string, schema: Schema<T>, key?: string): Answering<T> => {
    const headers: Record<string, string> = { "Content-Type": "application/jose" };
    // A structured-field string: the quotes are part of it.
    if (key) headers["Idempotency-Key"] = `"${key}"`;
    return call({ method: "POST", path, headers, body }, schema);
  };
  const get = <T>(path: string, authorisation: string, schema: Schema<T>): Answering<T> =>
    call({ method: "GET", path, headers: { Authorization: `JWS ${authorisation}` } }, schema);

  return {
    health: async () =>
      map(
        await call({ method: "GET", path: paths.health, deadlineMs: healthDeadlineMs }, healthAnswer),
        (a) => a.serverTime,
      ),
    readKeys: async () => map(await call({ method: "GET", path: paths.keys }, keysAnswer), (a) => a.sets),
    enrol: async (jws) => map(await post(paths.enrolments, jws, enrolmentAnswer), (a) => a.bindings),
    succeed: async (jws) => map(await post(paths.successions, jws, successionAnswer), (a) => a.deviceKid),
    readBindings: (sn, auth) => get(paths.bindings(sn), auth, bindingsAnswer),
    readProfiles: async (sn, auth) => map(await get(paths.profiles(sn), auth, profilesAnswer), (a) => a.profiles),
    submit: (requestId, jws) => post(paths.requests, jws, requestAnswer, requestId),
    ask: (requestId, auth) => get(paths.request(requestId), auth, requestAnswer),
    verify: (requestId, jws) => post(paths.verification(requestId), jws, requestAnswer),
    cancel: (requestId, jws) => post(paths.cancellation(requestId), jws, requestAnswer),
    execute: (requestId, executionId, jws) => post(paths.execution(requestId), jws, requestAnswer, executionId),
    attest: async (requestId, jws) =>
      map(await post(paths.attestation(requestId), jws, attestationAnswer), (a) => a.acknowledgement),
    reportOffline: (requestId, jws) => post(paths.offlineUnbinds, jws, offlineUnbindAnswer, requestId),
  };
}

type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false } };

function readAnswer<T>(answer: UpstreamAnswer, schema: Schema<T>, nowMs: number): Result<Answered<T>, UpstreamFailure> {
  const retryAfterMs = parseRetryAfter(answer.retryAfter, nowMs);
  const body = parseStrictJson(answer.body);
  const isJson = /^application\/json *(;|$)/i.test(answer.contentType);
  if (answer.status >= 200 && answer.status < 300 && isJson) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return ok({ value: parsed.data, retryAfterMs });
  }
  const isProblem = /^application\/problem\+json *(;|$)/i.test(answer.contentType);
  const parsed = isProblem ? problem.safeParse(body) : null;
  const told = parsed?.success ? parsed.data : null;
  const toldMs = parseRetryAfter(String(told?.retryAfterSeconds), nowMs);
  return err(failureOf(answer.status, told, retryAfterMs ?? toldMs));
}

/**
 * Whatever is asked while a request is open, payments are off or restricted; and the header is signed by nobody. RFC 9110
 * section 10.2.3 makes it a wish.
 */
const longestRetryAfterMs = 5 * 60_000;

/** Milliseconds, five minutes at most; seconds or an HTTP date. What cannot be read is as if it were not there. */
export function parseRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfterMs) : null;
}

/** IMF-fixdate only (RFC 9110 section 5.6.7); NaN for anything else. */
function parseHttpDate(text: string): number {
  return /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text) ? msOf(text) : Number.NaN;
}

function map<A, B>(
  result: Result<Answered<A>, UpstreamFailure>,
  pick: (value: A) => B,
): Result<Answered<B>, UpstreamFailure> {
  return result.ok ? ok({ value: pick(result.value.value), retryAfterMs: result.value.retryAfterMs }) : result;
}
