/** The orders about a confirmed request, on its way and after it: who approves, sends, answers, withdraws, executes. */

import type { Digits } from "../../base/digits.ts";
import { instantOf } from "../../base/instant.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type PinRole, pinRoles } from "../../contract/codes.ts";
import { type ErrorView, errorView } from "../../contract/errors.ts";
import type { OrderAnswer } from "../../contract/orders.ts";
import type { Principal } from "../../contract/views/people.ts";
import { answerCodeLength } from "../../offline/answerCode.ts";
import { mostAnswerTries } from "../../offline/challengeSession.ts";
import type { People } from "../../people/createPeople.ts";
import { mayConfirm, mayNow } from "../../people/permissions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Profiles } from "../../profiles/profiles.ts";
import type { Trust } from "../../trust/createTrust.ts";
import type { ConfirmedRequest } from "../../trust/signedObjects.ts";
import type { Unbind } from "../../unbind/createUnbind.ts";
import type { DurableEvent, UnbindEvent } from "../../unbind/events.ts";
import { takes } from "../../unbind/machine.ts";
import { isDraft, isUnsent, mayBeWithdrawn, targetOf, type UnsentState } from "../../unbind/states.ts";
import { always, type Orders, refuse, type Second, when } from "./order.ts";

/** RFC 4226 gives six to eight digits; providers use four to twelve. */
const verificationLength = { min: 4, max: 12 } as const;

export type RequestOrderParts = {
  readonly ports: { readonly clock: Clock };
  readonly trust: Trust;
  readonly people: People;
  readonly profiles: Profiles;
  readonly unbind: Unbind;
};

type RequestOrderName =
  | ("approveUnbind" | "sendUnbind" | "cancelUnbind" | "checkNow" | "executeUnbind" | "closeOutcome" | "resumeWipe")
  | ("startChallenge" | "saveChallenge" | "enterAnswer" | "readAnswer" | "enterVerification");

