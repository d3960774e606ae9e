/** Why something was not taken or could not be judged, and what to do: in the words of `verify` where it has them. */

import { fill } from "../../device/text/fill.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import type { Failure } from "./judging.ts";

export type FailureNoteProps = {
  readonly failure: Failure;
  /** What it is about, where the failure does not say it. */
  readonly file?: string;
  readonly texts: VerifierTexts;
};

export function FailureNote({ failure, file = "", texts }: FailureNoteProps) {
  // Codes that are still to come are nothing to be startled by.
  const isWaiting = failure.code === "qr/parts-missing";
  return (
    <p class={isWaiting ? "given" : "failure"} role={isWaiting ? "status" : "alert"} data-field="failure">
      {failureText(failure, file, texts)}
    </p>
  );
}

const sentenceOfKey = {
  "key/private": "cli/key-private",
  "key/unusable": "cli/key-unusable",
  "key/not-json": "cli/key-not-json",
  "key/ambiguous": "cli/key-ambiguous",
  "key/for-something-else": "cli/key-for-something-else",
} as const;

function failureText(failure: Failure, file: string, { verify, verifier }: VerifierTexts): string {
  const { failures } = verify;
  switch (failure.code) {
    case "evidence/not-a-bundle":
      return fill(failures[failure.code], { file, where: failure.where || verify.wholeFile });
    case "qr/parts-missing":
      return fill(failures[failure.code], { file, count: failure.count, numbers: failure.missing.join(" ") });
    case "evidence/too-large":
      return fill(verifier.failures["file-too-large"], { file, maxBytes: failure.maxBytes });
    case "evidence/not-canonical":
    case "qr/too-large":
    case "qr/not-a-part":
    case "qr/another-series":
    case "qr/damaged":
      return fill(failures[failure.code], { file, ...failure });
    case "key/private":
    case "key/unusable":
    case "key/not-json":
    case "key/ambiguous":
    case "key/for-something-else": {
      const { code, ...facts } = failure;
      return fill(failures[sentenceOfKey[code]], { file: verifier.keyName, ...facts });
    }
    default:
      return fill(verifier.failures[failure.code], { file, ...failure });
  }
}
