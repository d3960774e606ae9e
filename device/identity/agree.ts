/**
 * When a number counts. These hold for every number that names a terminal, over AT and over SLF:
 * - a value counts when two answers tell it: to two questions, or to one that was asked twice;
 * - two that differ are contradictory, and both are masked. There is no "last one wins", and no majority;
 * - what was told once, and not again, is not read.
 */

import { maskTail } from "../base/mask.ts";
import type { OtherNumbers, Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** The value that both rounds read; unreadable where either could not read it or they differ. */
export function agreed(first: Reading, second: Reading): Reading {
  if (first.status === "unreadable") return first;
  if (second.status === "unreadable") return second;
  return first.value === second.value ? first : contradictory(first.value, second.value);
}

/** Each of the other numbers as both rounds read it. */
export function agreedNumbers(first: OtherNumbers, second: OtherNumbers): OtherNumbers {
  return {
    imeiWithoutCheckDigit: agreed(first.imeiWithoutCheckDigit, second.imeiWithoutCheckDigit),
    imeisv: agreed(first.imeisv, second.imeisv),
    meid: agreed(first.meid, second.meid),
    esn: agreed(first.esn, second.esn),
    vendorSn: agreed(first.vendorSn, second.vendorSn),
    tusn: agreed(first.tusn, second.tusn),
  };
}

export function contradictory(one: string, other: string): Reading {
  return unreadable("contradictory", [maskTail(one), maskTail(other)]);
}
