/** A run of a station: reads who is on every port, refuses who is there twice, enrols all others at once, and notes each as it ends. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { instantOf } from "../../base/instant.ts";
import { err, type Result } from "../../base/result.ts";
import type { KioskConfig } from "../../shell/config.ts";
import type { Codes } from "./codes.ts";
import type { LabelFailure, Labels } from "./labels.ts";
import { isPassed, type Ledger, type LedgerFailure } from "./ledger.ts";
import {
  configOf,
  type Enrolled,
  enrolPort,
  folderOf,
  type Named,
  type PortFailure,
  pendingCode,
  readPort,
} from "./onePort.ts";
import type { PortRow, StationRow } from "./schema.ts";

export type PortState = {
  readonly port: string;
  readonly phase: "reading" | "waiting" | "enrolling" | StationRow["result"];
  readonly sn: string | null;
  readonly imei: string | null;
  readonly failure: RowFailure | LedgerFailure | null;
  /** Of its label, where one is printed. */
  readonly label?: "printed" | LabelFailure | { readonly code: "station/stopped" };
};

export type RunParts = {
  readonly config: KioskConfig;
  readonly codes: Codes;
  readonly ledger: Ledger;
  /** Null where there is no printer. */
  readonly labels: Labels | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interrupted: Promise<void>;
  readonly now: () => number;
  /** Called with every change. */
  readonly onState: (state: PortState) => void;
};

/** What a port can end with. */
type RowFailure =
  | PortFailure
  | { readonly code: "station/sn-twice" | "station/imei-twice"; readonly ports: string }
  | { readonly code: "station/sn-seen" | "station/imei-seen"; readonly before: string };

/** A row for each port, in their order. */
export async function runStation(ports: readonly string[], parts: RunParts): Promise<readonly PortRow[]> {
  const { config, ledger, labels, onState, now } = parts;
  const begunMs = now();
  const stopped = parts.interrupted.then(() => err({ code: "station/stopped" } as const));
  const pending = await pendingCodes(config.stateDir);
  const taken = new Set(pending.values());
  const isTaken = (code: string) => taken.has(code) || ledger.isUsed(code);

  const end = async (port: string, named: Numbers, ended: Result<Enrolled, RowFailure>): Promise<StationRow> => {
    const row = rowOf(port, named, ended, { at: instantOf(now()), ms: Math.round(now() - begunMs) });
    const noted = await ledger.write(row);
    const told = noted.ok ? row : { ...row, ...failed(noted.error) };
    const failure = !noted.ok ? noted.error : ended.ok ? null : ended.error;
    onState({ port, phase: told.result, sn: row.sn, imei: row.imei, failure });
    return told;
  };

  async function read(port: string) {
    onState({ port, phase: "reading", sn: null, imei: null, failure: null });
    const told = await Promise.race([readPort(configOf(config, port)), stopped]);
    if (told.ok) onState({ port, phase: "waiting", ...told.value });
    return { port, told };
  }

  /** What passed has passed, whatever becomes of its label. */
  async function labelled(row: StationRow): Promise<PortRow> {
    const { port, sn, imei, kid, result } = row;
    if (!labels || !isPassed(row) || sn === null || imei === null || kid === null) return row;
    const printed = await Promise.race([labels.print({ sn, imei, kid }), stopped]);
    onState({ port, phase: result, sn, imei, failure: null, label: printed.ok ? "printed" : printed.error });
    return { ...row, label: printed.ok ? "printed" : printed.error.code };
  }

  async function enrol(port: string, named: Named): Promise<PortRow> {
    onState({ port, phase: "enrolling", ...named, failure: null });
    const folder = folderOf(named.sn);
    const isBegun = pending.has(folder) || ledger.rows().some((row) => isPassed(row) && row.sn === named.sn);
    // Before anything is waited for, so that codes that stand alone go by the order of the ports.
    const fresh = isBegun ? null : parts.codes.take(named.sn, isTaken);
    const codes = { fresh, isNamed: parts.codes.named, spent: ledger.use };
    const done = await enrolPort(configOf(config, port, folder), named, codes, parts);
    return labelled(await end(port, named, done));
  }

  // Nobody is enrolled before everybody is known: of two with one number, the first would be no truer than the second.
  const reads = await Promise.all(ports.map(read));
  // A number that was read names its terminal, also where the other one could not be read.
  const present = reads.flatMap(({ port, told }) => (told.ok ? [{ port, named: told.value }] : []));
  const earlier = [...ledger.rows()];
  return Promise.all(
    reads.map(({ port, told }) => {
      if (!told.ok) return end(port, { sn: null, imei: null }, told);
      if (told.value.failure) return end(port, told.value, err(told.value.failure));
      const { sn, imei } = told.value;
      const twin = twinOf(port, { sn, imei }, present, earlier);
      return twin ? end(port, { sn, imei }, err(twin)) : enrol(port, { sn, imei });
    }),
  );
}

type Numbers = { readonly sn: string | null; readonly imei: string | null };
type Present = { readonly port: string; readonly named: Numbers };

function twinOf(
  port: string,
  { sn, imei }: Named,
  present: readonly Present[],
  earlier: readonly StationRow[],
): RowFailure | null {
  const others = present.filter((other) => other.port !== port);
  const portsWith = (is: (named: Numbers) => boolean) =>
    others.filter(({ named }) => is(named)).map((other) => other.port);
  const [sameSn, sameImei] = [portsWith((named) => named.sn === sn), portsWith((named) => named.imei === imei)];
  if (sameSn.length > 0) return { code: "station/sn-twice", ports: sameSn.join(", ") };
  if (sameImei.length > 0) return { code: "station/imei-twice", ports: sameImei.join(", ") };
  const passed = earlier.filter(isPassed);
  const otherBoard = passed.find((row) => row.sn === sn && row.imei !== imei);
  if (otherBoard) return { code: "station/sn-seen", before: otherBoard.imei ?? "" };
  const otherName = passed.find((row) => row.imei === imei && row.sn !== sn);
  return otherName ? { code: "station/imei-seen", before: otherName.sn ?? "" } : null;
}

/** By folder: codes that lie with terminals of earlier runs whose enrolment nobody saw to its end. */
async function pendingCodes(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory());
  const codes = await Promise.all(folders.map(async ({ name }) => [name, await pendingCode(join(dir, name))] as const));
  return new Map(codes.flatMap(([name, code]) => (code === null ? [] : [[name, code]])));
}

function rowOf(
  port: string,
  { sn, imei }: Numbers,
  ended: Result<Enrolled, RowFailure>,
  when: Pick<StationRow, "at" | "ms">,
): StationRow {
  const who = { port, sn, imei };
  if (!ended.ok) return { ...who, ...failed(ended.error), kid: null, storage: null, ...when };
  const { kid, storage, before } = ended.value;
  return { ...who, result: before ? "before" : "passed", code: null, facts: {}, kid, storage, ...when };
}

function failed({ code, ...rest }: RowFailure): Pick<StationRow, "result" | "code" | "facts"> {
  const given: Readonly<Record<string, unknown>> = "facts" in rest ? { ...rest.facts } : rest;
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(given)) {
    if (typeof fact === "string" || typeof fact === "number") facts[name] = fact;
  }
  return { result: code === "station/stopped" ? "stopped" : "failed", code, facts };
}
