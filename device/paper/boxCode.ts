/** The code on a box: which numbers it says, and whether they are a terminal's. */

export type BoxNumbers = { readonly sn: string; readonly imei: string; readonly kid: string };

/** Of the label: SN, IMEI and the key's thumbprint, with semicolons between. */
export function boxCode({ sn, imei, kid }: BoxNumbers): string {
  return [sn, imei, kid].join(";");
}

/** A maker's code has the serial number or the IMEI alone; of a code with several numbers each has to be this terminal's. */
export function isBoxOf(
  { sn, imei, kid }: { readonly [Name in keyof BoxNumbers]: string | null },
  scanned: string,
): boolean {
  return scanned.split(";").every((number) => number === sn || number === imei || number === kid);
}
