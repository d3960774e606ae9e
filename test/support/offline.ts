/** People on both ends of a telephone while the terminal is cut off: one reads the challenge out, the other the answer. */

import type { OrderAnswer } from "../../device/contract/orders.ts";
import { checkDigitOf } from "../../device/offline/checkSymbols.ts";
import type { OfflineAnswer } from "../upstream/operator.ts";
import type { Rig, Wishes } from "./rig.ts";

/** From home to the challenge on the screen. */
export async function challenge(rig: Rig, wishes: Wishes = {}): Promise<void> {
  await rig.confirm({ way: "offline", ...wishes });
  await rig.reach("offlineChallenge");
}

/** What stands on the screen, as somebody would say it. */
export async function readOut(rig: Rig): Promise<string> {
  const { challenge: shown } = (await rig.see()).unbind;
  if (!shown) throw new Error("no challenge is shown");
  return shown.groups.join(" ");
}

export async function answerOf(rig: Rig): Promise<OfflineAnswer> {
  return rig.upstream.operator.answer({ challenge: await readOut(rig) });
}

/** Opens the entry, where it is not open, and types. */
export async function typeAnswer(rig: Rig, code: string): Promise<OrderAnswer> {
  if (!(await rig.see()).codeEntry) {
    const asked = await rig.as("merchant", "enterAnswer");
    if (!asked.ok) return asked;
  }
  return rig.type(code);
}

/** One digit heard wrongly. */
export function mistyped(code: string): string {
  return `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
}

/** Another code, whose check digit fits. */
export function wrongCode(code: string): string {
  const ten = [...mistyped(code).slice(0, -1)].map(Number);
  return [...ten, checkDigitOf(Uint8Array.from(ten))].join("");
}
