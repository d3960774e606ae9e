/**
 * A real serial device file with the simulated terminal behind it: socat makes the pty, its plug is its process.
 * Also a program: npx tsx test/support/ptyTerminal.ts --link PATH [--sn TEXT] [--imei DIGITS] [--baud RATE]
 */

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, existsSync, openSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createSimTerminal, type SimTerminal } from "../../device/adapters/sim/simTerminal.ts";
import type { SimIdentity } from "../../device/adapters/sim/simTerminalAnswers.ts";
import type { Clock } from "../../device/ports/clock.ts";

export type PtyTerminal = {
  /** The device file to open. */
  readonly path: string;
  readonly terminal: SimTerminal;
  /** Takes the device file away, as a pulled plug does. */
  unplug(): Promise<void>;
  /** Puts it back, with a freshly started terminal behind it. */
  plugIn(): Promise<void>;
  /** Unplugs for good. */
  stop(): Promise<void>;
};

export type PtyTerminalOptions = {
  /** Where the device file appears; nothing may be there. */
  readonly path: string;
  readonly identity?: Partial<SimIdentity>;
  /** Bits a second, 10 a byte; without it bytes come as fast as they can. */
  readonly baudRate?: number;
};

const appearWithinMs = 5_000;
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const socat of running) socat.kill();
});

/** Fails when socat is not there or the device file does not appear. */
export async function createPtyTerminal(options: PtyTerminalOptions): Promise<PtyTerminal> {
  const { path, identity = {}, baudRate = null } = options;
  const terminal = createSimTerminal({ clock: createPreciseClock(), identity });
  terminal.paces(baudRate);
  let plug: Plug | null = await plugIn(path, terminal);

  const unplug = async () => {
    const pulled = plug;
    plug = null;
    terminal.unplug();
    await pulled?.pull();
  };

  return {
    path,
    terminal,
    unplug,
    async plugIn() {
      terminal.plugIn();
      plug ??= await plugIn(path, terminal);
    },
    stop: unplug,
  };
}

type Plug = { pull(): Promise<void> };

async function plugIn(path: string, terminal: SimTerminal): Promise<Plug> {
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
  const stopListening = terminal.onBytes(inOnePiece((bytes) => stdin.writable && stdin.write(bytes)));
  stdout.on("data", (bytes: Uint8Array) => terminal.receive(bytes));

  await appeared(path, gone);
  // A pty hangs up when its last user closes it, and socat ends; a port does not end because nobody reads it.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);

  return {
    async pull() {
      stopListening();
      closeSync(held);
      socat.kill();
      await gone;
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

/** Node's timers are whole milliseconds; a byte at 115200 baud is 87 microseconds, so short spans are spun. */
function createPreciseClock(): Clock {
  const clock = createNodeClock();
  const spin = (untilMs: number, run: () => void, isOff: () => boolean) => {
    if (isOff()) return;
    if (performance.now() >= untilMs) run();
    else setImmediate(spin, untilMs, run, isOff);
  };
  return {
    ...clock,
    after(spanMs, run) {
      let off = false;
      const untilMs = performance.now() + spanMs;
      const start = () => spin(untilMs, run, () => off);
      const callOff = spanMs > 3 ? clock.after(spanMs - 2, start) : undefined;
      if (!callOff) setImmediate(start);
      return () => {
        off = true;
        callOff?.();
      };
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { link: { type: "string" }, sn: { type: "string" }, imei: { type: "string" }, baud: { type: "string" } },
  });
  const { link, sn, imei, baud } = values;
  if (!link || (baud !== undefined && !/^\d{3,7}$/.test(baud))) {
    console.error("usage: ptyTerminal.ts --link PATH [--sn TEXT] [--imei DIGITS] [--baud RATE]");
    process.exitCode = 2;
    return;
  }
  const pty = await createPtyTerminal({
    path: link,
    identity: { ...(sn && { sn }), ...(imei && { imei }) },
    ...(baud && { baudRate: Number(baud) }),
  });
  const stop = () => {
    pty.stop().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(`a simulated terminal is on ${pty.path}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((reason: unknown) => {
    console.error(String(reason));
    process.exitCode = 1;
  });
}
