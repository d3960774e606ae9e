/**
 * One record of the journal as one line, `HASH SP JSON LF`, and the one spelling of its JSON:
 * `{"seq":N,"prev":"HASH","at":MS,"kind":"KIND","body":...}`.
 * HASH is SHA-256 of the JSON's bytes in base64url; the JSON names the hash before it, so that the lines form a chain.
 */

import { latin1, utf8 } from "../base/bytes.ts";
import { parseJson, parseStrictJson } from "../base/json.ts";
import type { Hash } from "../ports/hash.ts";

export type JournalRecord = {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Unix milliseconds, by the clock of the time. */
  readonly at: number;
  readonly kind: string;
  /** Undefined where it is no JSON, which every reader of bodies refuses. */
  readonly body: unknown;
};

export type ChainPoint = { readonly seq: number; readonly hash: string };

const hashLength = 43;
export const chainStart: ChainPoint = { seq: 0, hash: "A".repeat(hashLength) };

/** Longest line that is written or read, in bytes: a request with its JWS and room to spare. */
export const maxLineBytes = 65_536;

/** The line without its LF, and the point of the chain that it reaches; `prev` is the hash of the record before. */
export function encodeRecord(
  { seq, prev, at, kind, body = null }: JournalRecord & { readonly prev: string },
  hash: Hash,
): { line: string; point: ChainPoint } {
  if (!/^[A-Za-z]{1,32}$/.test(kind)) throw new Error(`a record of kind ${kind} could not be read back`);
  // A clock that was never set may say less than nothing.
  const json = JSON.stringify({ seq, prev, at: Math.max(0, Math.round(at)), kind, body });
  const point = { seq, hash: hash.sha256Text(utf8(json)) };
  return { line: `${point.hash} ${json}`, point };
}

/** Where a chain stands: record `seq`, whose hash is spelled in these bytes from `start` on. */
export type ChainLink = { readonly seq: number; readonly bytes: Uint8Array; readonly start: number };

export function linkAt({ seq, hash }: ChainPoint): ChainLink {
  return { seq, bytes: utf8(hash), start: 0 };
}

export function pointAt({ seq, bytes, start }: ChainLink): ChainPoint {
  return { seq, hash: latin1(bytes.subarray(start, start + hashLength)) };
}

/** The point that a line says it follows; the chain's start when it says nothing readable. */
export function pointBefore(line: string): ChainPoint {
  const record = parseStrictJson(line.slice(line.indexOf(" ") + 1));
  if (typeof record !== "object" || record === null || !("seq" in record) || !("prev" in record)) return chainStart;
  const { seq, prev } = record;
  if (typeof seq !== "number" || typeof prev !== "string" || seq <= 1) return chainStart;
  return { seq: seq - 1, hash: prev };
}

/**
 * The record whose line (without LF) these bytes hold from `start` to before `end`, if the line is whole and follows
 * `after`; otherwise null. Every byte is hashed; those of the body are looked at when somebody asks for it.
 */
export function decodeRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  after: ChainLink,
  hash: Hash,
): (JournalRecord & ChainLink) | null {
  if (end - start > maxLineBytes || bytes[end - 1] !== closingBrace) return null;
  // Read through the array itself: a journal of 100,000 records has no time for a text of each.
  const seqAt = skip(bytes, start + hashLength, ' {"seq":');
  const seqEnd = skipDigits(bytes, seqAt);
  const prevAt = skip(bytes, seqEnd, ',"prev":"');
  const prevEnd = skipHash(bytes, prevAt, after);
  const atAt = skip(bytes, prevEnd, '","at":');
  const atEnd = skipDigits(bytes, atAt);
  const kindAt = skip(bytes, atEnd, ',"kind":"');
  const kindEnd = skipLetters(bytes, kindAt);
  const bodyAt = skip(bytes, kindEnd, '","body":');
  if (bodyAt < 0 || bodyAt >= end) return null;
  const seq = numberIn(bytes, seqAt, seqEnd);
  if (seq !== after.seq + 1) return null;
  if (!spells(bytes, start, hash.sha256Text(bytes.subarray(start + hashLength + 1, end)))) return null;
  return new UnreadRecord(seq, numberIn(bytes, atAt, atEnd), wordIn(bytes, kindAt, kindEnd), bytes, start, bodyAt, end);
}

/** A class for its getter alone: of a hundred thousand objects each with its own, the getters would take longest. */
class UnreadRecord implements JournalRecord, ChainLink {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly #bodyAt: number;
  readonly #end: number;

  constructor(seq: number, at: number, kind: string, bytes: Uint8Array, start: number, bodyAt: number, end: number) {
    this.seq = seq;
    this.at = at;
    this.kind = kind;
    this.bytes = bytes;
    this.start = start;
    this.#bodyAt = bodyAt;
    this.#end = end;
  }

  get body(): unknown {
    return parseJson(this.bytes.subarray(this.#bodyAt, this.#end - 1));
  }
}

const [zero, nine, closingBrace] = [0x30, 0x39, 0x7d];
const mostDigits = 15;
const mostLetters = 32;

// Each of these says where in the bytes it came to, or -1 when something else is there; from -1 nothing leads on.

function skip(bytes: Uint8Array, at: number, text: string): number {
  if (at < 0) return -1;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return -1;
  return at + text.length;
}

function skipDigits(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end >= 0 && end - at < mostDigits && isDigit(bytes[end])) end += 1;
  const spelledOnce = end === at + 1 || bytes[at] !== zero;
  return end > at && spelledOnce ? end : -1;
}

function skipLetters(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end >= 0 && end - at < mostLetters && isLetter(bytes[end])) end += 1;
  return end > at ? end : -1;
}

function skipHash(bytes: Uint8Array, at: number, link: ChainLink): number {
  if (at < 0) return -1;
  for (let i = 0; i < hashLength; i++) if (bytes[at + i] !== link.bytes[link.start + i]) return -1;
  return at + hashLength;
}

function isDigit(byte = 0): boolean {
  return byte >= zero && byte <= nine;
}

function isLetter(byte = 0): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - zero;
  return value;
}

/** The few kinds there are, by their letters: one text for all records of a kind. */
const kinds = new Map<number, string>();

function wordIn(bytes: Uint8Array, start: number, end: number): string {
  let sum = 0;
  for (let at = start; at < end; at++) sum = (sum * 31 + (bytes[at] ?? 0)) | 0;
  const known = kinds.get(sum);
  if (known && skip(bytes, start, known) === end) return known;
  const word = latin1(bytes.subarray(start, end));
  if (kinds.size < 100) kinds.set(sum, word);
  return word;
}

/** Whether the bytes from `start` on spell the digest. */
function spells(bytes: Uint8Array, start: number, digest: string): boolean {
  return skip(bytes, start, digest) === start + hashLength;
}
