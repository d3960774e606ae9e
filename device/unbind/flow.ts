/**
 * The driver of the unbind machine: writes each event down, then runs its effects, one at a time.
 * It decides when to speak to the upstream (Retry-After and full jitter); what is said and believed is decided elsewhere.
 */

import { err, ok, type Result } from "../base/result.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { CheckResult } from "../contract/evidence.ts";
import type { Journal, JournalFailure } from "../journal/journal.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentApp, PaymentAppFailure } from "../ports/paymentApp.ts";
import type { Random } from "../ports/random.ts";
import { retryDelayMs } from "../upstream/retry.ts";
import type { Conversation, OpenState, Outcome } from "./conversation.ts";
import { type DurableEvent, durableEvent, isDurable, type UnbindEvent } from "./events.ts";
import { paymentsMustBeOff, replayUnbind, stepUnbind, type UnbindEffect, type UnbindState } from "./machine.ts";
import type { Papers } from "./papers.ts";
import { eligibilityOf } from "./precheck.ts";
import type { Wipe } from "./wipe.ts";

export const unbindRecordKind = "unbind";

export type FlowParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Journal;
  readonly paymentApp: PaymentApp;
  readonly conversation: Conversation;
  readonly papers: Papers;
  readonly wipe: Wipe;
  /** Runs every check of the gate, afresh. */
  readonly runChecks: (gate: "apply" | "execute", state: UnbindState) => Promise<readonly CheckResult[]>;
  readonly onChange: () => void;
  /** The journal takes nothing any more: nothing may be sent or wiped. */
  readonly onStorageFault: (failure: JournalFailure) => void;
  /** Anything thrown in an effect. */
  readonly onBug: (error: unknown) => void;
};

export type FlowView = {
  readonly state: UnbindState;
  readonly failure: ErrorView | null;
  readonly asking: boolean;
  /** Unix milliseconds. */
  readonly nextAskAt: number | null;
};

export type DispatchFailure = JournalFailure | { readonly code: "host/not-now" };

export type UnbindFlow = {
  view(): FlowView;
  /** Takes up what the journal says was under way. */
  start(): Promise<void>;
  /** Steps through the events as one piece: all are durable before any effect runs, or none happened. */
  dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>>;
  /** Takes the next turn now. */
  checkNow(): Promise<void>;
  stop(): void;
};

/** The fold from the journal's records to the state; null when a record does not follow from those before it. */
export function foldUnbind(records: readonly JournalRecord[]): UnbindState | null {
  let state: UnbindState = { name: "bound" };
  for (const record of records) {
    if (record.kind !== unbindRecordKind) continue;
    const event = durableEvent.safeParse(record.body);
    const next: UnbindState | null = event.success ? replayUnbind(state, event.data) : null;
    if (!next) return null;
    state = next;
  }
  return state;
}

