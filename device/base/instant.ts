/** Instants as text and as Unix milliseconds. Converts only; what time it is now, nobody here knows. */

/** RFC 3339 in UTC with milliseconds. */
export function instantOf(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: a conversion of a given number, not a question about the time
  return new Date(ms).toISOString();
}

/** NaN for what is no instant. */
export function msOf(instant: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: a conversion of a given text, not a question about the time
  return Date.parse(instant);
}
