/**
 * The unbind at hand, as the rest of the kiosk sees it: hands each effect of a step to the part that carries it out, and
 * takes up after a start what was under way.
 */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import { assertNever, type Result } from "../base/result.ts";
import type { ErrorView } from "../contract/errors.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { PaymentOrder } from "../contract/views/unbind.ts";
import type { AllowedPayments } from "../ports/paymentApp.ts";
import type { DispatchFailure, UnbindDriver } from "./driver.ts";
import type { DurableEvent, Hold, UnbindEvent } from "./events.ts";
import type { Exchanges } from "./exchanges.ts";
import type { Expiry } from "./expiry.ts";
import type { Gates } from "./gates.ts";
import { stepUnbind, type UnbindEffect } from "./machine.ts";
import type { Payments } from "./payments.ts";
import type { UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";
import type { Wiping } from "./wiping.ts";

export type FlowView = {
  readonly state: UnbindState;
  readonly payments: AllowedPayments;
  readonly paymentOrder: PaymentOrder;
  readonly failure: ErrorView | null;
  /** Of the gate that is why the last order came to nothing; empty where it was none. */
  readonly gateChecks: readonly CheckResult[];
  readonly asking: boolean;
  /** Unix milliseconds. */
  readonly nextAskAt: number | null;
  /** What the upstream wants proven, as it said last; known again after a restart once it was asked. */
  readonly demand: Earlier["verificationDemand"] | null;
  /** As it was said last; the state has how it was when it began. */
  readonly hold: Hold | null;
};

export type UnbindFlow = {
  view(): FlowView;
  /** Takes up what the journal says was under way; what needs the terminal waits for it by itself. */
  start(): Promise<void>;
  /** Orders payments as they are wanted now. */
  alignPayments(): Promise<void>;
  /** Steps through the events as one piece: all are durable before any effect runs, or none happened. */
  dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>>;
  /** Takes the next turn now, and waits for what is being said already. */
  checkNow(): Promise<void>;
  /** Sends the code that the upstream wants. The code is in this one message and nowhere else. */
  verify(code: string): Promise<Result<void, ErrorView>>;
  /** Judges the gates again and sends what waits for an offline answer. */
  sendFromChallenge(): Promise<Result<void, ErrorView>>;
  /** The terminal that this is about is there again: what it could not be ordered meanwhile is ordered now. */
  takeUpAtTerminal(): Promise<void>;
  stop(): void;
};

export type FlowParts = {
  readonly state: Cell<UnbindState>;
  readonly driver: UnbindDriver;
  readonly trouble: Trouble;
  readonly payments: Payments;
  readonly gates: Gates;
  readonly exchanges: Exchanges;
  readonly wiping: Wiping;
  readonly expiry: Expiry;
  readonly background: Background;
  readonly onChange: () => void;
};

/** Listens to the driver after its parts do: whatever they take back because of a step is back before its effects run. */
export function createUnbindFlow(parts: FlowParts): UnbindFlow {
  const { state, driver, trouble, payments, gates, exchanges, wiping, expiry, background } = parts;

  driver.onTaken(({ effects }) => {
    parts.onChange();
    for (const effect of effects) background.run(() => perform(effect, state.get()));
  });

  async function perform({ run }: UnbindEffect, at: UnbindState): Promise<unknown> {
    switch (run) {
      case "gatherChecks":
        return gates.gatherChecks(at);
      case "prepareSending":
        return gates.prepareSending();
      case "prepareChallenge":
        return gates.prepareChallenge();
      case "prepareExecution":
        return gates.prepareExecution();
      case "startSending":
        return driver.dispatch([{ type: "sendStarted", attempt: 1 }]);
      case "sendRequest":
        return exchanges.sendRequest(at);
      case "sendExecution":
        return exchanges.sendExecution(at);
      case "askUpstream":
        return exchanges.askLater(at);
      case "sendCancellation":
        return exchanges.cancelLater(at);
      case "sendAttestation":
      case "sendReport":
        return exchanges.tellLater(at);
      case "signReport":
        return exchanges.signReport();
      case "startWipe":
        return wiping.start();
      case "wipeNextItem":
        return wiping.wipeNextItem(at);
      default:
        return assertNever(run);
    }
  }

  return {
    view: () => ({
      state: state.get(),
      payments: payments.allowed(),
      paymentOrder: payments.order(),
      failure: trouble.shown(),
      gateChecks: trouble.gateChecks(),
      asking: exchanges.asking(),
      nextAskAt: exchanges.nextAskAt(),
      demand: exchanges.demand(),
      hold: exchanges.hold(),
    }),
    async start() {
      if (expiry.waitsAtStart()) return;
      const restarted: DurableEvent = { type: "restarted" };
      if (stepUnbind(state.get(), restarted)) await driver.dispatch([restarted]);
    },
    async alignPayments() {
      trouble.note(await payments.align());
    },
    dispatch: driver.dispatch,
    checkNow: exchanges.checkNow,
    verify: exchanges.verify,
    sendFromChallenge: gates.sendFromChallenge,
    async takeUpAtTerminal() {
      trouble.note(await payments.align());
      if (state.get().name === "wipeIncomplete") await driver.dispatch([{ type: "wipeStarted" }]);
    },
    stop() {
      driver.stop();
      exchanges.stop();
      payments.stop();
      expiry.stop();
    },
  };
}
