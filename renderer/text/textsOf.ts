/** The texts of a language. */

import type { Language } from "../../device/contract/host.ts";
import { errorsEn } from "./en/errors.ts";
import { screensEn, terminalEn } from "./en/screens.ts";
import { unbindEn } from "./en/unbind.ts";
import type { Texts } from "./texts.ts";
import { errorsZhCN } from "./zh-CN/errors.ts";
import { screensZhCN, terminalZhCN } from "./zh-CN/screens.ts";
import { unbindZhCN } from "./zh-CN/unbind.ts";

export const textsOf: Readonly<Record<Language, Texts>> = {
  "zh-CN": { errors: errorsZhCN, unbind: unbindZhCN, terminal: terminalZhCN, screens: screensZhCN },
  en: { errors: errorsEn, unbind: unbindEn, terminal: terminalEn, screens: screensEn },
};
