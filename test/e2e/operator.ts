/** What an operator at the kiosk does, from one screen to another, and what one reads there. */

import { vi } from "vitest";
import type { PinRole } from "../../device/contract/codes.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";
import type { Stage } from "./stage.ts";

/** Longer than it must be, so that it is not found by chance in a number. */
export const operatorPin = "27495183";

/** The button of the one binding that the simulated terminal has. */
export const beginUnbind = "begin-unbind-generic-pos-terminal_to_merchant";

/** What the generic provider wants vouched for. */
const genericStatements = ["account_and_contact_verified", "funds_sufficient", "parties_coordinated"];

/** From the first start to the home screen, with a terminal that is read and bound, and a merchant who has a PIN. */
export async function commission(stage: Stage, kiosk: KioskDriver): Promise<void> {
  await kiosk.field("merchant").waitFor();
  await choosePin(stage, kiosk);
}

/** The merchant's first one, from the home screen and back to it. */
export async function choosePin(stage: Stage, kiosk: KioskDriver): Promise<void> {
  await allowFirstPin(stage, kiosk);
  await kiosk.typePin(operatorPin);
  await kiosk.typePin(operatorPin);
  await kiosk.screen("home");
}

/** The challenge is read out to the provider, and its code typed: the PIN can be chosen now. */
export async function allowFirstPin(stage: Stage, kiosk: KioskDriver): Promise<void> {
  await kiosk.tap("first-pin");
  await giveLeave(stage, kiosk, "merchant");
}

/** From the challenge on the screen to the choice of the role's new PIN. */
export async function giveLeave(stage: Stage, kiosk: KioskDriver, role: PinRole): Promise<void> {
  await kiosk.screen("pinReset");
  const challenge = await kiosk.read("reset-challenge");
  const { code } = await stage.surroundings.upstream.operator.unlockPin({ challenge, role });
  await kiosk.tap("enter-reset");
  await kiosk.screen("enterCode");
  await kiosk.typePin(code);
  await kiosk.screen("choosePin");
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
