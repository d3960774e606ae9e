/** What the reference upstream remembers, one type a table. Times are Unix milliseconds unless they are quoted in a signed object. */

import type { JWK } from "jose";
import type {
  BindingKind,
  CheckCode,
  ExecutionStyle,
  FactorKind,
  FollowUpCode,
  Intent,
  OfflineTier,
  RequestState,
  Way,
} from "../../device/contract/codes.ts";
import type { KeyStorage, PublicJwk, SaidKeyStorage } from "../../device/contract/fields.ts";
import type { Authorisation, BindingPayload, UnbindTerms } from "../../device/contract/messages/binding.ts";
import type { HeardPayload } from "../../device/contract/messages/heard.ts";
import type { UpstreamKeysPayload } from "../../device/contract/messages/upstreamKeys.ts";
import type { ChallengePurpose } from "../../device/offline/challenge.ts";
import type { SignedProfilePayload } from "../../device/profiles/schema.ts";
import type { Refusal } from "./answers.ts";

/** One binding of a terminal; kind and provider name it. */
export type BindingRecord = {
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  /** When each epoch ended, the first epoch first: as many as `epoch` means that it is unbound now. */
  readonly endedAtMs: readonly number[];
  readonly merchantName: string;
  readonly merchantIdMasked: string;
  readonly subjectMasked?: string;
  readonly contactMasked?: string;
  readonly fiveElements: BindingPayload["fiveElements"];
  readonly policy: BindingPayload["policy"];
  /** Left out by an earlier program. */
  readonly boundAtMs?: number;
  readonly window?: NonNullable<UnbindTerms["window"]>;
  readonly replacement?: NonNullable<UnbindTerms["replacement"]>;
  /** How many unbinds are left, and when a limit that is used up counts anew. */
  readonly limit?: { readonly left: number; readonly until?: string };
  readonly authorisations: readonly Authorisation[];
  /** What was said of it last, by its hash, and which issue that was. */
  readonly said?: { readonly hash: string; readonly serial: number };
};

/** A terminal the operator registered. `deviceKid` is the one key it may sign with; secret and storage are told with it. */
export type TerminalRecord = {
  readonly sn: string;
  readonly imei: string;
  readonly bindings: readonly BindingRecord[];
  readonly enrolled: {
    readonly deviceKid: string;
    /** Takes the place of that key with the next thing that it signs. */
    readonly next?: { readonly kid: string; readonly keyStorage: KeyStorage };
    /** The key by which the secret was agreed on, where another has taken its place since. */
    readonly agreedBy?: string;
    readonly keyStorage: SaidKeyStorage;
    /** What an attestation proved of it. */
    readonly keyProven?: KeyStorage;
    /** The terminal's half of the agreement on a secret; the secret is computed anew for each code. */
    readonly agreementKey?: PublicJwk;
    /** Of a terminal that an earlier program enrolled: 32 bytes in base64url; leaves this table for nothing but an HMAC. */
    readonly offlineSecret?: string;
    /** Nothing yet, where it is left out. */
    readonly heard?: HeardRecord;
  } | null;
};

/** How far a terminal was heard since its key was enrolled last. */
export type HeardRecord = Pick<HeardPayload, "requests" | "lastRequestId" | "journal">;

export type KeyRecord = { readonly kid: string; readonly sn: string; readonly jwk: PublicJwk };

/** A one-time code, known by its hash only. `answer` is the body that its use was answered with. */
export type CodeRecord = {
  readonly codeHash: string;
  readonly sn: string;
  readonly expiresAtMs: number;
  readonly used: { readonly kid: string; readonly answer: string } | null;
};

export type NonceRecord = { readonly nonce: string; readonly seenAtMs: number };

/** What somebody has to prove. A code is known by its hash only. */
export type DemandRecord = {
  readonly ref: string;
  readonly factor: FactorKind;
  readonly how:
    | { readonly kind: "code"; readonly codeHash: string; readonly sentTo?: string; readonly triesLeft: number }
    | { readonly kind: "handOver"; readonly uri: string; readonly userCode: string };
  readonly phase: "beforeReview" | "afterReview";
  readonly expiresAtMs: number;
  /** Signed anew with every try that is lost. */
  readonly jws: string;
  /** By their hashes: the same one again costs no further try. */
  readonly wrongCodes: readonly string[];
};

