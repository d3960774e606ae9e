// Evidence of an upstream that has changed its keys: proven by the key before, and by the key after.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { utf8 } from "../../../device/base/bytes.ts";
import { publicJwk } from "../../../device/contract/fields.ts";
import { canonicalText, readBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { byHeir, handOn, heir, rotated } from "./forgeries.ts";
import { tell, terminal, upstream } from "./forging.ts";
import { keySetAfter, stated } from "./keySetStory.ts";
import { hash, type Party } from "./keys.ts";
import { at } from "./unbindPapers.ts";
import { sealedBundle } from "./unbindStory.ts";

const ofKeys = ["upstream-not-pinned", "keys-handed-on", "key-retired"];

async function said(bundle: ReturnType<ReturnType<typeof rotated>>, pinned?: Party) {
  const pinnedUpstream = pinned && [pinned.jwk];
  const { conclusion, findings, notProven, rootKids } = await checkBundle(await bundle, { hash, pinnedUpstream });
  const names = new Map([upstream, heir].map(({ kid }, place) => [kid, ["before", "after"][place]]));
  return {
    conclusion,
    wrong: findings.filter(({ ok }) => !ok).map(({ code, facts }) => ({ code, facts })),
    open: notProven.filter(({ code }) => ofKeys.includes(code)).map(({ code }) => code),
    restsOn: rootKids.map((kid) => names.get(kid)),
  };
}

const proven = { conclusion: "unbound-now-proven", wrong: [] };

test("whoever has the key from before believes the receipt by the key that it handed on to", async () => {
  expect(await said(rotated(byHeir, handOn)(), upstream)).toEqual({
    ...proven,
    open: ["key-retired", "keys-handed-on"],
    restsOn: ["before"],
  });
});

test("whoever has the new key believes what the old one signed in its time, by the new one's word", async () => {
  const again = keySetAfter(handOn, heir, {
    serial: 2,
    keys: [{ ...stated(upstream, 1), notAfter: at(2) }, stated(heir, 2)],
  });

  expect(await said(rotated(byHeir, handOn, again)(), heir)).toEqual({
    ...proven,
    open: ["keys-handed-on", "key-retired"],
    restsOn: ["after"],
  });
});

test("whoever has no key is told that everything rests on what the file says", async () => {
  expect(await said(rotated(byHeir, handOn)())).toEqual({
    conclusion: "unbound-now-claimed",
    wrong: [],
    open: ["upstream-not-pinned", "key-retired", "keys-handed-on"],
    restsOn: ["before"],
  });
});

test("a bundle with key sets has a format of its own, and neither passes for the other", async () => {
  const { seal: _, ...bundle } = await rotated(byHeir, handOn)();
  const plain = await sealedBundle(terminal, (await tell()).parts);
  const read = (other: object) => readBundle(utf8(canonicalText({ ...plain, ...other })));

  expect([bundle.format, plain.format, read({ keySets: [handOn] }), read({ format: bundle.format })]).toEqual([
    "jiebang-evidence/4",
    "jiebang-evidence/3",
    { ok: false, error: { code: "evidence/not-a-bundle", where: "format" } },
    { ok: false, error: { code: "evidence/not-a-bundle", where: "format" } },
  ]);
});

test("what is kept of format 4 says for ever what it said", async () => {
  const folder = new URL("../../fixtures/evidence-4/", import.meta.url);
  const bundle = readBundle(readFileSync(new URL("rotated.json", folder)));
  const pinnedUpstream = [publicJwk.parse(JSON.parse(readFileSync(new URL("rotated.upstream.jwk", folder), "utf8")))];
  if (!bundle.ok) throw new Error(JSON.stringify(bundle.error));
  const { conclusion, findings } = await checkBundle(bundle.value, { hash, pinnedUpstream });

  expect({ conclusion, wrong: findings.filter(({ ok }) => !ok) }).toEqual(proven);
});
