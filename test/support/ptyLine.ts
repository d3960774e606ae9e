/** A real serial device file with a simulated far end behind it: socat makes the pty, its plug is its process. */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, existsSync, openSync, rmSync } from "node:fs";
import type { SimFarEnd } from "./sim/simFarEnd.ts";

export type PtyLine = {
  /** The device file to open. */
  readonly path: string;
  /** Takes the device file away, as a pulled plug does; so does a far end that unplugs itself. */
  unplug(): Promise<void>;
  /** Puts it back, with a freshly started terminal behind it. */
  plugIn(): Promise<void>;
};

const appearWithinMs = 5_000;
const killAfterMs = 100;
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const socat of running) socat.kill();
});

/** Nothing may be at the path. Fails when socat is not there or the device file does not appear. */
export async function createPtyLine(path: string, far: SimFarEnd): Promise<PtyLine> {
  let plug: Plug | null = await plugIn(path, far);
  let pulling: Promise<void> = Promise.resolve();
  const pull = () => {
    const pulled = plug;
    plug = null;
    pulling = pulling.then(() => pulled?.pull());
    return pulling;
  };
  far.onUnplugged(pull);

  return {
    path,
    async unplug() {
      far.unplug();
      await pull();
    },
    async plugIn() {
      await pulling;
      far.plugIn();
      plug ??= await plugIn(path, far);
    },
  };
}

type Plug = { pull(): Promise<void> };

async function plugIn(path: string, far: SimFarEnd): Promise<Plug> {
  if (existsSync(path)) throw new Error(`${path} is there already`);
  const socat = spawn("socat", [`PTY,link=${path},rawer`, "STDIO"], { stdio: ["pipe", "pipe", "inherit"] });
  running.add(socat);
  const gone = new Promise<void>((resolve) => {
    socat.on("exit", () => resolve());
    socat.on("error", () => resolve());
  });
  gone.then(() => running.delete(socat));

  const { stdin, stdout } = socat;
  stdin.on("error", () => {});
  const stopListening = far.onBytes(inOnePiece((bytes) => stdin.writable && stdin.write(bytes)));
  stdout.on("data", (bytes: Uint8Array) => far.receive(bytes));

  await appeared(path, gone);
  // A pty hangs up when its last user closes it, and socat ends; a port does not end because nobody reads it.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);

  return {
    async pull() {
      stopListening();
      closeSync(held);
      socat.kill();
      // A few in a thousand take the signal and go on waiting for bytes.
      const force = setTimeout(() => socat.kill("SIGKILL"), killAfterMs);
      await gone;
      clearTimeout(force);
      rmSync(path, { force: true });
    },
  };
}

async function appeared(path: string, gone: Promise<void>): Promise<void> {
  let ended = false;
  gone.then(() => {
    ended = true;
  });
  const untilMs = performance.now() + appearWithinMs;
  while (!existsSync(path)) {
    if (ended) throw new Error("socat is not there or ended at once (Debian package: socat)");
    if (performance.now() > untilMs) throw new Error(`${path} did not appear`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Joins what is said in one turn of the event loop, so that an echo is not one write a character. */
function inOnePiece(write: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  let pieces: Uint8Array[] = [];
  return (bytes) => {
    if (pieces.push(bytes) > 1) return;
    queueMicrotask(() => {
      write(Buffer.concat(pieces));
      pieces = [];
    });
  };
}