export type RequestRecord = {
  readonly requestId: string;
  readonly sn: string;
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  /** "upstream": `jws` is the upstream's order, and its own grant. */
  readonly origin: "terminal" | "upstream";
  readonly intent: Intent;
  readonly style: ExecutionStyle;
  readonly way: Way;
  readonly requestHash: string;
  /** The request as it came: evidence is never written anew. */
  readonly jws: string;
  /** The second person's approval around it, where there was one: then this is what was sent. */
  readonly approval?: string;
  /** Checks that may be left failed: somebody who may took them upon themselves. */
  readonly waived: readonly CheckCode[];
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  readonly state: RequestState;
  readonly updatedAtMs: number;
  /** When the review moves on by itself; null where only the operator moves it. */
  readonly underReviewAtMs: number;
  readonly approveAtMs: number | null;
  readonly demand?: DemandRecord;
  /** The code by which a demand was met last, as a hash: sent again it is still right. */
  readonly provenBy?: string;
  readonly hold?: { readonly code: string; readonly until?: string };
  readonly grant?: { readonly grantId: string; readonly expiresAtMs: number; readonly jws: string };
  readonly rejection?: { readonly code: string; readonly text?: string };
  /** Once it has ended without an unbind. */
  readonly decision?: string;
  /** What was not carried out and will not be. */
  readonly refusedExecutions?: readonly { readonly bodyHash: string; readonly refusal: Refusal }[];
  readonly execution?: { readonly executionId: string; readonly bodyHash: string };
  readonly receipt?: string;
  readonly attestation?: { readonly hash: string; readonly acknowledgement: string };
};

/** A request that was never taken and never will be. */
export type TurnedAwayRecord = {
  readonly requestId: string;
  readonly requestHash: string;
  readonly sn: string;
  readonly refusal: Refusal;
};

/** An answer to an offline challenge, by the challenge's hash. `reportHash` once the terminal has told what it did with it. */
export type OfflineAnswerRecord = {
  readonly challengeHash: string;
  readonly purpose: ChallengePurpose;
  readonly sn: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  readonly answeredAtMs: number;
  readonly expiresAtMs: number;
  readonly jws: string;
  readonly reported: boolean;
};

/** What an offline unbind was answered with, by the hash of the report. */
export type OfflineReportRecord = {
  readonly reportHash: string;
  readonly requestId: string;
  readonly tier: OfflineTier;
  readonly answer: string;
};

/** A provider's profile for one kind; `signed` for each terminal that asked, by its key. */
export type ProfileRecord = {
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly followUps: readonly FollowUpCode[];
  readonly serial: number;
  readonly content: Omit<SignedProfilePayload, "iss" | "aud">;
  readonly signed: Readonly<Record<string, string>>;
};

/** One by which keys were changed; `privateJwk` of the key that came with it, null where it only ended others. */
export type KeySetRecord = {
  readonly serial: number;
  readonly jws: string;
  readonly keys: UpstreamKeysPayload["keys"];
  readonly privateJwk: JWK | null;
};

/** The texts in which something was told after the key that had signed it was ended, the last one last; by its hash. */
export type RetoldRecord = { readonly texts: readonly string[] };

export type Tables = {
  readonly terminals: TerminalRecord;
  readonly keys: KeyRecord;
  readonly codes: CodeRecord;
  readonly nonces: NonceRecord;
  readonly requests: RequestRecord;
  readonly turnedAway: TurnedAwayRecord;
  readonly offlineAnswers: OfflineAnswerRecord;
  readonly offlineReports: OfflineReportRecord;
  readonly profiles: ProfileRecord;
  readonly keySets: KeySetRecord;
  readonly retold: RetoldRecord;
};
export type TableName = keyof Tables;
