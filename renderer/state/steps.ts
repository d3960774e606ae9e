/** The steps of an unbind on each of its ways, and where a state stands among them. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Stage, Step } from "../../device/text/texts.ts";

const twoStep: readonly Step[] = [
  ...(["confirm", "send", "submit", "review", "approve", "execute"] as const),
  ...(["unbindUpstream", "wipe", "finish"] as const),
];
const oneStep: readonly Step[] = ["confirm", "send", "submit", "review", "unbindUpstream", "wipe", "finish"];
const offline: readonly Step[] = ["confirm", "challenge", "wipe", "sync", "finish"];
const ordered: readonly Step[] = ["approve", "execute", "unbindUpstream", "wipe", "finish"];

/** `held` is a step that waits for something out of the ordinary; its own state name is shown with it. */
export type StepPlace = { readonly step: Step; readonly held: boolean };

type Way = Pick<UnbindView, "state" | "unknownPhase" | "way" | "execution" | "origin">;

/** The steps of the way that this unbind takes. */
export function stepsOf(unbind: Way): readonly Step[] {
  const { state, way, execution, origin } = unbind;
  const step = stepOf(unbind)?.step;
  const waitsHere = state === "confirmed" || state === "awaitingSecond";
  const steps =
    origin === "upstream"
      ? ordered
      : step === "challenge" || (way === "offline" && waitsHere)
        ? offline
        : execution === "one_step"
          ? oneStep
          : twoStep;
  return step && !steps.includes(step) ? twoStep : steps;
}

/** Null where no request is on its way. */
export function stepOf({ state, unknownPhase }: Pick<Way, "state" | "unknownPhase">): StepPlace | null {
  const at = (step: Step, held = false): StepPlace => ({ step, held });
  switch (state) {
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
    case "awaitingSecond":
      return at("confirm", true);
    case "offlineChallenge":
      return at("challenge", true);
    case "sending":
      return at("send");
    case "unknown":
      return at(unknownPhase === "execute" ? "execute" : "send", true);
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
    case "offlineAuthorised":
      return at("unbindUpstream");
    case "wiping":
    case "wiped":
      return at("wipe");
    case "wipeIncomplete":
      return at("wipe", true);
    case "completedPendingSync":
      return at("sync");
    case "completed":
      return at("finish");
  }
}

/** The stage of the four that a merchant is told of. */
export function stageReached(unbind: Pick<Way, "state" | "unknownPhase">): Stage {
  switch (stepOf(unbind)?.step) {
    case "submit":
    case "review":
      return "review";
    case "approve":
    case "execute":
    case "challenge":
    case "unbindUpstream":
    case "wipe":
      return "execute";
    case "sync":
    case "finish":
      return "done";
    default:
      return "submit";
  }
}
