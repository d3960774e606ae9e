/** The file of one-time codes: `sn,code` on each line, or a code alone. Each is a secret until it is used, and is in no failure. */

import { fromUtf8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { serialNumber } from "../../contract/fields.ts";
import { type FileFailure, readBounded } from "../files.ts";
import { codeIn } from "../kiosk/codeSource.ts";

const maxFileBytes = 1_048_576;
const maxCodes = 10_000;

export type CodesFailure =
  | FileFailure
  /** `line` is counted from 1. */
  | { readonly code: "station/codes-line-wrong"; readonly file: string; readonly line: number }
  | { readonly code: "station/code-twice" | "station/codes-sn-twice"; readonly file: string; readonly line: number }
  | { readonly code: "station/codes-none" | "station/codes-too-many"; readonly file: string };

export type Codes = {
  /** Each line names its terminal, which therefore has one code for good; else who gets which is to be remembered. */
  readonly named: boolean;
  /** The code for this terminal; null where there is none left for it. Where codes stand alone, each is given once. */
  take(sn: string, isUsed: (code: string) => boolean): string | null;
};

type Line = { readonly sn: string | null; readonly code: string };

/** All lines name a serial number, or none does. A first line that names the columns and lines after `#` are passed over. */
export async function readCodes(file: string): Promise<Result<Codes, CodesFailure>> {
  const read = await readBounded(file, maxFileBytes);
  if (!read.ok) return read;
  const text = fromUtf8(read.value);
  if (text === null) return err({ code: "station/codes-line-wrong", file, line: 1 });
  const parsed = parseLines(text.replace(/^\ufeff/, "").split(/\r?\n/), file);
  if (!parsed.ok) return parsed;
  const lines = parsed.value;
  if (lines.length === 0) return err({ code: "station/codes-none", file });
  return lines.length > maxCodes ? err({ code: "station/codes-too-many", file }) : ok(codesOf(lines));
}

function parseLines(texts: readonly string[], file: string): Result<readonly Line[], CodesFailure> {
  const lines: Line[] = [];
  const [sns, codes] = [new Set<string>(), new Set<string>()];
  for (const [at, text] of texts.entries()) {
    const line = at + 1;
    if (text.trim() === "" || text.startsWith("#") || (line === 1 && /^(sn,)?code$/i.test(text.trim()))) continue;
    const parsed = parseLine(text);
    const named = lines[0] ? lines[0].sn !== null : parsed?.sn !== null;
    if (!parsed || (parsed.sn !== null) !== named) return err({ code: "station/codes-line-wrong", file, line });
    if (codes.has(parsed.code)) return err({ code: "station/code-twice", file, line });
    if (parsed.sn !== null && sns.has(parsed.sn)) return err({ code: "station/codes-sn-twice", file, line });
    codes.add(parsed.code);
    if (parsed.sn !== null) sns.add(parsed.sn);
    lines.push(parsed);
  }
  return ok(lines);
}

/** A serial number may hold a comma, a code does not. */
function parseLine(text: string): Line | null {
  const comma = text.lastIndexOf(",");
  const code = codeIn(text.slice(comma + 1));
  if (!code.ok) return null;
  if (comma < 0) return { sn: null, code: code.value };
  const sn = serialNumber.safeParse(text.slice(0, comma).trim());
  return sn.success ? { sn: sn.data, code: code.value } : null;
}

function codesOf(lines: readonly Line[]): Codes {
  const bySn = new Map(lines.flatMap(({ sn, code }) => (sn === null ? [] : [[sn, code] as const])));
  const alone = lines.flatMap(({ sn, code }) => (sn === null ? [code] : []));
  return {
    named: bySn.size > 0,
    take(sn, isUsed) {
      const own = bySn.get(sn);
      if (own !== undefined) return own;
      const at = alone.findIndex((code) => !isUsed(code));
      return at < 0 ? null : (alone.splice(0, at + 1).at(-1) ?? null);
    },
  };
}
