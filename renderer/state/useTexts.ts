/** Texts in the language that is wanted; those of the last one stay until the new ones are there. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import { errorPageTexts } from "../../device/text/errorPageTexts.ts";
import type { TextPiece } from "../../device/text/textPiece.ts";
import type { ErrorTexts, Texts } from "../../device/text/texts.ts";

/** Null until the first texts are there. */
export function useTexts<Shape>(piece: TextPiece<Shape>, language: Language | undefined): Shape | null {
  const [, redraw] = useState(0);
  const last = useRef<Shape | null>(null);
  useLayoutEffect(() => {
    if (language && !piece.in(language)) void piece.load(language).then(() => redraw((count) => count + 1));
  }, [piece, language]);
  last.current = (language && piece.in(language)) ?? last.current;
  return last.current;
}

/** What is said of failures, in the language of the other texts; null until it is there. */
export function useErrorTexts({ screens }: Texts): ErrorTexts | null {
  return useTexts(errorPageTexts, screens.locale.startsWith("zh") ? "zh-CN" : "en");
}
