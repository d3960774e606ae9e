/** Ends what we started when we end, also when a key or a signal ends us. */

import type { ChildProcess } from "node:child_process";

/** Ends the child when this process exits; call the answer to end it sooner, it resolves when the child is gone. */
export function stopWithUs(child: ChildProcess): () => Promise<void> {
  const gone = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  const kill = () => void child.kill("SIGTERM");
  const forget = atExit(kill);
  return async () => {
    forget();
    const isRunning = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
    if (!isRunning) return;
    kill();
    await gone;
  };
}

/** Runs when this process exits; call the answer when there is nothing left to do. */
export function atExit(action: () => void): () => void {
  exitOnSignals();
  process.once("exit", action);
  return () => void process.off("exit", action);
}

let listening = false;

/** Node ends on these signals without its "exit" event unless somebody listens. */
function exitOnSignals(): void {
  if (listening) return;
  listening = true;
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
}
