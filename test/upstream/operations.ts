/** Every operation of the wire contract in one table: what is sent, what comes back, and which problems it may meet. */

import type * as z from "zod/mini";
import type { ProblemKind } from "../../device/contract/codes.ts";
import { compactJws } from "../../device/contract/fields.ts";
import { bindingPayload } from "../../device/contract/messages/binding.ts";
import {
  enrolmentPayload,
  queryPayload,
  successionPayload,
  successorPayload,
} from "../../device/contract/messages/enrolment.ts";
import { heardPayload } from "../../device/contract/messages/heard.ts";
import { type JwsType, jwsType } from "../../device/contract/messages/jwsTypes.ts";
import {
  offlineAnswerPayload,
  offlineReportPayload,
  pinUnlockPayload,
} from "../../device/contract/messages/offline.ts";
import {
  acknowledgementPayload,
  decisionPayload,
  grantPayload,
  orderPayload,
  receiptPayload,
  verificationDemandPayload,
} from "../../device/contract/messages/outcome.ts";
import {
  approvalPayload,
  cancellationPayload,
  executionPayload,
  requestPayload,
  verificationPayload,
} from "../../device/contract/messages/request.ts";
import { upstreamKeysPayload } from "../../device/contract/messages/upstreamKeys.ts";
import { attestationPayload } from "../../device/contract/messages/wipe.ts";
import {
  attestationAnswer,
  bindingsAnswer,
  enrolmentAnswer,
  healthAnswer,
  keysAnswer,
  offlineUnbindAnswer,
  paths,
  problem,
  profilesAnswer,
  requestAnswer,
  successionAnswer,
} from "../../device/contract/upstream.ts";
import { signedProfilePayload } from "../../device/profiles/schema.ts";

export const signedPayloads = {
  EnrolmentPayload: { schema: enrolmentPayload, typ: jwsType.enrolment },
  SuccessionPayload: { schema: successionPayload, typ: jwsType.succession },
  SuccessorPayload: { schema: successorPayload, typ: jwsType.successor },
  QueryPayload: { schema: queryPayload, typ: jwsType.query },
  HeardPayload: { schema: heardPayload, typ: jwsType.heard },
  BindingPayload: { schema: bindingPayload, typ: jwsType.binding },
  UpstreamKeysPayload: { schema: upstreamKeysPayload, typ: jwsType.upstreamKeys },
  ProfilePayload: { schema: signedProfilePayload, typ: jwsType.profile },
  RequestPayload: { schema: requestPayload, typ: jwsType.request },
  ApprovalPayload: { schema: approvalPayload, typ: jwsType.approval },
  OrderPayload: { schema: orderPayload, typ: jwsType.order },
  VerificationDemandPayload: { schema: verificationDemandPayload, typ: jwsType.verificationDemand },
  VerificationPayload: { schema: verificationPayload, typ: jwsType.verification },
  CancellationPayload: { schema: cancellationPayload, typ: jwsType.cancellation },
  GrantPayload: { schema: grantPayload, typ: jwsType.grant },
  ExecutionPayload: { schema: executionPayload, typ: jwsType.execution },
  DecisionPayload: { schema: decisionPayload, typ: jwsType.decision },
  ReceiptPayload: { schema: receiptPayload, typ: jwsType.receipt },
  AttestationPayload: { schema: attestationPayload, typ: jwsType.attestation },
  OfflineAnswerPayload: { schema: offlineAnswerPayload, typ: jwsType.offlineAnswer },
  OfflineReportPayload: { schema: offlineReportPayload, typ: jwsType.offlineReport },
  PinUnlockPayload: { schema: pinUnlockPayload, typ: jwsType.pinUnlock },
  AcknowledgementPayload: { schema: acknowledgementPayload, typ: jwsType.acknowledgement },
} as const satisfies Record<string, { schema: z.ZodMiniType; typ: JwsType }>;
export type SignedPayloadName = keyof typeof signedPayloads;

