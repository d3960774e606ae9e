/** Whether somebody is there: a PIN typed on a keyboard, and the menu that closes when nobody touches anything. */

import { expect, onTestFinished, test } from "vitest";
import { texts } from "../../device/text/zh-CN/texts.ts";
import { allowFirstPin, choosePin, operatorPin } from "./operator.ts";
import { setStage } from "./stage.ts";

test("A PIN is chosen and given on a keyboard, where the keys of a browser do nothing", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const { page, ...kiosk } = await stage.start();
  const typed = () => kiosk.field("pin-typed").textContent();
  const type = async (pin: string) => {
    await page.keyboard.type(pin);
    await page.keyboard.press("Enter");
  };

  await allowFirstPin(stage, { page, ...kiosk });
  for (const keys of ["Control+r", "F5", "Alt+ArrowLeft", "Control+p", "F11"]) await page.keyboard.press(keys);
  await page.keyboard.type("12");
  const afterTwo = await typed();
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await type(operatorPin);
  await page.getByRole("heading", { name: texts.screens.pin.titles.repeat }).waitFor();
  await type(operatorPin);
  await kiosk.screen("home");
  await kiosk.tap("open-menu");
  await kiosk.screen("enterPin");
  await type(operatorPin);

  expect({ afterTwo, unlocked: await kiosk.screen("draft", "home") }).toEqual({
    afterTwo: texts.screens.pin.typed(2),
    unlocked: "draft",
  });
});

test("Nobody touches anything in the menu: a warning that can be extended, and then the menu closes", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const kiosk = await stage.start();
  await choosePin(stage, kiosk);
  const warning = kiosk.field("closes-in");
  // Nothing that the terminal waits for lasts longer than this, or the test would last a minute and a half.
  await kiosk.app.evaluate(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = ((run: () => void, ms: number) =>
      setTimeout(run, Math.min(ms, 4_000))) as typeof setTimeout;
  });

  await kiosk.tap("open-menu");
  await kiosk.screen("enterPin");
  await warning.waitFor();
  await kiosk.tap("stay");
  await warning.waitFor({ state: "detached" });
  const extended = await kiosk.screen("enterPin", "home");
  await warning.waitFor();
  const left = await kiosk.screen("home");

  expect({ extended, left }).toEqual({ extended: "enterPin", left: "home" });
});
