/**
 * One command in flight over one open serial link. After a time-out the port is dirty: a late answer may still come, and
 * nothing is asked until an answer that only its own question can have has come in its place (`step.ts`). Lives as long as
 * its link, no longer.
 */

import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import { numberedErrors } from "../../serial/at/commands/cmee.ts";
import type { AtResponse } from "../../serial/at/reader.ts";
import { type Aborted, createExchangeQueue, type QueueFull } from "../exchangeQueue.ts";
import { hail, type Lag, lagOf, type StepFailure, sendLate, settle, stepLost } from "./step.ts";
import { type AtWire, type AtWireFailure, createAtWire } from "./wire.ts";

/** Between two answers that no echo parts: what trails behind the one is not part of the other. */
const settleMs = 30;
const maxSettleMs = 150;
/** How often a terminal that answers is brought into step. */
const maxTries = 2;
/** More than the core ever has waiting. */
const maxWaiting = 8;
/** How long a terminal is waited for that has answered faster so far: several times what it took, and never less than this. */
const patience = { leastMs: 300, times: 8 } as const;

export type ExchangeFailure =
  | AtWireFailure
  /** Not sent: an earlier answer may still come. `synchronise` is the way out. */
  | { readonly code: "link/dirty" }
  | QueueFull
  | Aborted;

/** "hasty": waits as long as this terminal has needed so far, several times over, and not as long as any terminal may need. */
export type Pace = "hasty" | "patient";

export type RunOptions = { readonly pace?: Pace; readonly signal?: AbortSignal | undefined };

export type AtExchange = {
  /**
   * Sends the command when its turn comes and returns its answer, whatever its final result says. Aborted before its
   * turn it is never sent; aborted in flight it leaves the port dirty, because its answer may still come.
   */
  run(command: AtCommand<unknown>, how?: RunOptions): Promise<Result<AtResponse, ExchangeFailure>>;
  /** Brings terminal and reader into step: echo on, results in words, no answer under way. "link/timed-out" when it cannot. */
  synchronise(signal?: AbortSignal): Promise<Result<void, ExchangeFailure>>;
  /** Whether the answers up to now came in their places. Where they did not, the port is dirty now. */
  isInStep(signal?: AbortSignal): Promise<boolean>;
  /** Says that the last answer fits its command so badly that it may be another one's. The port is dirty now. */
  distrust(): void;
  /** "unset": the terminal is new, has restarted or answers in digits, and has to be set up. */
  state(): "ready" | "unset" | "dirty" | "closed";
  /** Whether this link has ever carried an intact answer, whether what came since then answers nothing that was asked, and whether that was text. */
  heard(): ReturnType<AtWire["heard"]>;
  close(): Promise<void>;
};

export function createAtExchange({ link, clock }: { link: SerialLink; clock: Clock }): AtExchange {
  let dirty = false;
  let unset = true;
  let lag: Lag = 0;
  /** False once the terminal has let the question pass in silence: it tells its failures without numbers. */
  let hasErrorForm = true;
  /** Answers come, and not to what is asked. */
  let outOfStep = false;
  const queue = createExchangeQueue(maxWaiting);
  const wire = createAtWire({
    link,
    clock,
    onSetUpLost() {
      unset = true;
    },
    onStaleFinal() {
      // Where no echo tells answers apart, a result that answers nothing means that we are out of step.
      dirty ||= !wire.echoes();
    },
  });

  const hastyMs = () => patience.leastMs + patience.times * wire.slowestMs();

  const converse = async (command: AtCommand<unknown>, pace: Pace, signal?: AbortSignal) => {
    const waitMs = pace === "hasty" ? Math.min(command.waitMs, hastyMs()) : command.waitMs;
    const ending = await (lag === 0 ? wire.send(command, waitMs, signal) : sendLate(wire, command, { waitMs, signal }));
    dirty ||= !ending.ok && ending.error.code !== "link/closed";
    return ending;
  };

  const bringIntoStep = async (signal?: AbortSignal): Promise<StepFailure | null> => {
    // The terminal may have lost its echo with the rest of its set-up, so it is learned anew.
    wire.forgetEcho();
    lag = 0;
    if (dirty) await settle(wire);
    dirty = true;
    if (!(await hail(wire, signal))) return "unanswered";
    if (hasErrorForm) hasErrorForm = (await wire.send(numberedErrors, hastyMs(), signal)).ok;
    const found = await lagOf(wire, { hasErrorForm, waitMs: hastyMs(), signal });
    outOfStep = found === "outOfStep";
    if (typeof found === "string") return found;
    lag = found;
    dirty = false;
    unset = false;
    return null;
  };

  return {
    run: (command, { pace = "patient", signal } = {}) =>
      queue.runUnlessAborted(async (): Promise<Result<AtResponse, ExchangeFailure>> => {
        if (!wire.echoes()) await wire.quiet(settleMs, maxSettleMs);
        return dirty && !wire.isClosed() ? err({ code: "link/dirty" }) : converse(command, pace, signal);
      }, signal),
    synchronise: (signal) =>
      queue.runUnlessAborted(async () => {
        for (let tries = 1; tries <= maxTries && !wire.isClosed() && !signal?.aborted; tries++) {
          const failure = await bringIntoStep(signal);
          if (failure === null) return ok();
          if (failure === "unanswered") break;
        }
        return err({ code: wire.isClosed() ? "link/closed" : "link/timed-out" });
      }, signal),
    async isInStep(signal) {
      const checked = await queue.runUnlessAborted(
        async () => ok(await stepLost(wire, lag, { hasErrorForm, waitMs: hastyMs(), signal })),
        signal,
      );
      const isLost = !checked.ok || checked.value !== null;
      outOfStep = checked.ok && checked.value === "outOfStep";
      dirty ||= isLost;
      return !isLost;
    },
    distrust() {
      dirty = true;
    },
    state: () => (wire.isClosed() ? "closed" : dirty ? "dirty" : unset ? "unset" : "ready"),
    heard() {
      const { answer, garbage, text } = wire.heard();
      return { answer, garbage: garbage || outOfStep, text };
    },
    close: wire.close,
  };
}
