/**
 * When to speak to the upstream about the request at hand: at once where a step says so, otherwise when its turn has come
 * (Retry-After and full jitter). What is said and what is accepted is the RequestExchange's affair.
 */

import type { Background } from "../base/background.ts";
import type { Cell } from "../base/cell.ts";
import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { UnbindDriver } from "./driver.ts";
import type { Hold, SaidInTurn, UnbindEvent } from "./events.ts";
import { stepUnbind } from "./machine.ts";
import type { Outcome } from "./outcome.ts";
import type { RequestExchange } from "./requestExchange.ts";
import { createRetrySlot } from "./retrySlot.ts";
import type { Named, RequestedState, UnbindState } from "./states.ts";
import type { Trouble } from "./trouble.ts";

export type Exchanges = {
  /** Something is being said just now. */
  asking(): boolean;
  /** Unix milliseconds. */
  nextAskAt(): number | null;
  /** What the upstream wants proven, as it said last; known again after a restart once it was asked. */
  demand(): Earlier["verificationDemand"] | null;
  /** Why the upstream holds the request, and until when, as it said last; null before it was asked. */
  hold(): Hold | null;
  sendRequest(at: UnbindState): Promise<void>;
  sendExecution(at: UnbindState): Promise<void>;
  askLater(at: UnbindState): void;
  cancelLater(at: UnbindState): void;
  /** An attestation or a report is owed. */
  tellLater(at: UnbindState): void;
  signReport(): Promise<void>;
  /** Takes the next turn now, and waits for what is being said already. */
  checkNow(): Promise<void>;
  /**
   * Sends the code that the upstream wants, in one message: unanswered it goes again as the same bytes. The code is in
   * memory until it is answered, and nowhere else.
   */
  verify(code: string): Promise<Result<void, ErrorView>>;
  stop(): void;
};

type ExchangesParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly messageSigner: MessageSigner;
  readonly requestExchange: RequestExchange;
  readonly state: Cell<UnbindState>;
  readonly driver: UnbindDriver;
  readonly trouble: Trouble;
  readonly onChange: () => void;
  readonly background: Background;
};

export function createExchanges(parts: ExchangesParts): Exchanges {
  const { log, messageSigner, requestExchange, state, driver, trouble, onChange } = parts;
  const retry = createRetrySlot(parts);
  let demand: Earlier["verificationDemand"] | null = null;
  /** What was typed, and got no answer yet. */
  let unheard: { readonly ref: string; readonly code: string; readonly message: string } | null = null;
  let heldBy: Hold | null = null;
  let underWay = 0;
  let current: Promise<unknown> = Promise.resolve();
  let stopped = false;
  /** Exchanges since something last led on; the back-off grows with it. */
  let quietTurns = 0;
  /** States that were come to since this side last did something. */
  const heardOf = new Set<UnbindState["name"]>();
  let ledOn = false;

  driver.onTaken(({ events }) => {
    retry.callOff();
    heldBy = null;
    const { name } = state.get();
    if (name !== "verificationRequired") {
      demand = null;
      unheard = null;
    }
    if (events.some(isOurs)) heardOf.clear();
    if (!events.some(isNews)) return;
    trouble.setRefusal(null);
    // An upstream that says a thing and its contrary in turn is asked no more often than one that says nothing new.
    ledOn = !heardOf.has(name);
    heardOf.add(name);
    if (ledOn) quietTurns = 0;
  });

  /** One exchange; its events count only if nothing else happened meanwhile. */
  function converse(at: RequestedState, talk: () => Promise<Outcome>): Promise<Outcome> {
    const conversation = hold(at, talk);
    current = conversation;
    return conversation;
  }

  async function hold(at: RequestedState, talk: () => Promise<Outcome>): Promise<Outcome> {
    underWay += 1;
    onChange();
    const outcome = await talk();
    underWay -= 1;
    if (state.get() === at && !stopped) await take(outcome, at);
    onChange();
    return outcome;
  }

  async function take(outcome: Outcome, at: RequestedState): Promise<void> {
    const again = trouble.failure()?.code === outcome.failure?.code;
    trouble.setFailure(outcome.failure);
    if (outcome.failure) log.note(outcome.failure.code, { ...outcome.failure.facts, state: at.name });
    const events = outcome.events
      .filter((event) => !(again && isRepeatedAlarm(at, event)))
      .map((event) => saidInTurn(at, event, heardOf) ?? event);
    const retryAfterMs = outcome.retryAfterMs ?? 0;
    ledOn = false;
    const taken = events.length > 0 && (await driver.dispatch(events)).ok;
    if (outcome.demand && state.get().name === "verificationRequired") demand = outcome.demand;
    if (unheard?.ref !== demand?.ref) unheard = null;
    if (taken && events.some(isRefusal)) trouble.setRefusal(outcome.failure && { why: outcome.failure, checks: [] });
    heldBy = outcome.hold ?? null;
    if (!ledOn) quietTurns += 1;
    if (state.get() !== at) retry.postpone(quietTurns, retryAfterMs);
    else retry.later(() => converse(at, askAgain(at)).then(() => {}), quietTurns, retryAfterMs);
  }

  function speakLater(at: UnbindState, talk: (open: RequestedState) => Promise<Outcome>): void {
    if (stopped || !("request" in at)) return;
    const speak = async () => {
      if (state.get() === at) await converse(at, () => talk(at));
    };
    retry.later(speak, quietTurns);
  }

  /** What to say when a turn brought nothing: the same message where one is owed, a question otherwise. */
  function askAgain(at: RequestedState): () => Promise<Outcome> {
    if (at.name === "wiped") return () => requestExchange.sendAttestation(at);
    if (at.name === "completedPendingSync") return () => requestExchange.sendReport(at);
    // What is asked in between tells whether it is still wanted at all.
    if (quietTurns % 2 > 0) return () => requestExchange.ask(at);
    if (at.cancellation) return () => requestExchange.sendCancellation(at);
    if (at.name === "verificationRequired" && unheard) {
      const { message } = unheard;
      return () => sendCode(at, message);
    }
    return () => requestExchange.ask(at);
  }

  /** Answered or not, what was typed is not kept longer than it takes to know. */
  async function sendCode(at: Named<"verificationRequired">, message: string): Promise<Outcome> {
    const outcome = await requestExchange.sendVerification(at, message);
    if (!outcome.unheard && unheard?.message === message) unheard = null;
    return outcome;
  }

  async function signReport(): Promise<void> {
    const at = state.get();
    if (at.name !== "wiped") return;
    const report = await messageSigner.signReport(at);
    trouble.note(report);
    if (report.ok) await driver.dispatch([{ type: "reportSigned", jws: report.value }]);
    else if (!stopped) {
      quietTurns += 1;
      retry.later(signReport, quietTurns);
    }
  }

  return {
    asking: () => underWay > 0,
    nextAskAt: () => retry.at(),
    demand: () => demand,
    hold: () => heldBy,
    async sendRequest(at) {
      if (at.name === "sending") await converse(at, () => requestExchange.sendRequest(at));
    },
    async sendExecution(at) {
      if (at.name === "executing" && at.execution) await converse(at, () => requestExchange.sendExecution(at));
    },
    askLater: (at) => speakLater(at, (open) => requestExchange.ask(open)),
    cancelLater: (at) => speakLater(at, (open) => requestExchange.sendCancellation(open)),
    tellLater: (at) => speakLater(at, (open) => askAgain(open)()),
    signReport,
    async checkNow() {
      const before = current;
      await retry.now();
      await before;
    },
    async verify(code) {
      const wanted = demand;
      if (wanted?.how.kind !== "code") return err({ code: "host/not-now" });
      const started = await driver.dispatch([{ type: "verificationStarted", ref: wanted.ref }]);
      if (!started.ok) return err(errorView(started.error));
      const at = state.get();
      if (at.name !== "verificationRequired") return err({ code: "unbind/verification-moved-on" });
      const { ref } = wanted;
      if (unheard?.ref !== ref || unheard.code !== code) {
        const signed = await messageSigner.signVerification(at.request, ref, code);
        if (!signed.ok) return err(errorView(signed.error));
        unheard = { ref, code, message: signed.value };
      }
      const { message } = unheard;
      const { failure: why } = await converse(at, () => sendCode(at, message));
      return why ? err(why) : ok();
    },
    stop() {
      stopped = true;
      retry.callOff();
    },
  };
}

