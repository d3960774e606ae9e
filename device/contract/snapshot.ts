/** The contract between page and terminal, outwards: one immutable snapshot. The page holds no truth of its own. */

import type {
  BindingKind,
  ChannelKind,
  ConditionCode,
  DocumentCode,
  ExecutionStyle,
  FactorKind,
  FollowUpCode,
  OfflineTier,
  PinRole,
  ProhibitionCode,
  ReasonCode,
  RequestState,
  Role,
  StatementCode,
  Way,
} from "./codes.ts";
import type { ErrorView } from "./errors.ts";
import type { UnbindTerms } from "./messages/binding.ts";
import type { ReceiptPayload } from "./messages/outcome.ts";
import type { Actor, CheckResult, RequestPayload, Waiver } from "./messages/request.ts";
import type { WipeItemReport } from "./messages/wipe.ts";

export type Language = "zh-CN" | "en";

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
  readonly bindings: BindingsView;
  readonly pin: PinView;
  readonly codeEntry: CodeEntryView | null;
  readonly session: SessionView;
  readonly unbind: UnbindView;
  /** Newest first; the last twenty. Outlives the wipe. */
  readonly history: readonly HistoryEntryView[];
  /** The texts of the QR codes, to be shown one after the other. */
  readonly evidenceQr: { readonly requestId: string; readonly parts: readonly string[] } | null;
  readonly journal: JournalView;
  readonly provisioning: ProvisioningView;
  readonly pinReset: PinResetView | null;
  /** As they were read last in this session; null before. */
  readonly diagnostics: DiagnosticsView | null;
  readonly journalPage: JournalPageView | null;
};

/** "released": what the terminal was bound to has ended, and it can be bound again. */
export type ProvisioningView = {
  readonly phase: "unprovisioned" | "provisioned" | "released";
  readonly working: boolean;
  readonly failure: ErrorView | null;
  /** The terminal's own key: its RFC 7638 thumbprint, and how its private half is kept. */
  readonly key: { readonly kid: string; readonly storage: "os" | "wrapped_file" } | null;
};

export type PinResetView = {
  readonly role: PinRole;
  readonly groups: readonly string[];
  readonly expiresAt: string;
  readonly triesLeft: number;
};

export type DiagnosticName =
  | "imeisv"
  | "tusn"
  | "simState"
  | "simCard"
  | "radio"
  | "circuitNetwork"
  | "packetNetwork"
  | "lteNetwork"
  | "nrNetwork"
  | "signal"
  | "tamper"
  | "printer"
  | "upstreamOrigin"
  | "upstreamTls"
  | "upstreamClockSkew"
  | "freeBytes"
  | "journalStatus"
  | "journalRecords"
  | "keyId"
  | "keyStorage"
  | "app"
  | "runtime";

/** `value` in field terms; null where nobody can tell. `transcript`: what was said on the serial line last. */
export type DiagnosticsView = {
  readonly facts: readonly { readonly name: DiagnosticName; readonly value: string | null }[];
  readonly transcript: readonly string[];
};

