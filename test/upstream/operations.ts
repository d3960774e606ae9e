/** Every operation of the wire contract in one table: what is sent, what comes back, and which problems it may meet. */

import type * as z from "zod/mini";
import {
  acknowledgementPayload,
  attestationPayload,
  bindingPayload,
  cancellationPayload,
  enrolmentPayload,
  executionPayload,
  grantPayload,
  type JwsType,
  jwsType,
  queryPayload,
  receiptPayload,
  requestPayload,
} from "../../device/contract/evidence.ts";
import { compactJws } from "../../device/contract/fields.ts";
import {
  attestationAnswer,
  bindingAnswer,
  enrolmentAnswer,
  healthAnswer,
  type ProblemKind,
  paths,
  problem,
  requestAnswer,
} from "../../device/contract/upstream.ts";

export const signedPayloads = {
  EnrolmentPayload: { schema: enrolmentPayload, typ: jwsType.enrolment },
  QueryPayload: { schema: queryPayload, typ: jwsType.query },
  BindingPayload: { schema: bindingPayload, typ: jwsType.binding },
  RequestPayload: { schema: requestPayload, typ: jwsType.request },
  CancellationPayload: { schema: cancellationPayload, typ: jwsType.cancellation },
  GrantPayload: { schema: grantPayload, typ: jwsType.grant },
  ExecutionPayload: { schema: executionPayload, typ: jwsType.execution },
  ReceiptPayload: { schema: receiptPayload, typ: jwsType.receipt },
  AttestationPayload: { schema: attestationPayload, typ: jwsType.attestation },
  AcknowledgementPayload: { schema: acknowledgementPayload, typ: jwsType.acknowledgement },
} as const satisfies Record<string, { schema: z.ZodMiniType; typ: JwsType }>;
export type SignedPayloadName = keyof typeof signedPayloads;

export const answers = {
  HealthAnswer: healthAnswer,
  EnrolmentAnswer: enrolmentAnswer,
  BindingAnswer: bindingAnswer,
  RequestAnswer: requestAnswer,
  AttestationAnswer: attestationAnswer,
  Problem: problem,
  CompactJws: compactJws,
} as const;
type AnswerName = keyof typeof answers;

/** Problems that any signed message may meet. */
const signedProblems: readonly ProblemKind[] = [
  "malformed",
  "bad-signature",
  "clock-skew",
  "unknown-key",
  "identity-mismatch",
];
const bodyProblems: readonly ProblemKind[] = [...signedProblems, "too-large"];

export type Operation = {
  readonly method: "get" | "post";
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** What is signed: as the body of a POST, in the Authorization header of a GET. */
  readonly signed?: SignedPayloadName;
  readonly idempotencyKey?: string;
  readonly status: number;
  readonly answer: AnswerName;
  readonly carries?: readonly SignedPayloadName[];
  readonly retryAfter?: boolean;
  readonly problems: readonly ProblemKind[];
};

export const operations: readonly Operation[] = [
  {
    method: "get",
    path: paths.health,
    operationId: "health",
    summary: "Whether the upstream is there, and its time.",
    status: 200,
    answer: "HealthAnswer",
    problems: [],
  },
  {
    method: "post",
    path: paths.enrolments,
    operationId: "enrol",
    summary: "Enrols a terminal's key with a one-time code. The same proof by the same key gets the same answer.",
    signed: "EnrolmentPayload",
    status: 201,
    answer: "EnrolmentAnswer",
    carries: ["BindingPayload"],
    problems: [...bodyProblems.filter((kind) => kind !== "unknown-key"), "code-refused", "unknown-terminal"],
  },
  {
    method: "get",
    path: decodeURIComponent(paths.binding("{sn}")),
    operationId: "binding",
    summary: "What the terminal is bound to now.",
    signed: "QueryPayload",
    status: 200,
    answer: "BindingAnswer",
    carries: ["BindingPayload"],
    problems: [...signedProblems, "unknown-terminal", "stale"],
  },
  {
    method: "post",
    path: paths.requests,
    operationId: "submit",
    summary: "Takes an unbind request once. The same bytes again get the current answer.",
    signed: "RequestPayload",
    idempotencyKey: "requestId",
    status: 202,
    answer: "RequestAnswer",
    carries: ["GrantPayload", "ReceiptPayload"],
    retryAfter: true,
    problems: [
      ...bodyProblems,
      "idempotency-key-missing",
      "idempotency-conflict",
      "request-already-open",
      "epoch-mismatch",
      "stale",
      "limit-reached",
    ],
  },
  {
    method: "get",
    path: paths.request("{requestId}"),
    operationId: "request",
    summary: "How the terminal's own request stands.",
    signed: "QueryPayload",
    status: 200,
    answer: "RequestAnswer",
    carries: ["GrantPayload", "ReceiptPayload"],
    retryAfter: true,
    problems: [...signedProblems, "unknown-request", "stale"],
  },
  {
    method: "post",
    path: paths.cancellation("{requestId}"),
    operationId: "cancel",
    summary: "Withdraws a request that is not executed.",
    signed: "CancellationPayload",
    status: 200,
    answer: "RequestAnswer",
    problems: [...bodyProblems, "unknown-request", "idempotency-conflict", "epoch-mismatch", "not-cancellable"],
  },
  {
    method: "post",
    path: paths.execution("{requestId}"),
    operationId: "execute",
    summary: "Carries a granted unbind out. The same bytes again get the same receipt.",
    signed: "ExecutionPayload",
    idempotencyKey: "executionId",
    status: 200,
    answer: "RequestAnswer",
    carries: ["ReceiptPayload"],
    problems: [
      ...bodyProblems,
      "idempotency-key-missing",
      "idempotency-conflict",
      "unknown-request",
      "not-approved",
      "grant-refused",
      "epoch-mismatch",
    ],
  },
  {
    method: "post",
    path: paths.attestation("{requestId}"),
    operationId: "attest",
    summary: "Takes the terminal's word for what it removed, and says what the binding is now.",
    signed: "AttestationPayload",
    status: 200,
    answer: "AttestationAnswer",
    carries: ["AcknowledgementPayload"],
    problems: [
      ...bodyProblems.filter((kind) => kind !== "clock-skew"),
      "unknown-request",
      "not-unbound",
      "epoch-mismatch",
      "idempotency-conflict",
    ],
  },
];
