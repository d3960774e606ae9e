/** Lines a terminal says without being asked. A line that is here can still be the answer to the command that owns its prefix. */

import { prefixOf } from "./fields.ts";

const prefixes: ReadonlySet<string> = new Set(
  [
    "+CREG +CGREG +CEREG +C5GREG +CRING +CLIP +CCWA +CSSI +CSSU +CUSD +CMT +CMTI +CDS +CDSI +CBM +CIEV +CGEV",
    "+CTZV +CTZE +CTZDST +CALV +CPIN +CFUN +CSCON +CEER +NPIN +NSONMI +NNMI +PSUTTZ +DST +WIND +SIND +PBREADY +ZUSIMR",
    "+QIND +QUSIM +QIURC +QSIMSTAT +UUSORD +UUSORF +UUSOCL +UUPSDA +UUPSDD +UMWI +SIMCARD +IPCIN",
    "^BOOT ^RSSI ^MODE ^HCSQ ^SIMST ^SRVST ^SYSSTART ^DSFLOWRPT ^STIN ^CEND ^CONN ^ORIG ^NWTIME ^EARLST",
    "*PSUTTZ *PSNWID #QSS #NITZ %NWTIME $QCRMCALL",
  ].flatMap((row) => row.split(" ")),
);

const words: ReadonlySet<string> = new Set([
  "RING",
  "RDY",
  "START",
  "READY",
  "SMS DONE",
  "SMS READY",
  "CALL READY",
  "PB DONE",
  "EONS UPDATED",
  "NORMAL POWER DOWN",
  "POWERED DOWN",
  "UNDER-VOLTAGE WARNING",
  "UNDER-VOLTAGE POWER DOWN",
  "OVER-VOLTAGE WARNING",
  "OVER-VOLTAGE POWER DOWN",
]);

/** A line of the known kinds that no command asked for. */
export function isUnsolicited(line: string): boolean {
  const prefix = prefixOf(line);
  return (prefix !== null && prefixes.has(prefix)) || words.has(line.trim().toUpperCase()) || /^\^SYSSTART/.test(line);
}

/** The terminal has just started: what ATE, ATV and +CMEE had set is lost. */
export function isBootNotice(line: string): boolean {
  return line.trim() === "RDY" || /^\^SYSSTART/.test(line);
}
