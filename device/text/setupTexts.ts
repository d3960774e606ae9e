/** What every language must say while a terminal is set up. `{name}` stands for a fact. */

import type { Sentences } from "./sentences.ts";

export type SetupTexts = {
  readonly usage: string;
  readonly exits: Sentences<"done" | "silent" | "notLooked" | "interrupted">;
  readonly questions: Sentences<"port" | "upstream" | "keyFile" | "agreementKeyFile">;
  /** Behind a question that has an answer of its own. */
  readonly otherwise: string;
  /** Before a port or a provider is tried, which takes its time. */
  readonly trying: string;
  readonly found: Sentences<"terminal" | "upstream" | "keys">;
  readonly wrote: string;
  /** How the kiosk's keys will be kept where there is no TPM that it can use itself. */
  readonly protection: Sentences<"tpm2" | "host" | "none">;
  readonly kept: string;
  readonly started: string;
  readonly notStarted: string;
  readonly forced: string;
  readonly failures: Sentences<
    | "setup/not-root"
    | "setup/no-answer"
    | "setup/upstream-wrong"
    | "setup/not-written"
    | "setup/not-configurable"
    | "setup/service-not-started"
  >;
};
