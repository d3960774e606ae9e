/** The keys by which the provider's words are judged here, and the last list of keys that was not believed. */

import type { DiagnosticsView } from "../../../device/contract/views/staff.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Fact } from "../../parts/Fact.tsx";
import { formatTime } from "../../state/format.ts";
import { useErrorTexts } from "../../state/useTexts.ts";
import { inGroups } from "./KeyFacts.tsx";

/** Of 43 letters: enough to tell keys apart by telephone, short enough for a small screen. */
const toldLetters = 16;

export type UpstreamKeyFactsProps = {
  readonly texts: Texts;
  readonly words: StaffTexts["diagnostics"];
  readonly diagnostics: DiagnosticsView;
};

export function UpstreamKeyFacts({
  texts,
  words,
  diagnostics: { upstreamKeys, refusedKeySet },
}: UpstreamKeyFactsProps) {
  const errors = useErrorTexts(texts);
  const timeOf = (instant: string | null) => (instant === null ? null : formatTime(instant, texts));
  return (
    <>
      {upstreamKeys.map(({ kid, notBefore, notAfter, inForce }) => (
        <Fact
          key={kid}
          label={words.upstreamKey}
          field={`upstream-key-${kid}`}
          value={inGroups(kid.slice(0, toldLetters))}
          note={
            <span data-field={`standing-${kid}`}>
              {words.keyStanding(inForce, timeOf(notBefore), timeOf(notAfter))}
            </span>
          }
          mono
        />
      ))}
      {refusedKeySet && errors && (
        <Fact
          label={words.refusedKeySet}
          field="refused-key-set"
          value={formatTime(refusedKeySet.at, texts)}
          note={
            <span data-field="refused-key-set-why">
              {errors[refusedKeySet.failure.code].sentence} {errors[refusedKeySet.failure.code].remedy}
            </span>
          }
          tone="warn"
        />
      )}
    </>
  );
}
