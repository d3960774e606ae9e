/** The text of the terms, where somebody wants to know whether it is what was agreed to. */

import { maxTermsBytes } from "../../device/evidence/terms.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { bytesOf } from "./bytesOf.ts";
import type { Given } from "./judging.ts";

export type TermsInputProps = {
  readonly texts: VerifierTexts;
  readonly terms: Given | null;
  readonly onTerms: (terms: Given | null) => void;
};

export function TermsInput({ texts, terms, onTerms }: TermsInputProps) {
  const { verifier } = texts;
  const take = async (file: File | undefined) => {
    if (file) onTerms({ name: file.name, bytes: await bytesOf(file, maxTermsBytes) });
  };

  return (
    <section aria-label={verifier.chooseTerms}>
      <p class="hint">{verifier.termsHint}</p>
      <p class="actions">
        <label class="button">
          {verifier.chooseTerms}
          <input
            type="file"
            data-field="termsFile"
            onChange={({ currentTarget }) => {
              void take(currentTarget.files?.[0]);
              currentTarget.value = "";
            }}
          />
        </label>
        {terms && (
          <button type="button" data-field="removeTerms" onClick={() => onTerms(null)}>
            {verifier.remove}
          </button>
        )}
      </p>
      {terms && (
        <p role="status" class="given" data-field="terms">
          {verifier.termsGiven(terms.name)}
        </p>
      )}
    </section>
  );
}
