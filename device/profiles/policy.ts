/**
 * What holds where a provider says nothing, and what no provider can loosen. Every number and every "otherwise" that
 * is ours and not a provider's stands here.
 */

import type { CheckCode, ExecutionStyle, FactorKind, Role, Way } from "../contract/codes.ts";
import type { Authorisation } from "../contract/messages/binding.ts";

export type Level = "must" | "should";

export type CheckPolicy = {
  /** A provider may make "must" of "should", never the other way round. */
  readonly level: Level;
  /** Whether it is judged for every provider, or only where the provider's profile asks for it. */
  readonly when: "always" | "asked";
  /** Who may take a failure upon themselves. A provider may strike roles out, never add one. */
  readonly waivableBy: readonly Role[];
  /** The upstream's permission without which a waiver does not count. */
  readonly authorisation: Authorisation["covers"][number] | null;
};

const must: CheckPolicy = { level: "must", when: "always", waivableBy: [], authorisation: null };
const should: CheckPolicy = { ...must, level: "should" };
const mustIfAsked: CheckPolicy = { ...must, when: "asked" };
const operators: readonly Role[] = ["merchant", "technician"];

/** Levels of money left behind are those before the step that ends something; before a review it is only told. */
export const checkPolicies: Readonly<Record<CheckCode, CheckPolicy>> = {
  SN_UNREADABLE: must,
  IMEI_UNREADABLE: must,
  IMEI_INVALID: should,
  ID_MISMATCH: must,
  BATTERY_LOW: { ...must, waivableBy: operators },
  BATTERY_UNKNOWN: should,
  NETWORK_DOWN: should,
  UPSTREAM_UNREACHABLE: must,
  CLOCK_UNTRUSTED: must,
  TAMPER_FLAG: must,
  PRINTER_FAULT: { ...should, waivableBy: operators },
  STORAGE_FAULT: must,
  OPEN_BATCH: { ...must, waivableBy: ["technician"], authorisation: "waive_open_batch" },
  STORED_OFFLINE_TX: { ...must, waivableBy: ["technician"], authorisation: "waive_stored_offline" },
  PENDING_REVERSAL: must,
  PENDING_REFUND: must,
  POLICY_VERSION_OLD: must,
  WINDOW_CLOSED: must,
  LIMIT_REACHED: must,
  NOT_AUTHORISED: mustIfAsked,
  CONSENT_REQUIRED: must,
  DOCUMENTS_MISSING: mustIfAsked,
  REPLACEMENT_UNVERIFIED: mustIfAsked,
  OTHER_BINDING_DEPENDS: should,
  REQUEST_ALREADY_OPEN: must,
};

/** Percent of a full battery below which BATTERY_LOW fails; no guide names a number. */
export const lowestBatteryPercent = 20;

export type Collect = "yes" | "no" | "never";

/** What the terminal may ask an operator for. Never a card PIN, and no password or face that is a provider's business. */
export const collectable: Readonly<Record<FactorKind, readonly Collect[]>> = {
  code: ["yes", "no"],
  sms: ["yes", "no"],
  unbind_password: ["yes", "no"],
  face: ["no"],
  documents: ["no"],
  portal_login: ["no"],
  counter: ["no"],
  account_password: ["no"],
  card_pin: ["never"],
};

export const otherwise: {
  readonly execution: ExecutionStyle;
  readonly ways: readonly Way[];
} = {
  /** Nothing ends before somebody has looked at it. */
  execution: "approve_then_execute",
  /** An unbind without a network needs the upstream's answer as well, so that the upstream decides here, too. */
  ways: ["online", "offline"],
};
