/**
 * What went over a serial line, as text that people read and tests replay. One line an entry, each with or without the
 * milliseconds since the start before it, the text behind the bytes only for the reader:
 *   120 => 41540d  AT\r          to the terminal
 *   124 <= 0d0a4f4b0d0a  \r\nOK\r\n   from the terminal
 *   124 # a note
 */

import { hex } from "../base/bytes.ts";
import { err, ok, type Result } from "../base/result.ts";

export type TranscriptEntry =
  /** `atMs` counts from the start of the transcript; null where time was not written down. */
  | { readonly kind: "sent" | "received"; readonly bytes: Uint8Array; readonly atMs: number | null }
  | { readonly kind: "note"; readonly text: string; readonly atMs: number | null };

export type TranscriptFailure =
  | { readonly code: "transcript/too-large"; readonly maxChars: number }
  | {
      readonly code: "transcript/malformed";
      /** Counts from 1. */
      readonly line: number;
      readonly wrong: "shape" | "text-differs" | "time-goes-back" | "entry-too-long";
    };

/** About an hour of a line at 115200 baud that never rests. */
export const maxTranscriptChars = 8 * 1024 * 1024;
const maxEntryBytes = 16 * 1024;
const maxNoteChars = 512;

export function transcriptLine(entry: TranscriptEntry): string {
  const time = entry.atMs === null ? "" : `${entry.atMs} `;
  if (entry.kind === "note") return `${time}# ${noteText(entry.text)}`;
  return `${time}${entry.kind === "sent" ? "=>" : "<="} ${hex(entry.bytes)}  ${visible(entry.bytes)}`;
}

/** Every line or none: an entry that was understood wrongly would be a terminal that never was. */
export function parseTranscript(text: string): Result<readonly TranscriptEntry[], TranscriptFailure> {
  if (text.length > maxTranscriptChars) return err({ code: "transcript/too-large", maxChars: maxTranscriptChars });
  const entries: TranscriptEntry[] = [];
  let lastMs = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "") continue;
    const entry = parseLine(line);
    const wrong = typeof entry === "string" ? entry : (entry.atMs ?? lastMs) < lastMs ? "time-goes-back" : null;
    if (typeof entry === "string" || wrong) {
      return err({ code: "transcript/malformed", line: index + 1, wrong: wrong ?? "shape" });
    }
    lastMs = entry.atMs ?? lastMs;
    entries.push(entry);
  }
  return ok(entries);
}

function parseLine(line: string): TranscriptEntry | "shape" | "text-differs" | "entry-too-long" {
  const [, time, mark = "", rest = ""] = /^(?:(\d{1,9}) )?(=>|<=|#)(?: (.*))?$/.exec(line) ?? [];
  const atMs = time === undefined ? null : Number(time);
  if (mark === "#") {
    if (rest.length > maxNoteChars) return "entry-too-long";
    return rest === noteText(rest) ? { kind: "note", text: rest, atMs } : "shape";
  }
  const [, digits = "", text] = /^((?:[0-9a-f]{2})+)(?: {2}(.*))?$/.exec(rest) ?? [];
  if (mark === "" || digits === "") return "shape";
  if (digits.length > 2 * maxEntryBytes) return "entry-too-long";
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  // A text that says something else than the bytes misleads whoever reads the transcript to judge it.
  if (text !== undefined && text !== visible(bytes)) return "text-differs";
  return { kind: mark === "=>" ? "sent" : "received", bytes, atMs };
}

/** Bytes as ASCII; what is no printable character as an escape, so that nothing can move a cursor. */
export function visible(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === 0x0d) text += "\\r";
    else if (byte === 0x0a) text += "\\n";
    else if (byte === 0x5c) text += "\\\\";
    else if (byte >= 0x20 && byte <= 0x7e) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return text;
}

/** One line, without characters that a screen takes for orders. */
function noteText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ").slice(0, maxNoteChars);
}
