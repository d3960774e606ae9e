/** What a check of evidence speaks of: the signed objects of an unbind, and the findings about them. Checks nothing. */

import type * as z from "zod/mini";
import { bindingPayload } from "../contract/messages/binding.ts";
import { type Earlier, earlier } from "../contract/messages/earlier.ts";
import { type JwsType, jwsType, type SchemaVersion } from "../contract/messages/jwsTypes.ts";
import { type OfflineReportPayload, offlineAnswerPayload, offlineReportPayload } from "../contract/messages/offline.ts";
import {
  acknowledgementPayload,
  type DecisionPayload,
  decisionPayload,
  grantPayload,
  orderPayload,
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
  readonly binding: Earlier["binding"];
  readonly order: Earlier["order"];
  readonly request: RequestPayload | Earlier["request"];
  readonly approval: ApprovalPayload;
  readonly grant: Earlier["grant"];
  readonly execution: ExecutionPayload;
  readonly answer: Earlier["offlineAnswer"];
  readonly decision: DecisionPayload;
  readonly receipt: Earlier["receipt"];
  readonly attestation: AttestationPayload;
  readonly report: OfflineReportPayload;
  readonly acknowledgement: Earlier["acknowledgement"];
};
export type ObjectName = keyof PayloadOf;

/** The payloads of those objects whose signatures held. */
export type Payloads = Partial<PayloadOf>;

type Kind<Payload> = {
  readonly typ: JwsType;
  readonly signedBy: "device" | "upstream";
  /** What it may say, by the rules of the bundle. */
  readonly schemas: { readonly [Version in SchemaVersion]: z.ZodMiniType<Payload> };
};

/** What a terminal signs about its unbind looks the same in both versions, but for the request itself. */
const always = <Payload>(schema: z.ZodMiniType<Payload>) => ({ 1: schema, 2: schema });

export const objects: { readonly [Name in ObjectName]: Kind<PayloadOf[Name]> } = {
  binding: { typ: jwsType.binding, signedBy: "upstream", schemas: { 1: earlier.binding, 2: bindingPayload } },
  order: { typ: jwsType.order, signedBy: "upstream", schemas: { 1: earlier.order, 2: orderPayload } },
  request: { typ: jwsType.request, signedBy: "device", schemas: { 1: earlier.request, 2: requestPayload } },
  approval: { typ: jwsType.approval, signedBy: "device", schemas: always(approvalPayload) },
  grant: { typ: jwsType.grant, signedBy: "upstream", schemas: { 1: earlier.grant, 2: grantPayload } },
  execution: { typ: jwsType.execution, signedBy: "device", schemas: always(executionPayload) },
  answer: {
    typ: jwsType.offlineAnswer,
    signedBy: "upstream",
    schemas: { 1: earlier.offlineAnswer, 2: offlineAnswerPayload },
  },
  decision: { typ: jwsType.decision, signedBy: "upstream", schemas: always(decisionPayload) },
  receipt: { typ: jwsType.receipt, signedBy: "upstream", schemas: { 1: earlier.receipt, 2: receiptPayload } },
  attestation: { typ: jwsType.attestation, signedBy: "device", schemas: always(attestationPayload) },
  report: { typ: jwsType.offlineReport, signedBy: "device", schemas: always(offlineReportPayload) },
  acknowledgement: {
    typ: jwsType.acknowledgement,
    signedBy: "upstream",
    schemas: { 1: earlier.acknowledgement, 2: acknowledgementPayload },
  },
};

/** When the upstream says that it said it. */
export function datedBy(name: ObjectName, payloads: Payloads): string | undefined {
  const { binding, order, grant, answer, decision, receipt, acknowledgement } = payloads;
  const dates: { readonly [Name in ObjectName]?: string | undefined } = {
    binding: binding?.issuedAt,
    order: order?.issuedAt,
    grant: grant?.grantedAt,
    answer: answer?.answeredAt,
    decision: decision?.at,
    receipt: receipt?.unboundAt,
    acknowledgement: acknowledgement?.at,
  };
  return dates[name];
}

/** In the order in which they come to be where the upstream's receipt allowed the wipe. */
export const objectNames = [
  ...(["binding", "order", "request", "approval", "grant", "execution", "answer"] as const),
  ...(["decision", "receipt", "attestation", "report", "acknowledgement"] as const),
] as const;

/** The same where the answer to a challenge allowed it. */
export const offlineOrder: readonly ObjectName[] = [
  ...(["binding", "request", "approval", "answer", "attestation", "report"] as const),
  ...(["receipt", "acknowledgement"] as const),
];

export type FindingCode =
  /** The seal by the terminal's key covers every byte of the bundle. */
  | "evidence/sealed"
  /** The same by the rules of an earlier program: a stranger can spell the seal's own signature in another way. */
  | "evidence/sealed-earlier"
  /** The terminal's key is the one that the reader asked for. */
  | "evidence/device-expected"
  /** The upstream's key sets follow from a key at hand, one from the other. */
  | "evidence/keys-chained"
  /** An object was signed by the party who has to sign it. */
  | "evidence/signed"
  /** An object refers to the others of this unbind and to this terminal. */
  | "evidence/linked"
  /** Those who began and agreed are, by what the terminal states, those who may. */
  | "evidence/agreed"
  /** A must-check that failed was waived, nothing else was, and by somebody who may. */
  | "evidence/waived"
  /** Where a second person has to approve, another one than the first did. */
  | "evidence/two-persons"
  /** Every gate was open when the unbind was executed, and no money was left on the terminal, or that was waived. */
  | "evidence/gates"
  /** The challenge was made of this request. */
  | "evidence/challenge"
  /** No signed time contradicts another. Where one does, that is no fault, but a doubt. */
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

/** What does not hold together and proves nothing against anybody: a clock may have been set. */
export type Doubt = { readonly code: "evidence/times-contradict"; readonly facts: Facts };

export type Facts = Readonly<Record<string, string | number>>;

/** `facts` name the object, and where it is wrong the member, the line or the reason. */
export type Finding = { readonly code: FindingCode; readonly ok: boolean; readonly facts: Facts };

/** A finding that is right when nothing is wrong with it. */
export function finding(code: FindingCode, facts: Facts, wrong: Facts | null): Finding {
  return wrong ? { code, ok: false, facts: { ...facts, ...wrong } } : { code, ok: true, facts };
}
