/**
 * Keys for a one-time code: the consonants of RFC 8628 section 6.1, or digits, for those who have no keyboard. A
 * keyboard, and a scanner that pretends to be one, types anything that can be printed.
 */

import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import { LetterKeys } from "../../parts/LetterKeys.tsx";
import { useTyping } from "../../state/useTyping.ts";

const letters = [..."BCDFGHJKLMNPQRSTVWXZ"];
const others = [{ name: "dash", character: "-" }];

export type CodeKeysProps = {
  readonly words: StaffTexts["code"];
  readonly disabled: boolean;
  readonly onType: (character: string) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

export function CodeKeys({ words, disabled, onType, onErase, onSubmit }: CodeKeysProps) {
  useTyping({ disabled, onType, onErase, onSubmit });
  return (
    <LetterKeys letters={letters} others={others} words={words} disabled={disabled} onType={onType} onErase={onErase} />
  );
}
