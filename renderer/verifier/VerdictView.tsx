/** The verdict: what it comes to first, what it proves to whom, then every check. The words are those of `verify`. */

import type { Verdict } from "../../device/evidence/verdict.ts";
import { type VerdictLine, verdictLines } from "../../device/text/verdictLines.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { FailureNote } from "./FailureNote.tsx";
import type { Judgement } from "./judging.ts";

export type VerdictViewProps = {
  readonly judgement: Judgement;
  readonly file: string;
  readonly texts: VerifierTexts;
};

export function VerdictView({ judgement, file, texts }: VerdictViewProps) {
  if (judgement.kind === "failure") return <FailureNote failure={judgement.failure} file={file} texts={texts} />;
  const { verify, verifier } = texts;
  const lines = verdictLines(judgement.verdict, texts);
  const of = (...marks: readonly VerdictLine["mark"][]) => lines.filter(({ mark }) => marks.includes(mark));
  const before = { ...verify.marks, notPinned: "", detail: "" };

  return (
    <article data-field="verdict" class={toneOf(judgement.verdict)}>
      {of("notPinned", "conclusion").map((line) => (
        <p key={line.text} class={line.mark} data-line={line.mark}>
          {line.text}
        </p>
      ))}
      {of("detail").map((line) => (
        <p key={line.text} class="detail" data-line="detail">
          {line.text}
        </p>
      ))}
      <ul class="proves">
        {of("provable", "notProvable", "notProven").map((line) => (
          <li key={line.mark + line.text} class={line.mark} data-line={line.mark}>
            <strong>{before[line.mark]}</strong>
            {line.text}
          </li>
        ))}
      </ul>
      <h3>{verifier.findingsTitle}</h3>
      <ul class="findings">
        {of("ok", "wrong", "doubt").map((line) => (
          <li key={line.mark + line.text} class={line.mark} data-line={line.mark}>
            <strong>{before[line.mark].trim()}</strong>
            {line.text}
          </li>
        ))}
      </ul>
      <p class="actions">
        <button type="button" onClick={() => window.print()}>
          {verifier.print}
        </button>
      </p>
    </article>
  );
}

/** Never green but where a stranger can be convinced. */
function toneOf({ conclusion, ...verdict }: Verdict): "proven" | "open" | "broken" {
  if (conclusion === "inconsistent") return "broken";
  if (verdict.kind === "bundle" && verdict.terms?.agreed === false) return "open";
  const toThirdParties = verdict.kind === "bundle" ? verdict.report.toThirdParties : verdict.toThirdParties;
  return toThirdParties ? "proven" : "open";
}