/** The same word, where a review that was held already goes on, or one that went on is held; null for anything else. */
function saidInTurn(at: UnbindState, event: UnbindEvent, heardOf: ReadonlySet<UnbindState["name"]>): SaidInTurn | null {
  if (event.type !== "upstreamSaid" || event.demand) return null;
  const { state, at: then, hold } = event;
  const isTurn =
    (state === "under_review" && at.name === "riskHold" && heardOf.has("underReview")) ||
    (state === "risk_hold" && at.name === "underReview" && heardOf.has("riskHold"));
  return isTurn ? { type: "saidInTurn", state, at: then, hold } : null;
}

/** The same alarm again, in a state that it does not change, is not written down a second time. */
function isRepeatedAlarm(state: UnbindState, event: UnbindEvent): boolean {
  return event.type === "answerRefused" && stepUnbind(state, event)?.[0] === state;
}

const news: ReadonlySet<UnbindEvent["type"]> = new Set([
  "requestConfirmed",
  "orderVerified",
  "challengeIssued",
  "offlineAuthorised",
  "upstreamSaid",
  "decisionVerified",
  "grantVerified",
  "cancellationSigned",
  "executionOrdered",
  "receiptVerified",
  "wipeAttested",
  "attestationAcknowledged",
  "reportSigned",
  "reportAcknowledged",
]);

const ours: ReadonlySet<UnbindEvent["type"]> = new Set([
  "requestConfirmed",
  "challengeIssued",
  "offlineAuthorised",
  "verificationStarted",
  "cancellationSigned",
  "executionOrdered",
  "wipeAttested",
  "reportSigned",
]);

/** A person or this terminal did something, and what is said next answers to that. */
function isOurs(event: UnbindEvent): boolean {
  return ours.has(event.type);
}

/** Something new happened, so the back-off may start anew; a message lost or sent again is not new. */
function isNews(event: UnbindEvent): boolean {
  return news.has(event.type);
}

/** The upstream would not do what the operator wanted; the request goes on as it was. */
function isRefusal(event: UnbindEvent): boolean {
  if (event.type !== "decisionVerified") return false;
  const { outcome } = event.decision;
  return outcome === "execution_refused" || outcome === "cancellation_refused";
}
