/** All texts in English, as one piece that is loaded when the language is. */

import type { Texts } from "../texts.ts";
import { profileEn } from "./profile.ts";
import { screensEn, terminalEn } from "./screens.ts";
import { unbindEn } from "./unbind.ts";

export const texts: Texts = {
  unbind: unbindEn,
  profile: profileEn,
  terminal: terminalEn,
  screens: screensEn,
};
