import * as fc from "fast-check";
import { expect, test } from "vitest";
import { concat, utf8 } from "../../../device/base/bytes.ts";
import { type BundleParts, maxBundleBytes, readBundle, writeBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { checkSeal } from "../../../device/evidence/seal.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { hash } from "./keys.ts";
import { type Form, sealedText, tellUnbind } from "./unbindStory.ts";

const { terminal, parts } = await tellUnbind();
const text = await sealedText(terminal, parts);
const bytes = utf8(text);

async function sealHolds(changed: Uint8Array): Promise<boolean> {
  const read = readBundle(changed);
  return read.ok && (await checkSeal(read.value, hash)).ok;
}

async function conclusionOf(changed: Uint8Array): Promise<string> {
  const read = readBundle(changed);
  return read.ok ? (await checkBundle(read.value, { hash })).conclusion : "unreadable";
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Another byte that looks as good as this one in its place: a neighbour in the alphabet of base64url, or a bit turned. */
function lookAlike(byte: number): number {
  const place = alphabet.indexOf(String.fromCharCode(byte));
  return place < 0 ? byte ^ 1 : alphabet.charCodeAt(place ^ 1);
}

function withByte(at: number, byte: number, of = bytes): Uint8Array {
  const changed = of.slice();
  changed[at] = byte;
  return changed;
}

/** The positions, every `step`th, at which a changed byte goes unnoticed. */
async function survivorsIn(of: Uint8Array<ArrayBuffer>, step: number): Promise<readonly number[]> {
  const survivors: number[] = [];
  for (let at = 0; at < of.length; at += step) {
    const byte = of[at] ?? 0;
    const changed = at % 2 === 0 ? lookAlike(byte) : byte ^ (1 << (at % 8));
    if (await sealHolds(withByte(at, changed, of))) survivors.push(at);
  }
  return survivors;
}

test("what the terminal wrote is read, and its seal holds", async () => {
  expect(await sealHolds(bytes)).toBe(true);
});

test("one byte changed anywhere breaks it: to a look-alike, or by one bit", { timeout: 60_000 }, async () => {
  expect(await survivorsIn(bytes, 1)).toEqual([]);
});

test.each<[Form, boolean]>([
  ["oneStep", false],
  ["ordered", false],
  ["offlineSigned", true],
  ["offlineCode", true],
])("nor can a byte of another form be changed: %s", { timeout: 60_000 }, async (form, twoPersons) => {
  const other = await tellUnbind({ form, twoPersons });
  const sealed = utf8(await sealedText(other.terminal, other.parts));
  expect([await sealHolds(sealed), await survivorsIn(sealed, 13)]).toEqual([true, []]);
});

test("any byte changed to any other breaks it", { timeout: 60_000 }, async () => {
  const anyPlace = fc.nat(bytes.length - 1);
  const anyChange = fc.integer({ min: 1, max: 255 });
  const breaks = fc.asyncProperty(anyPlace, anyChange, async (at, change) => {
    return !(await sealHolds(withByte(at, (bytes[at] ?? 0) ^ change)));
  });
  await fc.assert(breaks, { numRuns: 2000 });
});

test("a broken seal leaves nothing proven, whichever byte it was", { timeout: 60_000 }, async () => {
  const conclusions = new Set<string>();
  for (let at = 0; at < bytes.length; at += 151) {
    conclusions.add(await conclusionOf(withByte(at, lookAlike(bytes[at] ?? 0))));
  }
  expect([...conclusions].sort()).toEqual(["inconsistent", "unreadable"]);
});

test("one byte more or less anywhere breaks it", async () => {
  const survivors: number[] = [];
  for (let at = 0; at < bytes.length; at += 53) {
    const before = bytes.subarray(0, at);
    if (await sealHolds(concat([before, bytes.subarray(at + 1)]))) survivors.push(at);
    if (await sealHolds(concat([before, utf8(" "), bytes.subarray(at)]))) survivors.push(at);
  }
  expect(survivors).toEqual([]);
});

const offline = {
  challenge: "B".repeat(20),
  nonce: "A".repeat(22),
  tier: "offline_code",
  authorisedAt: "2026-01-01T08:03:00.000Z",
};
const members: readonly [string, unknown][] = Object.entries(JSON.parse(text));
const spelt = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;

test.each([
  ["members in another order", spelt(Object.fromEntries([...members].reverse())), 2],
  ["another indent", `${JSON.stringify(JSON.parse(text), null, 2)}\n`, 2],
  ["no line feed at the end", text.slice(0, -1), text.split("\n").length],
  ["an empty line more", `${text}\n`, text.split("\n").length],
  ["a carriage return", text.replace("\n", "\r\n"), 1],
  ["a member twice", text.replace(' "format"', ' "format": "x",\n "format"'), 2],
  ["an escaped letter", text.replace("jiebang", "\\u006aiebang"), 2],
])("the same bundle spelt with %s is refused", (_, spelling, line) => {
  expect(readBundle(utf8(spelling))).toEqual({ ok: false, error: { code: "evidence/not-canonical", line } });
});

test.each([
  ["nothing", "", ""],
  ["no JSON", "PK\u0003\u0004", ""],
  ["a byte order mark and a bundle", `\ufeff${text}`, ""],
  ["another format", spelt({ ...JSON.parse(text), format: "jiebang-evidence/1" }), "format"],
  ["a member of its own", spelt({ ...JSON.parse(text), note: "trust me" }), ""],
  [
    "a private key",
    spelt({ ...JSON.parse(text), keys: { device: { ...terminal.jwk, d: "x" }, upstream: [] } }),
    "keys.device",
  ],
  ["neither request nor order", spelt({ ...JSON.parse(text), request: undefined }), "request"],
  ["request and order", spelt({ ...JSON.parse(text), order: parts.request }), "request"],
  [
    "a signed offline answer without its text",
    spelt({ ...JSON.parse(text), offline: { ...offline, tier: "offline_signed" } }),
    "offline.answer",
  ],
  [
    "a challenge with a digit",
    spelt({ ...JSON.parse(text), offline: { ...offline, challenge: "0".repeat(20) } }),
    "offline.challenge",
  ],
  ["no journal", spelt({ ...JSON.parse(text), journal: { lines: [], head: "a.b.c" } }), "journal.lines"],
])("%s is not a bundle, and it says where", (_, foreign, where) => {
  expect(readBundle(utf8(foreign))).toEqual({ ok: false, error: { code: "evidence/not-a-bundle", where } });
});

test("bytes that are no UTF-8 are not a bundle", () => {
  expect(readBundle(new Uint8Array([0x7b, 0xff, 0x7d]))).toMatchObject({ error: { code: "evidence/not-a-bundle" } });
});

test("more than 1 MiB is not looked at", () => {
  expect(readBundle(new Uint8Array(maxBundleBytes + 1))).toEqual({
    ok: false,
    error: { code: "evidence/too-large", maxBytes: 1_048_576 },
  });
});

const written = (changed: Partial<BundleParts>, signer = terminal.signer) =>
  writeBundle({ ...parts, ...changed }, signer, hash, createManualClock());

test("a piece of journal that is no chain is not sealed", async () => {
  const journalLines = parts.journalLines.filter((_, index) => index !== 1);
  expect(await written({ journalLines })).toEqual({ ok: false, error: { code: "journal/damaged", line: 2 } });
});

test("what nobody could read again is not sealed", async () => {
  expect(await written({ receipt: "no object" })).toEqual({
    ok: false,
    error: { code: "evidence/not-a-bundle", where: "receipt" },
  });
});

test("a terminal without its key writes no bundle", async () => {
  const unusable = { code: "signer/key-unusable", reason: "gone" } as const;
  const signer = { ...terminal.signer, sign: async () => ({ ok: false, error: unusable }) as const };
  expect(await written({}, signer)).toEqual({ ok: false, error: unusable });
});
