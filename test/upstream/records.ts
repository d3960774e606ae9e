/** What the reference upstream remembers, one type a table. Times are Unix milliseconds unless they are quoted in a signed object. */

import type { BindingPayload } from "../../device/contract/evidence.ts";
import type { BindingKind, PublicJwk } from "../../device/contract/fields.ts";
import type { RequestState } from "../../device/contract/upstream.ts";

/** A terminal the operator registered, and what it is bound to. `deviceKid` is the one key it may sign with. */
export type TerminalRecord = {
  readonly sn: string;
  readonly imei: string;
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly bindingState: "bound" | "unbound";
  readonly epoch: number;
  readonly unboundAtMs: number | null;
  readonly merchantName: string;
  readonly merchantIdMasked: string;
  readonly fiveElements: BindingPayload["fiveElements"];
  readonly policy: BindingPayload["policy"];
  readonly deviceKid: string | null;
};

export type KeyRecord = { readonly kid: string; readonly sn: string; readonly jwk: PublicJwk };

/** A one-time code, known by its hash only. `answer` is the body that its use was answered with. */
export type CodeRecord = {
  readonly codeHash: string;
  readonly sn: string;
  readonly used: { readonly kid: string; readonly answer: string } | null;
};

export type NonceRecord = { readonly nonce: string; readonly seenAtMs: number };

export type RequestRecord = {
  readonly requestId: string;
  readonly sn: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  readonly requestHash: string;
  /** The request as it came: evidence is never written anew. */
  readonly jws: string;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  readonly state: RequestState;
  readonly updatedAtMs: number;
  /** When the review moves on by itself; null where only the operator moves it. */
  readonly underReviewAtMs: number;
  readonly approveAtMs: number | null;
  readonly grant?: { readonly grantId: string; readonly expiresAtMs: number; readonly jws: string };
  readonly rejection?: { readonly code: string; readonly text?: string };
  readonly execution?: { readonly executionId: string; readonly bodyHash: string };
  readonly receipt?: string;
  readonly attestation?: { readonly bodyHash: string; readonly acknowledgement: string };
};

export type Tables = {
  readonly terminals: TerminalRecord;
  readonly keys: KeyRecord;
  readonly codes: CodeRecord;
  readonly nonces: NonceRecord;
  readonly requests: RequestRecord;
};
export type TableName = keyof Tables;
