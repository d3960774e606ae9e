/** What a check of evidence speaks of: the signed objects of an unbind, and the findings about them. Checks nothing. */

import type * as z from "zod/mini";
import {
  type AcknowledgementPayload,
  type AttestationPayload,
  acknowledgementPayload,
  attestationPayload,
  type ExecutionPayload,
  executionPayload,
  type GrantPayload,
  grantPayload,
  type JwsType,
  jwsType,
  type ReceiptPayload,
  type RequestPayload,
  receiptPayload,
  requestPayload,
} from "../contract/evidence.ts";

type PayloadOf = {
  readonly request: RequestPayload;
  readonly grant: GrantPayload;
  readonly execution: ExecutionPayload;
  readonly receipt: ReceiptPayload;
  readonly attestation: AttestationPayload;
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
  request: { typ: jwsType.request, signedBy: "device", schema: requestPayload },
  grant: { typ: jwsType.grant, signedBy: "upstream", schema: grantPayload },
  execution: { typ: jwsType.execution, signedBy: "device", schema: executionPayload },
  receipt: { typ: jwsType.receipt, signedBy: "upstream", schema: receiptPayload },
  attestation: { typ: jwsType.attestation, signedBy: "device", schema: attestationPayload },
  acknowledgement: { typ: jwsType.acknowledgement, signedBy: "upstream", schema: acknowledgementPayload },
};

/** In the order in which they come to be. */
export const objectNames = ["request", "grant", "execution", "receipt", "attestation", "acknowledgement"] as const;

export type FindingCode =
  /** The terminal's seal covers every byte of the bundle. */
  | "evidence/sealed"
  /** The terminal's key is the one that the reader asked for. */
  | "evidence/device-expected"
  /** An object was signed by the party who has to sign it. */
  | "evidence/signed"
  /** An object refers to the others of this unbind and to this terminal. */
  | "evidence/linked"
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
