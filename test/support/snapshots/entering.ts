/** Who stands before the terminal, and what becomes of the PINs they type. */

import type { PinRole } from "../../../device/contract/codes.ts";
import { genericTarget, goodPin, type Rig } from "../rig.ts";
import { lastShown, openShop, press } from "./shop.ts";

const wrongPin = "604713";

export async function enteringSnapshots() {
  const rig = await openShop();
  await rig.order("openMenu", {});
  const menu = await rig.see();
  await rig.order("beginUnbind", genericTarget);
  const chooseRole = await rig.see();
  await rig.order("chooseRole", { role: "merchant" });
  await press(rig, `${goodPin}${goodPin}`);
  const enterPin = await rig.see();
  await rig.order("submitEntry", {});
  const enterPinChecking = lastShown(rig, ({ pin }) => pin.entry?.checking === true && pin.entry.failure === null);
  const enterPinWrong = await rig.see();
  return { menu, chooseRole, enterPin, enterPinChecking, enterPinWrong };
}

/** Somebody tries every PIN but the right one, the merchant's first. */
export async function guessingSnapshots() {
  const rig = await openShop();
  await guess(rig, "merchant", 2);
  const enterPinWait = await rig.see();
  await guess(rig, "merchant", 0);
  const enterPinLocked = await rig.see();
  await rig.order("leaveMenu", {});
  await rig.as("technician", "openStaffMenu");
  const merchantLockedStaffMenu = await rig.see();
  await rig.order("leaveMenu", {});
  await guess(rig, "technician", 5);
  const enterPinForgotten = await rig.see();
  await rig.order("leaveMenu", {});
  const merchantLocked = await rig.see();
  return { enterPinWait, enterPinLocked, merchantLockedStaffMenu, enterPinForgotten, merchantLocked };
}

/** Each try after the wait before it, until so many are left. */
async function guess(rig: Rig, role: PinRole, triesLeft: number): Promise<void> {
  const standing = async () => (await rig.see()).pin.standings[role];
  while ((await standing()).triesLeft > triesLeft) {
    const { waitUntil } = await standing();
    if (waitUntil !== null) await rig.clock.advance(waitUntil - rig.clock.now());
    if (!(await rig.see()).pin.entry) {
      await rig.order("beginUnbind", genericTarget);
      await rig.order("chooseRole", { role });
    }
    await rig.type(wrongPin);
  }
}
