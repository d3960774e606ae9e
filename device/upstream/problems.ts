/** What an upstream's "no" means here: by problem type, then by status class; never by its text (RFC 9457 section 3.1.1). */

import { problemKind } from "../contract/codes.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import { type Problem, problemTypePrefix } from "../contract/upstream.ts";
import type { ExchangeFailure } from "../ports/upstream.ts";

export type UpstreamFailure =
  /** No answer that could be read. */
  | (ExchangeFailure & { readonly definite: false; readonly status: null; readonly retryAfterMs: null })
  /** An answer that does not say whether anything was done. */
  | {
      readonly code: "upstream/answer-not-understood" | "upstream/server-error" | "upstream/busy";
      readonly definite: false;
      readonly status: number;
      readonly retryAfterMs: number | null;
    }
  /** Somebody says that the upstream understood, and refused; the upstream itself only by the signature of `decision`. */
  | {
      readonly code: RefusalCode;
      readonly definite: true;
      readonly kind: string;
      readonly status: number;
      readonly serverTime: string | null;
      /** Of a code that was refused. */
      readonly triesLeft: number | null;
      /** When a limit or a window lets through again. */
      readonly until: string | null;
      /** A compact JWS, not verified yet. */
      readonly decision: string | null;
    };

export type RefusalCode = Extract<
  ErrorCode,
  | "upstream/refused"
  | "upstream/key-unknown"
  | "upstream/signature-refused"
  | "upstream/clock-skew"
  | "upstream/code-refused"
  | "upstream/code-used"
  | "upstream/code-expired"
  | "upstream/code-foreign"
  | "upstream/attestation-refused"
  | "upstream/terminal-unknown"
  | "upstream/request-unknown"
  | "upstream/identity-mismatch"
  | "upstream/epoch-mismatch"
  | "upstream/idempotency-conflict"
  | "upstream/request-already-open"
  | "upstream/not-approved"
  | "upstream/grant-refused"
  | "upstream/not-cancellable"
  | "upstream/limit-reached"
  | "upstream/window-closed"
  | "upstream/policy-outdated"
  | "upstream/approval-missing"
  | "upstream/verification-refused"
  | "upstream/offline-refused"
>;

const refusals: Partial<Record<string, RefusalCode>> = {
  "unknown-key": "upstream/key-unknown",
  "bad-signature": "upstream/signature-refused",
  stale: "upstream/clock-skew",
  "clock-skew": "upstream/clock-skew",
  "code-refused": "upstream/code-refused",
  "attestation-refused": "upstream/attestation-refused",
  "unknown-terminal": "upstream/terminal-unknown",
  "unknown-request": "upstream/request-unknown",
  "identity-mismatch": "upstream/identity-mismatch",
  "epoch-mismatch": "upstream/epoch-mismatch",
  "idempotency-conflict": "upstream/idempotency-conflict",
  "request-already-open": "upstream/request-already-open",
  "not-approved": "upstream/not-approved",
  "grant-refused": "upstream/grant-refused",
  "not-cancellable": "upstream/not-cancellable",
  "limit-reached": "upstream/limit-reached",
  "window-closed": "upstream/window-closed",
  "policy-outdated": "upstream/policy-outdated",
  "approval-missing": "upstream/approval-missing",
  "verification-refused": "upstream/verification-refused",
  "offline-refused": "upstream/offline-refused",
};

const codeRefusals = {
  used: "upstream/code-used",
  expired: "upstream/code-expired",
  of_another_terminal: "upstream/code-foreign",
} as const;

/** The enrolment code itself would not do: sent again it is refused again. */
export function isCodeRefusal(code: ErrorCode): boolean {
  return code === "upstream/code-refused" || Object.values<ErrorCode>(codeRefusals).includes(code);
}

/** Request Timeout, Too Early, Too Many Requests, Service Unavailable: the same again, later (RFC 9110, 8470 and 6585). */
const comeAgain: readonly number[] = [408, 425, 429, 503];

/** What an operator is told of it: the code, and what a technician can quote. How it was told stays on the wire. */
export function failureView(failure: UpstreamFailure): ErrorView {
  if (failure.definite) {
    const { code, triesLeft } = failure;
    return triesLeft === null ? { code } : { code, facts: { triesLeft } };
  }
  const { definite: _definite, status: _status, retryAfterMs: _retryAfterMs, ...told } = failure;
  return errorView(told);
}

/** `problem` is null where the body is no problem document: then only the status class speaks. */
export function failureOf(status: number, problem: Problem | null, retryAfterMs: number | null): UpstreamFailure {
  const kind = problem && kindOf(problem);
  // 429 also stands for "not so fast"; only the problem type tells a limit that waiting does not lift.
  const limited = status === 429 && kind === "limit-reached";
  if (comeAgain.includes(status) && !limited) return { code: "upstream/busy", definite: false, status, retryAfterMs };
  // Who says "internal" does not know what was done, whatever the status says.
  if (status >= 500 || kind === "internal")
    return { code: "upstream/server-error", definite: false, status, retryAfterMs };
  // Without a problem type of ours a 4xx may come from anything on the way, and proves nothing about the request.
  if (status < 400 || !kind) return { code: "upstream/answer-not-understood", definite: false, status, retryAfterMs };
  const ofCode = kind === "code-refused" && problem.codeState ? codeRefusals[problem.codeState] : null;
  const code = ofCode ?? refusals[kind] ?? "upstream/refused";
  const { serverTime = null, triesLeft = null, until = null, decision = null } = problem;
  return { code, definite: true, kind, status, serverTime, triesLeft, until, decision };
}

function kindOf(problem: Problem): string | null {
  if (!problem.type.startsWith(problemTypePrefix)) return null;
  const kind = problemKind.safeParse(problem.type.slice(problemTypePrefix.length));
  return kind.success ? kind.data : null;
}
