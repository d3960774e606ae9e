/** What an answer to +CGSN or +GSN says, before anybody decides whether it is an IMEI: the shapes terminals really send. */

import { payloadOf, unquoted } from "../fields.ts";

export type IdentityText = {
  /** The text without prefix, label and quotes. */
  readonly text: string;
  /** The terminal itself calls it an IMEI: a label, or the `<imei>,<serial>` pair. */
  readonly calledImei: boolean;
  /** The serial number of an `<imei>,<serial>` pair. */
  readonly pairedSerial: string | null;
};

/** The one text the lines tell, or null when there is none, or more than one and no way to know which. */
export function identityTextOf(lines: readonly string[]): IdentityText | null {
  const texts = new Set(lines.map((line) => payloadOf(line)).filter((text) => text !== ""));
  const [only] = texts;
  if (only === undefined || texts.size > 1) return null;

  const pair = /^"?(\d{15})"?,\s*"?([A-Za-z0-9-]+)"?$/.exec(only);
  if (pair?.[1] && pair[2]) return { text: pair[1], calledImei: true, pairedSerial: pair[2] };

  const plain = unquoted(only);
  const labelled = /^IMEI\s*[:=]?\s*(\d+)$/i.exec(plain)?.[1];
  return labelled
    ? { text: labelled, calledImei: true, pairedSerial: null }
    : { text: plain, calledImei: false, pairedSerial: null };
}

/** For a command whose number is an IMEI and nothing else: 15 digits, or the 14 of a terminal that leaves the check digit out. */
export function imeiTextOf(lines: readonly string[]): string | null {
  const text = identityTextOf(lines)?.text ?? "";
  return /^\d{14,15}$/.test(text) ? text : null;
}
