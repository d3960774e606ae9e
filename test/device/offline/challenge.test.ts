import fc from "fast-check";
import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { ok } from "../../../device/base/result.ts";
import { bindingKind } from "../../../device/contract/codes.ts";
import {
  type ChallengeSubject,
  challengeHash,
  challengeMatches,
  challengePurposes,
  makeChallenge,
  parseChallenge,
  terminalTagOf,
} from "../../../device/offline/challenge.ts";

const hash = createNodeHash();
const letters = "BCDFGHJKLMNPQRSTVWXZ";

const subject: ChallengeSubject = {
  purpose: "unbind",
  sn: "JB26T1000042",
  bindingKind: "terminal_to_merchant",
  epoch: 3,
  requestHash: base64url(hash.sha256(utf8("a.b.c"))),
  nonce: Uint8Array.from({ length: 16 }, (_, i) => i),
};

const challenge = makeChallenge(subject, hash);

test("the challenge that an independent program in another language made of the same subject", () => {
  expect({ ...challenge, hash: challengeHash(challenge, hash) }).toEqual({
    text: "CBVW-ZNTV-LRVH-FJHW-JHZV",
    letters: "CBVWZNTVLRVHFJHWJHZV",
    terminalTag: "39db38f1",
    requestTag: "3f1188313a17",
    hash: "m3mZf4xr0p_hV0sUV61U47-JiWBbMKcM_6DkoHk0CD4",
  });
});

const others: Readonly<Record<string, Partial<ChallengeSubject>>> = {
  purpose: { purpose: "merchant-pin" },
  "serial number": { sn: "JB26T1000043" },
  "binding kind": { bindingKind: "settlement_card_to_merchant" },
  epoch: { epoch: 4 },
  request: { requestHash: base64url(hash.sha256(utf8("a.b.d"))) },
  nonce: { nonce: new Uint8Array(16) },
};

test.each(Object.entries(others))(
  "with another %s it is another challenge, and stands for that one only",
  (_, other) => {
    const changed = makeChallenge({ ...subject, ...other }, hash);

    expect({
      right: challengeMatches(challenge, subject, hash),
      wrong: challengeMatches(challenge, { ...subject, ...other }, hash),
      changed: challengeMatches(changed, { ...subject, ...other }, hash),
    }).toEqual({ right: true, wrong: false, changed: true });
  },
);

test("the terminal is found by its tag whatever is asked for, and each purpose has a tag of its own, each role's PIN too", () => {
  const tags = [subject, { ...subject, ...others.request, ...others.nonce }].map((one) => makeChallenge(one, hash));

  expect({
    tags: new Set([...tags.map(({ terminalTag }) => terminalTag), terminalTagOf(subject, hash)]).size,
    purposes: new Set(challengePurposes.map((purpose) => terminalTagOf({ ...subject, purpose }, hash))).size,
  }).toEqual({ tags: 1, purposes: 4 });
});

test("a serial number that swallows the next field does not make the same tag", () => {
  const shifted = { ...subject, sn: 'JB","terminal_to_merchant",3' };

  expect(terminalTagOf(shifted, hash)).not.toBe(terminalTagOf({ ...subject, sn: "JB" }, hash));
});

test("a nonce of another length is a bug, not a challenge", () => {
  expect(() => makeChallenge({ ...subject, nonce: new Uint8Array(8) }, hash)).toThrow("16 bytes");
});

const anySubject = fc.record({
  purpose: fc.constantFrom(...challengePurposes),
  sn: fc.stringMatching(/^[\x21-\x7e]{4,64}$/),
  bindingKind: fc.constantFrom(...bindingKind.options),
  epoch: fc.integer({ min: 1, max: 1_000_000 }),
  requestHash: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }),
});

test("every challenge is five groups of four letters, and is the same after it was read out and typed", () => {
  fc.assert(
    fc.property(anySubject, (any) => {
      const made = makeChallenge(any, hash);
      expect(made.text).toMatch(/^([BCDFGHJKLMNPQRSTVWXZ]{4}-){4}[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
      expect(parseChallenge(made.text)).toEqual(ok(made));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["without dashes", "CBVWZNTVLRVHFJHWJHZV"],
  ["in small letters", "cbvw-zntv-lrvh-fjhw-jhzv"],
  ["with blanks in odd places", " CB VW ZNT VLRVH FJHW- JHZV "],
])("the same challenge typed %s is the same", (_, typed) => {
  expect(parseChallenge(typed)).toEqual(ok(challenge));
});

test("every single wrong letter and every swap of two neighbours is mistyped", () => {
  const slips: string[] = [];
  for (let at = 0; at < 20; at++) {
    const [before, right = "", next = "", after] = [
      challenge.letters.slice(0, at),
      challenge.letters[at],
      challenge.letters[at + 1],
      challenge.letters.slice(at + 2),
    ];
    for (const wrong of letters) if (wrong !== right) slips.push(before + wrong + next + after);
    if (next !== "" && next !== right) slips.push(before + next + right + after);
  }

  const codes = slips.map((slip) => {
    const parsed = parseChallenge(slip);
    return parsed.ok ? slip : parsed.error.code;
  });

  expect({ many: slips.length >= 395, codes: [...new Set(codes)] }).toEqual({
    many: true,
    codes: ["challenge/mistyped"],
  });
});

test("twenty letters with a right check letter that are more than 80 bits are no challenge", () => {
  const parsed = letters.split("").map((end) => parseChallenge("Z".repeat(19) + end));

  expect(parsed).toEqual(Array(20).fill({ ok: false, error: { code: "challenge/mistyped" } }));
});

test.each([
  ["empty", "", { code: "challenge/wrong-length", letters: 0 }],
  ["one letter short", "CBVW-ZNTV-LRVH-FJHW-JHZ", { code: "challenge/wrong-length", letters: 19 }],
  ["one letter long", "CBVW-ZNTV-LRVH-FJHW-JHZV-B", { code: "challenge/wrong-length", letters: 21 }],
  ["endless", "B".repeat(100_000), { code: "challenge/wrong-length", letters: 100_000 }],
  ["with a vowel", "CBVW-ZNTV-LRVH-FJHW-JHZA", { code: "challenge/foreign-letter" }],
  ["with a digit", "CBVW-ZNTV-LRVH-FJHW-JHZ5", { code: "challenge/foreign-letter" }],
  ["with another kind of dash", "CBVW–ZNTV–LRVH–FJHW–JHZV", { code: "challenge/foreign-letter" }],
  ["with a new line", "CBVW-ZNTV-LRVH-FJHW-JHZV\n", { code: "challenge/foreign-letter" }],
  ["with a letter that becomes two when made capital", "CBVWZNTVLRVHFJHWJHß", { code: "challenge/foreign-letter" }],
])("what was typed is refused when it is %s", (_, typed, error) => {
  expect(parseChallenge(typed)).toEqual({ ok: false, error });
});
