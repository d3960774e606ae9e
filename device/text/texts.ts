/** What every language must have a text for. A code, state or field without one does not compile. */

import type {
  BindingKind,
  ChannelKind,
  CheckCause,
  CheckCode,
  ConditionCode,
  DocumentCode,
  FactorKind,
  OfflineTier,
  PinRole,
  ProhibitionCode,
  ReasonCode,
  RequestState,
  Role,
  StatementCode,
  WipeItemName,
} from "../contract/codes.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { KeyStorage } from "../contract/fields.ts";
import type { ReceiptPayload } from "../contract/messages/outcome.ts";
import type { CheckResult, RequestPayload, Waiver } from "../contract/messages/request.ts";
import type { WipeItemReport } from "../contract/messages/wipe.ts";
import type { PaperKind } from "../contract/paperKind.ts";
import type { UpstreamView } from "../contract/snapshot.ts";
import type { BindingView } from "../contract/views/binding.ts";
import type { CodeEntryView, PinView } from "../contract/views/people.ts";
import type { ProfileView } from "../contract/views/profile.ts";
import type { SavedPlaceView } from "../contract/views/savedPlace.ts";
import type { TerminalView, ValueView } from "../contract/views/terminal.ts";
import type { UnbindStateName, UnbindView } from "../contract/views/unbind.ts";
import type { SignedPath } from "./signedFields.ts";

/** A step of an unbind, on whichever of its ways. */
export type Step =
  | "confirm"
  | "send"
  | "submit"
  | "review"
  | "approve"
  | "execute"
  | "challenge"
  | "unbindUpstream"
  | "wipe"
  | "sync"
  | "finish";

/** As much of an unbind as a merchant has to tell apart. */
export type Stage = "submit" | "review" | "execute" | "done";

/** What happened, and what to do about it. */
export type Advice = { readonly sentence: string; readonly remedy: string };
export type ErrorTexts = Readonly<Record<ErrorCode, Advice>>;

type Unreadable = Extract<ValueView, { status: "unreadable" }>;
type Read = Extract<ValueView, { status: "read" }>;

/** What ends is never the same thing, and neither is the way that leads there. */
export type BindingKindTexts = {
  readonly name: string;
  readonly subject: string;
  /** On the button. */
  readonly begin: string;
  /** `short`: what ends, in one line. */
  readonly effects: { readonly short: string; readonly ends: string; readonly stays: string; readonly here: string };
};

export type UnbindTexts = {
  readonly states: Readonly<Record<UnbindStateName, { readonly name: string; readonly meaning: string }>>;
  /** Which payments may be taken. */
  readonly payments: Readonly<Record<UnbindView["payments"], string>>;
  /** Wiped here, and the upstream does not take what it is told of it. */
  readonly refusedStates: Readonly<
    Record<"wiped" | "completedPendingSync", { readonly name: string; readonly meaning: string }>
  >;
  readonly unknownMeaning: Readonly<Record<NonNullable<UnbindView["unknownPhase"]>, string>>;
  readonly upstreamStates: Readonly<Record<RequestState, string>>;
  /** `ahead` must not sound as if it had happened. */
  readonly steps: Readonly<Record<Step, { readonly ahead: string; readonly done: string }>>;
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  readonly reasonPhrases: readonly string[];
  /** `name` is what has passed; `problem` is what is wrong where it has not, with its number where there is one. */
  readonly checks: Readonly<
    Record<
      CheckCode,
      { readonly name: string; readonly problem: (number: number | null) => string; readonly remedy: string }
    >
  >;
  /** In the place of the remedy where the fact of a failed check is its cause. */
  readonly checkCauses: Readonly<Record<CheckCause | Exclude<Unreadable["problem"], "no-answer">, string>>;
  readonly checkLevels: Readonly<Record<CheckResult["level"], string>>;
  readonly checkOutcomes: Readonly<Record<CheckResult["outcome"], string>>;
  readonly eligibility: Readonly<Record<NonNullable<UnbindView["eligibility"]>, string>>;
  readonly bindingKinds: Readonly<Record<BindingKind, BindingKindTexts>>;
  readonly intents: Readonly<Record<RequestPayload["intent"], string>>;
  readonly executions: Readonly<Record<RequestPayload["execution"], string>>;
  readonly ways: Readonly<Record<RequestPayload["way"], string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly methods: Readonly<Record<RequestPayload["actors"][number]["method"], string>>;
  readonly waiverReasons: Readonly<Record<Waiver["reason"], string>>;
  readonly signedFields: Readonly<Record<SignedPath, string>>;
  readonly wipeItems: Readonly<Record<WipeItemName, string>>;
  readonly wipeMethods: Readonly<Record<WipeItemReport["method"], string>>;
  readonly wipeResults: Readonly<Record<WipeItemReport["result"], string>>;
  /** What the payment application still owed when it was erased. */
  readonly unsettled: (openBatch: number, storedOffline: number, pendingReversals?: number) => string;
  readonly unsettledUnknown: string;
  readonly receiptOutcomes: Readonly<Record<ReceiptPayload["outcome"], string>>;
  readonly receiptFields: Readonly<Record<keyof ReceiptPayload, string>>;
  /** Where the terminal's key is, by an attestation. */
  readonly keyProven: Readonly<Record<KeyStorage, string>>;
  readonly dispositions: Readonly<Record<NonNullable<NonNullable<RequestPayload["funds"]>["disposition"]>, string>>;
  readonly continues: Readonly<Record<"yes" | "no", string>>;
  readonly followUps: Readonly<Record<ReceiptPayload["followUps"][number], string>>;
};

