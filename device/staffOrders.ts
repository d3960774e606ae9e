/** What each order of technician and factory does, and who may give it. */

import { err } from "./base/result.ts";
import type { OrderAnswer, OrderName } from "./contract/host.ts";
import type { Carriers } from "./unbindOrders.ts";

const staffOrderNames = [
  "openStaffMenu",
  "readDiagnostics",
  "readJournal",
  "exportJournal",
  "changePin",
  "liftPinLock",
  "askPinReset",
  "enterPinReset",
  "readPinReset",
  "leavePinReset",
  "provision",
  "bindAgain",
] as const satisfies readonly OrderName[];
export type StaffOrderName = (typeof staffOrderNames)[number];

export function createStaffOrders(): Carriers<StaffOrderName> {
  const notYet = (): OrderAnswer => err({ code: "host/not-now" });
  return {
    openStaffMenu: notYet,
    readDiagnostics: notYet,
    readJournal: notYet,
    exportJournal: notYet,
    changePin: notYet,
    liftPinLock: notYet,
    askPinReset: notYet,
    enterPinReset: notYet,
    readPinReset: notYet,
    leavePinReset: notYet,
    provision: notYet,
    bindAgain: notYet,
  };
}
