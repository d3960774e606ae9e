// Who may say which keys are the provider's: whoever has a key without an end, and nobody else, whatever they write.

import { expect, test } from "vitest";
import type { UpstreamKeysPayload } from "../../../device/contract/messages/upstreamKeys.ts";
import { followChain } from "../../../device/trust/keySets.ts";
import { keySetAfter, month, stated } from "../evidence/keySetStory.ts";
import { createParty, hash, type Party } from "../evidence/keys.ts";
import { upstreamName } from "../evidence/unbindPapers.ts";

const [first, second, third, thief] = [createParty(), createParty(), createParty(), createParty()];
const roots = { pinned: [first.jwk], issuer: upstreamName, hash };

/** The first key hands on in January and ends in March; the second in February, and ends in April. */
const januaryKeys = [stated(first, 1, 3), stated(second, 1)];
const februaryKeys = [stated(first, 1, 3), stated(second, 1, 4), stated(third, 2)];
const january = await keySetAfter(null, first, { keys: januaryKeys });
const february = await keySetAfter(january, second, { serial: 2, keys: februaryKeys });

/** The serial of the last set that counts, and what the chain ended at. */
async function told(texts: readonly string[], pinned = roots.pinned) {
  const { sets, refused } = await followChain(texts, [], { ...roots, pinned });
  const why = refused?.code === "trust/key-set-refused" ? refused.why : (refused?.code ?? null);
  return [sets[sets.length - 1]?.payload.serial ?? 0, why];
}

test("the chain is followed from the first key to the last, at once or one set after the other", async () => {
  const { sets } = await followChain([january], [], roots);
  const later = await followChain([january, february], sets, roots);

  expect([await told([january, february]), later.sets.length, later.refused]).toEqual([[2, null], 2, null]);
});

test("whoever has a later key begins with it, and needs no set from before", async () => {
  const withoutFirst = await followChain([january, february], [], { ...roots, pinned: [second.jwk] });
  const again = await followChain([january, february], withoutFirst.sets, { ...roots, pinned: [second.jwk] });

  expect([withoutFirst.sets.length, again, await told([january, february], [third.jwk])]).toEqual([
    1,
    { sets: withoutFirst.sets, refused: null },
    [0, null],
  ]);
});

test("a key that got into other hands is ended for a time that has gone by already", async () => {
  const keys = [stated(first, 1, 2), stated(second, 1, 4), stated(third, 2)];
  const march = await keySetAfter(february, third, { serial: 3, keys });

  expect(await told([january, february, march])).toEqual([3, null]);
});

type Said = Partial<UpstreamKeysPayload> & Pick<UpstreamKeysPayload, "keys">;
const stolen = (extra: Partial<UpstreamKeysPayload> = {}): Said => ({
  serial: 2,
  keys: [...januaryKeys, stated(thief, 2)],
  ...extra,
});

test.each<readonly [how: string, by: Party, said: Said, why: string]>([
  ["the first key, which has an end, introduces another", first, stolen(), "signer"],
  [
    "the first key takes its own end back",
    first,
    { serial: 2, keys: [stated(first, 1), stated(second, 1, 2)] },
    "notAfter",
  ],
  ["somebody with no key of the chain", thief, stolen(), "trust/key-not-pinned"],
  ["the new key introduces itself in a set of the same serial", second, stolen({ serial: 1 }), "serial"],
  ["a set before that is another one", second, stolen({ previous: "A".repeat(43) }), "previous"],
  ["no set before", second, stolen({ previous: null }), "previous"],
  ["in another provider's name", second, stolen({ iss: "https://elsewhere.test" }), "iss"],
  ["issued before the set that it follows", second, stolen({ issuedAt: "2024-12-01T00:00:00.000Z" }), "issuedAt"],
  [
    "an end that is later than it was",
    second,
    { serial: 2, keys: [stated(first, 1, 6), stated(second, 1)] },
    "notAfter",
  ],
  ["an end that is taken away", second, { serial: 2, keys: [stated(first, 1), stated(second, 1)] }, "notAfter"],
  [
    "another beginning of a known key",
    second,
    { serial: 2, keys: [stated(first, 2, 3), stated(second, 1)] },
    "notBefore",
  ],
  ["without a key that was there", second, { serial: 2, keys: [stated(second, 1), stated(third, 2)] }, "keys"],
  ["one key twice, with two ends", second, { serial: 2, keys: [...januaryKeys, stated(first, 1)] }, "keys"],
  ["no key left that could hand on", second, { serial: 2, keys: [stated(first, 1, 3), stated(second, 1, 4)] }, "keys"],
  ["an end before the beginning", second, { serial: 2, keys: [...januaryKeys, stated(third, 5, 4)] }, "notAfter"],
  ["a member that nobody agreed on", second, { ...stolen(), note: "" } as Said, "trust/malformed"],
])("%s: the set is refused, and the one before stays", async (_how, by, said, why) => {
  const forged = await keySetAfter(january, by, said);
  expect(await told([january, forged])).toEqual([1, why]);
});

test.each<readonly [how: string, texts: () => Promise<readonly string[]>, told: readonly unknown[]]>([
  [
    "with its middle cut out",
    async () => [january, await keySetAfter(february, third, { serial: 3, keys: februaryKeys })],
    [1, "trust/key-not-pinned"],
  ],
  ["with its beginning cut off", async () => [february], [0, null]],
  ["in another order", async () => [february, january], [1, null]],
  [
    "that begins with what the first key says of itself in another's name",
    async () => [await keySetAfter(null, first, { keys: [stated(second, 1)] })],
    [0, "signer"],
  ],
  [
    "that begins with a key that had ended when it signed",
    async () => [await keySetAfter(null, first, { issuedAt: month(4), keys: januaryKeys })],
    [0, "signer"],
  ],
  [
    "that begins with a key that was none yet",
    async () => [
      await keySetAfter(null, first, { issuedAt: month(1), keys: [stated(first, 2, 3), stated(second, 1)] }),
    ],
    [0, "signer"],
  ],
])("a chain %s leads no further than what follows", async (_how, texts, expected) => {
  expect(await told(await texts())).toEqual(expected);
});
