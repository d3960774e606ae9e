import { expect, test } from "vitest";
import type { Language } from "../../../device/contract/codes.ts";
import { commandTextsOf } from "../../../device/text/commandTextsOf.ts";

/** Every text, by its path; functions are called with numbers, which every text takes. */
function* allTexts(value: unknown, path = ""): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "function") yield* allTexts(value(7, 8), path);
  else if (value && typeof value === "object")
    for (const [name, part] of Object.entries(value)) yield* allTexts(part, `${path}.${name}`);
}

const textsOf = (language: Language) => {
  const { page, staff, ...commands } = commandTextsOf[language];
  const drawn = [...allTexts(page), ...allTexts(staff, ".staff")];
  return { drawn, all: [...drawn, ...allTexts(commands, ".commands")] };
};
const chinese = textsOf("zh-CN");
const english = textsOf("en");
const languageNames = (path: string) => path === ".screens.otherLanguage" || path === ".screens.locale";
/** How a span is written, whatever span it is. */
const isSpan = (path: string) => path.startsWith(".screens.span.");
/** How full a battery is, is no fee. */
const isOfBattery = (path: string) => /battery/i.test(path);

test("Both languages say something everywhere, in the same places", () => {
  const empty = [...chinese.all, ...english.all].filter(([, text]) => text.trim() === "");
  expect({ empty, places: english.all.map(([path]) => path).sort() }).toEqual({
    empty: [],
    places: chinese.all.map(([path]) => path).sort(),
  });
});

test("Both languages tell the same facts", () => {
  const factsOf = (texts: typeof chinese) =>
    Object.fromEntries(texts.all.map(([path, text]) => [path, new Set(text.match(/\{\w+\}/g))]));
  expect(factsOf(english)).toEqual(factsOf(chinese));
});

test("No Chinese stands in an English text", () => {
  expect(english.all.filter(([path, text]) => !languageNames(path) && /[^\p{ASCII}]/u.test(text))).toEqual([]);
});

test("No English stands in a Chinese text on the page, but for what the trade itself writes in Latin letters", () => {
  const trade = /\b(SN|IMEI|PIN|SIM|U|Wi-Fi|4G|5G)\b/g;
  const isForeign = ([path, text]: readonly [string, string]) =>
    !languageNames(path) && /[A-Za-z]/.test(text.replace(trade, ""));
  expect(chinese.drawn.filter(isForeign)).toEqual([]);
});

test("No text on the page names a site, a number to call, a fee or a time limit", () => {
  const forbidden = /https?:|www\.|\.(com|cn|net)\b|\d{5,}|\b\d{3,4}-\d{3,}|[¥￥%]|工作日|小时/i;
  expect(
    [...chinese.drawn, ...english.drawn].filter(
      ([path, text]) => !isSpan(path) && forbidden.test(isOfBattery(path) ? text.replace("%", "") : text),
    ),
  ).toEqual([]);
});

test("A Chinese sentence uses Chinese marks", () => {
  const wrong = /[一-鿿]\s*[,;:?!()]|[,;:?!()]\s*[一-鿿]/;
  expect(chinese.all.filter(([, text]) => wrong.test(text))).toEqual([]);
});

test("Each thing has the one word of the glossary, on the page and at a shell", () => {
  /** Names of options, files and fields are spelled as they are typed. */
  const typed = /--[a-z-]+|[\w.[\]-]*\bupstream[.{][\w.[\]-]*|\{\w+\}/g;
  const never = [
    { texts: chinese.all, words: /上游|服务商|末批|批次|豁免|放行|风控拦截|外勤|开通码|激活码|存储盘/ },
    { texts: english.all, words: /\bupstream\b|field engineer|activation code|\bOTP\b|\bwaive/i },
  ];
  const found = never.flatMap(({ texts, words }) => texts.filter(([, text]) => words.test(text.replace(typed, ""))));
  expect(found).toEqual([]);
});
