/**
 * What of the QR codes that were read is to be judged. Parts of a series wait for each other; a code of other evidence waits
 * by itself, so that whatever else comes before a camera spoils nothing.
 */

import { compactJws } from "../../device/contract/fields.ts";
import { type Part, partOf } from "../../device/evidence/qrParts.ts";
import { receiptInLink } from "../../device/evidence/voucher.ts";

/** The parts of each series; of two that claim one place the later counts. */
export type Seen = ReadonlyMap<string, readonly Part[]>;

export type Collected = {
  readonly seen: Seen;
  /** Of one evidence, one code a line; null where none of the codes is of any. */
  readonly text: string | null;
  /** How far a series has come; null where the text is no part of one. */
  readonly progress: { readonly have: number; readonly count: number } | null;
  readonly isWhole: boolean;
  /** Whether a code was read that is of other evidence, or of none. */
  readonly leftOut: boolean;
};

/** `found`: the texts of the codes in one picture or in several. */
export function collect(before: Seen, found: readonly string[]): Collected {
  const parts = found.map(partOf).filter((part) => part !== null);
  const receipts = found.filter(isReceipt);
  const seen = new Map(before);
  for (const part of parts) seen.set(keyOf(part), withPart(seen.get(keyOf(part)) ?? [], part));
  const isOther = parts.length + receipts.length < found.length;
  const leftOut = isOther || seen.size + new Set(receipts).size > 1;

  const whole = [...seen.values()].find(isComplete);
  const [receipt] = receipts;
  if (!whole && receipt !== undefined) return { seen, text: receipt, progress: null, isWhole: true, leftOut };
  const [latest] = [...parts].reverse();
  const series = whole ?? (latest && seen.get(keyOf(latest)));
  if (!series) return { seen, text: null, progress: null, isWhole: false, leftOut };
  return {
    seen,
    text: series.map(({ text }) => text).join("\n"),
    progress: { have: series.length, count: series[0]?.count ?? 0 },
    isWhole: isComplete(series),
    leftOut,
  };
}

/** A voucher in one code: the receipt alone, or in a link. */
function isReceipt(text: string): boolean {
  return receiptInLink(text) !== null || compactJws.safeParse(text).success;
}

/** Parts that tell their number otherwise are of no one series. */
function keyOf({ series, count }: Part): string {
  return `${series} ${count}`;
}

/** In order: a code that is seen again changes nothing. */
function withPart(parts: readonly Part[], part: Part): readonly Part[] {
  return [...parts.filter(({ number }) => number !== part.number), part].sort(
    (one, other) => one.number - other.number,
  );
}

function isComplete(parts: readonly Part[]): boolean {
  return parts.length === parts[0]?.count;
}
