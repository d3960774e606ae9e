/** What an answer to +CGSN or +GSN says, before anybody decides whether it is an IMEI: the shapes terminals really send. */

import { esnOf, meidOf } from "../cdmaNumbers.ts";
import { payloadOf, unquoted } from "../fields.ts";

export type IdentityText = {
  /** The text without prefix, label and quotes. */
  readonly text: string;
  /** The terminal itself calls it an IMEI: a label, or the `<imei>,<serial>` pair. */
  readonly calledImei: boolean;
  /** The serial number of an `<imei>,<serial>` pair. */
  readonly pairedSerial: string | null;
  /** The numbers of a `<meid>:<esn>` pair, as written. */
  readonly cdma: CdmaPair | null;
};

export type CdmaPair = { readonly meid: string; readonly esn: string };

/** The one text the lines tell, or null when there is none, or more than one and no way to know which. */
export function identityTextOf(lines: readonly string[]): IdentityText | null {
  const texts = new Set(lines.map((line) => payloadOf(line)).filter((text) => text !== ""));
  const [only] = texts;
  if (only === undefined) return null;
  const cdma = cdmaPairOf([...texts]);
  if (cdma) return { text: only, calledImei: false, pairedSerial: null, cdma };
  if (texts.size > 1) return null;

  const pair = /^"?(\d{15})"?,\s*"?([A-Za-z0-9-]+)"?$/.exec(only);
  if (pair?.[1] && pair[2]) return { text: pair[1], calledImei: true, pairedSerial: pair[2], cdma: null };

  const plain = unquoted(only);
  const labelled = /^IMEI\s*[:=]?\s*(\d+)$/i.exec(plain)?.[1];
  return { text: labelled ?? plain, calledImei: labelled !== undefined, pairedSerial: null, cdma: null };
}

/** For a command whose number is an IMEI and nothing else: 15 digits, or the 14 of a terminal that leaves the check digit out. */
export function imeiTextOf(lines: readonly string[]): string | null {
  const text = identityTextOf(lines)?.text ?? "";
  return /^\d{14,15}$/.test(text) ? text : null;
}

/** The pair that every line tells; some modems say it in decimal first and then in hexadecimal. */
function cdmaPairOf(texts: readonly string[]): CdmaPair | null {
  const [first, ...others] = texts.map((text) => {
    const [, meid = "", esn = ""] = /^"?(\w{14,18})"?\s*[:,]\s*"?(\w{7,11})"?$/.exec(text) ?? [];
    return { meid, esn };
  });
  if (!first || meidOf(first.meid) === null || esnOf(first.esn) === null) return null;
  const isSame = (pair: CdmaPair) => meidOf(pair.meid) === meidOf(first.meid) && esnOf(pair.esn) === esnOf(first.esn);
  return others.every(isSame) ? first : null;
}
