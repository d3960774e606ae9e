/** Failures as they stand on the screen, in both languages. */

import type { ErrorCode } from "../../device/contract/errors.ts";
import { texts as english } from "../../device/text/en/texts.ts";
import { texts as chinese } from "../../device/text/zh-CN/texts.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";

export type ShownFailure = { readonly chinese: string; readonly english: string };

/** Waits for this failure in this place of the screen, and reads it in Chinese and, after the switch, in English. */
export async function readFailure(kiosk: KioskDriver, field: string, code: ErrorCode): Promise<ShownFailure> {
  const { page } = kiosk;
  await page.locator(`[data-field="${field}-code"]`, { hasText: code }).waitFor();
  const chinese = await kiosk.read(field);
  await kiosk.tap("language");
  await page.locator("html[lang=en]").waitFor();
  const english = await kiosk.read(field);
  await kiosk.tap("language");
  await page.locator("html[lang=zh-CN]").waitFor();
  return { chinese: upTo(code, chinese), english: upTo(code, english) };
}

/** What must be told of a failure: sentence, remedy and code, behind the sign that the eye sees first. */
export function wordsFor(code: ErrorCode): ShownFailure {
  const words = ({ errors }: typeof english) => `× ${errors[code].sentence} ${errors[code].remedy} ${code}`;
  return { chinese: words(chinese), english: words(english) };
}

/** Behind the code stand facts for a technician, such as a path, which are another's to check. */
function upTo(code: string, text: string): string {
  return text.slice(0, text.indexOf(code) + code.length);
}
