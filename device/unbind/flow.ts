/**
 * The driver of the unbind machine: writes each event down, then runs its effects, one at a time.
 * It decides when to speak to the upstream (Retry-After and full jitter); what is said and what is accepted is decided elsewhere.
 */

import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { Way } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { Earlier } from "../contract/messages/earlier.ts";
import type { CheckResult, ExecutionPayload } from "../contract/messages/request.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import { mostAnswerTries } from "../offline/challengeSession.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AllowedPayments, PaymentApp, PaymentAppFailure } from "../ports/paymentApp.ts";
import type { Random } from "../ports/random.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { Challenge, ConfirmedRequest } from "../trust/signedObjects.ts";
import { eligibilityOf, type Gate } from "./checks.ts";
import { type DurableEvent, isDurable, type UnbindEvent } from "./events.ts";
import { closingRecordKind, type History, unbindRecordKind } from "./history.ts";
import { stepUnbind, type UnbindEffect } from "./machine.ts";
import type { Outcome, RequestExchange } from "./requestExchange.ts";
import { createRetrySlot } from "./retrySlot.ts";
import { isUnsent, paymentsAllowedIn, type RequestedState, type UnbindState, type UnsentState } from "./states.ts";
import type { Wipe } from "./wipe.ts";

/** How often it is looked whether what was never sent has expired. */
const lookAtExpiryEveryMs = 30_000;
/** How long until an order that the payment application did not hear is given again. */
const orderPaymentsAgainMs = 30_000;

export type Judgement = {
  readonly checks: readonly CheckResult[];
  /** What the payment application still owes; empty where it cannot tell. */
  readonly funds: Pick<ExecutionPayload["funds"], "openBatch" | "storedOffline">;
};

export type FlowParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Journal;
  readonly paymentApp: PaymentApp;
  readonly requestExchange: RequestExchange;
  readonly messageSigner: MessageSigner;
  readonly wipe: Wipe;
  readonly history: History;
  /** Runs every check of the gate, afresh. */
  readonly runChecks: (gate: Gate, state: UnbindState) => Promise<Judgement>;
  readonly issueChallenge: (request: ConfirmedRequest) => Challenge;
  /** Whether what was never sent may still be sent or answered. */
  readonly stillValid: (state: UnsentState) => boolean;
  /** An earlier unbind left this terminal without an account to pay to. */
  readonly paymentsHeld: () => boolean;
  readonly onChange: () => void;
  /** Anything thrown in an effect. */
  readonly onBug: (error: unknown) => void;
};

export type FlowView = {
  readonly state: UnbindState;
  readonly failure: ErrorView | null;
  /** Of the gate that is why the last order came to nothing; empty where it was none. */
  readonly gateChecks: readonly CheckResult[];
  readonly asking: boolean;
  /** Unix milliseconds. */
  readonly nextAskAt: number | null;
  /** What the upstream wants proven, as it said last; known again after a restart once it was asked. */
  readonly demand: Earlier["verificationDemand"] | null;
};

type Refusal = { readonly why: ErrorView; readonly checks: readonly CheckResult[] };

export type DispatchFailure = JournalFailure | { readonly code: "host/not-now" };

export type UnbindFlow = {
  view(): FlowView;
  /** Takes up what the journal says was under way. */
  start(): Promise<void>;
  /** Steps through the events as one piece: all are durable before any effect runs, or none happened. */
  dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>>;
  /** Takes the next turn now. */
  checkNow(): Promise<void>;
  /** Sends the code that the upstream wants. The code is in this one message and nowhere else. */
  verify(code: string): Promise<Result<void, ErrorView>>;
  /** Judges the gates again and sends what waits for an offline answer. */
  sendFromChallenge(): Promise<Result<void, ErrorView>>;
  /** What payments depend on beside the state has changed. */
  alignPayments(): Promise<void>;
  stop(): void;
};

