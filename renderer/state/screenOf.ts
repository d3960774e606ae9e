/** Which screen a snapshot means. The only place that decides it; knows no markup. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { BindingsView } from "../../device/contract/views/binding.ts";
import type { Principal } from "../../device/contract/views/people.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";

export type ScreenName =
  | "outOfService"
  | "starting"
  | "anotherTerminal"
  | "chooseRole"
  | "choosePin"
  | "enterPin"
  | "enterCode"
  | "home"
  | "menu"
  | "draft"
  | "checks"
  | "summary"
  | "progress"
  | "challenge"
  | "outcome"
  | "result"
  | "unbound"
  | "history"
  | StaffScreenName;

/** The screens of technician and factory. */
export type StaffScreenName =
  | "factory"
  | "enrolmentCode"
  | "label"
  | "staff"
  | "diagnostics"
  | "journal"
  | "pins"
  | "pinReset"
  | "trials";

/** What the operator wants to look at, where the snapshot leaves a choice. */
export type Look = "history" | "menu" | Exclude<StaffScreenName, "factory" | "pinReset"> | null;

/** How far an unbind has come, as far as the choice of a screen needs it. */
export type UnbindStage = "none" | "draft" | "checking" | "pending" | "ended" | "committed" | "finished";

export const stageOf: Readonly<Record<UnbindStateName, UnbindStage>> = {
  bound: "none",
  draft: "draft",
  precheck: "checking",
  blocked: "checking",
  ready: "checking",
  confirmed: "pending",
  awaitingSecond: "pending",
  offlineChallenge: "pending",
  sending: "pending",
  unknown: "pending",
  submitted: "pending",
  underReview: "pending",
  verificationRequired: "pending",
  riskHold: "pending",
  approved: "pending",
  executing: "pending",
  rejected: "ended",
  cancelled: "ended",
  expired: "ended",
  unboundUpstream: "committed",
  offlineAuthorised: "committed",
  wiping: "committed",
  wipeIncomplete: "committed",
  wiped: "finished",
  completedPendingSync: "finished",
  completed: "finished",
};

export function isBound(bindings: BindingsView): boolean {
  return bindings.state === "known" && bindings.list.some(({ state }) => state === "bound");
}

/** Where a look at the history takes nobody away from anything. */
const atLeisure: ReadonlySet<ScreenName> = new Set<ScreenName>(["home", "menu", "unbound"]);

export function screenOf(snapshot: Snapshot, look: Look = null): ScreenName {
  const screen = screenThatIsDue(snapshot, look);
  return look === "history" && atLeisure.has(screen) ? "history" : screen;
}

/**
 * After the commit nothing outranks the wipe and its proof, not even a PIN entry. With another terminal connected than the
 * one that all this is about, that comes before whatever is about it; the staff still get to their screens.
 */
function screenThatIsDue(snapshot: Snapshot, look: Look): ScreenName {
  const { service, terminal, unbind, bindings, pin, codeEntry, session, pinReset, provisioning } = snapshot;
  if (service.phase === "outOfService") return "outOfService";
  if (service.phase === "starting") return "starting";
  const stage = stageOf[unbind.state];
  const open = session.phase === "open";
  if (stage === "committed") return terminal.another ? "anotherTerminal" : "result";
  if (codeEntry) return "enterCode";
  if (pinReset) return "pinReset";
  if (pin.rolesOffered) return "chooseRole";
  if (pin.entry) return pin.entry.purpose === "unlock" || pin.entry.purpose === "approve" ? "enterPin" : "choosePin";
  if (look === "enrolmentCode" && provisioning.phase === "provisioned") return "label";
  const staffScreen = staffScreenOf(snapshot, look);
  if (staffScreen) return staffScreen;
  if (terminal.another) return "anotherTerminal";
  if (stage === "finished" && bindings.state === "known" && !isBound(bindings)) return open ? "result" : "unbound";
  if (!open) return "home";
  switch (stage) {
    case "none":
      return "menu";
    case "draft":
      return "draft";
    case "checking":
      return unbind.state === "ready" && unbind.summary ? "summary" : "checks";
    case "pending":
      return unbind.challenge ? "challenge" : "progress";
    case "ended":
      return "outcome";
    case "finished":
      // What is left can be unbound as soon as this one is settled.
      return look === "menu" && unbind.state === "completed" ? "menu" : "result";
  }
}

/** Null where what is due has nothing to do with technician or factory. */
function staffScreenOf({ session, provisioning, unbind, journalPage }: Snapshot, look: Look): StaffScreenName | null {
  const principal = session.phase === "open" ? session.principal : null;
  const { phase } = provisioning;
  if (look === "pins") return "pins";
  if (look === "journal" && principal && journalPage) return "journal";
  if (isStaff(principal)) {
    if (look === "enrolmentCode" && phase === "released") return "enrolmentCode";
    if (look === "staff" || look === "diagnostics" || look === "label" || look === "trials") return look;
    // Also for a page that was loaded anew: it has no look of its own yet.
    if (look === null && stageOf[unbind.state] === "none") return "staff";
  }
  if (phase === "unprovisioned") return look === "enrolmentCode" ? "enrolmentCode" : "factory";
  return null;
}

export function isStaff(principal: Principal | null): boolean {
  return principal?.role === "technician" || principal?.role === "factory";
}
