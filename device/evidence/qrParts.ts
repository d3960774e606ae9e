/**
 * Evidence as QR texts, and back: a signed object that fits goes as it is, everything else as a numbered series. Parts
 * may come in any order and more than once, from one series only. Draws nothing and believes nothing.
 */

import { base64url, fromBase64url, fromUtf8, utf8 } from "../base/bytes.ts";
import { err, ok, type Result } from "../base/result.ts";
import { compactJws } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";

/** What a code of version 25 holds at level L (ISO/IEC 18004 table 7): a camera still reads it off a small screen. */
export const maxQrBytes = 1_273;
/** More than anybody holds a camera still for. */
export const maxQrParts = 64;

/** "JBQ1.SERIES.NUMBER.COUNT.", numbers from 1. */
const partHead = "JBQ1";
/** 96 bits of the SHA-256 of what is carried: names the series, and shows that nothing was mixed up. */
const seriesLength = 16;
const maxChunk = maxQrBytes - `${partHead}.${"s".repeat(seriesLength)}.64.64.`.length;
const partPattern = /^JBQ1\.([A-Za-z0-9_-]{16})\.([1-9]\d?)\.([1-9]\d?)\.([A-Za-z0-9_.-]+)$/;

export type QrPartsFailure =
  | { readonly code: "qr/too-large"; readonly maxParts: number }
  /** `place` counts the given texts from 1. */
  | { readonly code: "qr/not-a-part"; readonly place: number }
  | { readonly code: "qr/another-series"; readonly place: number }
  | { readonly code: "qr/parts-missing"; readonly count: number; readonly missing: readonly number[] }
  /** All parts are there, and together they are not what the series was made of. */
  | { readonly code: "qr/damaged" };

/** The texts to be shown one after the other; one alone is the object itself. `text` is a JWS or a whole bundle. */
export function qrParts(text: string, hash: Hash): Result<readonly string[], QrPartsFailure> {
  const isJws = compactJws.safeParse(text).success;
  if (isJws && text.length <= maxQrBytes) return ok([text]);
  // Base64url keeps line feeds and foreign letters away from scanners that type; a JWS has none, and keeps its dots.
  const carried = isJws ? text : base64url(utf8(text));
  const count = Math.ceil(carried.length / maxChunk);
  if (count > maxQrParts) return err({ code: "qr/too-large", maxParts: maxQrParts });
  const series = seriesOf(carried, hash);
  const size = Math.ceil(carried.length / count);
  const chunks = Array.from({ length: count }, (_, index) => carried.slice(index * size, (index + 1) * size));
  return ok(chunks.map((chunk, index) => `${partHead}.${series}.${index + 1}.${count}.${chunk}`));
}

/** The text that was split, from all the texts that were scanned so far. */
export function joinQrParts(texts: readonly string[], hash: Hash): Result<string, QrPartsFailure> {
  const [alone, ...others] = texts;
  if (alone !== undefined && others.length === 0 && !isQrPart(alone) && compactJws.safeParse(alone).success)
    return ok(alone);
  const parts = new Map<number, Part>();
  for (const [index, text] of texts.entries()) {
    const place = index + 1;
    const part = partOf(text);
    if (!part) return err({ code: "qr/not-a-part", place });
    const [first] = parts.values();
    if (first && (first.series !== part.series || first.count !== part.count))
      return err({ code: "qr/another-series", place });
    const before = parts.get(part.number);
    if (before && before.chunk !== part.chunk) return err({ code: "qr/damaged" });
    parts.set(part.number, part);
  }
  return joined(parts, hash);
}

/** Whether a text claims to be one of a series. */
export function isQrPart(text: string): boolean {
  return text.startsWith(`${partHead}.`);
}

/** One code of a series; `text` is what was scanned. */
export type Part = {
  readonly text: string;
  readonly series: string;
  readonly number: number;
  readonly count: number;
  readonly chunk: string;
};

/** Null for a text that is no part. */
export function partOf(text: string): Part | null {
  if (text.length > maxQrBytes) return null;
  const [, series = "", number, count, chunk = ""] = partPattern.exec(text) ?? [];
  const part = { text, series, number: Number(number), count: Number(count), chunk };
  return part.number >= 1 && part.number <= part.count && part.count <= maxQrParts ? part : null;
}

function joined(parts: ReadonlyMap<number, Part>, hash: Hash): Result<string, QrPartsFailure> {
  const [first] = parts.values();
  const count = first?.count ?? 1;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !parts.has(number));
  if (!first || missing.length > 0) return err({ code: "qr/parts-missing", count, missing });
  const carried = numbers.map((number) => parts.get(number)?.chunk).join("");
  const text = carried.includes(".") ? carried : fromUtf8(fromBase64url(carried) ?? notText);
  return text !== null && seriesOf(carried, hash) === first.series ? ok(text) : err({ code: "qr/damaged" });
}

/** No UTF-8. */
const notText = new Uint8Array([0xff]);

function seriesOf(carried: string, hash: Hash): string {
  return base64url(hash.sha256(utf8(carried))).slice(0, seriesLength);
}
