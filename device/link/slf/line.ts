/**
 * The one line to a terminal that speaks SLF, shared by all who ask it something: opens the link when it is needed, lets one
 * series of questions at a time through, and opens anew after a loss.
 */

import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLinkOpener } from "../../ports/serialLink.ts";
import type { SlfCommand } from "../../serial/slf/command.ts";
import { rc } from "../../serial/slf/message.ts";
import type { TerminalFailure } from "../terminal.ts";
import { createSlfExchange, type SlfExchange } from "./exchange.ts";
import { firstContactTiming, isInStep } from "./step.ts";

/** What came of one question. */
export type SlfAnswer<T> =
  | { readonly kind: "told"; readonly value: T }
  /** A result code other than 00. */
  | { readonly kind: "refused"; readonly rc: string }
  | { readonly kind: "malformed" }
  /** The terminal is there, and does not answer this. An order may have been carried out all the same. */
  | { readonly kind: "silent" };

/** Once the link is lost every further question is "silent" and nothing is sent. */
export type SlfAsk = <T>(command: SlfCommand<T>) => Promise<SlfAnswer<T>>;

export type SlfLine = {
  /**
   * All of a series is asked over one link; worth nothing after a loss on the way. Looks only: it may be asked twice. Called
   * off, it ends with the question under way, whose answer counts for nothing.
   */
  read<T>(series: (ask: SlfAsk) => Promise<T>, signal?: AbortSignal): Promise<Result<T, TerminalFailure>>;
  /** A series that changes something: over one link, and never given twice. */
  order<T>(series: (ask: SlfAsk) => Promise<T>): Promise<Result<T, TerminalFailure>>;
  close(): Promise<void>;
};

type Loss = Extract<TerminalFailure, { code: "link/closed" | "link/no-answer" | "link/garbage" | "link/aborted" }>;

export function createSlfLine({ opener, clock }: { opener: SerialLinkOpener; clock: Clock }): SlfLine {
  let exchange: SlfExchange | null = null;
  const mutex = createMutex();
  let lost: { readonly failure: TerminalFailure; readonly atMs: number } | null = null;

  const connected = async (): Promise<Result<SlfExchange, TerminalFailure>> => {
    if (exchange && !exchange.isClosed()) return ok(exchange);
    const opened = await opener.open();
    if (!opened.ok) return opened;
    const fresh = createSlfExchange({ link: opened.value, clock });
    if (await isInStep(fresh, clock, firstContactTiming)) {
      exchange = fresh;
      return ok(fresh);
    }
    const loss = lossOf(fresh);
    await fresh.close();
    return err(loss);
  };

  const once = async <T>(
    series: (ask: SlfAsk) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<Result<T, TerminalFailure>> => {
    if (signal?.aborted) return err({ code: "link/aborted" });
    const connection = await connected();
    if (!connection.ok) return connection;
    const questions = createQuestions(connection.value, clock, signal);
    const value = await series(questions.ask);
    const loss = questions.loss();
    if (!loss) return ok(value);
    if (loss.code === "link/aborted") return err(loss);
    await connection.value.close();
    return err(loss);
  };

  /** Whoever was already waiting when the link was lost shares the loss: silence takes seconds to be sure of. */
  const alone = <T>(work: () => Promise<Result<T, TerminalFailure>>): Promise<Result<T, TerminalFailure>> => {
    const askedMs = clock.monotonic();
    return mutex.run(async () => {
      if (lost && lost.atMs > askedMs) return err(lost.failure);
      const result = await work();
      if (!result.ok && result.error.code !== "link/aborted") lost = { failure: result.error, atMs: clock.monotonic() };
      return result;
    });
  };

  return {
    read: (series, signal) =>
      alone(async () => {
        const wasOpen = exchange !== null && !exchange.isClosed();
        const first = await once(series, signal);
        // A link that has worked deserves a fresh one; one that never worked will not work better for it.
        const again = !first.ok && wasOpen && first.error.code !== "link/closed";
        return again ? once(series, signal) : first;
      }),
    order: (series) => alone(() => once(series)),
    async close() {
      await exchange?.close();
      // A series that was just opening a link when this was called ends by itself and leaves the link to us.
      await mutex.settled();
      await exchange?.close();
    },
  };
}

function createQuestions(
  exchange: SlfExchange,
  clock: Clock,
  signal?: AbortSignal,
): { ask: SlfAsk; loss(): Loss | null } {
  let loss: Loss | null = null;
  return {
    async ask(command) {
      if (loss) return { kind: "silent" };
      const answer = await exchange.run(command);
      if (signal?.aborted) loss = { code: "link/aborted" };
      if (loss) return { kind: "silent" };
      if (answer.ok) {
        if (answer.value.rc !== rc.ok) return { kind: "refused", rc: answer.value.rc };
        const value = command.parse(answer.value.body);
        return value === null ? { kind: "malformed" } : { kind: "told", value };
      }
      const taken = answer.error.code === "link/timed-out" || answer.error.code === "link/ended";
      if (!taken || !(await isInStep(exchange, clock))) loss = lossOf(exchange);
      return { kind: "silent" };
    },
    loss: () => loss,
  };
}

function lossOf(exchange: SlfExchange): Loss {
  if (exchange.isClosed()) return { code: "link/closed" };
  return { code: exchange.heard().garbage ? "link/garbage" : "link/no-answer" };
}