export function createUnbindFlow(parts: FlowParts, from: UnbindState): UnbindFlow {
  const { clock, journal, requestExchange, messageSigner, wipe, paymentApp, log } = parts;
  const retry = createRetrySlot(parts);
  let state = from;
  let demand: Earlier["verificationDemand"] | null = null;
  /** Why the operator's last order came to nothing; stays until there is news. */
  let lastRefusal: Refusal | null = null;
  /** What went wrong in the last exchange or on this terminal. */
  let failure: ErrorView | null = null;
  let exchanges = 0;
  let stopped = false;
  const steps = createMutex();
  const paymentOrders = createMutex();
  let callOffExpiry: () => void = () => {};
  let callOffPayments: () => void = () => {};
  /** Exchanges since the upstream last said something new; the back-off grows with it. */
  let quietTurns = 0;

  function dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>> {
    return steps.run(() => stepThrough(events));
  }

  async function stepThrough(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>> {
    if (stopped) return err({ code: "host/not-now" });
    let next = state;
    const effects: UnbindEffect[] = [];
    const durable: { readonly event: DurableEvent; readonly state: UnbindState }[] = [];
    for (const event of events) {
      const step = stepUnbind(next, event);
      if (!step) return err({ code: "host/not-now" });
      next = step[0];
      effects.push(...step[1]);
      if (isDurable(event)) durable.push({ event, state: next });
    }
    if (durable.length > 0) {
      // The last event of an unbind takes what is left of it along.
      const closings = durable[0]?.state.name === "bound" ? parts.history.closings() : [];
      const [first, ...others] = durable.map(({ event }) => ({ kind: unbindRecordKind, body: event }));
      const written = await journal.append([
        ...(first ? [first] : []),
        ...closings.map((body) => ({ kind: closingRecordKind, body })),
        ...others,
      ]);
      if (!written.ok) {
        failure = errorView(written.error);
        return written;
      }
      const { seq: last } = journal.head();
      durable.forEach(({ event, state: then }, i) => {
        const seq = i === 0 ? last - durable.length - closings.length + 1 : last - durable.length + 1 + i;
        parts.history.note(event, then, { seq, at: clock.now() });
      });
      for (const closed of closings) parts.history.close(closed);
    }
    const before = state;
    state = next;
    retry.callOff();
    if (next.name !== "verificationRequired") demand = null;
    if (events.some(isNews)) {
      quietTurns = 0;
      lastRefusal = null;
    }
    parts.onChange();
    if (paymentsAllowedIn(before) !== paymentsAllowedIn(next)) void alignPayments().then(noteFailure, parts.onBug);
    expireLater();
    for (const effect of effects) run(effect);
    return ok();
  }

  function run(effect: UnbindEffect): void {
    void perform(effect).catch(parts.onBug);
  }

  async function perform(effect: UnbindEffect): Promise<void> {
    const at = state;
    switch (effect.run) {
      case "gatherChecks": {
        if (at.name !== "precheck") return;
        const { checks } = await parts.runChecks({ moment: "apply", way: at.choice.way }, at);
        if (state === at) await dispatch([{ type: "checksFinished", checks }]);
        return;
      }
      case "startSending":
        await dispatch([{ type: "sendStarted", attempt: 1 }]);
        return;
      case "prepareSending":
        await prepare("online", () => [{ type: "sendStarted", attempt: 1 }]);
        return;
      case "prepareChallenge":
        await prepare("offline", ({ request }) => [
          {
            type: "challengeIssued",
            challenge: parts.issueChallenge(request),
            tries: Math.min(parts.history.answersTried(request), mostAnswerTries),
          },
        ]);
        return;
      case "sendRequest":
        if (at.name === "sending") await converse(at, () => requestExchange.sendRequest(at));
        return;
      case "sendExecution":
        if (at.name === "executing" && at.execution) await converse(at, () => requestExchange.sendExecution(at));
        return;
      case "askUpstream":
        speakLater(at, (open) => requestExchange.ask(open));
        return;
      case "sendCancellation":
        speakLater(at, (open) => requestExchange.sendCancellation(open));
        return;
      case "sendAttestation":
      case "sendReport":
        speakLater(at, (open) => askAgain(open)());
        return;
      case "prepareExecution":
        await prepareExecution();
        return;
      case "startWipe":
        // Payments stay off after the commit; ordering it again costs nothing and covers an order that was lost.
        noteFailure(await alignPayments());
        await dispatch([{ type: "wipeStarted" }]);
        return;
      case "wipeNextItem":
        await wipeNext(at);
        return;
      case "signReport":
        await signReport();
        return;
    }
  }

  /** One exchange; its events count only if nothing else happened meanwhile. */
  async function converse(at: RequestedState, talk: () => Promise<Outcome>): Promise<Outcome> {
    exchanges += 1;
    parts.onChange();
    const outcome = await talk();
    exchanges -= 1;
    if (state !== at || stopped) {
      parts.onChange();
      return outcome;
    }
    const again = failure?.code === outcome.failure?.code;
    failure = outcome.failure;
    if (outcome.failure) log.note(outcome.failure.code, { ...outcome.failure.facts, state: at.name });
    const events = outcome.events.filter((event) => !(again && isRepeatedAlarm(at, event)));
    const retryAfterMs = outcome.retryAfterMs ?? 0;
    const taken = events.length > 0 && (await dispatch(events)).ok;
    if (outcome.demand && state.name === "verificationRequired") demand = outcome.demand;
    if (taken && events.some(isRefusal)) lastRefusal = outcome.failure && { why: outcome.failure, checks: [] };
    if (!taken || !events.some(isNews)) quietTurns += 1;
    if (state === at) retry.later(() => converse(at, askAgain(at)).then(() => {}), quietTurns, retryAfterMs);
    else retry.postpone(quietTurns, retryAfterMs);
    parts.onChange();
    return outcome;
  }

  function speakLater(at: UnbindState, talk: (open: RequestedState) => Promise<Outcome>): void {
    if (stopped || !("request" in at)) return;
    const take = async () => {
      if (state === at) await converse(at, () => talk(at));
    };
    retry.later(take, quietTurns);
  }

  /** What to say when a turn brought nothing: the same message where one is owed, a question otherwise. */
  function askAgain(at: RequestedState): () => Promise<Outcome> {
    if (at.name === "wiped") return () => requestExchange.sendAttestation(at);
    if (at.name === "completedPendingSync") return () => requestExchange.sendReport(at);
    if (at.cancellation && quietTurns % 2 === 0) return () => requestExchange.sendCancellation(at);
    return () => requestExchange.ask(at);
  }

  type Passed = { readonly ok: true; readonly judgement: Judgement };
  type Closed = Refusal & { readonly ok: false };

  /** Payments stop first; then the last batch is settled, and only then every gate is judged again. */
  async function passGates(way: Way): Promise<Passed | Closed> {
    const stoppedPayments = await alignPayments();
    const settled = stoppedPayments.ok ? await paymentApp.settleLastBatch() : stoppedPayments;
    if (!settled.ok) log.note(settled.error.code);
    const at = state;
    const judgement = await parts.runChecks({ moment: "commit", way }, at);
    const { checks } = judgement;
    const waived = new Set("request" in at ? at.request.waived : []);
    if (stoppedPayments.ok && eligibilityOf(checks, waived) !== "ineligible") return { ok: true, judgement };
    const failed = checks.filter(
      ({ level, outcome, code }) => level === "must" && outcome === "failed" && !waived.has(code),
    );
    const facts = {
      checks: failed.map(({ code }) => code).join(" "),
      ...(!settled.ok && { payment: settled.error.code }),
    };
    return { ok: false, why: { code: "unbind/gate-closed", facts }, checks };
  }

  async function prepare(way: Way, next: (unsent: UnsentState) => readonly UnbindEvent[]): Promise<void> {
    const at = state;
    const passed = await passGates(way);
    // Withdrawn meanwhile; another request may wait for a judgement of its own by now.
    if (state !== at || !isUnsent(at) || at.name === "offlineChallenge" || !at.preparing) return;
    if (!passed.ok) return closeGate(passed);
    failure = null;
    await dispatch(next(at));
  }

  async function prepareExecution(): Promise<void> {
    const passed = await passGates("online");
    if (state.name !== "executing" || state.execution) return;
    if (!passed.ok) return closeGate(passed);
    const { checks, funds } = passed.judgement;
    const execution = await messageSigner.signExecution(state.request, state.grant, checks, {
      ...funds,
      paymentsPaused: true,
    });
    if (!execution.ok) return closeGate({ ok: false, why: errorView(execution.error), checks });
    failure = null;
    await dispatch([
      { type: "executionPrepared", execution: execution.value },
      { type: "executionSendStarted", attempt: 1 },
    ]);
  }

  async function closeGate({ why, checks }: Closed): Promise<void> {
    lastRefusal = { why, checks };
    failure = null;
    await dispatch([{ type: "gatesFailed", checks: [...checks] }]);
  }

  /** Stops or resumes payments as the state of the moment wants it, one order at a time: the newest has the last word. */
  function alignPayments(): Promise<Result<void, PaymentAppFailure>> {
    callOffPayments();
    const ordered = paymentOrders.run(() => orderPayments(parts.paymentsHeld() ? "none" : paymentsAllowedIn(state)));
    void ordered.then(alignAgain, parts.onBug);
    return ordered;
  }

  /** An order that was lost is given again: a shop whose payments may run must not wait for a restart. */
  function alignAgain(ordered: Result<void, PaymentAppFailure>): void {
    callOffPayments();
    if (stopped || ordered.ok || ordered.error.code === "payment/no-application") return;
    const { code } = ordered.error;
    const forget = (again: Result<void, PaymentAppFailure>) => {
      if (!again.ok || failure?.code !== code) return;
      failure = null;
      parts.onChange();
    };
    callOffPayments = clock.after(orderPaymentsAgainMs, () => void alignPayments().then(forget, parts.onBug));
  }

  async function orderPayments(allowed: AllowedPayments): Promise<Result<void, PaymentAppFailure>> {
    const ordered = await paymentApp.allowPayments(allowed);
    if (ordered.ok || ordered.error.code !== "payment/online-only-unsupported") return ordered;
    // It knows all or none. What it stores meanwhile is found by the gate, and "none" would stop the shop for the review.
    log.note(ordered.error.code);
    return paymentApp.allowPayments("all");
  }

  /** Nothing was sent, so no upstream has to be asked whether it took effect. */
  function expireLater(): void {
    callOffExpiry();
    if (stopped || !isUnsent(state)) return;
    const at = state;
    callOffExpiry = clock.after(lookAtExpiryEveryMs, () => {
      if (state !== at || !isUnsent(at)) return;
      if (parts.stillValid(at)) expireLater();
      else void dispatch([{ type: "expiredUnsent" }]).catch(parts.onBug);
    });
  }

  async function wipeNext(at: UnbindState): Promise<void> {
    if (at.name !== "wiping") return;
    const report = await wipe.next(at.request, at.items);
    if (report) {
      await dispatch([{ type: "wipeItemFinished", report }]);
      return;
    }
    if (at.items.some((item) => item.result === "failed")) {
      await dispatch([{ type: "wipeStopped" }]);
      return;
    }
    const attestation = await messageSigner.signAttestation(at.request, at.proof, at.items);
    noteFailure(attestation);
    await dispatch([attestation.ok ? { type: "wipeAttested", jws: attestation.value } : { type: "wipeStopped" }]);
  }

  async function signReport(): Promise<void> {
    if (state.name !== "wiped") return;
    const report = await messageSigner.signReport(state);
    noteFailure(report);
    if (report.ok) await dispatch([{ type: "reportSigned", jws: report.value }]);
    else {
      quietTurns += 1;
      retry.later(signReport, quietTurns);
    }
  }

  function noteFailure(result: Result<unknown, Parameters<typeof errorView>[0]>): void {
    if (result.ok) return;
    failure = errorView(result.error);
    log.note(failure.code, failure.facts);
    parts.onChange();
  }

  return {
    view: () => ({
      state,
      failure: failure ?? lastRefusal?.why ?? null,
      gateChecks: lastRefusal?.checks ?? [],
      asking: exchanges > 0,
      nextAskAt: retry.at(),
      demand: state.name === "verificationRequired" ? demand : null,
    }),
    dispatch,
    async start() {
      noteFailure(await alignPayments());
      if (isUnsent(state) && !parts.stillValid(state)) {
        await dispatch([{ type: "expiredUnsent" }]);
        return;
      }
      const restarted: DurableEvent = { type: "restarted" };
      if (stepUnbind(state, restarted)) await dispatch([restarted]);
    },
    checkNow: () => retry.now(),
    async verify(code) {
      const wanted = demand;
      if (state.name !== "verificationRequired" || wanted?.how.kind !== "code") return err({ code: "host/not-now" });
      const started = await dispatch([{ type: "verificationStarted", ref: wanted.ref }]);
      if (!started.ok) return err(errorView(started.error));
      const at = state;
      if (at.name !== "verificationRequired") return err({ code: "unbind/verification-moved-on" });
      const { failure: why } = await converse(at, () => requestExchange.sendVerification(at, wanted.ref, code));
      return why ? err(why) : ok();
    },
    async sendFromChallenge() {
      const at = state;
      if (at.name !== "offlineChallenge") return err({ code: "host/not-now" });
      const passed = await passGates("online");
      if (!passed.ok) return err(passed.why);
      if (!isUnsent(state) || state.request !== at.request) return err({ code: "host/not-now" });
      const sent = await dispatch([{ type: "sendStarted", attempt: 1 }]);
      return sent.ok ? sent : err(errorView(sent.error));
    },
    async alignPayments() {
      noteFailure(await alignPayments());
    },
    stop() {
      stopped = true;
      callOffExpiry();
      callOffPayments();
      retry.callOff();
    },
  };
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
  "grantVerified",
  "cancellationSigned",
  "executionOrdered",
  "receiptVerified",
  "wipeAttested",
  "attestationAcknowledged",
  "reportSigned",
  "reportAcknowledged",
]);

/** The upstream would not do what the operator wanted; the request goes on as it was. */
function isRefusal({ type }: UnbindEvent): boolean {
  return type === "executionRefused" || type === "cancellationRefused";
}

/** Something new happened, so the back-off starts anew; a message lost or sent again is not new. */
function isNews(event: UnbindEvent): boolean {
  return news.has(event.type);
}
