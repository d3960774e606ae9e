/** What every screen may have to say. */

import { createTextPiece } from "./textPiece.ts";
import type { Texts } from "./texts.ts";

export const pageTexts = createTextPiece<Texts>({
  "zh-CN": async () => (await import("./zh-CN/texts.ts")).texts,
  en: async () => (await import("./en/texts.ts")).texts,
});
