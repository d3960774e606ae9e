/** Whether what was read twice, or told by two commands, is one value. There is no "last one wins". */

import { maskTail } from "../base/mask.ts";
import { hasImeiBody } from "./imei.ts";
import type { OtherNumbers, Reading } from "./reading.ts";
import { unreadable } from "./unreadable.ts";

/** The value that both rounds read; unreadable where either could not read it or they differ. */
export function agreed(first: Reading, second: Reading): Reading {
  if (first.status === "unreadable") return first;
  if (second.status === "unreadable") return second;
  if (first.value === second.value) return first;
  return unreadable("contradictory", [maskTail(first.value), maskTail(second.value)]);
}

/** The IMEI, unless the terminal's description of itself carries another one. A label without digits behind it compares with nothing. */
export function agreedWithLabel(imei: Reading, label: string | null): Reading {
  if (imei.status === "unreadable" || label === null || !/^\d{14,17}$/.test(label)) return imei;
  const same = label.length === 15 ? label === imei.value : hasImeiBody(label, imei.value);
  return same ? imei : unreadable("contradictory", [maskTail(imei.value), maskTail(label)]);
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
