/**
 * What a station has done, over all its runs: report.json and report.csv, durable after each terminal, which codes are used,
 * as hashes, and whose labels are printed. No code and no secret key is in any of it.
 */

import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { attempt } from "../../adapters/common/stateFiles.ts";
import { becomeSoleWriter } from "../../adapters/node/soleWriter.ts";
import { makeStateDirectory, readStateFile, replaceStateFile } from "../../adapters/node/stateFiles.ts";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { keyId } from "../../contract/fields.ts";
import { type StationRow, stationFile } from "./schema.ts";

const [reportName, tableName, usedName, labelsName] = ["report.json", "report.csv", "used-codes.json", "labels.json"];
const maxFileBytes = 16 * 1_048_576;
const usedCodes = z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/)));
/** Of the terminals, by their keys. */
const labelled = z.array(keyId);

export type LedgerFailure =
  | { readonly code: "station/in-use"; readonly pid: number }
  | { readonly code: "station/state-dir-unusable" | "station/report-unreadable"; readonly reason: string };

export type Ledger = {
  /** What earlier runs, and this one so far, know of terminals. */
  rows(): readonly StationRow[];
  /** Resolves when it is durable. The row of a terminal that passed is never replaced. */
  write(row: StationRow): Promise<Result<void, LedgerFailure>>;
  isUsed(code: string): boolean;
  use(code: string): Promise<Result<void, LedgerFailure>>;
  isLabelled(kid: string): boolean;
  label(kid: string): Promise<Result<void, LedgerFailure>>;
  close(): Promise<void>;
};

/** One station at a time in a directory. */
export async function openLedger(dir: string): Promise<Result<Ledger, LedgerFailure>> {
  const unusable = (reason: string) => ({ code: "station/state-dir-unusable", reason }) as const;
  const held = await attempt(async () => {
    await makeStateDirectory(dir);
    return becomeSoleWriter(dir, "station");
  }, unusable);
  if (!held.ok) return held;
  if (!held.value.ok) return err({ code: "station/in-use", pid: held.value.error.pid });
  const giveBack = held.value.value;
  const kept = await attempt(() => readKept(dir), unusable);
  if (kept.ok && kept.value) return ok(ledgerOn(dir, kept.value, giveBack));
  await giveBack();
  return kept.ok ? err({ code: "station/report-unreadable", reason: "damaged" }) : kept;
}

type Kept = { rows: StationRow[]; used: Set<string>; labels: Set<string> };

/** Null where a file holds something else than this program writes. */
async function readKept(dir: string): Promise<Kept | null> {
  const [report, used, printed] = await Promise.all(
    [reportName, usedName, labelsName].map((name) => readStateFile(dir, name, maxFileBytes)),
  );
  const rows = report ? stationFile.safeParse(parseJson(report)) : null;
  const hashes = used ? usedCodes.safeParse(parseJson(used)) : null;
  const labels = printed ? labelled.safeParse(parseJson(printed)) : null;
  if ((rows && !rows.success) || (hashes && !hashes.success) || (labels && !labels.success)) return null;
  return { rows: [...(rows?.data.terminals ?? [])], used: new Set(hashes?.data), labels: new Set(labels?.data) };
}

function ledgerOn(dir: string, { rows, used, labels }: Kept, giveBack: () => Promise<void>): Ledger {
  const mutex = createMutex();
  const unusable = (reason: string) => ({ code: "station/state-dir-unusable", reason }) as const;
  const keep = (name: string, text: string) => replaceStateFile(dir, name, utf8(text));
  const keepSet = (name: string, all: ReadonlySet<string>) =>
    mutex.run(() => attempt(() => keep(name, `${JSON.stringify([...all])}\n`), unusable));
  let written = 0;
  let wanted = 0;

  /** Those who come while it is being written share the next writing. */
  function writeRows(): Promise<Result<void, LedgerFailure>> {
    const mine = ++wanted;
    return mutex.run(async () => {
      if (written >= mine) return ok();
      const upTo = wanted;
      const done = await attempt(async () => {
        await keep(reportName, `${JSON.stringify({ format: "jiebang-station/1", terminals: rows }, null, 1)}\n`);
        await keep(tableName, tableOf(rows));
      }, unusable);
      if (done.ok) written = upTo;
      return done;
    });
  }

  return {
    rows: () => rows,
    write(row) {
      const isSame = (other: StationRow) => row.sn !== null && other.sn === row.sn && other.imei === row.imei;
      // What was seen to pass stays, whatever a later look at it says.
      if (rows.some((other) => isSame(other) && isPassed(other))) return Promise.resolve(ok());
      // A number that could not be read then may be the one that was read now.
      const mayBeSame = (other: StationRow) => (other.sn ?? row.sn) === row.sn && (other.imei ?? row.imei) === row.imei;
      const isOvertaken = (other: StationRow) =>
        !isPassed(other) && ((isPassed(row) && isSame(other)) || (other.port === row.port && mayBeSame(other)));
      rows.splice(0, rows.length, ...rows.filter((other) => !isOvertaken(other)), row);
      return writeRows();
    },
    isUsed: (code) => used.has(hashOf(code)),
    use(code) {
      used.add(hashOf(code));
      return keepSet(usedName, used);
    },
    isLabelled: (kid) => labels.has(kid),
    label(kid) {
      labels.add(kid);
      return keepSet(labelsName, labels);
    },
    close: giveBack,
  };
}

export function isPassed({ result }: StationRow): boolean {
  return result === "passed" || result === "before";
}

function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

const columns = ["port", "sn", "imei", "result", "code", "kid", "storage", "at", "ms"] as const;

/** RFC 4180. */
function tableOf(rows: readonly StationRow[]): string {
  const cell = (value: string | number | null) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(","));
  return [columns.join(","), ...lines, ""].join("\r\n");
}
