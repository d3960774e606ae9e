/** What an operator at the kiosk does, from one screen to another, and what one reads there. */

import { vi } from "vitest";
import type { PinRole } from "../../device/contract/codes.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import type { PageDriver } from "../support/kioskDriver.ts";
import type { Surroundings } from "../support/surroundings.ts";

/** What stands around the kiosk. */
type Stage = { readonly surroundings: Pick<Surroundings, "upstream"> };

/** Longer than it must be, so that it is not found by chance in a number. */
export const operatorPin = "27495183";

/** From the first start to the home screen, with a terminal that is read and bound, and a merchant who has a PIN. */
export async function commission(stage: Stage, kiosk: PageDriver): Promise<void> {
  await kiosk.field("merchant").waitFor();
  await choosePin(stage, kiosk);
}

/** The merchant's first one, from the home screen and back to it. */
export async function choosePin(stage: Stage, kiosk: PageDriver): Promise<void> {
  await allowFirstPin(stage, kiosk);
  await kiosk.typePin(operatorPin);
  await kiosk.typePin(operatorPin);
  await kiosk.screen("home");
}

/** The challenge is read out to the provider, and its code typed: the PIN can be chosen now. */
export async function allowFirstPin(stage: Stage, kiosk: PageDriver): Promise<void> {
  await kiosk.tap("first-pin");
  await giveLeave(stage, kiosk, "merchant");
}

/** From the challenge on the screen to the choice of the role's new PIN. */
export async function giveLeave(stage: Stage, kiosk: PageDriver, role: PinRole): Promise<void> {
  await kiosk.screen("pinReset");
  const challenge = await kiosk.read("reset-challenge");
  const { code } = await stage.surroundings.upstream.operator.unlockPin({ challenge, role });
  await kiosk.tap("enter-reset");
  await kiosk.screen("enterCode");
  await kiosk.typePin(code);
  await kiosk.screen("choosePin");
}

/** From the home screen until the request is on its way. */
export async function confirmUnbind(kiosk: PageDriver): Promise<void> {
  await kiosk.tap("open-menu");
  await giveOwnPin(kiosk);
  await kiosk.tap("reason-switch_provider");
  await agree(kiosk);
  await kiosk.holdUntil("confirm", () => kiosk.screen("progress"));
}

/** From the consent to what is signed. Checks that all passed ask for nothing; others are seen first. */
export async function agree(kiosk: PageDriver): Promise<void> {
  await kiosk.tap("agree");
  await kiosk.state("ready");
  await kiosk.tapIfThere("show-summary");
  await kiosk.screen("summary");
}

/** Says to be the merchant, where that is asked. */
async function giveOwnPin(kiosk: PageDriver): Promise<void> {
  if ((await kiosk.screen("chooseRole", "enterPin")) === "chooseRole") await kiosk.tap("role-merchant");
  await kiosk.screen("enterPin");
  await kiosk.typePin(operatorPin);
}

/** Asks the upstream again and again, as an impatient operator does, until the request is in this state. */
export async function askUntil(kiosk: PageDriver, state: UnbindStateName): Promise<void> {
  await kiosk.tapIfThere("see-progress");
  const reached = async () => {
    await kiosk.tapIfThere("check-now");
    await kiosk.page.locator(`[data-state="${state}"]`).waitFor({ timeout: 500 });
  };
  await vi.waitFor(reached, { timeout: 30_000 });
}

/** From an approved request until the terminal carries it out; gives the PIN where the kiosk asks for it. */
export async function executeUnbind(kiosk: PageDriver): Promise<void> {
  await kiosk.state("approved");
  await kiosk.tapIfThere("see-progress");
  await kiosk.tap("execute");
  await kiosk.tap("execute-yes");
  const next = await kiosk.screen("chooseRole", "enterPin", "progress", "result");
  if (next === "chooseRole" || next === "enterPin") await giveOwnPin(kiosk);
}
