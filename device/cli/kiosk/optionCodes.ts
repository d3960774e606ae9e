/** The codes that options take where they take one of a list: what help lists, and what is accepted. */

import {
  bindingKind,
  followUpCode,
  intent,
  pinLiftReason,
  pinRole,
  reasonCode,
  statementCode,
  way,
} from "../../contract/codes.ts";
import { waiver } from "../../contract/messages/request.ts";
import type { Texts } from "../../text/texts.ts";
import { languageWords } from "../options.ts";

/** By the name of the option; of `--waive CHECK=REASON` the reasons, since a failed check is printed with its code. */
export const optionCodes: Readonly<Record<string, readonly string[]>> = {
  lang: languageWords,
  role: pinRole.options,
  for: pinRole.options,
  kind: bindingKind.options,
  reason: reasonCode.options,
  intent: intent.options,
  way: way.options,
  state: statementCode.options,
  waive: waiver.shape.reason.options,
  item: followUpCode.options,
  because: pinLiftReason.options,
};

/** What each code means, where its name alone does not say it. */
export function codeMeanings({ unbind, profile }: Texts): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const kinds = Object.entries(unbind.bindingKinds).map(([kind, { name }]) => [kind, name] as const);
  return {
    "--kind KIND": Object.fromEntries(kinds),
    "--reason CODE": unbind.reasons,
    "--intent INTENT": unbind.intents,
    "--way WAY": unbind.ways,
    "--state CODE": profile.statements,
    "--waive CHECK=REASON": unbind.waiverReasons,
    "--item CODE": unbind.followUps,
  };
}
