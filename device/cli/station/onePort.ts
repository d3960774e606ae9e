/** One terminal of a station: who is on the port, and its enrolment by a kiosk of its own that takes the same orders as a screen's. */

import { join } from "node:path";
import { attempt } from "../../adapters/common/stateFiles.ts";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { eraseStateFile, readSecretFile, replaceStateFile } from "../../adapters/node/stateFiles.ts";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ErrorView } from "../../contract/errors.ts";
import type { KeyStorage } from "../../contract/fields.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { Reading, ReadingProblem } from "../../identity/reading.ts";
import { createTerminal } from "../../link/createTerminal.ts";
import type { TerminalFailure } from "../../link/terminal.ts";
import type { KioskConfig } from "../../shell/config.ts";
import { createTerminalPort, driverOf } from "../../shell/terminalPort.ts";
import { codeIn } from "../kiosk/codeSource.ts";
import { type Headless, type HeadlessFailure, openHeadless } from "../kiosk/headless.ts";
import type { LedgerFailure } from "./ledger.ts";

/** How an enrolment ends that the upstream refused for good: the code is spent, or still good for another terminal. */
export type PortFailure =
  | TerminalFailure
  | ErrorView
  | Extract<HeadlessFailure, { code: "cli/in-use" }>
  | { readonly code: "station/terminal-changed" | "station/no-code-left" | "station/stopped" }
  | Unreadable
  | LedgerFailure;

export type Named = { readonly sn: string; readonly imei: string };
/** What a port told of its terminal; null for a number that could not be read, and then why. */
export type PortReading =
  | (Named & { readonly failure: null })
  | { readonly sn: string | null; readonly imei: string | null; readonly failure: Unreadable };
export type Unreadable = {
  readonly code: "provisioning/identity-unreadable";
  readonly sn?: ReadingProblem;
  readonly imei?: ReadingProblem;
};
export type Enrolled = { readonly kid: string; readonly storage: KeyStorage; readonly before: boolean };

const pendingName = "enrolment-code";
const maxCodeBytes = 256;
/** An exchange with the upstream gives up after tens of seconds. */
const boundWithinMs = 60_000;

export async function readPort(config: KioskConfig): Promise<Result<PortReading, PortFailure>> {
  const clock = createNodeClock();
  const opener = createTerminalPort(config.serial, clock);
  const { terminal } = createTerminal({ opener, clock }, driverOf(config.serial));
  const read = await terminal.readIdentity();
  await terminal.close();
  if (!read.ok) return read;
  const { sn, imei } = read.value;
  if (sn.status === "read" && imei.status === "read") return ok({ sn: sn.value, imei: imei.value, failure: null });
  const failure: Unreadable = {
    code: "provisioning/identity-unreadable",
    ...(sn.status === "unreadable" && { sn: sn.problem }),
    ...(imei.status === "unreadable" && { imei: imei.problem }),
  };
  const numberIn = (reading: Reading) => (reading.status === "read" ? reading.value : null);
  return ok({ sn: numberIn(sn), imei: numberIn(imei), failure });
}

/** The configuration of the kiosk on one port. Its code comes by the order, so that it is nobody else's. */
export function configOf(config: KioskConfig, path: string, folder?: string): KioskConfig {
  const { enrolmentCodeFile: _enrolmentCodeFile, ...upstream } = config.upstream;
  const { baudRate = 115_200, driver } = config.serial;
  const stateDir = folder === undefined ? config.stateDir : join(config.stateDir, folder);
  return { ...config, stateDir, upstream, serial: { path, baudRate, ...(driver && { driver }) } };
}

/** A serial number is printable text; as a folder's name it must stay below its parent. */
export function folderOf(sn: string): string {
  return encodeURIComponent(sn).replace(/^\./, "%2E");
}

export type CodeSource = {
  /** A code that is nobody's yet; null where none is left, or this terminal has one. */
  readonly fresh: string | null;
  /** The code is this terminal's by its name; nobody has to remember that. */
  readonly isNamed: boolean;
  /** The code was accepted, or will never be. */
  readonly spent: (code: string) => Promise<Result<void, PortFailure>>;
};

