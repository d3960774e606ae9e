/** What every language must have a text for. A code, state or field without one does not compile. */

import type { ErrorCode } from "../../device/contract/errors.ts";
import type {
  CheckCode,
  CheckResult,
  ReasonCode,
  ReceiptPayload,
  RequestPayload,
  WipeItemName,
  WipeItemReport,
} from "../../device/contract/evidence.ts";
import type { BindingKind } from "../../device/contract/fields.ts";
import type {
  BindingView,
  TerminalView,
  UnbindStateName,
  UnbindView,
  UpstreamView,
  ValueView,
} from "../../device/contract/host.ts";
import type { RequestState } from "../../device/contract/upstream.ts";
import type { SignedPath } from "../state/signedFields.ts";
import type { Step } from "../state/steps.ts";

/** What happened, and what to do about it. */
export type Advice = { readonly sentence: string; readonly remedy: string };
export type ErrorTexts = Readonly<Record<ErrorCode, Advice>>;

type Unreadable = Extract<ValueView, { status: "unreadable" }>;
type Read = Extract<ValueView, { status: "read" }>;

export type UnbindTexts = {
  readonly states: Readonly<Record<UnbindStateName, { readonly name: string; readonly meaning: string }>>;
  readonly unknownMeaning: Readonly<Record<NonNullable<UnbindView["unknownPhase"]>, string>>;
  readonly upstreamStates: Readonly<Record<RequestState, string>>;
  /** `ahead` must not sound as if it had happened. */
  readonly steps: Readonly<Record<Step, { readonly ahead: string; readonly done: string }>>;
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  readonly reasonPhrases: readonly string[];
  readonly checks: Readonly<Record<CheckCode, { readonly name: string; readonly remedy: string }>>;
  readonly checkLevels: Readonly<Record<CheckResult["level"], string>>;
  readonly checkOutcomes: Readonly<Record<CheckResult["outcome"], string>>;
  readonly eligibility: Readonly<Record<NonNullable<UnbindView["eligibility"]>, string>>;
  readonly bindingKinds: Readonly<Record<BindingKind, { readonly name: string; readonly meaning: string }>>;
  readonly intents: Readonly<Record<RequestPayload["intent"], string>>;
  readonly roles: Readonly<Record<RequestPayload["actors"][number]["role"], string>>;
  readonly methods: Readonly<Record<RequestPayload["actors"][number]["method"], string>>;
  readonly signedFields: Readonly<Record<SignedPath, string>>;
  readonly wipeItems: Readonly<Record<WipeItemName, string>>;
  readonly wipeMethods: Readonly<Record<WipeItemReport["method"], string>>;
  readonly wipeResults: Readonly<Record<WipeItemReport["result"], string>>;
  readonly receiptOutcomes: Readonly<Record<ReceiptPayload["outcome"], string>>;
  readonly receiptFields: Readonly<Record<keyof ReceiptPayload, string>>;
  readonly followUps: Readonly<Record<ReceiptPayload["followUps"][number], string>>;
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
  readonly bindingStates: Readonly<Record<BindingView["state"], string>>;
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

export type ScreenTexts = {
  readonly product: string;
  readonly otherLanguage: string;
  readonly simulated: string;
  readonly supportNeverAsks: string;
  readonly back: string;
  readonly close: string;
  readonly leaveDraft: string;
  readonly outOfService: { readonly title: string; readonly meaning: string };
  readonly starting: { readonly title: string; readonly meaning: string; readonly failed: string };
  readonly pin: {
    readonly chooseTitle: string;
    readonly repeatTitle: string;
    readonly unlockTitle: string;
    readonly rules: (min: number, max: number) => readonly string[];
    readonly repeatHint: string;
    readonly notCardPin: string;
    readonly typed: (count: number) => string;
    readonly checking: string;
    readonly triesLeft: (count: number) => string;
    readonly wait: (span: string) => string;
    readonly erase: string;
    readonly submit: string;
    readonly leave: string;
  };
  readonly home: {
    readonly title: string;
    readonly reading: string;
    readonly readAgain: string;
    readonly openMenu: string;
    readonly seeProgress: string;
    readonly seeOutcome: string;
    readonly binding: string;
    readonly merchant: string;
    readonly merchantId: string;
    readonly battery: string;
    readonly signal: string;
    readonly network: string;
    readonly upstream: string;
    readonly requestOpen: (age: string) => string;
    readonly requestEnded: string;
    readonly torn: Notice<[cutBytes: number]>;
    readonly damaged: Notice<[record: number | null]>;
  };
  readonly menu: {
    readonly title: string;
    readonly lead: string;
    readonly isNot: readonly string[];
    readonly begin: string;
    readonly notBound: string;
  };
  readonly reason: {
    readonly title: string;
    readonly textLabel: string;
    readonly textHint: (max: number) => string;
    readonly effectsTitle: string;
    readonly effects: readonly string[];
    readonly consent: (policyId: string, version: string) => string;
    readonly noPolicy: string;
    readonly next: string;
    readonly missing: string;
  };
  readonly checks: {
    readonly title: string;
    readonly running: string;
    readonly again: string;
    readonly next: string;
    readonly failedCount: (count: number) => string;
  };
  readonly summary: {
    readonly title: string;
    readonly lead: string;
    readonly hash: string;
    readonly next: string;
    readonly check: (number: number) => string;
    readonly confirmTitle: string;
    readonly confirmMeaning: string;
    readonly confirmSn: string;
    readonly hold: string;
    readonly holding: string;
    readonly holdHint: string;
  };
  readonly progress: {
    readonly title: string;
    readonly requestId: string;
    readonly confirmedAt: string;
    readonly upstreamSaid: string;
    readonly saidAt: (instant: string) => string;
    readonly nothingSaid: string;
    readonly grantUntil: string;
    readonly asking: string;
    readonly nextAsk: (span: string) => string;
    readonly checkNow: string;
    readonly withdraw: string;
    readonly withdrawAsked: string;
    readonly withdrawTitle: string;
    readonly withdrawMeaning: string;
    readonly withdrawYes: string;
    readonly execute: string;
    readonly executeTitle: string;
    readonly executeMeaning: string;
    readonly needsPin: string;
    readonly executeYes: string;
    readonly steps: string;
  };
  readonly outcome: {
    readonly title: string;
    readonly code: string;
    readonly said: string;
  };
  readonly result: {
    readonly title: string;
    readonly voucher: string;
    readonly scan: string;
    readonly enlarge: string;
    readonly tooLong: string;
    readonly noVoucher: string;
    readonly wipe: string;
    readonly wipeNothingYet: string;
    readonly assurance: string;
    readonly notPerformed: string;
    readonly resumeWipe: string;
    readonly saveEvidence: string;
    readonly savedAt: (place: string) => string;
    readonly finish: string;
    readonly next: string;
  };
  readonly unbound: {
    readonly title: string;
    readonly meaning: string;
    readonly receiptId: string;
    readonly requestId: string;
    readonly noPayments: string;
    readonly seeVoucher: string;
  };
  readonly idle: {
    readonly title: string;
    readonly meaning: (span: string) => string;
    readonly stay: string;
    readonly leave: string;
  };
};

export type Texts = {
  readonly errors: ErrorTexts;
  readonly unbind: UnbindTexts;
  readonly terminal: TerminalTexts;
  readonly screens: ScreenTexts;
};
