/** The reading of a value that could not be read. */

import type { OtherNumbers, Reading, ReadingProblem } from "./reading.ts";

export function unreadable(problem: ReadingProblem, masked: readonly string[] = []): Reading {
  return { status: "unreadable", problem, masked };
}

const untold = unreadable("not-supported");

/** For a driver that can tell none of them. */
export const noOtherNumbers: OtherNumbers = {
  imeiWithoutCheckDigit: untold,
  imeisv: untold,
  meid: untold,
  esn: untold,
  vendorSn: untold,
  tusn: untold,
};
