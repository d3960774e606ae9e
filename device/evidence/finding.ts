/** What a check of evidence speaks of: the signed objects of an unbind, and the findings about them. Checks nothing. */

import type * as z from "zod/mini";
import { type BindingPayload, bindingPayload } from "../contract/messages/binding.ts";
import { type JwsType, jwsType } from "../contract/messages/jwsTypes.ts";
import {
  type OfflineAnswerPayload,
  type OfflineReportPayload,
  offlineAnswerPayload,
  offlineReportPayload,
} from "../contract/messages/offline.ts";
import {
  type AcknowledgementPayload,
  acknowledgementPayload,
  type GrantPayload,
  grantPayload,
  type OrderPayload,
  orderPayload,
  type ReceiptPayload,
  receiptPayload,
} from "../contract/messages/outcome.ts";
import {
  type ApprovalPayload,
  approvalPayload,
  type ExecutionPayload,
  executionPayload,
  type RequestPayload,
  requestPayload,
} from "../contract/messages/request.ts";
import { type AttestationPayload, attestationPayload } from "../contract/messages/wipe.ts";

type PayloadOf = {
  readonly binding: BindingPayload;
  readonly order: OrderPayload;
  readonly request: RequestPayload;
  readonly approval: ApprovalPayload;
  readonly grant: GrantPayload;
  readonly execution: ExecutionPayload;
  readonly answer: OfflineAnswerPayload;
  readonly receipt: ReceiptPayload;
  readonly attestation: AttestationPayload;
  readonly report: OfflineReportPayload;
  readonly acknowledgement: AcknowledgementPayload;
};
export type ObjectName = keyof PayloadOf;

/** The payloads of those objects whose signatures held. */
export type Payloads = Partial<PayloadOf>;

type Kind<Payload> = {
  readonly typ: JwsType;
  readonly signedBy: "device" | "upstream";
  readonly schema: z.ZodMiniType<Payload>;
};

export const objects: { readonly [Name in ObjectName]: Kind<PayloadOf[Name]> } = {
  binding: { typ: jwsType.binding, signedBy: "upstream", schema: bindingPayload },
  order: { typ: jwsType.order, signedBy: "upstream", schema: orderPayload },
  request: { typ: jwsType.request, signedBy: "device", schema: requestPayload },
  approval: { typ: jwsType.approval, signedBy: "device", schema: approvalPayload },
  grant: { typ: jwsType.grant, signedBy: "upstream", schema: grantPayload },
  execution: { typ: jwsType.execution, signedBy: "device", schema: executionPayload },
  answer: { typ: jwsType.offlineAnswer, signedBy: "upstream", schema: offlineAnswerPayload },
  receipt: { typ: jwsType.receipt, signedBy: "upstream", schema: receiptPayload },
  attestation: { typ: jwsType.attestation, signedBy: "device", schema: attestationPayload },
  report: { typ: jwsType.offlineReport, signedBy: "device", schema: offlineReportPayload },
  acknowledgement: { typ: jwsType.acknowledgement, signedBy: "upstream", schema: acknowledgementPayload },
};

/** In the order in which they come to be where the upstream's receipt allowed the wipe. */
export const objectNames = [
  ...(["binding", "order", "request", "approval", "grant", "execution", "answer"] as const),
  ...(["receipt", "attestation", "report", "acknowledgement"] as const),
] as const;

/** The same where the answer to a challenge allowed it. */
export const offlineOrder: readonly ObjectName[] = [
  ...(["binding", "request", "approval", "answer", "attestation", "report"] as const),
  ...(["receipt", "acknowledgement"] as const),
];

export type FindingCode =
  /** The terminal's seal covers every byte of the bundle. */
  | "evidence/sealed"
  /** The terminal's key is the one that the reader asked for. */
  | "evidence/device-expected"
  /** An object was signed by the party who has to sign it. */
  | "evidence/signed"
  /** An object refers to the others of this unbind and to this terminal. */
  | "evidence/linked"
  /** A must-check that failed was waived, nothing else was, and by somebody who may. */
  | "evidence/waived"
  /** Where a second person has to approve, another one than the first did. */
  | "evidence/two-persons"
  /** Every gate was open when the unbind was executed, and no money was left on the terminal, or that was waived. */
  | "evidence/gates"
  /** The challenge was made of this request. */
  | "evidence/challenge"
  /** Nothing happened before what it follows from, nor after it had expired. */
  | "evidence/in-order"
  /** After the unbind the upstream says that the binding is gone. */
  | "evidence/post-check"
  /** The journal's lines form a chain. */
  | "evidence/journal-chained"
  /** The chain ends where the terminal signed that its journal stands. */
  | "evidence/journal-head"
  /** The journal holds the same text of an object as the bundle. */
  | "evidence/journal-holds"
  /** The journal took the objects in the order of the procedure. */
  | "evidence/journal-order";

export type Facts = Readonly<Record<string, string | number>>;

/** `facts` name the object, and where it is wrong the member, the line or the reason. */
export type Finding = { readonly code: FindingCode; readonly ok: boolean; readonly facts: Facts };

/** A finding that is right when nothing is wrong with it. */
export function finding(code: FindingCode, facts: Facts, wrong: Facts | null): Finding {
  return wrong ? { code, ok: false, facts: { ...facts, ...wrong } } : { code, ok: true, facts };
}
