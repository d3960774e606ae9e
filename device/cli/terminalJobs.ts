/** What each terminal command does, and what it found. Prints nothing but what must be said before the end. */

import { err, ok, type Result } from "../base/result.ts";
import type { IdentityReport, Reading } from "../identity/reading.ts";
import { sourceCommands } from "../identity/sourceCommands.ts";
import { createAtTerminal } from "../link/atTerminal.ts";
import { baudRates } from "../link/autobaud.ts";
import type { LinkRecorder } from "../link/recordedLink.ts";
import { createSlfLine } from "../link/slfLine.ts";
import { createSlfTerminal } from "../link/slfTerminal.ts";
import type { Terminal, TerminalFailure } from "../link/terminal.ts";
import type { Clock } from "../ports/clock.ts";
import type { SerialLinkOpener } from "../ports/serialLink.ts";
import type { TerminalExit } from "./exitCodes.ts";
import { probe } from "./probe.ts";
import { say } from "./say.ts";
import type { TerminalArguments, TerminalCommand } from "./terminalArguments.ts";
import type { TerminalFinding, ValueReport } from "./terminalSchema.ts";
import * as words from "./terminalWords.ts";

/** What a command needs from outside; the ports of the machine by default. */
export type TerminalWorld = {
  readonly clock: Clock;
  readonly openerOf: (port: { readonly path: string; readonly baudRate: number }) => SerialLinkOpener;
  /** Settles when the person has had enough. */
  readonly interrupted: Promise<void>;
};

/** A finding as its command has it; the exit code and the format are added to all in one place. */
type Finding = TerminalFinding extends infer One
  ? One extends unknown
    ? Omit<One, "format" | "exitCode">
    : never
  : never;
type Outcome = Result<{ readonly exit: TerminalExit; readonly finding: Finding }, TerminalFailure>;

const usualBaudRate = 115_200;

export type Job = {
  readonly args: TerminalArguments;
  readonly world: TerminalWorld;
  readonly recorder: LinkRecorder;
  readonly print: (line: string) => void;
  /** The lines of the transcript so far; kept where the command reports them. */
  readonly transcript: () => readonly string[];
};

export const jobs: Record<TerminalCommand, (job: Job) => Promise<Outcome>> = {
  async identify(job) {
    const { terminal, line } = connect(job);
    const read = await terminal.readIdentity();
    await terminal.close();
    if (!read.ok) return read;
    const identity = identityOf(read.value);
    return ok({ exit: exitOf(identity), finding: { command: "identify", ...line, identity } });
  },
  async status(job) {
    const { terminal, line } = connect(job);
    const read = await terminal.readStatus();
    await terminal.close();
    if (!read.ok) return read;
    const status = read.value;
    const isRead = [status.battery, status.signal, status.registration].some((reading) => reading.status === "read");
    return ok({ exit: isRead ? "done" : "incomplete", finding: { command: "status", ...line, status } });
  },
  async probe({ args, world, recorder }) {
    const { path, baudRate, driver } = args;
    const probed = await probe({
      openerAt: (rate) => recorder.wrap(world.openerOf({ path, baudRate: rate }), `${path} at ${rate}`),
      rates: baudRate === null ? baudRates : [baudRate],
      drivers: driver === null ? ["at", "slf"] : [driver],
      clock: world.clock,
    });
    if (!probed.ok) return probed;
    const answered = probed.value.find(({ heard }) => heard === "answer");
    const found = answered ? { baudRate: answered.baudRate, driver: answered.driver } : null;
    const isSilent = probed.value.every(({ heard }) => heard === "silence");
    const exit = found ? "done" : isSilent ? "silent" : "garbage";
    return ok({ exit, finding: { command: "probe", port: path, probed: [...probed.value], found } });
  },
  async monitor(job) {
    const { terminal, line, lost } = connect(job);
    const watched = await watch(job, terminal, lost);
    await terminal.close();
    if (!watched.ok) return watched;
    const { identity, status } = watched.value;
    const transcript = [...job.transcript()];
    return ok({ exit: exitOf(identity), finding: { command: "monitor", ...line, identity, status, transcript } });
  },
};

/** Reads who the terminal is and how it is, then listens until the time is over, the person has had enough, or the port is gone. */
async function watch({ args, world, print }: Job, terminal: Terminal, lost: Promise<"lost">) {
  const identity = await terminal.readIdentity();
  if (!identity.ok) return identity;
  const status = await terminal.readStatus();
  if (!status.ok) return status;
  const { listenMs } = args;
  if (!args.json && listenMs === null) print(say(words.listening, args.language));
  const over = new Promise<void>((resolve) => {
    if (listenMs !== null) world.clock.after(listenMs, resolve);
  });
  if ((await Promise.race([lost, world.interrupted, over])) === "lost") return err({ code: "link/closed" });
  return ok({ identity: identityOf(identity.value), status: status.value });
}

/** The terminal on the port that was named, recorded. `lost` settles when a link ends that nobody closed. */
function connect({ args, world, recorder }: Job) {
  const { path, baudRate = null, driver } = args;
  const line = { port: path, baudRate: baudRate ?? usualBaudRate, driver: driver ?? "at" } as const;
  let lose: (how: "lost") => void = () => {};
  const lost = new Promise<"lost">((resolve) => {
    lose = resolve;
  });
  const opener = recorder.wrap(world.openerOf({ path, baudRate: line.baudRate }), `${path} at ${line.baudRate}`);
  const watched: SerialLinkOpener = {
    async open() {
      const opened = await opener.open();
      if (!opened.ok) return opened;
      let ours = false;
      opened.value.onClosed(() => ours || lose("lost"));
      const close = () => {
        ours = true;
        return opened.value.close();
      };
      return ok({ ...opened.value, close });
    },
  };
  const { clock } = world;
  const terminal: Terminal =
    line.driver === "slf"
      ? createSlfTerminal(createSlfLine({ opener: watched, clock }))
      : createAtTerminal({ opener: watched, clock });
  return { terminal, line, lost };
}

function identityOf(report: IdentityReport) {
  return {
    sn: reportOf(report.sn),
    imei: reportOf(report.imei),
    imeiWithoutCheckDigit: reportOf(report.imeiWithoutCheckDigit),
    imeisv: reportOf(report.imeisv),
    meid: reportOf(report.meid),
    esn: reportOf(report.esn),
    vendorSn: reportOf(report.vendorSn),
    tusn: reportOf(report.tusn),
    manufacturer: reportOf(report.manufacturer),
    model: reportOf(report.model),
    firmware: reportOf(report.firmware),
  };
}

function reportOf(reading: Reading): ValueReport {
  if (reading.status === "unreadable") return { ...reading, masked: [...reading.masked] };
  return { ...reading, source: sourceCommands[reading.source], warnings: [...reading.warnings] };
}

/** What binds a terminal is its serial number and its IMEI; a missing firmware text stops nobody. */
function exitOf({ sn, imei }: { readonly sn: ValueReport; readonly imei: ValueReport }): TerminalExit {
  return sn.status === "read" && imei.status === "read" ? "done" : "incomplete";
}
