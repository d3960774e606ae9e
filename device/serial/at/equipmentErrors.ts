/** The words of +CME ERROR and their numbers: 3GPP TS 27.007 section 9.2.1. */

const codes: Readonly<Record<string, number>> = {
  "phone failure": 0,
  "no connection to phone": 1,
  "phone-adaptor link reserved": 2,
  "operation not allowed": 3,
  "operation not supported": 4,
  "ph-sim pin required": 5,
  "ph-fsim pin required": 6,
  "ph-fsim puk required": 7,
  "sim not inserted": 10,
  "sim pin required": 11,
  "sim puk required": 12,
  "sim failure": 13,
  "sim busy": 14,
  "sim wrong": 15,
  "incorrect password": 16,
  "sim pin2 required": 17,
  "sim puk2 required": 18,
  "memory full": 20,
  "invalid index": 21,
  "not found": 22,
  "memory failure": 23,
  "text string too long": 24,
  "invalid characters in text string": 25,
  "dial string too long": 26,
  "invalid characters in dial string": 27,
  "no network service": 30,
  "network timeout": 31,
  "network not allowed - emergency calls only": 32,
  "incorrect parameters": 50,
  unknown: 100,
};

/** The number of an error told in words (AT+CMEE=2), or null for words the standard does not list. */
export function equipmentErrorCode(words: string): number | null {
  return codes[words.trim().toLowerCase()] ?? null;
}

/** The SIM or the whole terminal is still starting (14; 515 on many modules): the same question is answered a little later. */
export function passesByItself(code: number | null): boolean {
  return code === 14 || code === 515;
}
