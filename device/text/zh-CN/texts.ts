/** 全部中文用语，选用该语言时一次载入。 */

import type { Texts } from "../texts.ts";
import { profileZhCN } from "./profile.ts";
import { screensZhCN, terminalZhCN } from "./screens.ts";
import { unbindZhCN } from "./unbind.ts";

export const texts: Texts = {
  unbind: unbindZhCN,
  profile: profileZhCN,
  terminal: terminalZhCN,
  screens: screensZhCN,
};