export function createRequestOrders(parts: RequestOrderParts): Orders<RequestOrderName> {
  const { profiles } = parts;
  const { clock } = parts.ports;
  const { messageSigner } = parts.trust;
  const { codeEntry } = parts.people;
  const { flow, offline } = parts.unbind;
  const state = () => flow.view().state;
  const takesNow = (event: DurableEvent) => when(takes(state(), event));

  async function dispatch(...events: UnbindEvent[]): Promise<OrderAnswer> {
    const done = await flow.dispatch(events);
    return done.ok ? done : err(errorView(done.error));
  }

  /** What leads to the end of the binding at hand is only for those who may order that. */
  function confirms(role: PinRole): OrderAnswer {
    const target = targetOf(state());
    return target ? mayConfirm(role, target.bindingKind) : refuse("host/not-permitted");
  }

  const confirmers = { permission: "openUnbindMenu", roles: confirms } as const;
  /** The answer to a challenge carries out what was confirmed: nobody gives it who could not order that. */
  const answerers = { permission: "startOfflineChallenge", roles: confirms } as const;

  function awaitedSecond(): Result<Second, ErrorView> {
    const at = state();
    if (at.name !== "awaitingSecond" || at.approval) return refuse("host/not-now");
    const { secondApproval, actor } = at.request;
    const role = pinRoles.find((each) => each === secondApproval);
    const first = pinRoles.find((each) => each === actor?.role);
    if (!role || !first || !actor) return refuse("host/not-now");
    return ok({ role, first: { role: first, principalId: actor.principalId } });
  }

  async function approve(principal: Principal): Promise<OrderAnswer> {
    const at = state();
    if (at.name !== "awaitingSecond") return refuse("host/not-now");
    const approval = await messageSigner.signApproval(at.request, {
      ...principal,
      method: "pin",
      approvedAt: instantOf(clock.now()),
    });
    if (!approval.ok) return err(errorView(approval.error));
    return dispatch({ type: "secondApproved", approval: approval.value }, leaving(at.request));
  }

  /** How what waits on the terminal would be sent. */
  function sending(at: UnsentState): DurableEvent {
    return at.name === "offlineChallenge"
      ? { type: "sendStarted", attempt: 1 }
      : leaving({ ...at.request, way: "online" });
  }

  async function send(): Promise<OrderAnswer> {
    const at = state();
    if (at.name === "offlineChallenge") return flow.sendFromChallenge();
    return isUnsent(at) ? dispatch(sending(at)) : refuse("host/not-now");
  }

  const towardsChallenge: DurableEvent = { type: "preparationStarted", towards: "challenge" };

  /** Not where the provider knows no way without the upstream. */
  function mayGoOffline(): OrderAnswer {
    const target = targetOf(state());
    const waits = takesNow(towardsChallenge);
    if (!waits.ok || !target) return waits;
    return profiles.rulesOf(target)?.rules.ways.includes("offline") ? ok() : refuse("host/not-permitted");
  }

  function challengeWaits(): OrderAnswer {
    return when(state().name === "offlineChallenge");
  }

  /** Nobody is asked for a code that is not compared any more. */
  function codeCounts(): OrderAnswer {
    const at = state();
    if (at.name !== "offlineChallenge") return refuse("host/not-now");
    return at.tries < mostAnswerTries ? ok() : refuse("unbind/answer-tries-used-up");
  }

  async function enterAnswer(): Promise<OrderAnswer> {
    const length = { min: answerCodeLength, max: answerCodeLength };
    codeEntry.ask("offlineAnswer", length, { take: offline.takeCode, wanted: () => challengeWaits().ok });
    return ok();
  }

  function codeDemanded() {
    const how = flow.view().demand?.how;
    return how?.kind === "code" ? how : null;
  }

  async function enterVerification(): Promise<OrderAnswer> {
    const take = (digits: Digits) => flow.verify(textOf(digits));
    codeEntry.ask("verification", verificationLength, { take, wanted: () => codeDemanded() !== null });
    return ok();
  }

  function mayCancel(): OrderAnswer {
    const at = state();
    return when(isDraft(at) || isUnsent(at) || mayBeWithdrawn(at));
  }

  /**
   * Before and after it was sent: whoever began it, or approved it as the second person. A role whose PIN was chosen anew
   * meanwhile is another principal, and has begun this all the same. What the upstream ordered nobody here has begun, and the
   * upstream says whether it stands.
   */
  function isOwn(role: PinRole): boolean {
    const at = state();
    if (!("request" in at)) return true;
    const { actor, secondApproval } = at.request;
    const approved = at.name !== "awaitingSecond" && secondApproval === role;
    return !actor || actor.role === role || approved;
  }

  function cancels(role: PinRole): OrderAnswer {
    const allowed = mayNow(role, "cancelOwnRequest", { own: isOwn(role) });
    return allowed.ok ? confirms(role) : allowed;
  }

  async function cancel(): Promise<OrderAnswer> {
    const at = state();
    if (isDraft(at)) return dispatch({ type: "left" });
    if (isUnsent(at)) return dispatch({ type: "cancelledBeforeSending" });
    if (!mayBeWithdrawn(at)) return refuse("host/not-now");
    const jws = await messageSigner.signCancellation(at.request);
    return jws.ok ? dispatch({ type: "cancellationSigned", jws: jws.value }) : err(errorView(jws.error));
  }

  const event = (given: DurableEvent) => ({
    precondition: () => takesNow(given),
    carryOut: () => dispatch(given),
  });

  return {
    approveUnbind: {
      by: "second",
      permission: "openUnbindMenu",
      precondition: awaitedSecond,
      carryOut: (_, principal) => approve(principal),
    },
    sendUnbind: {
      by: "person",
      ...confirmers,
      precondition() {
        const at = state();
        return isUnsent(at) ? takesNow(sending(at)) : refuse("host/not-now");
      },
      carryOut: send,
    },
    startChallenge: {
      by: "person",
      ...answerers,
      precondition: mayGoOffline,
      carryOut: () => dispatch(towardsChallenge),
    },
    saveChallenge: { by: "person", ...answerers, precondition: challengeWaits, carryOut: offline.saveChallenge },
    enterAnswer: { by: "person", ...answerers, precondition: codeCounts, carryOut: enterAnswer },
    readAnswer: {
      by: "person",
      ...answerers,
      precondition: challengeWaits,
      carryOut: ({ answer }) => offline.readAnswer(answer),
    },
    enterVerification: {
      by: "person",
      permission: "enterVerificationCode",
      roles: always,
      precondition: () => when((codeDemanded()?.triesLeft ?? 0) > 0),
      carryOut: enterVerification,
    },
    cancelUnbind: { by: "person", ...confirmers, roles: cancels, precondition: mayCancel, carryOut: cancel },
    checkNow: {
      by: "anybody",
      permission: "useScreen",
      precondition() {
        const { asking, nextAskAt } = flow.view();
        return when(asking || nextAskAt !== null);
      },
      async carryOut() {
        await flow.checkNow();
        return ok();
      },
    },
    executeUnbind: { by: "person", ...confirmers, ...event({ type: "executionOrdered" }) },
    closeOutcome: { by: "anybody", permission: "useScreen", ...event({ type: "outcomeSeen" }) },
    resumeWipe: { by: "anybody", permission: "resumeWipe", ...event({ type: "wipeStarted" }) },
  };
}

/** How a request leaves the terminal once everybody has agreed. */
export function leaving({ execution, way }: Pick<ConfirmedRequest, "execution" | "way">): DurableEvent {
  if (way === "offline") return { type: "preparationStarted", towards: "challenge" };
  return execution === "one_step"
    ? { type: "preparationStarted", towards: "send" }
    : { type: "sendStarted", attempt: 1 };
}

function textOf(digits: Digits): string {
  return digits.lend((each) => each.join(""));
}
