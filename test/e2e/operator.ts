/** What an operator at the kiosk does, from one screen to another, and what one reads there. */

import { vi } from "vitest";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";

/** Longer than it must be, so that it is not found by chance in a number. */
export const operatorPin = "27495183";

/** The button of the one binding that the simulated terminal has. */
export const beginUnbind = "begin-unbind-generic-pos-terminal_to_merchant";

/** What the generic provider wants vouched for. */
const genericStatements = ["account_and_contact_verified", "funds_sufficient", "parties_coordinated"];

/** From the first start to the home screen, with a terminal that is read and bound. */
export async function commission(kiosk: KioskDriver): Promise<void> {
  await choosePin(kiosk);
  await kiosk.field("merchant").waitFor();
}

export async function choosePin(kiosk: KioskDriver): Promise<void> {
  await kiosk.screen("choosePin");
  await kiosk.typePin(operatorPin);
  await kiosk.typePin(operatorPin);
  await kiosk.screen("home");
}

/** From the home screen until the request is on its way. */
export async function confirmUnbind(kiosk: KioskDriver): Promise<void> {
  await kiosk.tap("open-menu");
  await kiosk.tap(beginUnbind);
  await giveOwnPin(kiosk);
  await kiosk.tap("reason-switch_provider");
  await kiosk.tap("draft-next");
  await kiosk.tap("draft-next");
  for (const statement of genericStatements) await kiosk.tap(`statement-${statement}`);
  await kiosk.tap("consent");
  await kiosk.tap("run-checks");
  await kiosk.state("ready");
  await kiosk.tap("show-summary");
  await kiosk.tap("ask-confirm");
  await kiosk.holdUntil("confirm", () => kiosk.screen("progress"));
}

/** Says to be the merchant, where that is asked. */
async function giveOwnPin(kiosk: KioskDriver): Promise<void> {
  if ((await kiosk.screen("chooseRole", "enterPin")) === "chooseRole") await kiosk.tap("role-merchant");
  await kiosk.screen("enterPin");
  await kiosk.typePin(operatorPin);
}

/** Asks the upstream again and again, as an impatient operator does, until the request is in this state. */
export async function askUntil(kiosk: KioskDriver, state: UnbindStateName): Promise<void> {
  await kiosk.tapIfThere("see-progress");
  const reached = async () => {
    await kiosk.tapIfThere("check-now");
    await kiosk.page.locator(`[data-state="${state}"]`).waitFor({ timeout: 500 });
  };
  await vi.waitFor(reached, { timeout: 30_000 });
}

/** From an approved request until the terminal carries it out; gives the PIN where the kiosk asks for it. */
export async function executeUnbind(kiosk: KioskDriver): Promise<void> {
  await kiosk.state("approved");
  await kiosk.tapIfThere("see-progress");
  await kiosk.tap("execute");
  await kiosk.tap("execute-yes");
  const next = await kiosk.screen("chooseRole", "enterPin", "progress", "result");
  if (next === "chooseRole" || next === "enterPin") await giveOwnPin(kiosk);
}
