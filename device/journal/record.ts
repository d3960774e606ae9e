/**
 * One record of the journal as one line: `HASH SP JSON LF`.
 * HASH is SHA-256 of the JSON's bytes in base64url; the JSON names the hash before it, so that the lines form a chain.
 */

import { base64url, fromUtf8, utf8 } from "../base/bytes.ts";
import type { Hash } from "../ports/hash.ts";

export type JournalRecord = {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Hash of the record before; `firstPrev` for record 1. */
  readonly prev: string;
  /** Unix milliseconds, by the clock of the time. */
  readonly at: number;
  readonly kind: string;
  readonly body: unknown;
};

export type ChainPoint = { readonly seq: number; readonly hash: string };

const hashLength = 43;
export const chainStart: ChainPoint = { seq: 0, hash: "A".repeat(hashLength) };

/** Longest line that is written or read, in bytes: a request with its JWS and room to spare. */
export const maxLineBytes = 65_536;

/** The line without its LF, and the point of the chain that it reaches. */
export function encodeRecord(record: JournalRecord, hash: Hash): { line: string; point: ChainPoint } {
  const json = JSON.stringify(record);
  const point = { seq: record.seq, hash: base64url(hash.sha256(utf8(json))) };
  return { line: `${point.hash} ${json}`, point };
}

/** The record of one line (without LF) if it is whole and follows `after`; otherwise null. */
export function decodeRecord(
  line: Uint8Array,
  after: ChainPoint,
  hash: Hash,
): { record: JournalRecord; point: ChainPoint } | null {
  if (line.length > maxLineBytes || line[hashLength] !== 0x20) return null;
  const json = line.subarray(hashLength + 1);
  const found = base64url(hash.sha256(json));
  const text = fromUtf8(line);
  if (text === null || text.slice(0, hashLength) !== found) return null;
  const record = parseRecord(text.slice(hashLength + 1));
  if (record === null || record.seq !== after.seq + 1 || record.prev !== after.hash) return null;
  return { record, point: { seq: record.seq, hash: found } };
}

function parseRecord(json: string): JournalRecord | null {
  try {
    const value = JSON.parse(json);
    const { seq, prev, at, kind, body } = value;
    const sound =
      Number.isInteger(seq) && typeof prev === "string" && typeof at === "number" && typeof kind === "string";
    return sound ? { seq, prev, at, kind, body } : null;
  } catch {
    return null;
  }
}
