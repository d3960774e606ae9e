/** The staff's words in the language that is wanted; those of the last one stay until the new ones are there. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { StaffTexts } from "../../device/text/staffTexts.ts";
import { loadStaffTexts, staffTextsOf } from "../../device/text/staffTextsOf.ts";

/** Null until the first words are there. */
export function useStaffTexts(language: Language): StaffTexts | null {
  const [, redraw] = useState(0);
  const last = useRef<StaffTexts | null>(null);
  useLayoutEffect(() => {
    if (!staffTextsOf(language)) void loadStaffTexts(language).then(() => redraw((count) => count + 1));
  }, [language]);
  last.current = staffTextsOf(language) ?? last.current;
  return last.current;
}
