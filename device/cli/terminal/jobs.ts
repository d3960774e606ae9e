/** What each terminal command does, and what it found. Prints nothing but what must be said before the end. */

import { err, ok, type Result } from "../../base/result.ts";
import type { IdentityReport, Reading } from "../../identity/reading.ts";
import type { LinkRecorder } from "../../link/recordedLink.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { sourceCommands } from "../../text/sourceCommands.ts";
import type { TerminalExit } from "../exitCodes.ts";
import type { TerminalArguments, TerminalCommand } from "./arguments.ts";
import { type Connection, connect, probeLine, type TerminalWorld } from "./connection.ts";
import type { TerminalFinding, ValueReport } from "./schema.ts";

/** A finding as its command has it; the exit code and the format are added to all in one place. */
export type Finding = TerminalFinding extends infer One
  ? One extends unknown
    ? Omit<One, "format" | "exitCode">
    : never
  : never;
type Outcome = Result<{ readonly exit: TerminalExit; readonly finding: Finding }, TerminalFailure>;

export type Job = {
  readonly args: TerminalArguments;
  readonly world: TerminalWorld;
  readonly recorder: LinkRecorder;
  readonly print: (line: string) => void;
  /** The lines of the transcript so far; kept where the command reports them. */
  readonly transcript: () => readonly string[];
};

export const jobs: Record<TerminalCommand, (job: Job) => Promise<Outcome>> = {
  identify: (job) =>
    withTerminal(job, async ({ terminal, line }) => {
      const read = await terminal.readIdentity();
      if (!read.ok) return read;
      const identity = identityOf(read.value);
      return ok({ exit: exitOf(identity), finding: { command: "identify", ...line, identity } });
    }),
  status: (job) =>
    withTerminal(job, async ({ terminal, line }) => {
      const read = await terminal.readStatus();
      if (!read.ok) return read;
      const looked = await terminal.readDiagnostics();
      if (!looked.ok) return looked;
      const [status, diagnostics] = [read.value, looked.value];
      const isRead = [status.battery, status.signal, status.registration].some((reading) => reading.status === "read");
      const exit = isRead ? "done" : "incomplete";
      return ok({ exit, finding: { command: "status", ...line, status, diagnostics } });
    }),
  async probe(job) {
    const searched = await probeLine(job);
    if (!searched.ok) return searched;
    const { probed, found } = searched.value;
    await found?.link.close();
    const isSilent = probed.every(({ heard }) => heard === "silence");
    const exit = found ? "done" : isSilent ? "silent" : "garbage";
    const line = found && { baudRate: found.baudRate, driver: found.driver };
    return ok({ exit, finding: { command: "probe", port: job.args.path, probed: [...probed], found: line } });
  },
  async monitor(job) {
    const watched = await withTerminal(job, async (connection) => {
      const seen = await watch(job, connection);
      return seen.ok ? ok({ ...seen.value, line: connection.line }) : seen;
    });
    if (!watched.ok) return watched;
    const { identity, status, line } = watched.value;
    const transcript = [...job.transcript()];
    return ok({ exit: exitOf(identity), finding: { command: "monitor", ...line, identity, status, transcript } });
  },
};

/** Closed at the end, whatever came of it. */
async function withTerminal<T>(
  job: Job,
  work: (connection: Connection) => Promise<Result<T, TerminalFailure>>,
): Promise<Result<T, TerminalFailure>> {
  const connection = await Promise.race([connect(job), brokenOff(job)]);
  if (!connection.ok) return connection;
  const done = await work(connection.value);
  await connection.value.terminal.close();
  return done;
}

/** Reads who the terminal is and how it is, then listens until the time is over, the person has had enough, or the port is gone. */
async function watch(job: Job, { terminal, lost }: Connection) {
  const { args, world, print } = job;
  const identity = await Promise.race([terminal.readIdentity(), brokenOff(job)]);
  if (!identity.ok) return identity;
  const status = await Promise.race([terminal.readStatus(), brokenOff(job)]);
  if (!status.ok) return status;
  const { listenMs } = args;
  if (!args.json && listenMs === null) print(commandTextsOf[args.language].terminal.listening);
  let callOff = () => {};
  const over = new Promise<void>((resolve) => {
    if (listenMs !== null) callOff = world.clock.after(listenMs, resolve);
  });
  const ended = await Promise.race([lost, world.interrupted, over]);
  // A wait that nobody is interested in any more would hold the process until it is over.
  callOff();
  if (ended === "lost") return err({ code: "link/closed" });
  return ok({ identity: identityOf(identity.value), status: status.value });
}

/** The person has had enough before anything was found; what is asked at that moment ends with its line. */
async function brokenOff({ world }: Job): Promise<Result<never, TerminalFailure>> {
  await world.interrupted;
  return err({ code: "link/aborted" });
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
