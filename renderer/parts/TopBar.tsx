/** What stands above every screen: the product, the other language, the way in for staff, and whether anything is simulated. */

import type { Language } from "../../device/contract/codes.ts";
import type { Texts } from "../../device/text/texts.ts";

export type TopBarProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly simulated: boolean;
  readonly onLanguage: (language: Language) => void;
  /** Null where nobody may leave what is on the screen. */
  readonly onStaff: (() => void) | null;
};

export function TopBar({ texts, language, simulated, onLanguage, onStaff }: TopBarProps) {
  return (
    <header class="topBar">
      <span class="product">{texts.screens.product}</span>
      {simulated && (
        <span class="ribbon" data-field="simulated">
          {texts.screens.simulated}
        </span>
      )}
      {onStaff && (
        <button type="button" class="action quiet aside" data-action="staff" onClick={onStaff}>
          {texts.screens.staff}
        </button>
      )}
      <LanguageSwitch texts={texts} language={language} onLanguage={onLanguage} />
    </header>
  );
}

function LanguageSwitch({ texts, language, onLanguage }: Omit<TopBarProps, "simulated" | "onStaff">) {
  const other: Language = language === "en" ? "zh-CN" : "en";
  return (
    <button type="button" class="action quiet" lang={other} data-action="language" onClick={() => onLanguage(other)}>
      {texts.screens.otherLanguage}
    </button>
  );
}
