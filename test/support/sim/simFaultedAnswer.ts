/** What planned faults make of a piece of an answer. Pure: says what is to leave, and when; sends nothing. */

import { concat } from "../../../device/base/bytes.ts";
import type { SimFault } from "./simFaults.ts";

export type BreakDown = Extract<SimFault, { fault: "reboot" | "unplug" }>;

export type FaultedAnswer = {
  readonly bytes: Uint8Array;
  /** Everything behind it waits as well. */
  readonly delayMs: number;
  /** Nothing behind it waits. */
  readonly lateMs: number;
  readonly split: Extract<SimFault, { fault: "split" }> | null;
  /** What happens to the terminal after these bytes. */
  readonly broken: BreakDown | null;
};

/** `answered` is how many bytes of the same answer came before this piece. Faults work in the order of the plan. */
export function faulted(piece: Uint8Array, answered: number, faults: readonly SimFault[]): FaultedAnswer {
  let answer: FaultedAnswer = { bytes: piece, delayMs: 0, lateMs: 0, split: null, broken: null };
  for (const fault of faults) answer = { ...answer, ...changeBy(fault, answer, answered) };
  return answer;
}

function changeBy(fault: SimFault, { bytes, ...answer }: FaultedAnswer, answered: number): Partial<FaultedAnswer> {
  switch (fault.fault) {
    case "drop":
      return { bytes: bytes.subarray(0, Math.max(0, fault.afterBytes - answered)) };
    case "duplicate":
      return { bytes: concat([bytes, bytes]) };
    case "delay":
      return { delayMs: answer.delayMs + fault.byMs };
    case "late":
      return { lateMs: answer.lateMs + fault.byMs };
    case "corrupt":
      return { bytes: bytes.map((byte, index) => (index === fault.atByte - answered ? byte ^ fault.xor : byte)) };
    case "split":
      return { split: fault };
    case "storm":
      return {};
    case "reboot":
    case "unplug": {
      const most = Math.max(0, fault.afterBytes - answered);
      return bytes.length < most ? {} : { bytes: bytes.subarray(0, most), broken: answer.broken ?? fault };
    }
  }
}
