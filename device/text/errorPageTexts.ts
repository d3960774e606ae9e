/** What is said of a failure: most days nothing, so that a start of the page does not wait for it. */

import { createTextPiece } from "./textPiece.ts";
import type { ErrorTexts } from "./texts.ts";

export const errorPageTexts = createTextPiece<ErrorTexts>({
  "zh-CN": async () => (await import("./zh-CN/errors.ts")).errorsZhCN,
  en: async () => (await import("./en/errors.ts")).errorsEn,
});
