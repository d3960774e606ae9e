/** What every language must say at a shell, whichever command was typed. `{name}` stands for a fact. */

import type { Sentences } from "./sentences.ts";

export type CommandLineTexts = {
  readonly optionsTitle: string;
  readonly exitsTitle: string;
  readonly options: Sentences<"--lang zh|en">;
  readonly exits: Sentences<"outputLost">;
  /** On standard error: standard output takes nothing any more. */
  readonly outputLost: string;
  readonly failures: Sentences<"cli/arguments-wrong" | "cli/file-unreadable" | "cli/file-too-large">;
  readonly because: string;
  readonly more: string;
};
