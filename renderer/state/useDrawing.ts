/** How the page is drawn, as the operator wants it; forgotten when the page is loaded anew. The style sheet does the rest. */

import { useEffect, useState } from "preact/hooks";

export const drawingChoices = {
  size: ["100", "130", "150"],
  theme: ["auto", "light", "dark"],
  contrast: ["auto", "high"],
} as const;

export type Drawing = { readonly [Name in keyof typeof drawingChoices]: (typeof drawingChoices)[Name][number] };

export function useDrawing(): readonly [Drawing, (drawing: Drawing) => void] {
  const [drawing, setDrawing] = useState<Drawing>({ size: "100", theme: "auto", contrast: "auto" });
  useEffect(() => {
    Object.assign(document.documentElement.dataset, drawing);
  }, [drawing]);
  return [drawing, setDrawing];
}
