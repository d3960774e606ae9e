/**
 * The gates before anything leaves that cannot be taken back: payments stop, the last batch is settled, and only then is
 * every check judged, afresh. What does not pass is given back to the operator.
 */

import type { Cell } from "../base/cell.ts";
import { err, type Result } from "../base/result.ts";
import type { Way } from "../contract/codes.ts";
import { type ErrorCode, type ErrorView, errorView } from "../contract/errors.ts";
import type { CheckResult, ExecutionPayload } from "../contract/messages/request.ts";
import { mostAnswerTries } from "../offline/challengeSession.ts";
import type { Log } from "../ports/log.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { MessageSigner } from "../trust/messageSigner.ts";
import type { Gate } from "./checks.ts";
import type { UnbindDriver } from "./driver.ts";
import type { UnbindEvent } from "./events.ts";
import type { History } from "./history.ts";
import type { OfflineUnbind } from "./offline.ts";
import type { Payments } from "./payments.ts";
import { isUnsent, type UnbindState, type UnsentState } from "./states.ts";
import type { Refusal, Trouble } from "./trouble.ts";

export type Judgement = {
  readonly checks: readonly CheckResult[];
  /** What the payment application still owes; empty where it cannot tell. */
  readonly funds: Pick<ExecutionPayload["funds"], "openBatch" | "storedOffline">;
  /** The payment application says itself that no payment can start. */
  readonly stopped: boolean;
};

/** Runs every check of the gate, afresh. */
export type RunChecks = (gate: Gate, state: UnbindState) => Promise<Judgement>;

export type Gates = {
  /** The checks of a draft. */
  gatherChecks(at: UnbindState): Promise<void>;
  prepareSending(): Promise<void>;
  prepareChallenge(): Promise<void>;
  prepareExecution(): Promise<void>;
  /** Judges the gates again and sends what waits for an offline answer. */
  sendFromChallenge(): Promise<Result<void, ErrorView>>;
};

type GatesParts = {
  readonly log: Log;
  readonly paymentApp: PaymentApp;
  readonly messageSigner: MessageSigner;
  readonly history: History;
  readonly state: Cell<UnbindState>;
  readonly driver: UnbindDriver;
  readonly trouble: Trouble;
  readonly payments: Payments;
  readonly offline: OfflineUnbind;
  readonly runChecks: RunChecks;
};

/** `paused`: the payment application said that no payment can start; false where nothing takes payments. */
type Passed = { readonly ok: true; readonly judgement: Judgement; readonly paused: boolean };
type Closed = Refusal & { readonly ok: false };

/** The code that the screen shows for the journal's record of a gate that closed. */
export const gateClosed = "unbind/gate-closed" satisfies ErrorCode;

/** The refusal that follows from what a gate judged; null where nothing of it stands in the way. */
export function closedBy(checks: readonly CheckResult[], at: UnbindState): Refusal | null {
  const waived = new Set("request" in at ? at.request.waived : []);
  const failed = checks.filter(
    ({ level, outcome, code }) => level === "must" && outcome === "failed" && !waived.has(code),
  );
  if (failed.length === 0) return null;
  return { why: { code: "unbind/gate-closed", facts: { checks: failed.map(({ code }) => code).join(" ") } }, checks };
}

export function createGates(parts: GatesParts): Gates {
  const { log, paymentApp, messageSigner, history, state, driver, trouble, payments, offline, runChecks } = parts;

  async function pass(way: Way): Promise<Passed | Closed> {
    const ordered = await payments.align();
    const settled = ordered.ok ? await paymentApp.settleLastBatch() : ordered;
    if (!settled.ok) log.note(settled.error.code);
    const at = state.get();
    const judgement = await runChecks({ moment: "commit", way }, at);
    const { checks, stopped } = judgement;
    const closed = closedBy(checks, at);
    if (closed) {
      // That another terminal is there is what the check of its identity says.
      const unsettled = !settled.ok && settled.error.code !== "payment/another-terminal" && settled.error.code;
      const facts = { ...closed.why.facts, ...(unsettled && { payment: unsettled }) };
      return { ok: false, why: { code: "unbind/gate-closed", facts }, checks };
    }
    // An order that was not heard, and payments that nobody saw stopped: no check stands in the way but this.
    if (!ordered.ok && !stopped) return { ok: false, why: errorView(ordered.error), checks };
    return { ok: true, judgement, paused: stopped || (ordered.ok && ordered.value === "heard") };
  }

  async function prepare(way: Way, next: (unsent: UnsentState) => readonly UnbindEvent[]): Promise<void> {
    const at = state.get();
    const passed = await pass(way);
    // Withdrawn meanwhile; another request may wait for a judgement of its own by now.
    if (state.get() !== at || !isUnsent(at) || at.name === "offlineChallenge" || !at.preparing) return;
    if (!passed.ok) return close(passed);
    trouble.setFailure(null);
    await driver.dispatch(next(at));
  }

  function tell({ why, checks }: Closed): void {
    trouble.setRefusal({ why, checks });
    trouble.setFailure(null);
  }

  async function close(closed: Closed): Promise<void> {
    const { checks } = closed;
    tell(closed);
    await driver.dispatch([{ type: "gatesFailed", checks: [...checks] }]);
  }

  return {
    async gatherChecks(at) {
      if (at.name !== "precheck") return;
      const { checks } = await runChecks({ moment: "apply", way: at.choice.way }, at);
      if (state.get() === at) await driver.dispatch([{ type: "checksFinished", checks }]);
    },
    prepareSending: () => prepare("online", () => [{ type: "sendStarted", attempt: 1 }]),
    prepareChallenge: () =>
      prepare("offline", ({ request }) => [
        {
          type: "challengeIssued",
          challenge: offline.issue(request),
          tries: Math.min(history.answersTried(request), mostAnswerTries),
        },
      ]),
    async prepareExecution() {
      const passed = await pass("online");
      const at = state.get();
      if (at.name !== "executing" || at.execution) return;
      if (!passed.ok) return close(passed);
      const { checks, funds } = passed.judgement;
      const execution = await messageSigner.signExecution(at.request, at.grant, checks, {
        ...funds,
        ...(passed.paused && { paymentsPaused: true }),
      });
      if (!execution.ok) return close({ ok: false, why: errorView(execution.error), checks });
      trouble.setFailure(null);
      await driver.dispatch([
        { type: "executionPrepared", execution: execution.value },
        { type: "executionSendStarted", attempt: 1 },
      ]);
    },
    async sendFromChallenge() {
      const at = state.get();
      if (at.name !== "offlineChallenge") return err({ code: "host/not-now" });
      const passed = await pass("online");
      const now = state.get();
      if (!isUnsent(now) || now.request !== at.request) return err({ code: "host/not-now" });
      if (!passed.ok) {
        tell(passed);
        return err(passed.why);
      }
      const sent = await driver.dispatch([{ type: "sendStarted", attempt: 1 }]);
      return sent.ok ? sent : err(errorView(sent.error));
    },
  };
}
