/** The arguments of `verify`. Knows their names, not what is in the files. */

import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import { keyId } from "../../contract/fields.ts";
import { type ArgumentsFailure, isLang, languageOf, readOptions } from "../options.ts";

export type VerifyArguments = {
  readonly file: string;
  readonly upstreamKeyFiles: readonly string[];
  readonly deviceKid: string | undefined;
  readonly termsFile: string | undefined;
  readonly language: Language;
  readonly json: boolean;
  readonly help: boolean;
};

export function parseVerifyArguments(argv: readonly string[]): Result<VerifyArguments, ArgumentsFailure> {
  const read = readOptions(argv, kinds);
  const typed = read.ok ? read.value : read.error.typed;
  const language = languageOf(typed);
  const wrong = (argument: string) => err({ code: "cli/arguments-wrong", language, argument });
  if (!read.ok) return wrong(read.error.argument);

  const [file, ...more] = typed.rest;
  const help = typed.has("help");
  if (!file && !help) return wrong("FILE");
  if (more[0] !== undefined) return wrong(more[0]);
  if (!typed.texts("lang").every(isLang)) return wrong("--lang");
  const deviceKid = typed.text("device-key-id");
  if (deviceKid !== undefined && !keyId.safeParse(deviceKid).success) return wrong("--device-key-id");
  const upstreamKeyFiles = typed.texts("upstream-key");
  const termsFile = typed.text("terms");
  return ok({ file: file ?? "", upstreamKeyFiles, deviceKid, termsFile, language, json: typed.has("json"), help });
}

const kinds = {
  "upstream-key": "text",
  "device-key-id": "text",
  terms: "text",
  lang: "text",
  json: "flag",
  help: "flag",
} as const;
