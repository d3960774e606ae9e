/** What an operator may try with a request on its way. Only hides what would lead nowhere; the host decides. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";

/** What is asked about before it is done. */
export type RequestAsk = "withdraw" | "execute" | "offline";

export type WhatCanBeDone = Readonly<Record<RequestAsk | "send" | "approve" | "verify" | "checkNow", boolean>>;

export function whatCanBeDone(unbind: UnbindView): WhatCanBeDone {
  const { state, preparing, secondAwaited, cancelAsked, demand, profile } = unbind;
  const waitsHere = (state === "confirmed" || state === "awaitingSecond") && !preparing;
  const waitsThere =
    state === "submitted" || state === "underReview" || state === "verificationRequired" || state === "riskHold";
  const complete = waitsHere && secondAwaited === null;
  return {
    withdraw: (waitsHere || waitsThere || state === "approved") && !cancelAsked,
    execute: state === "approved" && !cancelAsked,
    offline: complete && (profile?.ways.includes("offline") ?? false),
    send: complete,
    approve: waitsHere && secondAwaited !== null,
    verify: demand?.how.kind === "code" && demand.how.triesLeft > 0,
    checkNow: waitsThere || state === "approved" || state === "unknown" || state === "sending" || state === "executing",
  };
}
