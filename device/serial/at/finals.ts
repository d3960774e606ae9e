/** The lines that end an answer: ITU-T V.250 section 5.7.1 and 3GPP TS 27.007 section 9, and what makers send instead. */

import { equipmentErrorCode } from "./equipmentErrors.ts";

export type FinalResult = {
  readonly result:
    | "OK"
    | "ERROR"
    | "CME"
    | "CMS"
    | "CONNECT"
    | "NO CARRIER"
    | "BUSY"
    | "NO ANSWER"
    | "NO DIALTONE"
    | "COMMAND NOT SUPPORT";
  /** The number of a CME or CMS error, also where it was told in words that the standard lists. Makers number their own errors as they like. */
  readonly code: number | null;
  /** The words of a CME or CMS error, and the whole line of a maker's own, as sent. */
  readonly text: string | null;
  /** Told as a digit: the terminal is in ATV0, which this program never asks for. */
  readonly numeric: boolean;
};

/** ITU-T V.250 table 1, without 1 (CONNECT) and 2 (RING): nothing here dials, so they end no answer. */
const digits: Readonly<Record<string, FinalResult["result"]>> = {
  "0": "OK",
  "3": "NO CARRIER",
  "4": "ERROR",
  "6": "NO DIALTONE",
  "7": "BUSY",
  "8": "NO ANSWER",
};

const words: Readonly<Record<string, FinalResult["result"]>> = {
  OK: "OK",
  ERROR: "ERROR",
  CONNECT: "CONNECT",
  "NO CARRIER": "NO CARRIER",
  BUSY: "BUSY",
  "NO ANSWER": "NO ANSWER",
  "NO DIALTONE": "NO DIALTONE",
  "NO DIAL TONE": "NO DIALTONE",
  "COMMAND NOT SUPPORT": "COMMAND NOT SUPPORT",
  "COMMAND NOT SUPPORTED": "COMMAND NOT SUPPORT",
  "UNKNOWN COMMAND": "COMMAND NOT SUPPORT",
  "INVALID COMMAND": "COMMAND NOT SUPPORT",
  "TOO MANY PARAMETERS": "COMMAND NOT SUPPORT",
};

/** The final result that a whole line is, or null. A line that only contains OK or ERROR is information. */
export function finalOf(line: string): FinalResult | null {
  const trimmed = line.trimEnd();
  const word = words[trimmed] ?? (/^CONNECT \S/.test(trimmed) ? "CONNECT" : undefined);
  if (word) return { result: word, code: null, text: null, numeric: false };

  const digit = digits[trimmed];
  if (digit) return { result: digit, code: null, text: null, numeric: true };

  // A maker's own class of errors: `MODEM ERROR: 4`. Words in the place of the number may be information.
  if (/^\+?[A-Z]{2,12} ERROR: ?\d+$/.test(trimmed) && !/^\+CM[ES] /.test(trimmed))
    return { result: "ERROR", code: null, text: trimmed, numeric: false };

  // A reason belongs to it, if only an empty one after the blank: without either the line is not what the standard sends.
  const equipment = /^\+(CME|CMS) ERROR:(?: ?(\d+)| (.*?))\s*$/.exec(line);
  return equipment ? equipmentError(equipment[1] === "CMS" ? "CMS" : "CME", equipment[2], equipment[3] ?? "") : null;
}

function equipmentError(result: "CME" | "CMS", number: string | undefined, text: string): FinalResult {
  if (number !== undefined) return { result, code: Number(number), text: null, numeric: false };
  return { result, code: result === "CME" ? equipmentErrorCode(text) : null, text, numeric: false };
}
