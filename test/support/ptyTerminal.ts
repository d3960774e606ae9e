/**
 * A real serial device file with the simulated terminal behind it, whole, with planned faults, or played from a transcript.
 * Also a program: npx tsx test/support/ptyTerminal.ts --link PATH (see `usage`)
 */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createSimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import type { Clock } from "../../device/ports/clock.ts";
import type { PaymentApp } from "../../device/ports/paymentApp.ts";
import { parseTranscript, type TranscriptEntry } from "../../device/serial/transcript.ts";
import { createPtyLine, type PtyLine } from "./ptyLine.ts";
import { parseFaultPlan, type SimFaultPlan } from "./sim/simFaults.ts";
import { createSimFaultyTerminal } from "./sim/simFaultyTerminal.ts";
import { createSimSlfTerminal, type SimSlfTerminal } from "./sim/simSlfTerminal.ts";
import { createSimTerminal, type SimTerminal } from "./sim/simTerminal.ts";
import type { SimIdentity } from "./sim/simTerminalAnswers.ts";
import { createSimTranscript, type SimTranscript } from "./sim/simTranscript.ts";

export type PtyTerminal = PtyLine & {
  readonly terminal: SimTerminal;
  /** The same terminal, as it speaks SLF on the same line. */
  readonly slf: SimSlfTerminal;
  /** Unplugs for good. */
  stop(): Promise<void>;
};

export type PtyTranscript = PtyLine & {
  readonly transcript: SimTranscript;
  stop(): Promise<void>;
};

export type PtyTerminalOptions = {
  /** Where the device file appears; nothing may be there. */
  readonly path: string;
  readonly identity?: Partial<SimIdentity>;
  /** Bits a second, 10 a byte; without it bytes come as fast as they can. */
  readonly baudRate?: number;
  readonly faults?: SimFaultPlan;
  /** What its SLF says of payments; one that owes nothing, and forgets, where none is given. */
  readonly payments?: PaymentApp;
};

/** Fails when socat is not there or the device file does not appear. */
export async function createPtyTerminal(options: PtyTerminalOptions): Promise<PtyTerminal> {
  const { path, identity = {}, baudRate = null, faults } = options;
  const clock = createPreciseClock();
  const terminal = createSimTerminal({ clock, identity });
  const slf = createSimSlfTerminal({ clock, terminal, payments: options.payments ?? createSimPaymentApp({ clock }) });
  if (!faults) {
    terminal.paces(baudRate);
    slf.paces(baudRate);
    return terminalOn(await createPtyLine(path, slf), terminal, slf);
  }
  const whole = { ...slf, reboots: terminal.reboots, becomes: terminal.becomes };
  let line: PtyLine | null = null;
  const plug = { unplug: () => void line?.unplug(), plugIn: () => void line?.plugIn() };
  line = await createPtyLine(path, createSimFaultyTerminal({ terminal: whole, plan: faults, clock, plug, baudRate }));
  return terminalOn(line, terminal, slf);
}

function terminalOn(line: PtyLine, terminal: SimTerminal, slf: SimSlfTerminal): PtyTerminal {
  return { ...line, terminal, slf, stop: line.unplug };
}

/** A device file with a recorded terminal behind it, which says what the transcript says to whoever asks the same. */
export async function createPtyTranscript(path: string, entries: readonly TranscriptEntry[]): Promise<PtyTranscript> {
  const transcript = createSimTranscript({ entries, clock: createPreciseClock() });
  const line = await createPtyLine(path, transcript);
  transcript.begin();
  return { ...line, transcript, stop: line.unplug };
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

const usage = `usage: ptyTerminal.ts --link PATH [--sn TEXT] [--imei DIGITS] [--baud RATE] [--faults FILE]
       ptyTerminal.ts --link PATH --transcript FILE`;

async function main(): Promise<void> {
  const option = { type: "string" } as const;
  const options = { link: option, sn: option, imei: option, baud: option, faults: option, transcript: option };
  const { link, transcript, ...rest } = parseArgs({ options }).values;
  if (!link || (rest.baud !== undefined && !/^\d{3,7}$/.test(rest.baud))) return stopWith(usage, 2);
  if (transcript && Object.keys(rest).length > 0) return stopWith(usage, 2);
  const pty = await (transcript ? transcriptFrom(link, transcript) : terminalFrom(link, rest));
  if (typeof pty === "string") return stopWith(pty, 2);
  const stop = () => {
    pty.stop().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(`a simulated terminal is on ${pty.path}`);
}

type TerminalWishes = { sn?: string; imei?: string; baud?: string; faults?: string };

async function terminalFrom(path: string, wishes: TerminalWishes): Promise<PtyTerminal | string> {
  const { sn, imei, baud, faults } = wishes;
  const plan = faults ? parseFaultPlan(readFileSync(faults, "utf8")) : null;
  if (plan && !plan.ok) return `${faults} is no fault plan; it breaks at: ${plan.error.where || "the whole file"}`;
  return createPtyTerminal({
    path,
    identity: { ...(sn && { sn }), ...(imei && { imei }) },
    ...(baud && { baudRate: Number(baud) }),
    ...(plan && { faults: plan.value }),
  });
}

async function transcriptFrom(path: string, file: string): Promise<PtyTranscript | string> {
  const entries = parseTranscript(readFileSync(file, "utf8"));
  if (!entries.ok) return `${file} is no transcript: ${JSON.stringify(entries.error)}`;
  return createPtyTranscript(path, entries.value);
}

function stopWith(reason: string, exitCode: number): void {
  console.error(reason);
  process.exitCode = exitCode;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((reason: unknown) => {
    console.error(String(reason));
    process.exitCode = 1;
  });
}
