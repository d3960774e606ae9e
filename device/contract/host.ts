/**
 * The contract between page and terminal: orders go in by name, one immutable snapshot comes out.
 * The page holds no truth of its own; whatever it shows stands in the snapshot.
 */

import * as z from "zod/mini";
import type { Result } from "../base/result.ts";
import type { ErrorView } from "./errors.ts";
import type { CheckResult, ReceiptPayload, RequestPayload, WipeItemReport } from "./evidence.ts";
import { type ReasonCode, reasonCode } from "./evidence.ts";
import { type BindingKind, bindingKind, sha256Text } from "./fields.ts";
import type { RequestState } from "./upstream.ts";

const nothing = z.strictObject({});

/** What each order takes. An order that takes nothing takes `{}`. */
export const orders = {
  setLanguage: z.strictObject({ language: z.enum(["zh-CN", "en"]) }),
  /** Reads identity and status again. */
  readTerminal: nothing,

  openMenu: nothing,
  leaveMenu: nothing,
  /** The operator is still there: the idle time starts anew. */
  stayInMenu: nothing,

  pressDigit: z.strictObject({ digit: z.number().check(z.int(), z.gte(0), z.lte(9)) }),
  eraseDigit: nothing,
  submitPin: nothing,

  /** Asks for the PIN where it was not given yet, then opens a draft. */
  beginUnbind: z.strictObject({ bindingKind }),
  /** `consent` says that the effects page was read and agreed to. Runs the checks. */
  chooseReason: z.strictObject({
    code: reasonCode,
    text: z.optional(z.string().check(z.maxLength(200))),
    consent: z.literal(true),
  }),
  runChecks: nothing,
  /** Puts together the fields that would be signed, and shows them. */
  showSummary: nothing,
  /** The second confirmation. `summaryHash` is that of the summary on the screen: what was seen is what is signed. */
  confirmUnbind: z.strictObject({ summaryHash: sha256Text }),
  /** Leaves a draft, or withdraws a request that is not executed yet. */
  cancelUnbind: nothing,
  /** Asks the upstream now, without waiting for the next turn. */
  checkNow: nothing,
  /** Carries an approved unbind out. Needs the PIN. */
  executeUnbind: nothing,
  /** The operator has read a final outcome that leaves the binding alive (rejected, cancelled, expired). */
  closeOutcome: nothing,
  resumeWipe: nothing,
  saveEvidence: nothing,
} as const;

export type OrderName = keyof typeof orders;
export type OrderInput<Name extends OrderName> = z.infer<(typeof orders)[Name]>;
export type OrderAnswer = Result<void, ErrorView>;

export type Language = "zh-CN" | "en";

/** The page's end of the terminal. Every order answers; nothing is thrown at the page. */
export interface Host {
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  snapshot(): Promise<Snapshot>;
  /** Calls back with every new snapshot; returns the function that stops it. */
  listen(listener: (snapshot: Snapshot) => void): () => void;
}

export type Snapshot = {
  readonly revision: number;
  readonly language: Language;
  readonly app: string;
  /** True while terminal or upstream are simulated; the screen says so. */
  readonly simulated: boolean;
  /** Wall time of the snapshot, Unix milliseconds. */
  readonly at: number;
  readonly service: ServiceView;
  readonly terminal: TerminalView;
  readonly upstream: UpstreamView;
  readonly binding: BindingView;
  readonly pin: PinView;
  readonly session: SessionView;
  readonly unbind: UnbindView;
  readonly journal: JournalView;
};

/** `outOfService` is left only by a restart. */
export type ServiceView =
  | { readonly phase: "starting" }
  | { readonly phase: "working" }
  | { readonly phase: "outOfService"; readonly failure: ErrorView };

export type ValueView =
  | {
      readonly status: "read";
      readonly value: string;
      /** The command that told it, e.g. "AT+CGSN=1". */
      readonly source: string;
      readonly warnings: readonly ("imei-check-digit-wrong" | "imei-check-digit-derived")[];
    }
  | {
      readonly status: "unreadable";
      readonly problem: "not-read-yet" | "no-answer" | "not-supported" | "malformed" | "placeholder" | "contradictory";
      readonly masked: readonly string[];
    };