export type ProfileTexts = {
  readonly unspecified: string;
  readonly reviewBy: Readonly<Record<ProfileView["reviewBy"], string>>;
  readonly statementLevels: Readonly<Record<ProfileView["statements"][number]["level"], string>>;
  readonly statements: Readonly<Record<StatementCode, string>>;
  readonly documents: Readonly<Record<DocumentCode, string>>;
  readonly conditions: Readonly<Record<ConditionCode, string>>;
  readonly prohibitions: Readonly<Record<ProhibitionCode, string>>;
  readonly factors: Readonly<Record<FactorKind, string>>;
  readonly channels: Readonly<Record<ChannelKind, string>>;
};

export type TerminalTexts = {
  readonly values: Readonly<Record<"sn" | "imei" | "manufacturer" | "model" | "firmware", string>>;
  readonly unreadable: string;
  readonly waiting: string;
  readonly problems: Readonly<Record<Unreadable["problem"], string>>;
  readonly blocksUnbind: string;
  readonly warnings: Readonly<Record<Read["warnings"][number], string>>;
  readonly source: (command: string) => string;
  readonly power: Readonly<Record<NonNullable<TerminalView["battery"]>["power"], string>>;
  readonly bindingStates: Readonly<Record<BindingView["state"] | "unknown", string>>;
  readonly reach: Readonly<Record<UpstreamView["reach"], string>>;
  readonly registered: string;
  readonly notRegistered: string;
  readonly notTold: string;
};

/** A notice has a headline and says what it means. */
type Notice<Facts extends readonly unknown[] = []> = {
  readonly title: string;
  readonly meaning: (...facts: Facts) => string;
};

type DrawingChoice<Choice extends string> = {
  readonly title: string;
  readonly choices: Readonly<Record<Choice, string>>;
};

