/**
 * Who may do what, as one table. The orders ask it what to offer and what to take, and again before they sign; whatever
 * does not stand in it is refused. Checks no PIN and no signature: what was verified comes in as facts.
 */

import { err, ok, type Result } from "../base/result.ts";
import { type BindingKind, type PinRole, pinRoles, type Role } from "../contract/codes.ts";
import type { ErrorCode, ErrorView } from "../contract/errors.ts";

export type Permission = keyof typeof table;

/** "auditor": anybody who holds a receipt. */
export type PermissionActor = Role | "auditor";

/** What is known. What is not said does not help. */
export type PermissionFacts = {
  /** Whether the terminal is bound to anybody. */
  readonly bound?: boolean;
  /** The actor began what this is about. */
  readonly own?: boolean;
  /** Another principal than the actor has approved by PIN. */
  readonly secondPerson?: PinRole;
  /** The upstream's signed permission for exactly this was verified; the approval of a request is one. */
  readonly upstreamGrant?: boolean;
};

/** "with...": what is missing yet. */
export type Verdict = "yes" | "withUpstreamGrant" | "withSecondPersonOrUpstreamGrant" | "no";

type Rule = (facts: PermissionFacts) => Verdict;
type Row = Partial<Record<PermissionActor, Rule>>;

const yes: Rule = () => "yes";
const ifUnbound: Rule = ({ bound }) => (bound === false ? "yes" : "no");
const ifOwn: Rule = ({ own }) => (own === true ? "yes" : "no");
const granted: Rule = ({ upstreamGrant }) => (upstreamGrant === true ? "yes" : "withUpstreamGrant");
const approvedByOrGranted =
  (second: PinRole): Rule =>
  ({ secondPerson, upstreamGrant }) =>
    secondPerson === second || upstreamGrant === true ? "yes" : "withSecondPersonOrUpstreamGrant";
/** Of the upstream: what it says counts when it is signed, and only then. */
const signed = granted;

const anybodyPresent: Row = { cashier: yes, merchant: yes, technician: yes, factory: yes };
const staff: Row = { merchant: yes, technician: yes, factory: yes };
const operators: Row = { merchant: yes, technician: yes };

const table = {
  /** To open and leave menus, to type, to ask for news. */
  useScreen: anybodyPresent,
  /** SN and IMEI, versions, the card that says whom to call. */
  readIdentity: anybodyPresent,
  openUnbindMenu: operators,
  /** Create, confirm and execute the unbind of a terminal from merchant or account. */
  confirmTerminalUnbind: { merchant: yes, technician: approvedByOrGranted("merchant"), upstream: signed },
  /** The same for a settlement card or a bank account: whoever may do it can redirect money. */
  confirmAccountUnbind: { merchant: yes, upstream: signed },
  waiveBattery: operators,
  waivePrinter: operators,
  /** An open batch, or payments stored and not sent yet: money that will be lost. */
  waiveMoney: { technician: granted },
  /** A code that was sent to the merchant. */
  enterVerificationCode: { merchant: yes },
  startOfflineChallenge: operators,
  /** As long as it was not executed. */
  cancelOwnRequest: { merchant: ifOwn, technician: ifOwn, upstream: yes },
  /** It resumes by itself; pressing the button is only to have it sooner. */
  resumeWipe: anybodyPresent,
  /** Never enrolled: the one-time code is what counts. There is nobody yet who could have a PIN. */
  provisionFirst: { cashier: ifUnbound, merchant: ifUnbound, technician: ifUnbound, factory: ifUnbound },
  reprovision: { technician: ifUnbound, factory: ifUnbound },
  setOwnPin: staff,
  resetMerchantPin: { technician: granted },
  /** The PIN that a technician or the factory has. Forgotten ones are for the upstream. */
  resetStaffPin: {},
  /** Too many wrong tries: the technician gives the last of the ten; the upstream's leave is a new PIN. */
  unlockMerchantPin: { technician: yes, upstream: signed },
  unlockAnyPin: { upstream: signed },
  /** Only a challenge is shown; what lets a new PIN in is the upstream's answer. */
  askPinReset: anybodyPresent,
  readJournal: { ...staff, upstream: yes },
  verifyEvidence: { ...anybodyPresent, upstream: yes, auditor: yes },
  openTechnicianMenu: { technician: yes, factory: ifUnbound },
} satisfies Record<string, Row>;

export const permissions = Object.keys(table) as readonly Permission[];

/** "yes", what is missing yet, or "no". */
export function may(actor: PermissionActor, permission: Permission, facts: PermissionFacts = {}): Verdict {
  const row: Row | undefined = table[permission];
  return row?.[actor]?.(facts) ?? "no";
}

/** Whether it may be done with what is there now; otherwise why not. */
export function mayNow(
  actor: PermissionActor,
  permission: Permission,
  facts: PermissionFacts = {},
): Result<void, ErrorView> {
  const verdict = may(actor, permission, facts);
  return verdict === "yes" ? ok() : err({ code: refusals[verdict] });
}

/** The roles with a PIN for which it is worth asking: what they lack can still be had. */
export function rolesFor(permission: Permission, facts: PermissionFacts = {}): readonly PinRole[] {
  return pinRoles.filter((role) => may(role, permission, facts) !== "no");
}

/** Which role has to approve as the second person; null where nobody can help. */
export function secondPersonFor(
  actor: PermissionActor,
  permission: Permission,
  facts: PermissionFacts = {},
): PinRole | null {
  if (may(actor, permission, facts) === "yes") return null;
  const helps = (secondPerson: PinRole) => may(actor, permission, { ...facts, secondPerson }) === "yes";
  return pinRoles.find(helps) ?? null;
}

const refusals: Record<Exclude<Verdict, "yes">, ErrorCode> = {
  no: "host/not-permitted",
  withUpstreamGrant: "host/needs-upstream-grant",
  withSecondPersonOrUpstreamGrant: "host/needs-second-person",
};

/** What it takes to confirm and execute an unbind of this kind. */
export function confirmPermission(kind: BindingKind): Permission {
  const isTerminal = kind === "terminal_to_merchant" || kind === "terminal_to_account";
  return isTerminal ? "confirmTerminalUnbind" : "confirmAccountUnbind";
}

/** Whether it is worth letting the role begin or go on with an unbind of this kind; a second person may be missing yet. */
export function mayConfirm(role: PinRole, kind: BindingKind): Result<void, ErrorView> {
  return may(role, confirmPermission(kind)) === "no" ? err({ code: "host/not-permitted" }) : ok();
}

/** What it takes to set the PIN of `role`. */
export function pinPermission(setBy: PinRole, role: PinRole): Permission {
  if (setBy === role) return "setOwnPin";
  return role === "merchant" ? "resetMerchantPin" : "resetStaffPin";
}
