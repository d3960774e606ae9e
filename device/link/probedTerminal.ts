/** A terminal whose language nobody has named: asked in one after the other, and from then on in the one it answered in. */

import { createMutex } from "../base/mutex.ts";
import type { Result } from "../base/result.ts";
import type { Terminal, TerminalFailure } from "./terminal.ts";

/** `languages` is not empty; where none is answered, the failure is that of the first. */
export function createProbedTerminal(languages: readonly Terminal[]): Terminal {
  let spoken: Terminal | null = null;
  const mutex = createMutex();

  async function ask<T>(read: (terminal: Terminal) => Promise<Result<T, TerminalFailure>>) {
    let first: Result<T, TerminalFailure> | null = null;
    for (const terminal of spoken ? [spoken] : languages) {
      const answer = await read(terminal);
      if (answer.ok) {
        spoken = terminal;
        return answer;
      }
      first ??= answer;
      if (!isUnheard(answer.error)) return answer;
      // The port is one, and held by whoever opened it.
      await terminal.close();
    }
    // Nothing is taken for granted after a silence: another terminal may be plugged in.
    spoken = null;
    if (!first) throw new Error("a terminal speaks at least one language");
    return first;
  }

  return {
    readIdentity: (signal) => mutex.run(() => ask((terminal) => terminal.readIdentity(signal))),
    readStatus: (signal) => mutex.run(() => ask((terminal) => terminal.readStatus(signal))),
    readDiagnostics: (signal) => mutex.run(() => ask((terminal) => terminal.readDiagnostics(signal))),
    async close() {
      for (const terminal of languages) await terminal.close();
    },
  };
}

function isUnheard({ code }: TerminalFailure): boolean {
  return code === "link/no-answer" || code === "link/garbage" || code === "link/wrong-rate";
}