export type ScreenTexts = {
  readonly product: string;
  readonly otherLanguage: string;
  readonly simulated: string;
  /** How dates are written: a BCP 47 tag. */
  readonly locale: string;
  /** A number of them, short. Engines before Chromium 77 write no units by themselves. */
  readonly span: Readonly<Record<"day" | "hour" | "minute" | "second", (count: number) => string>>;
  readonly supportNeverAsks: string;
  readonly back: string;
  readonly close: string;
  /** Folded: what is signed, measured or coded. */
  readonly details: string;
  readonly caseNumber: string;
  /** Whether a failure changed anything. */
  readonly changed: Readonly<Record<"nothing" | "unsure" | "binding", string>>;
  readonly support: {
    /** Where it has no name. */
    readonly provider: string;
    readonly call: (name: string) => string;
    readonly none: (name: string) => string;
  };
  readonly drawing: {
    readonly title: string;
    readonly size: DrawingChoice<"100" | "130" | "150">;
    readonly theme: DrawingChoice<"auto" | "light" | "dark">;
    readonly contrast: DrawingChoice<"auto" | "high">;
  };
  /** The way in for technician and factory. */
  readonly staff: string;
  readonly leaveDraft: string;
  readonly outOfService: { readonly title: string; readonly meaning: string };
  readonly anotherTerminal: {
    readonly title: string;
    readonly meaning: string;
    readonly remedy: string;
    readonly lost: string;
    readonly meantSn: string;
    readonly there: string;
    readonly underWay: string;
  };
  readonly starting: { readonly title: string; readonly meaning: string; readonly failed: string };
  readonly chooseRole: { readonly title: string; readonly lead: string };
  readonly pin: {
    readonly titles: Readonly<Record<NonNullable<PinView["entry"]>["purpose"], string>>;
    /** What there is to say besides, for a purpose that needs it. */
    readonly hints: Readonly<Record<Exclude<NonNullable<PinView["entry"]>["purpose"], "unlock">, string>>;
    /** What a second person is about to agree to. */
    readonly approves: Readonly<Record<"asks" | "what" | "reason" | "ends" | "stays" | "intent", string>>;
    readonly roles: Readonly<Record<PinRole, string>>;
    readonly rules: (min: number, max: number) => readonly string[];
    readonly notCardPin: string;
    readonly typed: (count: number) => string;
    readonly checking: string;
    readonly triesLeft: (count: number) => string;
    readonly wait: (span: string) => string;
    readonly erase: string;
    readonly submit: string;
    readonly leave: string;
    readonly forgotten: string;
  };
  readonly code: Readonly<Record<CodeEntryView["purpose"], { readonly title: string; readonly hint: string }>> & {
    readonly length: (min: number, max: number) => string;
    readonly neverPasswords: string;
  };
  readonly home: {
    readonly title: string;
    readonly reading: string;
    readonly readAgain: string;
    readonly unbindThis: string;
    readonly firstPin: string;
    readonly firstPinMeaning: string;
    readonly noShop: string;
    readonly boundAt: (provider: string) => string;
    readonly boundSince: (day: string) => string;
    readonly notBoundYet: string;
    readonly tail: (tail: string) => string;
    readonly batteryAt: (percent: number) => string;
    readonly noMobileNetwork: string;
    readonly unreadable: Readonly<Record<"sn" | "imei", string>>;
    readonly unreadableRemedy: string;
    readonly doubtful: string;
    readonly seeProgress: string;
    readonly seeOutcome: string;
    readonly seeHistory: string;
    readonly battery: string;
    readonly signal: string;
    readonly network: string;
    readonly upstream: string;
    readonly requestEnded: (state: string) => string;
    /** Why none may be taken, while no unbind is under way. */
    readonly paymentsHeld: string;
    /** Beside what cannot be read. */
    readonly unbindLater: string;
    readonly torn: Notice<[cutBytes: number]>;
    /** A technician's button. */
    readonly archive: string;
  };
  readonly menu: {
    readonly title: string;
    readonly rule: string;
    readonly notBound: string;
    readonly unknownProvider: string;
    readonly provider: string;
    readonly merchant: string;
    readonly contact: string;
    readonly epoch: (epoch: number) => string;
    readonly pins: string;
    readonly journal: string;
  };
  readonly draft: {
    readonly reasonTitle: string;
    readonly effectsTitle: string;
    readonly textLabel: string;
    readonly textHint: (max: number) => string;
    readonly keys: Readonly<Record<"show" | "letters" | "digits" | "erase" | "space", string>>;
    readonly intent: string;
    readonly closeMeaning: string;
    readonly way: string;
    readonly offlineMeaning: string;
    readonly unreachable: string;
    readonly ends: string;
    readonly stays: string;
    readonly here: string;
    readonly money: string;
    readonly moneyRule: string;
    readonly review: string;
    readonly payments: Readonly<Record<"approve_then_execute" | "one_step" | "offline", string>>;
    readonly others: string;
    readonly followUps: string;
    readonly documents: string;
    readonly documentsOfReason: string;
    readonly prohibitions: string;
    readonly builtInProfile: string;
    /** Above everything that agreeing says. */
    readonly agreeTitle: string;
    readonly agree: string;
    readonly policy: (provider: string) => string;
    readonly policyLabel: string;
    readonly readPolicy: string;
    readonly reviewBy: string;
    /** Between two things of a list. */
    readonly listGap: string;
    readonly options: string;
    readonly more: string;
    readonly next: string;
    readonly back: string;
  };
  readonly checks: {
    readonly title: string;
    readonly running: string;
    readonly again: string;
    readonly next: string;
    readonly all: (count: number) => string;
    /** Of payments that are still to be settled or sent. */
    readonly settle: string;
    readonly mayGoOn: string;
    readonly waived: string;
    readonly waive: string;
    readonly waiveTitle: string;
    readonly waiveMeaning: string;
    readonly waiveYes: string;
  };
  readonly summary: {
    readonly title: string;
    readonly lead: string;
    readonly hash: string;
    readonly details: string;
    readonly check: (number: number) => string;
    readonly shop: string;
    readonly tail: (tail: string) => string;
    readonly ends: string;
    readonly money: string;
    /** How many payments are still to be settled; null where nobody knows. */
    readonly moneyOf: (open: number | null) => string;
    readonly when: string;
    readonly confirmMeaning: Readonly<Record<"approve_then_execute" | "one_step" | "offline" | "second", string>>;
    readonly hold: string;
    readonly holding: string;
    readonly holdHint: string;
  };
  readonly progress: {
    readonly title: string;
    readonly stages: Readonly<Record<Stage, string>>;
    readonly requestId: string;
    readonly confirmedAt: string;
    readonly age: string;
    readonly upstreamSaid: string;
    readonly saidAt: (instant: string) => string;
    readonly nothingSaid: string;
    readonly grantUntil: string;
    readonly asking: string;
    readonly nextAsk: (span: string) => string;
    readonly checkNow: string;
    readonly withdraw: string;
    readonly withdrawAsked: string;
    /** What is asked about before it is done. */
    readonly asked: Readonly<
      Record<
        "withdraw" | "execute" | "offline",
        { readonly title: string; readonly meaning: string; readonly yes: string }
      >
    >;
    readonly execute: string;
    readonly needsPin: string;
    readonly steps: string;
    readonly ordered: (provider: string, reason: string) => string;
    readonly preparing: string;
    readonly unsentGate: string;
    readonly send: string;
    readonly goOffline: string;
    readonly secondAwaited: (role: string) => string;
    readonly approve: string;
    readonly hold: string;
    readonly until: string;
  };
  readonly verification: {
    readonly factor: string;
    readonly sentTo: string;
    readonly expires: string;
    readonly enter: string;
    readonly handOver: string;
    readonly userCode: string;
    readonly neverHere: string;
  };
  readonly scan: { readonly answer: string; readonly received: (count: number) => string };
  readonly challenge: {
    readonly title: string;
    readonly lead: string;
    readonly spelling: string;
    readonly expiresIn: string;
    readonly triesLeft: string;
    readonly enter: string;
    readonly readAnswer: string;
    readonly save: string;
    readonly saved: string;
    readonly savedAt: (place: string) => string;
    readonly send: string;
    readonly stopped: string;
  };
  readonly outcome: {
    readonly title: string;
    readonly code: string;
    readonly said: string;
    readonly saidNothing: string;
    readonly until: string;
    readonly supersedes: string;
    readonly again: string;
  };
  readonly result: {
    readonly title: string;
    readonly since: (instant: string) => string;
    /** What becomes of the terminal, once everything is settled. */
    readonly handOver: Readonly<Record<BindingKind, string>>;
    readonly voucher: string;
    readonly take: string;
    readonly scan: string;
    readonly tooLong: string;
    /** Which of several codes is shown. */
    readonly codeOf: (part: number, of: number) => string;
    readonly otherCode: string;
    /** Above the address of the provider's verifier. */
    readonly checkAt: string;
    /** Where the code is a link: that the receipt stays in the browser. */
    readonly linkKeeps: string;
    /** Where it is none, and there is an address. */
    readonly checkByScan: string;
    /** How it is checked where the provider names no address. */
    readonly checkWithout: string;
    readonly noVoucher: string;
    readonly wipe: string;
    readonly wipeNothingYet: string;
    readonly wipeFailed: (items: string) => string;
    readonly wipeFailedRemedy: string;
    readonly wipeLeft: (items: string) => string;
    readonly assurance: string;
    readonly notPerformed: string;
    readonly resumeWipe: string;
    readonly saveEvidence: string;
    readonly saved: Readonly<Record<SavedPlaceView["on"], string>>;
    readonly savedAt: (place: string) => string;
    readonly place: string;
    readonly finish: string;
    readonly next: string;
    readonly nextHint: string;
    readonly doneAt: (instant: string) => string;
    readonly proof: string;
    readonly proofs: Readonly<Record<"receipt" | OfflineTier, string>>;
  };
  readonly unbound: {
    readonly title: string;
    readonly meaning: string;
    readonly receiptId: string;
    readonly requestId: string;
    readonly noPayments: string;
    readonly seeVoucher: string;
    readonly bindAgain: string;
  };
  readonly paper: {
    readonly title: Readonly<Record<PaperKind, string>>;
    readonly print: string;
    readonly printing: string;
    readonly printed: string;
  };
  readonly history: {
    readonly title: string;
    readonly lead: string;
    readonly empty: string;
    readonly endedAt: string;
    readonly nothingUnbound: string;
    readonly range: (from: number, all: number) => string;
    readonly older: string;
    readonly newer: string;
    readonly tasks: (done: number, all: number) => string;
  };
  readonly idle: {
    readonly title: string;
    readonly meaning: (span: string) => string;
    readonly letInMeaning: (span: string) => string;
    /** Once it was seen that the end cannot be put off. */
    readonly ends: (span: string) => string;
    readonly stay: string;
    readonly leave: string;
  };
};

export type Texts = {
  readonly unbind: UnbindTexts;
  readonly profile: ProfileTexts;
  readonly terminal: TerminalTexts;
  readonly screens: ScreenTexts;
};