/** `what`: the type of the event, e.g. "requestConfirmed"; never a content. */
export type JournalPageView = {
  readonly records: readonly {
    readonly seq: number;
    readonly at: number;
    readonly kind: string;
    readonly what: string;
  }[];
  readonly hasOlder: boolean;
  /** Where the journal was exported to, or null. */
  readonly place: string | null;
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

export type BindingsView =
  /** Not known yet: the upstream has not told. */
  | { readonly state: "unknown"; readonly failure: ErrorView | null }
  | { readonly state: "known"; readonly list: readonly BindingView[] };

export type BindingView = {
  readonly state: "bound" | "unbound";
  readonly providerId: string;
  readonly providerName: { readonly zh: string; readonly en: string } | null;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  /** Null once the merchant's data is wiped. */
  readonly merchantName: string | null;
  readonly merchantIdMasked: string | null;
  readonly subjectMasked: string | null;
  readonly contactMasked: string | null;
  readonly policy: { readonly id: string; readonly version: string } | null;
  readonly terms: UnbindTerms | null;
};

/** Digits never come back, only how many there are. */
export type PinView = {
  readonly standings: Readonly<Record<PinRole, PinStanding>>;
  /** Who the operator may say to be, while that is asked; null otherwise. */
  readonly rolesOffered: readonly PinRole[] | null;
  readonly entry: {
    readonly role: PinRole;
    /**
     * "choose": where this role has no PIN; "change": in the place of the one it has; "repeat": the new one again;
     * "unlock": to be let in; "approve": as the second person, while the first stays let in.
     */
    readonly purpose: "choose" | "change" | "repeat" | "unlock" | "approve";
    readonly typed: number;
    readonly checking: boolean;
    readonly failure: ErrorView | null;
    /** The ten digits in the order of the keys; the last stands alone below the others. */
    readonly keypad: readonly number[];
  } | null;
};

export type PinStanding = {
  readonly set: boolean;
  /** None left: locked until somebody else lifts the lock. */
  readonly triesLeft: number;
  /** Unix milliseconds until which no try is taken, or null. */
  readonly waitUntil: number | null;
};

export const pinLength = { min: 6, max: 12 } as const;

/** A person, as far as the terminal can tell one from another: whoever has the PIN that was set at one time for a role. */
export type Principal = { readonly role: PinRole; readonly principalId: string };

export type SessionView =
  | { readonly phase: "closed" }
  | {
      readonly phase: "open";
      /** Who was let in; null before. */
      readonly principal: Principal | null;
      /** Unix milliseconds at which the menu closes by itself; set once the warning is due. */
      readonly closesAt: number | null;
    };

/** The entry of a code that is not a PIN; how many digits there are, never which. */
export type CodeEntryView = {
  readonly purpose: "verification" | "offlineAnswer" | "pinReset";
  readonly typed: number;
  readonly length: { readonly min: number; readonly max: number };
  readonly checking: boolean;
  readonly failure: ErrorView | null;
  /** Null where nobody has told. */
  readonly triesLeft: number | null;
};

/** What the page needs of a provider's profile: codes and values. What the provider does not say is "unspecified". */
export type ProfileView = {
  readonly providerId: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly version: string;
  /** True when it was signed by the upstream; false for the one that came with the program. */
  readonly signed: boolean;
  readonly execution: ExecutionStyle;
  readonly ways: readonly Way[];
  readonly reasons: readonly { readonly code: ReasonCode; readonly documents: readonly DocumentCode[] }[];
  readonly statements: readonly { readonly code: StatementCode; readonly level: "must" | "should" }[];
  readonly documents: readonly { readonly code: DocumentCode; readonly condition: ConditionCode | null }[];
  readonly factors: readonly { readonly kind: FactorKind; readonly collectOnDevice: "yes" | "no" | "never" }[];
  readonly reviewBy: "system" | "staff" | "unspecified";
  readonly followUps: readonly { readonly code: FollowUpCode; readonly condition: ConditionCode | null }[];
  readonly prohibitions: readonly ProhibitionCode[];
  /** The first to be tried first. */
  readonly channels: readonly {
    readonly kind: ChannelKind;
    readonly condition: ConditionCode | null;
    /** A number or an address that the upstream signed; null where there is none. */
    readonly contact: string | null;
  }[];
};

export type HistoryEntryView = {
  readonly requestId: string;
  readonly providerId: string;
  readonly bindingKind: BindingKind;
  readonly epoch: number;
  readonly state: UnbindStateName;
  readonly confirmedAt: string;
  readonly endedAt: string | null;
  /** How the unbind was authorised; null where nothing was unbound. */
  readonly proof: "receipt" | OfflineTier | null;
  readonly followUps: readonly { readonly code: FollowUpCode; readonly doneAt: string | null }[];
};

/** Names of 1-to-1 with the states of a request; the page has words for each. */
export type UnbindStateName =
  | "bound"
  | "draft"
  | "precheck"
  | "blocked"
  | "ready"
  | "confirmed"
  | "awaitingSecond"
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
  | "offlineChallenge"
  | "unboundUpstream"
  | "offlineAuthorised"
  | "wiping"
  | "wipeIncomplete"
  | "wiped"
  | "completedPendingSync"
  | "completed";

export type UnbindView = {
  readonly state: UnbindStateName;
  /** Set while the outcome of a message is unknown. */
  readonly unknownPhase: "apply" | "execute" | null;
  readonly requestId: string | null;
  /** What shall be unbound; null while nothing is under way. */
  readonly target: { readonly providerId: string; readonly bindingKind: BindingKind } | null;
  /** Of the target's provider. */
  readonly profile: ProfileView | null;
  readonly origin: "terminal" | "upstream" | null;
  readonly way: "online" | "offline" | null;
  readonly execution: ExecutionStyle | null;
  /** Which payments may be taken: "onlineOnly" refuses those that are stored to be sent later. */
  readonly payments: "all" | "onlineOnly" | "none";
  readonly actor: Actor | null;
  readonly reason: RequestPayload["reason"] | null;
  readonly eligibility: "eligible" | "eligible_with_side_effects" | "ineligible" | null;
  readonly checks: readonly CheckResult[];
  readonly waivers: readonly Waiver[];
  /** The failed checks that this operator may waive. */
  readonly waivable: readonly CheckResult["code"][];
  /** The role that has to approve as well, while it has not. */
  readonly secondAwaited: Role | null;
  /** Payments are stopped and the gates are judged before something leaves. */
  readonly preparing: boolean;
  /** Exactly the fields to be signed, and their hash. */
  readonly summary: { readonly payload: RequestPayload; readonly hash: string } | null;
  /** What the upstream said last, and when it said so. */
  readonly upstreamSaid: { readonly state: RequestState; readonly at: string } | null;
  readonly demand: DemandView | null;
  readonly hold: { readonly code: string; readonly until: string | null } | null;
  readonly challenge: ChallengeView | null;
  readonly confirmedAt: string | null;
  readonly grantExpiresAt: string | null;
  readonly rejection: { readonly code: string; readonly text: string | null; readonly until: string | null } | null;
  /** The last thing that went wrong on the way; the state says what it means. */
  readonly failure: ErrorView | null;
  readonly asking: boolean;
  /** Unix milliseconds of the next question to the upstream, or null. */
  readonly nextAskAt: number | null;
  readonly cancelAsked: boolean;
  readonly wipe: readonly WipeItemReport[];
  /** The voucher: what the receipt says, and its compact JWS for the QR code. */
  readonly receipt: { readonly payload: ReceiptPayload; readonly jws: string } | null;
  /** How the unbind was authorised, once it was. */
  readonly proof: "receipt" | OfflineTier | null;
  readonly evidencePlace: string | null;
};

/** What the upstream wants proven, and how. */
export type DemandView = {
  readonly factor: FactorKind;
  readonly expiresAt: string;
  readonly how:
    | { readonly kind: "code"; readonly sentTo: string | null; readonly triesLeft: number }
    | { readonly kind: "handOver"; readonly uri: string; readonly userCode: string };
};

export type ChallengeView = {
  /** Twenty letters in five groups of four; the last is a check symbol. */
  readonly groups: readonly string[];
  readonly expiresAt: string;
  /** Of the ten tries with a code that is read out; a signed answer always goes. */
  readonly triesLeft: number;
  /** Where the challenge was put for a counter, or null. */
  readonly place: string | null;
};

export type JournalView = {
  readonly status: "intact" | "tornTailCut" | "damaged";
  readonly records: number;
  /** Bytes of an unfinished record that were cut off at start. */
  readonly cutBytes: number;
  /** Number of the first record that does not fit, or null. */
  readonly damagedAt: number | null;
};
