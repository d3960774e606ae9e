import fc from "fast-check";
import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { ok } from "../../../device/base/result.ts";
import {
  answerCodeLength,
  answerCodeOf,
  answerMessage,
  checkTypedCode,
  codeAnswers,
} from "../../../device/offline/answerCode.ts";
import { type Challenge, parseChallenge } from "../../../device/offline/challenge.ts";
import type { OfflineSecret } from "../../../device/ports/offlineSecret.ts";
import { createMemoryOfflineSecret } from "../../support/memoryOfflineSecret.ts";
import { digitsOf } from "../../support/pin.ts";

const key = new Uint8Array(32).fill(7);
const challenge = challengeOf("CBVW-ZNTV-LRVH-FJHW-JHZV");
const secret = createMemoryOfflineSecret({ bytes: key });
/** Made by an independent program in another language, out of this key and this challenge. */
const rightCode = "08014708622";

function challengeOf(text: string): Challenge {
  const parsed = parseChallenge(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
}

test("the operator's side makes the code that an independent program made", () => {
  const code = answerCodeOf(createNodeHash().hmac(key, answerMessage(challenge)));

  expect(code.lend((digits) => digits.join(""))).toBe(rightCode);
});

test("the right code answers, also when its digits are wiped as soon as it was handed over", async () => {
  const typed = digitsOf(rightCode);
  const answering = codeAnswers(typed, challenge, secret);
  typed.wipe();

  expect(await answering).toEqual(ok(true));
});

test("another code, another challenge's code and another terminal's code do not answer", async () => {
  const anotherChallenge = challengeOf("BBBB-BBBB-BBBB-BBBB-BBBB");
  const anotherSecret = createMemoryOfflineSecret({ bytes: new Uint8Array(32).fill(8) });

  const answers = await Promise.all([
    codeAnswers(digitsOf("08014708631"), challenge, secret),
    codeAnswers(digitsOf("18014708622"), challenge, secret),
    codeAnswers(digitsOf("0801470862"), challenge, secret),
    codeAnswers(digitsOf(`${rightCode}0`), challenge, secret),
    codeAnswers(digitsOf(""), challenge, secret),
    codeAnswers(digitsOf(rightCode), anotherChallenge, secret),
    codeAnswers(digitsOf(rightCode), challenge, anotherSecret),
  ]);

  expect(answers).toEqual(Array(7).fill(ok(false)));
});

test("a code that is short is incomplete, and one slip of the finger is mistyped: neither is a try", () => {
  const typed = [rightCode, "", rightCode.slice(1), `${rightCode}0`, "08014708623", "08014780622"];

  expect(typed.map((code) => checkTypedCode(digitsOf(code)))).toEqual([
    { ok: true },
    ...Array(3).fill({ ok: false, error: { code: "offline/code-incomplete" } }),
    ...Array(2).fill({ ok: false, error: { code: "offline/code-mistyped" } }),
  ]);
});

test("every code that can be made has the length that is typed, and passes the look before the try", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (mac) => {
      const code = answerCodeOf(mac);
      expect({ length: code.length, checked: checkTypedCode(code) }).toEqual({
        length: answerCodeLength,
        checked: { ok: true },
      });
    }),
    { numRuns: 500 },
  );
});

test("a terminal without a secret says so, and makes none", async () => {
  const store = { bytes: null };
  const none: OfflineSecret = createMemoryOfflineSecret(store);

  const answer = await codeAnswers(digitsOf(rightCode), challenge, none);

  expect({ answer, store }).toEqual({
    answer: { ok: false, error: { code: "offline/no-secret" } },
    store: { bytes: null },
  });
});
