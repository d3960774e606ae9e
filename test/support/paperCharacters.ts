/** Every character that a paper says by itself, in either language: its own words, and the names of the providers that come with the program. */

import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { paperWordsOf } from "../../device/text/paperWords.ts";

/** What can be typed, and the marks of masked numbers. */
const always = `${[...Array(94).keys()].map((at) => String.fromCharCode(at + 0x21)).join("")}•·—…`;

export function paperCharacters(): readonly string[] {
  const said = (["zh-CN", "en"] as const).map((language) => {
    const { paper, unbind } = paperWordsOf(language);
    const { receiptOutcomes, bindingKinds, receiptFields, reasons, states } = unbind;
    return textsIn([paper, receiptOutcomes, bindingKinds, receiptFields, reasons, states]);
  });
  const names = bundledProfiles.map(({ name }) => textsIn(name));
  return [...new Set(always + [...said, ...names].flat(2).join(""))].filter((character) => /\S/.test(character)).sort();
}

/** Of functions what they say of some numbers. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [String(value(1, 2))];
  return Object.values(value as object).flatMap(textsIn);
}