export type TerminalView = {
  readonly phase: "reading" | "read" | "failed";
  readonly failure: ErrorView | null;
  readonly sn: ValueView;
  readonly imei: ValueView;
  readonly manufacturer: ValueView;
  readonly model: ValueView;
  readonly firmware: ValueView;
  /** Null where the terminal does not tell. */
  readonly battery: { readonly power: "battery" | "mains" | "none" | "fault"; readonly percent: number } | null;
  readonly signalDbm: number | null;
  readonly registered: boolean | null;
};

export type UpstreamView = {
  readonly reach: "unknown" | "reachable" | "unreachable";
  readonly failure: ErrorView | null;
};

export type BindingView =
  /** Not known yet: the upstream has not told. */
  | { readonly state: "unknown"; readonly failure: ErrorView | null }
  | {
      readonly state: "bound" | "unbound";
      readonly providerId: string;
      readonly bindingKind: BindingKind;
      readonly epoch: number;
      /** Null once the merchant's data is wiped. */
      readonly merchantName: string | null;
      readonly merchantIdMasked: string | null;
      readonly policy: { readonly id: string; readonly version: string } | null;
    };

/** Digits never come back, only how many there are. */
export type PinView = {
  readonly set: boolean;
  readonly entry: {
    readonly purpose: "choose" | "repeat" | "unlock";
    readonly typed: number;
    readonly checking: boolean;
    readonly failure: ErrorView | null;
  } | null;
  readonly triesLeft: number;
  /** Unix milliseconds until which no try is taken, or null. */
  readonly waitUntil: number | null;
};

export const pinLength = { min: 6, max: 12 } as const;

export type SessionView =
  | { readonly phase: "closed" }
  | {
      readonly phase: "open";
      readonly authenticated: boolean;
      /** Unix milliseconds at which the menu closes by itself; set once the warning is due. */
      readonly closesAt: number | null;
    };

/** Names of 1-to-1 with the states of a request; the page has words for each. */
export type UnbindStateName =
  | "bound"
  | "draft"
  | "precheck"
  | "blocked"
  | "ready"
  | "confirmed"
  | "sending"
  | "unknown"
  | "submitted"
  | "underReview"
  | "verificationRequired"
  | "riskHold"
  | "approved"
  | "executing"
  | "rejected"
  | "cancelled"
  | "expired"
  | "unboundUpstream"
  | "wiping"
  | "wipeIncomplete"
  | "wiped"
  | "completed";

export type UnbindView = {
  readonly state: UnbindStateName;
  /** Set while the outcome of a message is unknown. */
  readonly unknownPhase: "apply" | "execute" | null;
  readonly requestId: string | null;
  /** The reasons that the provider's profile offers, in its order. */
  readonly reasons: readonly ReasonCode[];
  readonly reason: RequestPayload["reason"] | null;
  readonly eligibility: "eligible" | "eligible_with_side_effects" | "ineligible" | null;
  readonly checks: readonly CheckResult[];
  /** Exactly the fields to be signed, and their hash. */
  readonly summary: { readonly payload: RequestPayload; readonly hash: string } | null;
  /** What the upstream said last, and when it said so. */
  readonly upstreamSaid: { readonly state: RequestState; readonly at: string } | null;
  readonly confirmedAt: string | null;
  readonly grantExpiresAt: string | null;
  readonly rejection: { readonly code: string; readonly text: string | null } | null;
  /** The last thing that went wrong on the way; the state says what it means. */
  readonly failure: ErrorView | null;
  readonly asking: boolean;
  /** Unix milliseconds of the next question to the upstream, or null. */
  readonly nextAskAt: number | null;
  readonly cancelAsked: boolean;
  readonly wipe: readonly WipeItemReport[];
  /** The voucher: what the receipt says, and its compact JWS for the QR code. */
  readonly receipt: { readonly payload: ReceiptPayload; readonly jws: string } | null;
  readonly evidencePlace: string | null;
};

export type JournalView = {
  readonly status: "intact" | "tornTailCut" | "damaged";
  readonly records: number;
  /** Bytes of an unfinished record that were cut off at start. */
  readonly cutBytes: number;
  /** Number of the first record that does not fit, or null. */
  readonly damagedAt: number | null;
};
