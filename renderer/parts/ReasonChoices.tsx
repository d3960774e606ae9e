/** One reason out of a few, for what somebody takes upon themselves. */

import { Choice } from "./Choice.tsx";

export type ReasonChoicesProps<Reason extends string> = {
  /** Names the choices, e.g. `waiver-no_remedy_here`. */
  readonly name: string;
  /** For whoever cannot see what they are about. */
  readonly legend: string;
  /** What each is called; in this order. */
  readonly words: Readonly<Record<Reason, string>>;
  readonly chosen: Reason | null;
  readonly onChoose: (reason: Reason) => void;
};

export function ReasonChoices<Reason extends string>(props: ReasonChoicesProps<Reason>) {
  const { name, legend, words, chosen, onChoose } = props;
  const reasons = Object.entries(words) as [Reason, string][];
  return (
    <fieldset class="choices">
      <legend class="unseen">{legend}</legend>
      {reasons.map(([code, word]) => (
        <Choice
          key={code}
          name={`${name}-${code}`}
          group={name}
          checked={chosen === code}
          onToggle={() => onChoose(code)}
        >
          {word}
        </Choice>
      ))}
    </fieldset>
  );
}
