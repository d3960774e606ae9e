/** The texts of the language that is wanted; those of the last one stay until the new ones are there. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { Texts } from "../../device/text/texts.ts";
import { loadTexts, textsOf } from "../../device/text/textsOf.ts";

/** Null until the first texts are there. */
export function useTexts(language: Language | undefined): Texts | null {
  const [, redraw] = useState(0);
  const last = useRef<Texts | null>(null);
  useLayoutEffect(() => {
    if (language && !textsOf(language)) void loadTexts(language).then(() => redraw((count) => count + 1));
  }, [language]);
  last.current = (language && textsOf(language)) ?? last.current;
  return last.current;
}
