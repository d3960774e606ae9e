/** Instants as text and as Unix milliseconds. Converts only; what time it is now, nobody here knows. */

/** RFC 3339 in UTC with milliseconds: how everything here is written. */
export function instantOf(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: a conversion of a given number, not a question about the time
  return new Date(ms).toISOString();
}

/** NaN for what is no instant. */
export function msOf(instant: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: a conversion of a given text, not a question about the time
  return Date.parse(instant);
}

/** Whether it is an instant as it is written here: the one spelling that comes out again. */
export function isOurWriting(text: string): boolean {
  const ms = msOf(text);
  return !Number.isNaN(ms) && instantOf(ms) === text;
}

/** RFC 3339 section 5.6, with whatever offset, number of decimals and letter case. */
const dateTime = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Any date-time of RFC 3339 as it is written here, its further decimals dropped; null for what is none. The leap second
 * `:60` (section 5.7) is read as the last millisecond of its minute: when one was inserted is not ours to know.
 */
export function inOurWriting(text: string): string | null {
  const [, year, month, day, hour, minute, second, decimals = "", sign = "+", offsetHour = "0", offsetMinute = "0"] =
    dateTime.exec(text) ?? [];
  const leap = second === "60";
  const fraction = leap ? "999" : `${decimals}00`.slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${leap ? "59" : second}.${fraction.padEnd(3, "0")}Z`;
  const ms = msOf(local);
  // A day that its month does not have is read as one of the next, and written otherwise.
  if (Number.isNaN(ms) || instantOf(ms) !== local) return null;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
  const offsetMs = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  const ours = instantOf(sign === "-" ? ms + offsetMs : ms - offsetMs);
  // Beyond the years 0 to 9999 there is no RFC 3339.
  return ours.length === local.length ? ours : null;
}
