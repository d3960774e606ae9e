/** What the verifier's page says beside the verdict, which it says in the words of `verify`. */

import type { Sentences } from "./sentences.ts";
import type { UnbindTexts } from "./texts.ts";
import type { VerifyTexts } from "./verifyTexts.ts";

/** Why nothing could be judged, or was not taken. `{name}` stands for a fact. */
export type VerifierFailure =
  | "file-empty"
  | "file-too-large"
  | "picture-too-large"
  | "picture-unreadable"
  | "picture-without-code"
  | "camera-refused"
  | "camera-missing"
  | "camera-busy"
  | "camera-lost"
  | "terms-not-text"
  | "terms-for-receipt"
  | "receipt-needs-key"
  | "crypto-missing"
  | "device-key-id-wrong"
  | "device-key-id-for-receipt";

export type VerifierPageTexts = {
  readonly title: string;
  /** What the page does and does not do with what it is given. */
  readonly about: string;
  readonly otherLanguage: string;
  readonly evidenceTitle: string;
  readonly evidenceHint: string;
  readonly dropHere: string;
  readonly chooseFile: string;
  readonly pasteEvidence: string;
  readonly scan: string;
  readonly stopScan: string;
  readonly cameraPicture: string;
  readonly codesRead: (have: number, count: number) => string;
  /** Where codes of other evidence, or of none, were read as well. */
  readonly leftOut: string;
  readonly given: (name: string) => string;
  readonly pasted: string;
  readonly scanned: string;
  readonly linked: string;
  readonly keyTitle: string;
  readonly keyHint: string;
  /** Where the page came with a key. */
  readonly keyOfPage: string;
  /** What a failure calls it. */
  readonly keyName: string;
  readonly chooseKey: string;
  readonly pasteKey: string;
  readonly keyGiven: (kids: string) => string;
  readonly deviceKeyId: string;
  readonly deviceKeyIdHint: string;
  readonly termsHint: string;
  readonly chooseTerms: string;
  readonly termsGiven: (name: string) => string;
  readonly remove: string;
  readonly verdictTitle: string;
  readonly findingsTitle: string;
  readonly waiting: string;
  readonly print: string;
  readonly failures: Sentences<VerifierFailure>;
};

export type VerifierTexts = {
  readonly verify: VerifyTexts;
  readonly page: { readonly unbind: UnbindTexts };
  readonly verifier: VerifierPageTexts;
};
