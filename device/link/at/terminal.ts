/** The Terminal over AT: opens the link when it is needed, asks one series of questions at a time, and opens anew after a loss. */

import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { singleFlight } from "../../base/singleFlight.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LinkFailure, SerialLinkOpener } from "../../ports/serialLink.ts";
import type { Terminal, TerminalFailure } from "../terminal.ts";
import { readDiagnostics } from "./diagnostics.ts";
import { type AtExchange, createAtExchange } from "./exchange.ts";
import { readIdentity } from "./identity.ts";
import { createQuestions, type Questions } from "./questions.ts";
import { readStatus } from "./status.ts";

type Read<T> = Promise<Result<T, TerminalFailure>>;

export function createAtTerminal({ opener, clock }: { opener: SerialLinkOpener; clock: Clock }): Terminal {
  let exchange: AtExchange | null = null;
  const mutex = createMutex();

  const connected = async (): Promise<Result<AtExchange, LinkFailure>> => {
    if (exchange && exchange.state() !== "closed") return ok(exchange);
    const opened = await opener.open();
    if (!opened.ok) return opened;
    exchange = createAtExchange({ link: opened.value, clock });
    return ok(exchange);
  };

  /** All of a series is read over one link. After a loss nothing of it counts: another terminal may be plugged in. */
  const read = async <T>(series: (questions: Questions) => Promise<T>, signal?: AbortSignal): Read<T> => {
    for (let again = true; ; again = false) {
      if (signal?.aborted) return err({ code: "link/aborted" });
      const connection = await connected();
      if (!connection.ok) return connection;
      const questions = createQuestions(connection.value, clock, signal);
      const report = await series(questions);
      const loss = questions.loss();
      if (!loss) return ok(report);
      // The link is good; what may still come for the command that was given up is seen to before the next.
      if (loss.code === "link/aborted") return err(loss);
      const answeredBefore = connection.value.heard().answer;
      await connection.value.close();
      // A link that has worked deserves a fresh one; one that never worked will not work better for it.
      if (loss.code === "link/closed" || !answeredBefore || !again) return err(loss);
    }
  };

  const alone = <T>(series: (questions: Questions) => Promise<T>, signal?: AbortSignal): Read<T> =>
    mutex.run(() => read(series, signal));

  const identity = singleFlight(() => alone(readIdentity));
  const status = singleFlight(() => alone(readStatus));
  const diagnostics = singleFlight(() => alone(readDiagnostics));

  return {
    // Who may call it off reads for himself: others must not lose their answer with him.
    readIdentity: (signal) => (signal ? alone(readIdentity, signal) : identity()),
    readStatus: (signal) => (signal ? alone(readStatus, signal) : status()),
    readDiagnostics: (signal) => (signal ? alone(readDiagnostics, signal) : diagnostics()),
    async close() {
      await exchange?.close();
      // A read that was just opening a link when this was called ends by itself and leaves the link to us.
      await mutex.settled();
      await exchange?.close();
    },
  };
}
