/**
 * A number that an operator reads out over the telephone in the place of an error's code. It follows from the code alone and
 * stands with it on every line of the log.
 */

const digits = 7;

/** Seven digits: FNV-1a (32 bits) over the code. */
export function caseNumber(code: string): string {
  let hash = 0x811c9dc5;
  for (const character of code) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return String(hash % 10 ** digits).padStart(digits, "0");
}
