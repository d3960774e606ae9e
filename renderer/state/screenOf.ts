/** Which screen a snapshot means. The only place that decides it; knows no markup. */

import type { Snapshot, UnbindStateName } from "../../device/contract/host.ts";

export type ScreenName =
  | "outOfService"
  | "starting"
  | "choosePin"
  | "enterPin"
  | "home"
  | "menu"
  | "reason"
  | "checks"
  | "summary"
  | "progress"
  | "outcome"
  | "result"
  | "unbound";

/** How far an unbind has come, as far as the choice of a screen needs it. */
export type UnbindStage = "none" | "draft" | "checking" | "pending" | "ended" | "committed" | "completed";

export const stageOf: Readonly<Record<UnbindStateName, UnbindStage>> = {
  bound: "none",
  draft: "draft",
  precheck: "checking",
  blocked: "checking",
  ready: "checking",
  confirmed: "pending",
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
  wiping: "committed",
  wipeIncomplete: "committed",
  wiped: "committed",
  completed: "completed",
};

/** After the commit nothing outranks the wipe and its proof, not even a PIN entry. */
export function screenOf(snapshot: Snapshot): ScreenName {
  if (snapshot.service.phase === "outOfService") return "outOfService";
  if (snapshot.service.phase === "starting") return "starting";
  const stage = stageOf[snapshot.unbind.state];
  const open = snapshot.session.phase === "open";
  if (stage === "committed") return "result";
  if (stage === "completed") return open ? "result" : "unbound";
  if (stage === "none" && snapshot.binding.state === "unbound") return "unbound";
  const entry = snapshot.pin.entry;
  if (entry) return entry.purpose === "unlock" || entry.purpose === "approve" ? "enterPin" : "choosePin";
  if (!open) return "home";
  switch (stage) {
    case "none":
      return "menu";
    case "draft":
      return "reason";
    case "checking":
      return snapshot.unbind.state === "ready" && snapshot.unbind.summary ? "summary" : "checks";
    case "pending":
      return "progress";
    case "ended":
      return "outcome";
  }
}
