/** The command or call of each source, as it is sent: the same word in every language. */

import type { ReadingSource } from "../contract/codes.ts";

export const sourceCommands: Readonly<Record<ReadingSource, string>> = {
  cgsn1: "AT+CGSN=1",
  cgsn: "AT+CGSN",
  cgsn0: "AT+CGSN=0",
  cgsn2: "AT+CGSN=2",
  gsn: "AT+GSN",
  hashCgsn: "AT#CGSN",
  caretSn: "AT^SN",
  egmr: "AT+EGMR=0,7",
  ati: "ATI",
  cgmi: "AT+CGMI",
  cgmm: "AT+CGMM",
  cgmr: "AT+CGMR",
  gmi: "AT+GMI",
  gmm: "AT+GMM",
  gmr: "AT+GMR",
  "slf-id": "SLF ID",
  "android-serial": "Build.getSerial",
  "android-imei": "TelephonyManager.getImei",
  "android-build": "android.os.Build",
  "vendor-sdk": "SDK",
};
