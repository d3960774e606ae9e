/** What stands above every screen: the product, how it is drawn, the other language, the way in for staff, and whether anything is simulated. */

import { useState } from "preact/hooks";
import type { Language } from "../../device/contract/codes.ts";
import type { Texts } from "../../device/text/texts.ts";
import { later } from "../state/later.tsx";
import type { Drawing } from "../state/useDrawing.ts";

const DrawingDialog = later(async () => (await import("./DrawingDialog.tsx")).DrawingDialog);

export type TopBarProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly simulated: boolean;
  readonly drawing: Drawing;
  readonly onDrawing: (drawing: Drawing) => void;
  readonly onLanguage: (language: Language) => void;
  /** Null where nobody may leave what is on the screen. */
  readonly onStaff: (() => void) | null;
};

export function TopBar({ texts, language, simulated, drawing, onDrawing, onLanguage, onStaff }: TopBarProps) {
  const [choosing, setChoosing] = useState(false);
  const other: Language = language === "en" ? "zh-CN" : "en";
  return (
    <header class="topBar">
      <div class="topLine">
        <span class="product">{texts.screens.product}</span>
        {onStaff && (
          <button type="button" class="topAction aside" data-action="staff" onClick={onStaff}>
            {texts.screens.staff}
          </button>
        )}
        <button
          type="button"
          class="topAction"
          data-action="drawing"
          aria-label={texts.screens.drawing.title}
          onClick={() => setChoosing(true)}
        >
          Aa
        </button>
        <button type="button" class="topAction" lang={other} data-action="language" onClick={() => onLanguage(other)}>
          {texts.screens.otherLanguage}
        </button>
      </div>
      {simulated && (
        <p class="ribbon" data-field="simulated">
          {texts.screens.simulated}
        </p>
      )}
      {choosing && (
        <DrawingDialog texts={texts} drawing={drawing} onDrawing={onDrawing} onClose={() => setChoosing(false)} />
      )}
    </header>
  );
}