/** Enrols the terminal, or finds that it is. Broken off anywhere, the next call goes on with the same code. */
export async function enrolPort(
  config: KioskConfig,
  named: Named,
  codes: CodeSource,
  parts: { readonly env: Readonly<Record<string, string | undefined>>; readonly interrupted: Promise<void> },
): Promise<Result<Enrolled, PortFailure>> {
  const opened = await openHeadless(config, parts.env);
  if (!opened.ok) return err(opened.error.code === "cli/out-of-service" ? opened.error.failure : opened.error);
  const headless = opened.value;
  const stopped = parts.interrupted.then(() => err({ code: "station/stopped" } as const));
  const work = enrol(headless, config.stateDir, named, codes);
  const done = await Promise.race([work, stopped]);
  await headless.stop();
  return done;
}

async function enrol(
  { host, until }: Headless,
  dir: string,
  { sn, imei }: Named,
  codes: CodeSource,
): Promise<Result<Enrolled, PortFailure>> {
  const { terminal, provisioning } = await host.snapshot();
  if (terminal.failure) return err(terminal.failure);
  const isSame = (value: typeof terminal.sn, told: string) => value.status === "read" && value.value === told;
  if (!isSame(terminal.sn, sn) || !isSame(terminal.imei, imei)) return err({ code: "station/terminal-changed" });

  const before = provisioning.phase !== "unprovisioned";
  if (!before) {
    const ordered = await orderWithCode(host, dir, codes);
    if (!ordered.ok) return ordered;
  }
  const isTold = ({ bindings }: Snapshot) => bindings.state === "known" || bindings.failure !== null;
  const seen = await until(isTold, boundWithinMs);
  const at = seen ?? (await host.snapshot());
  if (at.service.phase === "outOfService") return err(at.service.failure);
  if (at.bindings.state === "unknown") return err(at.bindings.failure ?? { code: "upstream/no-answer" });
  const { key } = at.provisioning;
  return key ? ok({ ...key, before }) : err({ code: "signer/key-unusable" });
}

function orderWithCode(host: Headless["host"], dir: string, codes: CodeSource): Promise<Result<void, PortFailure>> {
  if (!codes.isNamed) return orderWithKeptCode(host, dir, codes);
  if (codes.fresh === null) return Promise.resolve(err({ code: "station/no-code-left" }));
  return host.order("provision", { code: codes.fresh });
}

/** The code is on the disk before it leaves, so that no other is spent on this terminal whatever happens meanwhile. */
async function orderWithKeptCode(
  host: Headless["host"],
  dir: string,
  codes: CodeSource,
): Promise<Result<void, PortFailure>> {
  const unusable = (reason: string) => ({ code: "station/state-dir-unusable", reason }) as const;
  const kept = await attempt(() => readSecretFile(dir, pendingName, maxCodeBytes), unusable);
  if (!kept.ok) return kept;
  const pending = codeIn(kept.value && fromUtf8(kept.value));
  const code = pending.ok ? pending.value : codes.fresh;
  if (code === null) return err({ code: "station/no-code-left" });
  if (!pending.ok) {
    const put = await attempt(() => replaceStateFile(dir, pendingName, utf8(code)), unusable);
    if (!put.ok) return put;
  }
  const ordered = await host.order("provision", { code });
  if (ordered.ok || isSpent(ordered.error)) {
    const spent = await codes.spent(code);
    if (!spent.ok) return spent;
  } else if (!isRefusedForGood(ordered.error)) return ordered;
  const erased = await attempt(() => eraseStateFile(dir, pendingName), unusable);
  return erased.ok ? ordered : erased;
}

/** No terminal will ever be enrolled with this code again. */
function isSpent({ code }: ErrorView): boolean {
  return code === "upstream/code-refused" || code === "upstream/code-used" || code === "upstream/code-expired";
}

/** The upstream did not take the code, which may be good for another terminal. */
function isRefusedForGood({ code }: ErrorView): boolean {
  return (
    code === "upstream/code-foreign" || code === "upstream/terminal-unknown" || code === "upstream/identity-mismatch"
  );
}

/** The codes that were given to terminals whose enrolment nobody saw to its end. */
export async function pendingCode(dir: string): Promise<string | null> {
  const kept = await readSecretFile(dir, pendingName, maxCodeBytes).catch(() => null);
  const code = codeIn(kept && fromUtf8(kept));
  return code.ok ? code.value : null;
}
