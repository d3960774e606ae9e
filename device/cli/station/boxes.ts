/**
 * The boxes of the terminals that passed, by the codes on them: a scanner is a keyboard that ends each code with Enter. A box
 * belongs to a terminal where every number in its code is that terminal's.
 */

import { isBoxOf } from "../../paper/boxCode.ts";
import type { PortRow } from "./schema.ts";

/** `row`: whose box it is; null where no terminal of this run that passed has these numbers. */
export type BoxScan = { readonly scanned: string; readonly row: PortRow | null };

/** Looks at codes until every terminal has its box, an empty line comes, or no further one. Hands back the rows that have theirs. */
export async function matchBoxes(
  passed: readonly PortRow[],
  codes: AsyncIterable<string>,
  onScan: (scan: BoxScan) => void,
): Promise<ReadonlySet<PortRow>> {
  const matched = new Set<PortRow>();
  if (passed.length === 0) return matched;
  for await (const code of codes) {
    const scanned = code.trim();
    if (scanned === "") break;
    const row = passed.find((each) => isBoxOf(each, scanned)) ?? null;
    if (row) matched.add(row);
    onScan({ scanned, row });
    if (matched.size === passed.length) break;
  }
  return matched;
}
