/** Whether a terminal that was just read is the one that something is about. Knows numbers, not how they were read. */

import type { IdentityReport } from "./reading.ts";

/** A terminal as signed objects name it: the IMEI as its hash. */
export type NamedTerminal = { readonly sn: string; readonly imeiHash: string };

/** "unread": nothing contradicts, and not both numbers were read. What is not "same" is proof of nothing. */
export type Recognition = "same" | "another" | "unread";

/** Recognises the terminal that the kiosk is about. */
export type Recognise = (identity: IdentityReport) => Recognition;

export function recogniseAs(
  { sn, imei }: IdentityReport,
  named: NamedTerminal,
  imeiHash: (imei: string) => string,
): Recognition {
  // An IMEI whose own check digit contradicts it says nothing, neither for nor against.
  const counts = imei.status === "read" && !imei.warnings.includes("imei-check-digit-wrong");
  if (sn.status === "read" && sn.value !== named.sn) return "another";
  if (counts && imeiHash(imei.value) !== named.imeiHash) return "another";
  return sn.status === "read" && counts ? "same" : "unread";
}
