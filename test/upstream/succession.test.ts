import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createDigits } from "../../device/base/digits.ts";
import type { BindingPayload } from "../../device/contract/messages/binding.ts";
import { paths } from "../../device/contract/upstream.ts";
import { codeAnswers } from "../../device/offline/answerCode.ts";
import { parseChallenge } from "../../device/offline/challenge.ts";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import type { DeliveredAnswer } from "./faults.ts";
import { createTestTerminal, identity, outcomeOf, payloadOf } from "./testTerminal.ts";

/** An enrolled terminal, and the same terminal with a key that it keeps better. */
async function withTwoKeys() {
  const world = await createEnrolledTerminal();
  const { upstream, clock } = world;
  const { handle, audience, agreementJwk: agreementKey } = upstream;
  const withAnotherKey = (who: object = {}) => createTestTerminal({ handle, clock, audience, agreementKey, ...who });
  return { ...world, old: world.terminal, next: await withAnotherKey(), withAnotherKey };
}

const bindings = paths.bindings(identity.sn);

test("both keys sign: the next one is told, and the old one is heard until the next one has signed something", async () => {
  const { old, next, upstream } = await withTwoKeys();

  const answer = await next.succeed(old);
  const oldStill = outcomeOf(await old.get(bindings));
  const told = await next.get(bindings);
  const oldAfter = outcomeOf(await old.get(bindings));

  const { terminals } = await upstream.operator.list({});
  const [binding = ""] = JSON.parse(told.body).bindings;
  expect({
    answer: [answer.status, JSON.parse(answer.body)],
    oldStill,
    toldFor: payloadOf<BindingPayload>(binding).aud,
    oldAfter,
    known: terminals.map(({ deviceKid, keyStorage }) => ({ deviceKid, keyStorage })),
  }).toEqual({
    answer: [200, { deviceKid: next.kid }],
    oldStill: "200",
    toldFor: next.kid,
    oldAfter: "401 unknown-key",
    known: [{ deviceKid: next.kid, keyStorage: "tpm" }],
  });
});

test("an answer that was lost costs nothing: told again, it is the same", async () => {
  const { old, next } = await withTwoKeys();

  const answers = [await next.succeed(old), await next.succeed(old)];

  expect(answers.map(outcomeOf)).toEqual(["200", "200"]);
});

test("a terminal that had to make another key meanwhile tells of that one, and the one between is nothing", async () => {
  const { old, next, withAnotherKey } = await withTwoKeys();
  await next.succeed(old);
  const newer = await withAnotherKey();

  await newer.succeed(old);

  expect([outcomeOf(await next.get(bindings)), outcomeOf(await newer.get(bindings))]).toEqual([
    "401 unknown-key",
    "200",
  ]);
});

test("how far the terminal was heard goes on with the new key", async () => {
  const { old, next, submitted } = await withTwoKeys();
  const { request } = await submitted();
  await next.succeed(old);

  const told = await next.get(bindings);

  const { requests, lastRequestId } = payloadOf<{ requests: number; lastRequestId: string }>(
    JSON.parse(told.body).heard,
  );
  expect({ requests, lastRequestId }).toEqual({ requests: 1, lastRequestId: request.requestId });
});

type Wrong = (world: Awaited<ReturnType<typeof withTwoKeys>>) => Promise<DeliveredAnswer>;
const wrong: Record<string, [refusal: string, send: Wrong]> = {
  "whose word is about another key": [
    "401 bad-signature",
    async ({ old, next, withAnotherKey }) => {
      const word = await old.successorWord(await withAnotherKey());
      return next.post(paths.successions, await next.succession(word));
    },
  ],
  "that gave its word itself": ["401 unknown-key", ({ next }) => next.succeed(next)],
  "whose word another terminal gave": [
    "422 identity-mismatch",
    async ({ next, another }) => next.succeed(await another({ sn: "SN-0009", imei: "352656100367872" })),
  ],
  "whose signature is another's": [
    "401 bad-signature",
    async ({ old, next }) => {
      const proof = await next.succession(await old.successorWord(next));
      const [head, body] = proof.split(".");
      return next.post(paths.successions, `${head}.${body}.${(await old.successorWord(next)).split(".")[2]}`);
    },
  ],
  "that another terminal has": [
    "422 identity-mismatch",
    async ({ old, another }) => {
      const other = await another({ sn: "SN-0009", imei: "352656100367872" });
      return other.succeed(old, { sn: identity.sn, imei: identity.imei });
    },
  ],
  "with another IMEI": ["422 identity-mismatch", ({ old, next }) => next.succeed(old, { imei: "352656100367872" })],
  "by a word of yesterday": [
    "400 clock-skew",
    async ({ old, next, clock }) => {
      const word = await old.successorWord(next);
      await clock.advance(86_400_000);
      return next.post(paths.successions, await next.succession(word));
    },
  ],
  "by a nonce that was used": [
    "409 stale",
    async ({ old, next }) => {
      const nonce = randomUUID();
      await next.succeed(old, { nonce });
      return next.succeed(old, { nonce });
    },
  ],
  "whose place was taken already": [
    "422 identity-mismatch",
    async ({ old, next }) => {
      await next.succeed(old);
      await next.get(bindings);
      return old.succeed(next);
    },
  ],
};

test.each(Object.entries(wrong))("no key comes in %s", async (_, [refusal, send]) => {
  expect(outcomeOf(await send(await withTwoKeys()))).toBe(refusal);
});

test("the secret for codes over a telephone stays the one that was agreed on", async () => {
  const { old, next, upstream } = await withTwoKeys();
  const asked = old.challenge(await old.request());
  await next.succeed(old);
  await next.get(bindings);

  const { code } = await upstream.operator.answer({ challenge: asked.text });

  const digits = createDigits(11);
  for (const digit of code) digits.push(Number(digit));
  const challenge = parseChallenge(asked.text);
  expect(challenge.ok && (await codeAnswers(digits, challenge.value, old.secret))).toEqual({ ok: true, value: true });
});
