/** Nothing in the product leads anybody to an address, a number or a price that some guide printed. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../../build/paths.ts";

const address = /\b(?:https?|wss?|ftp):\/\/\w|\b[a-z0-9-]+\.(?:cn|com|net|org|top|vip|cc|xyz)\b/i;
/** A mobile telephone, a service line, a landline: in one piece or with hyphens. */
const telephone = /(?<!\d)(?:1[3-9]\d-?\d{4}-?\d{4}|[48]00-?\d{3}-?\d{4}|0\d{2,3}-\d{7,8})(?!\d)/;
/** One that stands for itself: digits within a longer word are hexadecimal. */
const longNumber = /(?<![\da-z])\d{7,}(?![\da-z])/gi;
const price = /\d[%％‰]|\d\s*元|[¥￥]\s*\d|费率/;
/** A log-in page that one guide names, shaped like a trap. */
const trap = /soupos/i;

/** Where long numbers are the subject: PINs that nobody may choose, IMEIs. */
const dealsInNumbers = /device\/(?:people|identity)\//;
/** The ten digits of an alphabet, the fastest serial rate, and the nanoseconds of a millisecond. */
const knownNumbers: ReadonlySet<string> = new Set(["0123456789", "1234567890", "4000000", "1000000"]);
/** What looks like an address and leads nobody anywhere: names of the Android platform, and of nobody (RFC 2606 section 2). */
const leadsNowhere = [
  /\b(?:java|javax|android|sun)\.net\b/g,
  /http:\/\/schemas\.android\.com\/apk\/res\/android/g,
  /https:\/\/[a-z]+\.invalid\b/g,
];

const profileFiles = filesOf("device/profiles").filter((path) => path.endsWith(".json"));
const productFiles = ["device", "electron", "renderer"].flatMap(filesOf);

test("no profile holds an address, a telephone number, a price or the trap", () => {
  const found = profileFiles.filter((path) => {
    const text = read(path);
    return [address, /\d{5,}/, price, trap].some((pattern) => pattern.test(text));
  });

  expect({ files: profileFiles.length, found }).toEqual({ files: 5, found: [] });
});

test("no file of the product holds an address, a price or the trap", () => {
  const found = productFiles.filter((path) => {
    const text = read(path);
    return address.test(text) || trap.test(text) || (!path.endsWith(".css") && price.test(text));
  });

  expect({ many: productFiles.length > 200, found }).toEqual({ many: true, found: [] });
});

test("no file of the product holds a number that could be somebody's telephone", () => {
  const found = productFiles.filter((path) => {
    const text = read(path);
    const numbers = dealsInNumbers.test(path) ? [] : [...text.matchAll(longNumber)].map(([number]) => number);
    return telephone.test(text) || numbers.some((number) => !knownNumbers.has(number));
  });

  expect(found).toEqual([]);
});

test("an address, a number and a price would be seen", () => {
  const planted = [
    "see http://pos.example",
    "pos.example.cn",
    "call 400-123-4567",
    "13800138000",
    "010-12345678",
    "0.6%",
    "收 299 元",
    "www.soupos.cn",
  ];

  const unseen = planted.filter((text) => ![address, telephone, price, trap].some((pattern) => pattern.test(text)));

  expect(unseen).toEqual([]);
});

function filesOf(room: string): readonly string[] {
  const entries = readdirSync(join(projectDir, room), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function read(path: string): string {
  return leadsNowhere.reduce((text, name) => text.replace(name, ""), readFileSync(path, "utf8"));
}
