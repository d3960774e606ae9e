/** Questions to the terminal and what came of them, with one more try where the link was at fault and not the terminal. */

import { err, ok, type Result } from "../../base/result.ts";
import { type AtAnswer, problemOfRefusal } from "../../identity/atAnswer.ts";
import type { ReadingProblem } from "../../identity/reading.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import { passesByItself } from "../../serial/at/equipmentErrors.ts";
import type { AtResponse } from "../../serial/at/reader.ts";
import type { AtExchange, Pace } from "./exchange.ts";

export type LinkLoss =
  | { readonly code: "link/closed" }
  | { readonly code: "link/no-answer" }
  | { readonly code: "link/garbage" }
  | { readonly code: "link/wrong-rate" }
  | { readonly code: "link/aborted" };

/** How often, and how long apart, a terminal is asked again that says it is still starting. */
const startingPolicy = { turns: 3, pauseMs: 1_000 } as const;

/** One series of questions. Once the link is lost every further one is "silent" and nothing is sent. */
export type Questions = {
  /** Brings the link into step where that is needed, and asks. What was silent once is not asked again at the same pace. */
  ask<T>(command: AtCommand<T>): Promise<AtAnswer<T>>;
  /** The same series, asked of a terminal that is not waited for longer than it has needed so far, and not twice for one answer. */
  readonly hasty: Pick<Questions, "ask">;
  /** Ends a series whose answers do not show which question they belong to: it counts only if they still come in their places. */
  confirm(): Promise<void>;
  /** Why the series as a whole says nothing; null while the link holds. */
  loss(): LinkLoss | null;
};

export function createQuestions(exchange: AtExchange, clock: Clock, signal?: AbortSignal): Questions {
  let loss: LinkLoss | null = null;

  const askPatiently = async <T>(command: AtCommand<T>, pace: Pace): Promise<Result<AtAnswer<T>, LinkLoss>> => {
    for (let turns = 1; ; turns++) {
      const told = await askOnce(exchange, command, pace, signal);
      const passes = told.ok && told.value.kind === "refused" && passesByItself(told.value.code);
      if (!passes || turns >= startingPolicy.turns) return told;
      await pause(clock, signal);
    }
  };

  const askAt = (pace: Pace): Questions["ask"] => {
    /** What was waited for in vain. */
    const inVain = new Map<string, AtAnswer<never>>();
    return async (command) => {
      if (loss) return silent;
      const before = inVain.get(command.line);
      if (before) return before;
      const told = await askPatiently(command, pace);
      if (!told.ok) {
        loss = told.error;
        return silent;
      }
      const { value } = told;
      if (value.kind === "silent" || (value.kind === "refused" && passesByItself(value.code)))
        inVain.set(command.line, value);
      return value;
    };
  };

  return {
    ask: askAt("patient"),
    hasty: { ask: askAt("hasty") },
    async confirm() {
      if (loss || (await exchange.isInStep(signal))) return;
      loss = signal?.aborted ? { code: "link/aborted" } : lossOf(exchange);
    },
    loss: () => loss,
  };
}

/** Why there is no value in an answer. */
export function problemOf(told: Exclude<AtAnswer<unknown>, { kind: "told" }>): ReadingProblem {
  switch (told.kind) {
    case "silent":
      return "no-answer";
    case "refused":
      return problemOfRefusal(told.code);
    case "malformed":
      return "malformed";
  }
}

/** Ends early when nobody waits any longer. */
function pause(clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      callOff();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const callOff = clock.after(startingPolicy.pauseMs, end);
    signal?.addEventListener("abort", end);
  });
}

const silent = { kind: "silent" } as const;

async function askOnce<T>(
  exchange: AtExchange,
  command: AtCommand<T>,
  pace: Pace,
  signal?: AbortSignal,
): Promise<Result<AtAnswer<T>, LinkLoss>> {
  for (let again = true; ; again = false) {
    if (exchange.state() !== "ready") {
      const synchronised = await exchange.synchronise(signal);
      if (!synchronised.ok) return err(signal?.aborted ? { code: "link/aborted" } : lossOf(exchange));
    }
    const answer = await exchange.run(command, { pace, signal });
    if (signal?.aborted) return err({ code: "link/aborted" });
    if (exchange.state() === "closed") return err({ code: "link/closed" });
    const meaning = answer.ok ? meaningOf(command, answer.value) : silent;
    // An answer of the wrong shape may be that of another command, where no echo says whose it is.
    if (again && answer.ok && meaning.kind === "malformed" && !answer.value.echoed) exchange.distrust();
    const isAnswered = answer.ok && meaning.kind !== "malformed" && exchange.state() === "ready";
    // Who asks in haste has other questions first; a restart or digits in the middle are no silence.
    const isWorthAnother = answer.ok || pace === "patient";
    if (again && !isAnswered && isWorthAnother) continue;
    return ok(exchange.state() === "dirty" ? silent : meaning);
  }
}

function meaningOf<T>(command: AtCommand<T>, answer: AtResponse): AtAnswer<T> {
  const { final } = answer;
  if (final && final.result !== "OK") return { kind: "refused", code: final.result === "CME" ? final.code : null };
  const value = command.parse(answer.lines);
  return value === null ? { kind: "malformed" } : { kind: "told", value };
}

function lossOf(exchange: AtExchange): LinkLoss {
  if (exchange.state() === "closed") return { code: "link/closed" };
  const { garbage, text } = exchange.heard();
  if (!garbage) return { code: "link/no-answer" };
  return { code: text ? "link/garbage" : "link/wrong-rate" };
}