export const answers = {
  HealthAnswer: healthAnswer,
  KeysAnswer: keysAnswer,
  EnrolmentAnswer: enrolmentAnswer,
  SuccessionAnswer: successionAnswer,
  BindingsAnswer: bindingsAnswer,
  ProfilesAnswer: profilesAnswer,
  RequestAnswer: requestAnswer,
  AttestationAnswer: attestationAnswer,
  OfflineUnbindAnswer: offlineUnbindAnswer,
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
/** Of what is sent again as it was signed, by whatever clock, and whose time decides nothing. */
const keptProblems = bodyProblems.filter((kind) => kind !== "clock-skew");

export type Operation = {
  readonly method: "get" | "post";
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** What is signed: as the body of a POST, in the Authorization header of a GET. */
  readonly signed?: SignedPayloadName;
  /** What may be sent in its place. */
  readonly orSigned?: SignedPayloadName;
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
    summary: "Health",
    description: "Whether the upstream is there, and its time.",
    status: 200,
    answer: "HealthAnswer",
    problems: [],
  },
  {
    method: "get",
    path: paths.keys,
    operationId: "keys",
    summary: "The upstream's keys",
    description: "The sets by which the upstream changed its signing keys, the oldest first; none where it never did.",
    status: 200,
    answer: "KeysAnswer",
    carries: ["UpstreamKeysPayload"],
    problems: [],
  },
  {
    method: "post",
    path: paths.enrolments,
    operationId: "enrol",
    summary: "Enrol a terminal",
    description: "Enrols a terminal's key with a one-time code. The same proof by the same key gets the same answer.",
    signed: "EnrolmentPayload",
    status: 201,
    answer: "EnrolmentAnswer",
    carries: ["BindingPayload"],
    problems: [...bodyProblems.filter((kind) => kind !== "unknown-key"), "code-refused", "unknown-terminal"],
  },
  {
    method: "post",
    path: paths.successions,
    operationId: "succeed",
    summary: "Put a key in the place of another",
    description:
      "A key that the terminal keeps better takes the place of the one it is enrolled with; both sign that. The one before is heard " +
      "until the next one has signed something else.",
    signed: "SuccessionPayload",
    status: 200,
    answer: "SuccessionAnswer",
    problems: [...bodyProblems, "stale", "unknown-terminal"],
  },
  {
    method: "get",
    path: decodeURIComponent(paths.bindings("{sn}")),
    operationId: "bindings",
    summary: "Bindings of a terminal",
    description:
      "What the terminal is bound to now, how far the upstream has heard it, and the order where it wants a binding ended.",
    signed: "QueryPayload",
    status: 200,
    answer: "BindingsAnswer",
    carries: ["BindingPayload", "OrderPayload"],
    problems: [...signedProblems, "unknown-terminal", "stale"],
  },
  {
    method: "get",
    path: decodeURIComponent(paths.profiles("{sn}")),
    operationId: "profiles",
    summary: "Profiles of its providers",
    description: "What the terminal's providers published, and how they are reached.",
    signed: "QueryPayload",
    status: 200,
    answer: "ProfilesAnswer",
    carries: ["ProfilePayload"],
    problems: [...signedProblems, "unknown-terminal", "stale"],
  },
  {
    method: "post",
    path: paths.requests,
    operationId: "submit",
    summary: "Submit an unbind request",
    description: "Takes an unbind request once. The same bytes again get the current answer.",
    signed: "RequestPayload",
    orSigned: "ApprovalPayload",
    idempotencyKey: "requestId",
    status: 202,
    answer: "RequestAnswer",
    carries: ["GrantPayload", "ReceiptPayload", "DecisionPayload", "VerificationDemandPayload"],
    retryAfter: true,
    problems: [
      ...bodyProblems,
      "approval-missing",
      "policy-outdated",
      "window-closed",
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
    summary: "State of a request",
    description: "How the terminal's own request stands.",
    signed: "QueryPayload",
    status: 200,
    answer: "RequestAnswer",
    carries: ["GrantPayload", "ReceiptPayload", "DecisionPayload", "VerificationDemandPayload"],
    retryAfter: true,
    problems: [...signedProblems, "unknown-request", "stale"],
  },
  {
    method: "post",
    path: paths.cancellation("{requestId}"),
    operationId: "cancel",
    summary: "Withdraw a request",
    description: "Withdraws a request that is not executed.",
    signed: "CancellationPayload",
    status: 200,
    answer: "RequestAnswer",
    carries: ["DecisionPayload"],
    problems: [...keptProblems, "unknown-request", "idempotency-conflict", "epoch-mismatch", "not-cancellable"],
  },
  {
    method: "post",
    path: paths.verification("{requestId}"),
    operationId: "verify",
    summary: "Answer a verification",
    description:
      "Takes a typed code. The same code costs one try, however often it arrives and in however many messages.",
    signed: "VerificationPayload",
    status: 200,
    answer: "RequestAnswer",
    carries: ["GrantPayload", "ReceiptPayload", "DecisionPayload"],
    retryAfter: true,
    problems: [...bodyProblems, "unknown-request", "verification-refused"],
  },
  {
    method: "post",
    path: paths.execution("{requestId}"),
    operationId: "execute",
    summary: "Execute an unbind",
    description: "Carries a granted unbind out. The same bytes again get the same receipt.",
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
    summary: "Attest a wipe",
    description: "Takes the terminal's word for what it removed, and says what the binding is now.",
    signed: "AttestationPayload",
    status: 200,
    answer: "AttestationAnswer",
    carries: ["AcknowledgementPayload"],
    problems: [...keptProblems, "unknown-request", "not-unbound", "epoch-mismatch", "idempotency-conflict"],
  },
  {
    method: "post",
    path: paths.offlineUnbinds,
    operationId: "reportOffline",
    summary: "Report an offline unbind",
    description: "Settles an unbind that was authorised offline, once. The same report again gets the same answer.",
    signed: "OfflineReportPayload",
    status: 200,
    answer: "OfflineUnbindAnswer",
    carries: ["ReceiptPayload", "AcknowledgementPayload"],
    problems: [...keptProblems, "offline-refused", "epoch-mismatch", "idempotency-conflict"],
  },
];
