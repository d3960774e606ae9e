/** Terminals without a touch screen have digits, OK and back: from home to a submitted request by those alone. */

import { expect, onTestFinished, test } from "vitest";
import { commission, operatorPin } from "./operator.ts";
import { setStage } from "./stage.ts";

test("By a keypad alone a request is submitted, and back leaves what was opened", async () => {
  const stage = await setStage();
  onTestFinished(stage.close);
  const kiosk = await stage.start();
  await commission(stage, kiosk);
  const { page } = kiosk;
  const { keyboard } = page;
  /** The number that stands on the button. */
  const numberOn = (action: string) =>
    page.evaluate((wanted) => {
      const buttons = [...document.querySelectorAll<HTMLElement>(".page [data-action]:not(:disabled)")];
      return buttons.filter((each) => each.checkVisibility()).findIndex((each) => each.dataset.action === wanted) + 1;
    }, action);
  /** By its digit; one that has none is gone to by arrows. */
  const press = async (action: string) => {
    await page.locator(`[data-action="${action}"]:enabled`).waitFor();
    const number = await numberOn(action);
    if (number <= 9) return keyboard.press(String(number));
    const isReached = () =>
      page.evaluate((name) => (document.activeElement as HTMLElement).dataset.action === name, action);
    for (let step = 0; step < 30 && !(await isReached()); step++) await keyboard.press("ArrowDown");
    return keyboard.press("Enter");
  };

  await press("see-history");
  await kiosk.screen("history");
  await keyboard.press("Backspace");
  const back = await kiosk.screen("home");
  await press("open-menu");
  await kiosk.screen("enterPin");
  for (const digit of operatorPin) await keyboard.press(digit);
  await keyboard.press("Enter");
  await kiosk.screen("draft");
  const focused = await page.evaluate(() => document.activeElement?.localName);
  await press("reason-switch_provider");
  await press("agree");
  await kiosk.state("ready");
  if ((await numberOn("show-summary")) > 0) await press("show-summary");
  await kiosk.screen("summary");
  await press("confirm");
  await keyboard.down("Enter");
  const submitted = await kiosk.screen("progress");
  await keyboard.up("Enter");

  expect({ back, focused, submitted }).toEqual({ back: "home", focused: "h1", submitted: "progress" });
});
