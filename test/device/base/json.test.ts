// What two programs could read as two things, nobody reads.

import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, utf8 } from "../../../device/base/bytes.ts";
import { findJsonFault, parseJson, parseStrictJson } from "../../../device/base/json.ts";

test("Whatever JSON.stringify writes is read as JSON.parse reads it, as text and as bytes", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (text, indent) => {
      const spelt = JSON.stringify(JSON.parse(text), null, indent);
      expect([parseStrictJson(spelt), parseStrictJson(utf8(spelt))]).toEqual([JSON.parse(spelt), JSON.parse(spelt)]);
    }),
  );
});

test.each([
  ["a member twice", '{"a":1,"a":1}'],
  ["a member twice, once escaped", '{"a":1,"\\u0061":2}'],
  ["a member twice, further in", '[{"b":{"a":1,"c":[{"a":1}],"a":2}}]'],
  ["a member twice after an object", '{"a":{"x":1},"b":[],"a":{}}'],
  ["a prototype twice", '{"__proto__":1,"__proto__":1}'],
  ["half a surrogate pair", '{"a":"\\ud800"}'],
  ["the other half", '{"a":"\\udc00"}'],
  ["both halves in the wrong order", '["\\udc00\\ud800"]'],
  ["half a surrogate pair in a name", '{"\\ud800":1}'],
  ["a byte order mark", '\ufeff{"a":1}'],
  ["nothing", ""],
  ["two values", "{}{}"],
  ["a comma too much", '{"a":1,}'],
  ["a name without quotes", "{a:1}"],
  ["a number with a leading nought", "01"],
])("%s is not read", (_, text) => {
  expect([parseStrictJson(text), parseStrictJson(utf8(text))]).toEqual([undefined, undefined]);
});

test.each([
  ["the same name in two objects", '{"a":{"b":1},"c":{"b":1}}'],
  ["a value that is a name as well", '{"a":"a","b":["a","a"]}'],
  ["names in quotes and braces in a string", '{"a":"{\\"a\\":1,\\"a\\":2}"}'],
  ["a whole surrogate pair", '{"a":"\\ud83d\\ude00😀"}'],
  ["a string alone", '"a"'],
])("%s is", (_, text) => {
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

test("Bytes that are no UTF-8, or begin with a byte order mark, are not read", () => {
  const marked = concat([new Uint8Array([0xef, 0xbb, 0xbf]), utf8('{"a":1}')]);
  expect([parseStrictJson(new Uint8Array([0x22, 0xff, 0x22])), parseStrictJson(marked)]).toEqual([
    undefined,
    undefined,
  ]);
});

test("A mebibyte of one string, or of brackets, is read or refused, and nothing breaks", () => {
  const long = JSON.stringify({ a: "x".repeat(1_048_576) });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  expect([typeof parseStrictJson(long), typeof parseStrictJson(deep)]).toEqual(["object", "object"]);
});

test("What has a fault is what is not read, whatever was typed", () => {
  const typed = fc.string({ unit: fc.constantFrom(...'{}[],:"\\ue0123-+. \ntrufalsn\u0001\ud800') });
  const broken = fc.tuple(fc.json(), fc.nat(), fc.string()).map(([text, at, put]) => {
    const split = at % (text.length + 1);
    return text.slice(0, split) + put + text.slice(split + 1);
  });
  fc.assert(
    fc.property(fc.oneof(typed, broken, fc.json()), (text) => {
      const bytes = utf8(text);
      const fault = findJsonFault(bytes)?.fault ?? null;
      const expected =
        parseJson(bytes) === undefined ? "not-json" : parseStrictJson(bytes) === undefined ? "ambiguous" : null;
      expect(fault).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["a comma is missing", '{\n  "a": 1\n  "b": 2\n}', 3],
  ["a comma is too many", '{\n  "a": 1,\n}', 3],
  ["a bracket is not closed", '{\n  "a": [1\n}', 3],
  ["a quote is not closed", '{\n  "a": "1,\n  "b": 2\n}', 2],
  ["it ends too early", '{\n  "a": 1\n', 3],
  ["something follows", "{}\n\nx", 3],
  ["nothing is there", "", 1],
  ["a byte order mark stands before it", "\ufeff{}", 1],
])("Where %s, the line is named", (_, text, line) => {
  expect(findJsonFault(utf8(text))).toEqual({ fault: "not-json", line });
});

test("A byte that is no UTF-8 has its line, and so has a name that stands twice", () => {
  const bytes = concat([utf8('{\n"a": "'), new Uint8Array([0xff]), utf8('"\n}')]);

  expect([findJsonFault(bytes), findJsonFault(utf8('{\n"a": 1,\n"a": 2\n}'))]).toEqual([
    { fault: "not-json", line: 2 },
    { fault: "ambiguous", line: 3 },
  ]);
});
