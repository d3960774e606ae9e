/** What each order of the page does, and when it may: the PIN before anything that matters, the state machine after it. */

import { instantOf, msOf } from "./base/instant.ts";
import { err, ok, type Result } from "./base/result.ts";
import { type ErrorCode, errorView } from "./contract/errors.ts";
import type { OrderAnswer, OrderInput, OrderName } from "./contract/host.ts";
import type { PinDesk } from "./pin/pinDesk.ts";
import type { Session } from "./pin/session.ts";
import type { Clock } from "./ports/clock.ts";
import type { ProviderProfile } from "./profiles/schema.ts";
import type { BindingKeeper } from "./provisioning/bindingKeeper.ts";
import type { UnbindEvent } from "./unbind/events.ts";
import type { EvidenceDesk } from "./unbind/evidenceDesk.ts";
import type { UnbindFlow } from "./unbind/flow.ts";
import { isClosed, isDraft, isWaiting } from "./unbind/machine.ts";
import type { Papers } from "./unbind/papers.ts";
import type { CheckFacts } from "./unbind/precheck.ts";

/** A summary older than this is put together anew before it is signed: its checks are no longer of now. */
const summaryLifetimeMs = 300_000;

export type OrderParts = {
  readonly clock: Clock;
  readonly flow: UnbindFlow;
  readonly keeper: BindingKeeper;
  readonly pinDesk: PinDesk;
  readonly session: Session;
  readonly papers: Papers;
  readonly evidence: EvidenceDesk;
  readonly profile: ProviderProfile;
  readonly readTerminal: () => Promise<void>;
  /** The facts of the checks that were run last. */
  readonly facts: () => CheckFacts | null;
};

export type Orders = {
  carryOut<Name extends CarriedOrder>(name: Name, input: OrderInput<Name>): Promise<OrderAnswer>;
  /** The session ended: whatever waited for the PIN is forgotten. */
  forget(): void;
};

/** The language is the kiosk's own affair: it can be changed also where no order is taken. */
export type CarriedOrder = Exclude<OrderName, "setLanguage">;
type Carriers = { [Name in CarriedOrder]: (input: OrderInput<Name>) => OrderAnswer | Promise<OrderAnswer> };

