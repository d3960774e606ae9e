/** How a state of an unbind looks: its colour and its sign. Only what is settled on both sides is told as good. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Tone } from "../parts/Banner.tsx";
import type { IconName } from "../parts/Icon.tsx";

export type StateLook = { readonly tone: Tone; readonly icon: IconName };

const waiting: StateLook = { tone: "info", icon: "clock" };
const odd: StateLook = { tone: "warn", icon: "warn" };

export function toneOf({ state, statementRefused }: Pick<UnbindView, "state" | "statementRefused">): StateLook {
  switch (state) {
    case "completed":
      return { tone: "good", icon: "check" };
    case "rejected":
      return { tone: "warn", icon: "cross" };
    case "expired":
      return { tone: "warn", icon: "clock" };
    case "cancelled":
      return { tone: "info", icon: "info" };
    case "executing":
      return { tone: "warn", icon: "pause" };
    case "verificationRequired":
    case "awaitingSecond":
      return { tone: "warn", icon: "lock" };
    case "unknown":
    case "riskHold":
    case "wipeIncomplete":
    case "completedPendingSync":
      return odd;
    case "approved":
      return { tone: "info", icon: "check" };
    default:
      return statementRefused === null ? waiting : odd;
  }
}
