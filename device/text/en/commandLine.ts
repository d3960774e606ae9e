/** What all commands say at a shell. */

import type { CommandLineTexts } from "../commandLineTexts.ts";

export const commandLineEn: CommandLineTexts = {
  optionsTitle: "Options",
  exitsTitle: "Exit codes",
  options: { "--lang zh|en": "the language, Chinese by default" },
  exits: { outputLost: "what was found could not be written to standard output in full" },
  outputLost: "what was found could not be written to standard output in full ({reason})",
  failures: {
    "cli/arguments-wrong": "wrong or missing argument: {argument}",
    "cli/file-unreadable": "cannot read {file} ({reason})",
    "cli/file-too-large": "{file} is larger than {maxBytes} bytes and was not looked at",
  },
  because: "{what}: {why}",
  more: "{what} ({more})",
};