export function createOrders(parts: OrderParts): Orders {
  const { clock, flow, keeper, pinDesk, session, papers, evidence, profile } = parts;
  /** What the operator wanted when the PIN was asked for. */
  let afterPin: (() => Promise<OrderAnswer>) | null = null;

  const state = () => flow.view().state;

  async function dispatch(...events: UnbindEvent[]): Promise<OrderAnswer> {
    const done = await flow.dispatch(events);
    return done.ok ? done : err(errorView(done.error));
  }

  /**
   * Carries out at once for an operator who has given the PIN; asks for it otherwise, and goes on when it is right.
   * Nobody is asked for a PIN that would lead nowhere.
   */
  async function withPin(place: OrderAnswer, carryOut: () => Promise<OrderAnswer>): Promise<OrderAnswer> {
    if (!place.ok) return place;
    if (isAuthenticated()) return carryOut();
    const asked = pinDesk.askToUnlock(["merchant"]);
    if (!asked.ok) return asked;
    session.open();
    afterPin = carryOut;
    return ok();
  }

  function isAuthenticated(): boolean {
    return session.principal() !== null;
  }

  async function submitPin(): Promise<OrderAnswer> {
    const answer = await pinDesk.submit();
    if (!answer.ok) return answer;
    if (answer.value.done !== "matched") return ok();
    session.authenticate(answer.value.principal);
    const next = afterPin;
    afterPin = null;
    return next ? next() : ok();
  }

  function mayBegin(): OrderAnswer {
    if (state().name !== "bound" && !isClosed(state())) return refuse("host/not-now");
    return keeper.kept()?.state === "bound" ? ok() : err(keeper.failure() ?? { code: "host/not-now" });
  }

  async function beginUnbind(): Promise<OrderAnswer> {
    const may = mayBegin();
    if (!may.ok) return may;
    const begin: UnbindEvent = { type: "menuEntered" };
    return isClosed(state()) ? dispatch({ type: "outcomeSeen" }, begin) : dispatch(begin);
  }

  async function chooseReason({ code, text }: OrderInput<"chooseReason">): Promise<OrderAnswer> {
    if (!profile.reasons.some((reason) => reason.code === code)) return refuse("host/malformed-order");
    const reason = text ? { code, text } : { code };
    return dispatch({ type: "reasonChosen", choice: { reason, consentAt: instantOf(clock.now()) } });
  }

  async function showSummary(): Promise<OrderAnswer> {
    const ready = state();
    const facts = parts.facts();
    const approvedAt = session.authenticatedAt();
    if (ready.name !== "ready" || !facts?.identity.ok || !facts.binding || approvedAt === null) {
      return refuse("host/not-now");
    }
    const { choice, checks } = ready;
    const { payment } = facts;
    const summary = papers.summarise({
      ...{ profile, choice, checks, binding: facts.binding, identity: facts.identity.value },
      ...(payment.ok && {
        funds: { openBatch: payment.value.openBatch, storedOffline: payment.value.storedOffline },
      }),
      approvedAt: instantOf(approvedAt),
    });
    return summary ? dispatch({ type: "summaryPrepared", summary }) : refuse("host/not-now");
  }

  async function confirmUnbind({ summaryHash }: OrderInput<"confirmUnbind">): Promise<OrderAnswer> {
    const ready = state();
    if (ready.name !== "ready" || !ready.summary) return refuse("host/not-now");
    const ageMs = clock.now() - msOf(ready.summary.payload.createdAt);
    if (ready.summary.hash !== summaryHash || ageMs < 0 || ageMs > summaryLifetimeMs) {
      await showSummary();
      return refuse("unbind/summary-changed");
    }
    const request = await papers.signRequest(ready.summary);
    if (!request.ok) return err(errorView(request.error));
    // One piece: the point of intent and the first attempt are durable together, before the first byte leaves.
    return dispatch({ type: "requestConfirmed", request: request.value }, { type: "sendStarted", attempt: 1 });
  }

  function mayWithdraw(): OrderAnswer {
    return isWaiting(state()) || state().name === "approved" ? ok() : refuse("host/not-now");
  }

  async function withdraw(): Promise<OrderAnswer> {
    const open = state();
    if (!isWaiting(open) && open.name !== "approved") return refuse("host/not-now");
    const jws = await papers.signCancellation(open.request);
    return jws.ok ? dispatch({ type: "cancellationSigned", jws: jws.value }) : err(errorView(jws.error));
  }

  function mayExecute(): OrderAnswer {
    const open = state();
    return open.name === "approved" && !open.cancellation ? ok() : refuse("host/not-now");
  }

  const carriers: Carriers = {
    async readTerminal() {
      await parts.readTerminal();
      return ok();
    },
    openMenu() {
      session.open();
      return ok();
    },
    leaveMenu() {
      session.close();
      return ok();
    },
    stayInMenu() {
      session.touch();
      return ok();
    },
    pressDigit({ digit }) {
      pinDesk.press(digit);
      return ok();
    },
    eraseDigit() {
      pinDesk.erase();
      return ok();
    },
    submitPin,
    beginUnbind: () => withPin(mayBegin(), beginUnbind),
    chooseReason: (input) => (isAuthenticated() ? chooseReason(input) : refuse("host/not-authenticated")),
    runChecks: () => (isAuthenticated() ? dispatch({ type: "checksRequested" }) : refuse("host/not-authenticated")),
    showSummary: () => (isAuthenticated() ? showSummary() : refuse("host/not-authenticated")),
    confirmUnbind: (input) => (isAuthenticated() ? confirmUnbind(input) : refuse("host/not-authenticated")),
    cancelUnbind: () => (isDraft(state()) ? dispatch({ type: "left" }) : withPin(mayWithdraw(), withdraw)),
    async checkNow() {
      await flow.checkNow();
      return ok();
    },
    executeUnbind: () => withPin(mayExecute(), () => dispatch({ type: "executionOrdered" })),
    closeOutcome: () => dispatch({ type: "outcomeSeen" }),
    resumeWipe: () => dispatch({ type: "wipeStarted" }),
    saveEvidence: () => evidence.save(),
  };

  return {
    async carryOut(name, input) {
      // Every order is a sign that somebody is there.
      if (name !== "leaveMenu") session.touch();
      return carriers[name](input);
    },
    forget() {
      afterPin = null;
    },
  };
}

function refuse(code: ErrorCode): Result<never, { readonly code: ErrorCode }> {
  return err({ code });
}
