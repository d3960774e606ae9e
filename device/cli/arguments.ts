/** The arguments of `verify`. Knows their names, not what is in the files. */

import { parseArgs } from "node:util";
import { err, ok, type Result } from "../base/result.ts";
import { keyId } from "../contract/fields.ts";

export type Language = "zh" | "en";

export type VerifyArguments = {
  readonly file: string;
  readonly upstreamKeyFiles: readonly string[];
  readonly deviceKid: string | undefined;
  readonly language: Language;
  readonly json: boolean;
};

export type ArgumentsFailure = {
  readonly code: "cli/arguments-wrong";
  readonly language: Language;
  readonly argument: string;
};

/** `argument` of a failure is the one that is wrong or missing. */
export function parseVerifyArguments(argv: readonly string[]): Result<VerifyArguments, ArgumentsFailure> {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      "upstream-key": { type: "string", multiple: true },
      "device-key-id": { type: "string" },
      lang: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const language = values.lang === "en" ? "en" : "zh";
  const wrong = (argument: string) => err({ code: "cli/arguments-wrong", language, argument });

  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const isValue = known.get(token.name);
    if (isValue === undefined || isValue !== (token.value !== undefined)) return wrong(token.rawName);
    // The next option was taken for the value that is missing here; a value that looks so is given as `--name=value`.
    if (!token.inlineValue && token.value?.startsWith("--")) return wrong(token.rawName);
  }
  const [file, ...more] = positionals;
  if (!file) return wrong("FILE");
  if (more[0] !== undefined) return wrong(more[0]);
  if (values.lang !== undefined && values.lang !== language) return wrong("--lang");
  const deviceKid = values["device-key-id"];
  if (deviceKid !== undefined && !keyId.safeParse(deviceKid).success) return wrong("--device-key-id");
  return ok({
    file,
    upstreamKeyFiles: (values["upstream-key"] ?? []).map(String),
    deviceKid: deviceKid === undefined ? undefined : String(deviceKid),
    language,
    json: values.json === true,
  });
}

/** Whether an option takes a value. */
const known: ReadonlyMap<string, boolean> = new Map([
  ["upstream-key", true],
  ["device-key-id", true],
  ["lang", true],
  ["json", false],
]);