export function createUnbindFlow(parts: FlowParts, from: UnbindState): UnbindFlow {
  const { clock, journal, conversation, papers, wipe, paymentApp, log } = parts;
  let state = from;
  /** Why the operator's last order came to nothing; stays until there is news. */
  let setback: ErrorView | null = null;
  /** What went wrong in the last exchange or on this terminal. */
  let failure: ErrorView | null = null;
  let exchanges = 0;
  let stopped = false;
  let queue: Promise<unknown> = Promise.resolve();
  let paymentOrders: Promise<Result<void, PaymentAppFailure>> = Promise.resolve(ok());
  /** The one thing that waits for its turn: a question, a withdrawal or an attestation. */
  let turn: { readonly take: () => Promise<void>; readonly at: number; readonly callOff: () => void } | null = null;
  /** Exchanges since the upstream last said something new; the back-off grows with it. */
  let quietTurns = 0;

  function dispatch(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>> {
    const result = queue.then(() => stepThrough(events));
    queue = result;
    return result;
  }

  async function stepThrough(events: readonly UnbindEvent[]): Promise<Result<void, DispatchFailure>> {
    if (stopped) return err({ code: "host/not-now" });
    let next = state;
    const effects: UnbindEffect[] = [];
    for (const event of events) {
      const step = stepUnbind(next, event);
      if (!step) return err({ code: "host/not-now" });
      next = step[0];
      effects.push(...step[1]);
    }
    const durable = events.filter(isDurable);
    if (durable.length > 0) {
      const written = await journal.append(durable.map((body) => ({ kind: unbindRecordKind, body })));
      if (!written.ok) {
        failure = errorView(written.error);
        parts.onStorageFault(written.error);
        return written;
      }
    }
    state = next;
    callOffTurn();
    if (events.some(isNews)) {
      quietTurns = 0;
      setback = null;
    }
    parts.onChange();
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
        const checks = await parts.runChecks("apply", at);
        if (state !== at) return;
        await dispatch([{ type: "checksFinished", checks, blocked: eligibilityOf(checks) === "ineligible" }]);
        return;
      }
      case "startSending":
        if (at.name === "confirmed") await dispatch([{ type: "sendStarted", attempt: 1 }]);
        return;
      case "sendRequest":
        if (at.name === "sending") await converse(at, () => conversation.sendRequest(at));
        return;
      case "sendExecution":
        if (at.name === "executing" && at.execution) await converse(at, () => conversation.sendExecution(at));
        return;
      case "askUpstream":
        takeTurnLater(async () => {
          if (state === at && "request" in at) await converse(at, () => conversation.ask(at));
        });
        return;
      case "sendCancellation":
        takeTurnLater(async () => {
          if (state === at && "request" in at) await converse(at, () => conversation.sendCancellation(at));
        });
        return;
      case "sendAttestation":
        takeTurnLater(async () => {
          if (state === at && at.name === "wiped") await converse(at, () => conversation.sendAttestation(at));
        });
        return;
      case "prepareExecution":
        await prepareExecution();
        return;
      case "resumePayments":
        noteFailure(await alignPayments());
        return;
      case "startWipe":
        // Payments stay off after the commit; pausing again costs nothing and covers a pause that was lost.
        noteFailure(await alignPayments());
        await dispatch([{ type: "wipeStarted" }]);
        return;
      case "wipeNextItem":
        await wipeNext(at);
        return;
    }
  }

  /** One exchange; its events count only if nothing else happened meanwhile. */
  async function converse(at: OpenState, talk: () => Promise<Outcome>): Promise<void> {
    exchanges += 1;
    parts.onChange();
    const outcome = await talk();
    exchanges -= 1;
    if (state !== at || stopped) return parts.onChange();
    const again = failure?.code === outcome.failure?.code;
    failure = outcome.failure;
    if (outcome.failure) log.note(outcome.failure.code, { ...outcome.failure.facts, state: at.name });
    const events = outcome.events.filter((event) => !(again && isRepeatedAlarm(at, event)));
    const retryAfterMs = outcome.retryAfterMs ?? 0;
    const taken = events.length > 0 && (await dispatch(events)).ok;
    if (taken && events.some(isRefusal)) setback = outcome.failure;
    if (!taken || !events.some(isNews)) quietTurns += 1;
    if (state === at) takeTurnLater(() => converse(at, askAgain(at)), retryAfterMs);
    else if (turn) takeTurnLater(turn.take, retryAfterMs);
    parts.onChange();
  }

  /** What to say when a turn brought nothing: the same message where one is owed, a question otherwise. */
  function askAgain(at: OpenState): () => Promise<Outcome> {
    if (at.name === "wiped") return () => conversation.sendAttestation(at);
    if ("cancellation" in at && at.cancellation && quietTurns % 2 === 0) return () => conversation.sendCancellation(at);
    return () => conversation.ask(at);
  }

  function takeTurnLater(take: () => Promise<void>, atLeastMs = 0): void {
    callOffTurn();
    if (stopped) return;
    const delayMs = retryDelayMs(quietTurns, atLeastMs, parts.random);
    const taken = () => {
      turn = null;
      return take().catch(parts.onBug);
    };
    turn = { take, at: clock.now() + delayMs, callOff: clock.after(delayMs, () => void taken()) };
    parts.onChange();
  }

  function callOffTurn(): void {
    turn?.callOff();
    turn = null;
  }

  /** Payments stop first; then the last batch is settled, and only then every gate is judged again. */
  async function prepareExecution(): Promise<void> {
    const paused = await alignPayments();
    noteFailure(paused.ok ? await paymentApp.settleLastBatch() : paused);
    const at = state;
    if (at.name !== "executing" || at.execution) return;
    const checks = await parts.runChecks("execute", at);
    if (!paused.ok || eligibilityOf(checks) === "ineligible") {
      const closed = checks.filter(({ level, outcome }) => level === "must" && outcome === "failed");
      return closeGate(
        { code: "unbind/gate-closed", facts: { checks: closed.map(({ code }) => code).join(" ") } },
        checks,
      );
    }
    const execution = await papers.signExecution(at.request, at.grant, checks);
    if (!execution.ok) return closeGate(errorView(execution.error), checks);
    failure = null;
    await dispatch([
      { type: "executionPrepared", execution: execution.value },
      { type: "executionSendStarted", attempt: 1 },
    ]);
  }

  async function closeGate(why: ErrorView, checks: readonly CheckResult[]): Promise<void> {
    setback = why;
    await dispatch([{ type: "gatesFailed", checks: [...checks] }]);
  }

  /** Stops or resumes payments as the state of the moment wants it, one order at a time: the newest has the last word. */
  function alignPayments(): Promise<Result<void, PaymentAppFailure>> {
    paymentOrders = paymentOrders.then(() => paymentApp.allowPayments(paymentsMustBeOff(state) ? "none" : "all"));
    return paymentOrders;
  }

  async function wipeNext(at: UnbindState): Promise<void> {
    if (at.name !== "wiping") return;
    const report = await wipe.next(at.items);
    if (report) {
      await dispatch([{ type: "wipeItemFinished", report }]);
      return;
    }
    if (at.items.some((item) => item.result === "failed")) {
      await dispatch([{ type: "wipeStopped" }]);
      return;
    }
    const attestation = await papers.signAttestation(at.request, at.receipt, at.items);
    noteFailure(attestation);
    await dispatch([attestation.ok ? { type: "wipeAttested", jws: attestation.value } : { type: "wipeStopped" }]);
  }

  function noteFailure(result: Result<unknown, Parameters<typeof errorView>[0]>): void {
    if (result.ok) return;
    failure = errorView(result.error);
    log.note(failure.code, failure.facts);
    parts.onChange();
  }

  return {
    view: () => ({ state, failure: failure ?? setback, asking: exchanges > 0, nextAskAt: turn?.at ?? null }),
    dispatch,
    async start() {
      noteFailure(await alignPayments());
      const restarted: DurableEvent = { type: "restarted" };
      if (stepUnbind(state, restarted)) await dispatch([restarted]);
    },
    async checkNow() {
      const due = turn;
      callOffTurn();
      await due?.take();
    },
    stop() {
      stopped = true;
      callOffTurn();
    },
  };
}

/** The same alarm again, in a state that it does not change, is not written down a second time. */
function isRepeatedAlarm(state: UnbindState, event: UnbindEvent): boolean {
  return event.type === "answerRefused" && stepUnbind(state, event)?.[0] === state;
}

const news: ReadonlySet<UnbindEvent["type"]> = new Set([
  "requestConfirmed",
  "upstreamSaid",
  "grantVerified",
  "cancellationSigned",
  "executionOrdered",
  "receiptVerified",
  "wipeAttested",
  "attestationAcknowledged",
]);

/** The upstream would not do what the operator wanted; the request goes on as it was. */
function isRefusal({ type }: UnbindEvent): boolean {
  return type === "executionRefused" || type === "cancellationRefused";
}

/** Something new happened, so the back-off starts anew; a message lost or sent again is not new. */
function isNews(event: UnbindEvent): boolean {
  return news.has(event.type);
}
