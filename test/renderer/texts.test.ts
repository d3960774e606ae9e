import { expect, test } from "vitest";
import type { Language } from "../../device/contract/codes.ts";
import { loadStaffTexts } from "../../device/text/staffTextsOf.ts";
import { loadTexts } from "../../device/text/textsOf.ts";

/** Every text, by its path; functions are called with numbers, which every text takes. */
function* allTexts(value: unknown, path = ""): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "function") yield* allTexts(value(7, 8), path);
  else if (value && typeof value === "object")
    for (const [name, part] of Object.entries(value)) yield* allTexts(part, `${path}.${name}`);
}

const allOf = async (language: Language) => [
  ...allTexts(await loadTexts(language)),
  ...allTexts(await loadStaffTexts(language), ".staffScreens"),
];
const chinese = await allOf("zh-CN");
const english = await allOf("en");
const languageNames = (path: string) => path === ".screens.otherLanguage";

test("Both languages say something everywhere, in the same places", () => {
  const empty = [...chinese, ...english].filter(([, text]) => text.trim() === "");
  expect({ empty, places: english.map(([path]) => path).sort() }).toEqual({
    empty: [],
    places: chinese.map(([path]) => path).sort(),
  });
});

test("No Chinese stands in an English text", () => {
  expect(english.filter(([path, text]) => !languageNames(path) && /[^\p{ASCII}]/u.test(text))).toEqual([]);
});

test("No English stands in a Chinese text, but for what the trade itself writes in Latin letters", () => {
  const trade = /\b(SN|IMEI|PIN|SIM)\b/g;
  expect(chinese.filter(([path, text]) => !languageNames(path) && /[A-Za-z]/.test(text.replace(trade, "")))).toEqual(
    [],
  );
});

test("No text names a site, a number to call, a fee or a time limit", () => {
  const forbidden = /https?:|www\.|\.(com|cn|net)\b|\d{5,}|\b\d{3,4}-\d{3,}|[¥￥%]|工作日|小时/i;
  expect([...chinese, ...english].filter(([, text]) => forbidden.test(text))).toEqual([]);
});

test("A Chinese sentence uses Chinese marks", () => {
  const wrong = /[一-鿿]\s*[,;:?!()]|[,;:?!()]\s*[一-鿿]/;
  expect(chinese.filter(([, text]) => wrong.test(text))).toEqual([]);
});
