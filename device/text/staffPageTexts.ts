/** What only the screens of technician and factory say. */

import type { StaffTexts } from "./staffTexts.ts";
import { createTextPiece } from "./textPiece.ts";

export const staffPageTexts = createTextPiece<StaffTexts>({
  "zh-CN": async () => (await import("./zh-CN/staff.ts")).staffTexts,
  en: async () => (await import("./en/staff.ts")).staffTexts,
});
