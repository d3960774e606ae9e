/** What every language must say at a shell, whichever command was typed. `{name}` stands for a fact. */

export type CommandLineTexts = {
  readonly failures: Readonly<Record<"cli/arguments-wrong" | "cli/file-unreadable" | "cli/file-too-large", string>>;
};
