/** Takes what a scanner reads, or somebody types in its place: whole, at its Enter. */

import { useRef, useState } from "preact/hooks";
import type { Texts } from "../../device/text/texts.ts";
import { useTyping } from "../state/useTyping.ts";

/** As many as an order takes. */
const maxLength = 32_768;

type ScanProps = {
  readonly texts: Texts;
  readonly field: string;
  /** What may be scanned here. */
  readonly hint: string;
  readonly onScan: (scanned: string) => void;
};

export function Scan({ texts, field, hint, onScan }: ScanProps) {
  /** A scanner types faster than anything is drawn. */
  const typed = useRef("");
  const place = useRef<HTMLParagraphElement>(null);
  const [count, setCount] = useState(0);
  const keep = (text: string) => {
    typed.current = text.slice(0, maxLength);
    setCount(typed.current.length);
  };
  useTyping({
    onType(character) {
      // On a button that was pressed before, the scanner's Enter would press it again.
      if (typed.current === "") place.current?.focus();
      keep(typed.current + character);
    },
    onErase: () => keep(typed.current.slice(0, -1)),
    onSubmit() {
      const scanned = typed.current;
      keep("");
      if (scanned !== "") onScan(scanned);
    },
  });
  return (
    <p ref={place} class="small" tabIndex={-1} data-scan data-field={field}>
      {count === 0 ? hint : texts.screens.scan.received(count)}
    </p>
  );
}
