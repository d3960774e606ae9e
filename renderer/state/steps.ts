/** The nine steps of a two-step unbind and where a state stands among them. */

import type { UnbindView } from "../../device/contract/host.ts";

export const steps = [
  "confirm",
  "send",
  "submit",
  "review",
  "approve",
  "execute",
  "unbindUpstream",
  "wipe",
  "finish",
] as const;
export type Step = (typeof steps)[number];

/** `held` is a step that waits for something out of the ordinary; its own state name is shown with it. */
export type StepPlace = { readonly step: Step; readonly held: boolean };

/** Null where no request is on its way. */
export function stepOf(unbind: Pick<UnbindView, "state" | "unknownPhase">): StepPlace | null {
  const at = (step: Step, held = false): StepPlace => ({ step, held });
  switch (unbind.state) {
    case "bound":
    case "draft":
    case "precheck":
    case "blocked":
    case "ready":
    case "rejected":
    case "cancelled":
    case "expired":
      return null;
    case "confirmed":
      return at("confirm");
    case "sending":
      return at("send");
    case "unknown":
      return at(unbind.unknownPhase === "execute" ? "execute" : "send", true);
    case "submitted":
      return at("submit");
    case "underReview":
      return at("review");
    case "verificationRequired":
    case "riskHold":
      return at("review", true);
    case "approved":
      return at("approve");
    case "executing":
      return at("execute");
    case "unboundUpstream":
      return at("unbindUpstream");
    case "wiping":
    case "wiped":
      return at("wipe");
    case "wipeIncomplete":
      return at("wipe", true);
    case "completed":
      return at("finish");
  }
}
