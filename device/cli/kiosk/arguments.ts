/** What was typed behind a command of the kiosk. A PIN or a code among it is refused, and not repeated. */

import { err, ok, type Result } from "../../base/result.ts";
import type { Language } from "../../contract/codes.ts";
import { uuid } from "../../contract/fields.ts";
import { orders } from "../../contract/orders.ts";
import { fromWhereTheyStand } from "../files.ts";
import { languageOf, readOptions, type Typed } from "../options.ts";
import { type KioskAction, type KioskCommand, kioskCommands, optionsOf } from "./commands.ts";
import { optionCodes } from "./optionCodes.ts";

export type KioskArguments = {
  readonly command: KioskCommand;
  readonly action: KioskAction;
  readonly language: Language;
  readonly json: boolean;
  readonly help: boolean;
  readonly configPath: string;
  /** The rest, by name. What is written there has its shape; whether it makes sense is for the command to see. */
  readonly typed: Typed;
};

export type KioskArgumentsFailure =
  | {
      readonly code: "cli/arguments-wrong" | "cli/secret-in-arguments";
      readonly language: Language;
      readonly argument: string;
    }
  /** `codes`: the list of which it has to be one. */
  | {
      readonly code: "cli/value-unknown";
      readonly language: Language;
      readonly argument: string;
      readonly codes: string;
    };

const { chooseReason, waiveCheck } = orders;
const descriptor = (text: string) => /^\d{1,4}$/.test(text);
const fits = (schema: { safeParse(value: unknown): { success: boolean } }) => (text: string) =>
  schema.safeParse(text).success;

/** What the value of an option has to look like, where it is none of a list. */
const shapes: Readonly<Record<string, (text: string) => boolean>> = {
  config: (text) => text !== "",
  "pin-fd": descriptor,
  "code-fd": descriptor,
  remark: fits(chooseReason.shape.text),
  waive: (text) => waiverOf(text) !== null,
  "yes-sn-tail": (text) => /^[\x21-\x7e]{4}$/.test(text),
  request: fits(uuid),
  before: (text) => /^\d{1,9}$/.test(text),
  case: fits(orders.readJournal.shape.caseNumber),
};

function takes(name: string, value: string): boolean {
  const shape = shapes[name] ?? ((text: string) => optionCodes[name]?.includes(text) ?? true);
  return shape(value);
}

/** `CHECK=REASON`. */
export function waiverOf(text: string) {
  const [check, reason] = text.split("=");
  const parsed = waiveCheck.safeParse({ check, reason });
  return parsed.success ? parsed.data : null;
}

export function parseKioskArguments(
  command: KioskCommand,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Result<KioskArguments, KioskArgumentsFailure> {
  const kinds = optionsOf[command];
  const read = readOptions(argv, { ...kinds, pin: "text", code: "text" });
  const typed = read.ok ? read.value : read.error.typed;
  const language = languageOf(typed);
  const wrong = (argument: string) => err({ code: "cli/arguments-wrong", language, argument });
  const secret = (argument: string) => err({ code: "cli/secret-in-arguments", language, argument });

  if (typed.has("pin")) return secret("--pin");
  if (typed.has("code") && !Object.hasOwn(kinds, "code")) return secret("--code");
  if (typed.rest.some((word) => /^[\d ]{4,}$/.test(word))) return secret("1234...");
  if (!read.ok) return wrong(read.error.argument);
  const [word, ...more] = typed.rest;
  const actions: readonly string[] = kioskCommands[command];
  const action = word === undefined ? actions[0] : actions.find((known) => known === word);
  if (action === undefined) return wrong(word ?? "");
  if (more[0] !== undefined) return wrong(more[0]);
  for (const name of Object.keys(kinds)) {
    const refused = typed.texts(name).some((value) => !takes(name, value));
    const codes = optionCodes[name];
    if (refused && codes)
      return err({ code: "cli/value-unknown", language, argument: `--${name}`, codes: codes.join(", ") });
    if (refused) return wrong(`--${name}`);
  }
  const config = typed.text("config");
  return ok({
    command,
    language,
    typed,
    action: `${command} ${action}` as KioskAction,
    json: typed.has("json"),
    help: typed.has("help"),
    configPath: config ? fromWhereTheyStand(config) : (env.JIEBANG_CONFIG ?? "/etc/jiebang/config.json"),
  });
}
