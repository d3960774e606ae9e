/** The words of the staff's screens in a language, loaded when the first of those screens is drawn, and then kept. */

import type { Language } from "../contract/codes.ts";
import type { StaffTexts } from "./staffTexts.ts";

const pieces: Readonly<Record<Language, () => Promise<{ readonly staffTexts: StaffTexts }>>> = {
  "zh-CN": () => import("./zh-CN/staff.ts"),
  en: () => import("./en/staff.ts"),
};
const kept = new Map<Language, StaffTexts>();

/** Undefined until they are loaded. */
export function staffTextsOf(language: Language): StaffTexts | undefined {
  return kept.get(language);
}

export async function loadStaffTexts(language: Language): Promise<StaffTexts> {
  const known = kept.get(language);
  if (known) return known;
  const { staffTexts } = await pieces[language]();
  kept.set(language, staffTexts);
  return staffTexts;
}
