/** Texts in the language that is wanted; those of the last one stay until the new ones are there. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { TextPiece } from "../../device/text/textPiece.ts";

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
