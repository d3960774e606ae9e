/** Takes a signed answer from a scanner or a keyboard, where no memory stick is at hand: whole, at its Enter. */

import { useRef, useState } from "preact/hooks";
import type { Texts } from "../../device/text/texts.ts";
import { useTyping } from "../state/useTyping.ts";

/** As many as the order takes. */
const maxLength = 32_768;

type AnswerScanProps = { readonly texts: Texts; readonly onAnswer: (answer: string) => void };

export function AnswerScan({ texts, onAnswer }: AnswerScanProps) {
  const words = texts.screens.answerScan;
  /** A scanner types faster than anything is drawn. */
  const typed = useRef("");
  const [count, setCount] = useState(0);
  const keep = (text: string) => {
    typed.current = text.slice(0, maxLength);
    setCount(typed.current.length);
  };
  useTyping({
    onType: (character) => keep(typed.current + character),
    onErase: () => keep(typed.current.slice(0, -1)),
    onSubmit() {
      const answer = typed.current;
      keep("");
      if (answer !== "") onAnswer(answer);
    },
  });
  return (
    <p class="small" data-field="answer-scan">
      {count === 0 ? words.hint : words.received(count)}
    </p>
  );
}
