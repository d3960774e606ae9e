/** What is printed on paper, beside the words that the page has for the same things. */

import type { Language } from "../contract/codes.ts";
import type { UnbindTexts } from "./texts.ts";

/** All words of a paper, in one language. */
export type PaperWords = { readonly language: Language; readonly paper: PaperTexts; readonly unbind: UnbindTexts };

export type PaperTexts = {
  readonly voucher: {
    readonly title: string;
    readonly signed: string;
    /** Above the address of the provider's verifier. */
    readonly checkAt: string;
    readonly checkWithout: string;
    readonly codeOf: (part: number, of: number) => string;
  };
  readonly slip: {
    readonly title: string;
    readonly noProof: string;
    readonly state: string;
    readonly confirmedAt: string;
    readonly reason: string;
    readonly scan: string;
  };
  readonly label: { readonly title: string; readonly key: string; readonly scan: string };
  readonly provider: string;
  readonly instant: (ms: number) => string;
};
