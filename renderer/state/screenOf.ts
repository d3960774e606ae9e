/** Which screen a snapshot means. The only place that decides it; knows no markup. */

import type { BindingsView, Snapshot, UnbindStateName } from "../../device/contract/host.ts";

export type ScreenName =
  | "outOfService"
  | "starting"
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
  | "evidenceQr";

/** What the operator wants to look at, where the snapshot leaves a choice. */
export type Look = "history" | "menu" | null;

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
  wiped: "committed",
  completedPendingSync: "finished",
  completed: "finished",
};

export function isBound(bindings: BindingsView): boolean {
  return bindings.state === "known" && bindings.list.some(({ state }) => state === "bound");
}

/** Where a look at the history takes nobody away from anything. */
const atLeisure: ReadonlySet<ScreenName> = new Set<ScreenName>(["home", "menu", "unbound"]);
/** From where evidence can be shown; while it is, these wait. */
const withEvidence: ReadonlySet<ScreenName> = new Set<ScreenName>([...atLeisure, "progress", "outcome", "result"]);

export function screenOf(snapshot: Snapshot, look: Look = null): ScreenName {
  const screen = screenThatIsDue(snapshot, look);
  if (snapshot.evidenceQr && withEvidence.has(screen)) return "evidenceQr";
  return look === "history" && atLeisure.has(screen) ? "history" : screen;
}

/** After the commit nothing outranks the wipe and its proof, not even a PIN entry. */
function screenThatIsDue({ service, unbind, bindings, pin, codeEntry, session }: Snapshot, look: Look): ScreenName {
  if (service.phase === "outOfService") return "outOfService";
  if (service.phase === "starting") return "starting";
  const stage = stageOf[unbind.state];
  const open = session.phase === "open";
  if (stage === "committed") return "result";
  if (bindings.state === "known" && !isBound(bindings)) {
    if (stage === "finished") return open ? "result" : "unbound";
    if (stage === "none") return "unbound";
  }
  if (codeEntry) return "enterCode";
  if (pin.rolesOffered) return "chooseRole";
  if (pin.entry) return pin.entry.purpose === "unlock" || pin.entry.purpose === "approve" ? "enterPin" : "choosePin";
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
