/** How identifiers are shown to people: enough to compare, too little to reuse. */

/** Keeps the last `keep` characters; the rest becomes dots. Short values are hidden whole. */
export function maskTail(value: string, keep = 4): string {
  if (value.length <= keep) return "•".repeat(value.length);
  return "•".repeat(value.length - keep) + value.slice(-keep);
}
