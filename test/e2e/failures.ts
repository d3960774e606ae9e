/** Failures as they stand on the screen, in both languages. */

import type { ErrorCode } from "../../device/contract/errors.ts";
import { changedBy } from "../../device/text/changedBy.ts";
import { errorsEn } from "../../device/text/en/errors.ts";
import { texts as inEnglish } from "../../device/text/en/texts.ts";
import { errorsZhCN } from "../../device/text/zh-CN/errors.ts";
import { texts as inChinese } from "../../device/text/zh-CN/texts.ts";
import type { KioskDriver } from "../support/kioskDriver.ts";

export type ShownFailure = { readonly chinese: string; readonly english: string };

/** Waits for this failure in this place of the screen, and reads it in Chinese and, after the switch, in English. */
export async function readFailure(kiosk: KioskDriver, field: string, code: ErrorCode): Promise<ShownFailure> {
  const { page } = kiosk;
  await page.locator(`[data-field="${field}-code"]`, { hasText: code }).waitFor({ state: "attached" });
  const chinese = await kiosk.read(field);
  await kiosk.tap("language");
  await page.locator("html[lang=en]").waitFor();
  const english = await kiosk.read(field);
  await kiosk.tap("language");
  await page.locator("html[lang=zh-CN]").waitFor();
  return {
    chinese: upTo(errorsZhCN[code].remedy, chinese),
    english: upTo(errorsEn[code].remedy, english),
  };
}

/** What must be told of a failure: what happened, whether anything changed, and what to do. Its code is folded. */
export function wordsFor(code: ErrorCode): ShownFailure {
  const words = (texts: typeof inEnglish, errors: typeof errorsEn) =>
    [errors[code].sentence, changedBy(code, texts), errors[code].remedy].filter(Boolean).join(" ");
  return { chinese: words(inChinese, errorsZhCN), english: words(inEnglish, errorsEn) };
}

/** Behind it stand a number and what is folded. */
function upTo(end: string, text: string): string {
  return text.slice(0, text.indexOf(end) + end.length);
}
