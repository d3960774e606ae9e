/** What the upstream says over HTTP: JSON answers, and problems (RFC 9457) whose status is fixed by their kind. */

import type { ProblemKind } from "../../device/contract/codes.ts";
import { type Problem, problemTypePrefix } from "../../device/contract/upstream.ts";

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Why something was refused. `detail` is for the person who reads the log; terminals go by the code alone. */
export type Refusal = {
  readonly code: ProblemKind;
  readonly detail?: string;
  /** The request that stands in the way or that this is about. */
  readonly requestId?: string;
  /** Of a code that was refused. */
  readonly triesLeft?: number;
  /** Of a one-time code. */
  readonly codeState?: NonNullable<Problem["codeState"]>;
  /** Of a limit or a window: when it may be tried again. */
  readonly until?: string;
  /** The upstream's signed word, where it was decided for good. */
  readonly decision?: string;
};

export const problemStatus: Readonly<Record<ProblemKind, number>> = {
  malformed: 400,
  "clock-skew": 400,
  "idempotency-key-missing": 400,
  "unknown-key": 401,
  "bad-signature": 401,
  "code-refused": 403,
  "attestation-refused": 403,
  "verification-refused": 403,
  "approval-missing": 403,
  "unknown-terminal": 404,
  "unknown-request": 404,
  "not-found": 404,
  stale: 409,
  "epoch-mismatch": 409,
  "request-already-open": 409,
  "not-approved": 409,
  "grant-refused": 409,
  "not-cancellable": 409,
  "not-unbound": 409,
  "window-closed": 409,
  "policy-outdated": 409,
  "offline-refused": 409,
  "too-large": 413,
  "identity-mismatch": 422,
  "idempotency-conflict": 422,
  "limit-reached": 429,
  internal: 500,
};

export const problemTitle: Readonly<Record<ProblemKind, string>> = {
  malformed: "The message does not have the agreed form",
  "clock-skew": "The terminal's clock is too far from the server's",
  "idempotency-key-missing": "Idempotency-Key is missing or not a quoted string",
  "unknown-key": "The key is not enrolled",
  "bad-signature": "The signature does not hold for this message",
  "attestation-refused": "What attests the key does not hold",
  "code-refused": "The one-time code is unknown, used or expired",
  "verification-refused": "What was typed proves nothing",
  "approval-missing": "Somebody who has to agree has not",
  "unknown-terminal": "The terminal is not registered",
  "unknown-request": "There is no such request of this terminal",
  "not-found": "There is nothing here",
  stale: "The message is no longer valid, or was used before",
  "epoch-mismatch": "The binding has changed since",
  "request-already-open": "Another request for this binding is open",
  "not-approved": "The request is not approved",
  "grant-refused": "The grant is expired or is not the one given",
  "not-cancellable": "The request can no longer be withdrawn",
  "not-unbound": "There is no unbind that this belongs to",
  "window-closed": "Outside of the time in which this binding may be ended",
  "policy-outdated": "Consent was given to another text of the policy, or to none",
  "offline-refused": "The offline answer is none of this upstream's for this request",
  "too-large": "The message is too large",
  "identity-mismatch": "SN or IMEI are not those enrolled",
  "idempotency-conflict": "The same key was used for another message",
  "limit-reached": "The limit is reached",
  internal: "The upstream failed",
};

export function jsonAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

export function problemAnswer(refusal: Refusal, nowMs: number): Answer {
  const tellsTime = refusal.code === "clock-skew" || refusal.code === "stale";
  const problem: Problem = {
    type: problemTypePrefix + refusal.code,
    title: problemTitle[refusal.code],
    status: problemStatus[refusal.code],
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(refusal.requestId === undefined ? {} : { requestId: refusal.requestId }),
    ...(refusal.triesLeft === undefined ? {} : { triesLeft: refusal.triesLeft }),
    ...(refusal.codeState === undefined ? {} : { codeState: refusal.codeState }),
    ...(refusal.until === undefined ? {} : { until: refusal.until }),
    ...(refusal.decision === undefined ? {} : { decision: refusal.decision }),
    ...(tellsTime ? { serverTime: new Date(nowMs).toISOString() } : {}),
  };
  const status = problemStatus[refusal.code];
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      // RFC 9110 section 11.6.1: a 401 names the scheme that would be accepted.
      ...(status === 401 ? { "www-authenticate": "JWS" } : {}),
    },
    body: JSON.stringify(problem),
  };
}
