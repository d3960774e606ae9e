// The keys that a terminal goes by: learnt when an unknown one comes, kept before they count, ended by a clock that nobody sets back.

import { expect, test } from "vitest";
import { msOf } from "../../../device/base/instant.ts";
import { err, ok } from "../../../device/base/result.ts";
import { createUpstreamKeys } from "../../../device/trust/upstreamKeys.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryLog } from "../../support/memoryLog.ts";
import { keySetAfter, month, stated } from "../evidence/keySetStory.ts";
import { createParty, hash } from "../evidence/keys.ts";
import { upstreamName } from "../evidence/unbindPapers.ts";

const [first, second, third] = [createParty(), createParty(), createParty()];
const january = await keySetAfter(null, first, { keys: [stated(first, 1, 3), stated(second, 1)] });
const february = await keySetAfter(january, second, {
  serial: 2,
  keys: [stated(first, 1, 3), stated(second, 1, 4), stated(third, 2)],
});

function terminal({ kept = [] as readonly string[], pinned = [first.jwk], diskIsFull = false } = {}) {
  const clock = createManualClock(msOf(month(1)));
  const log = createMemoryLog();
  const world = { chain: [january] as readonly string[] | null, asked: 0, kept, trustedMs: clock.now() };
  const keys = createUpstreamKeys({
    clock,
    hash,
    log,
    pinned,
    issuer: upstreamName,
    kept,
    async keep(sets) {
      if (diskIsFull) return err({ code: "journal/disk-full" });
      world.kept = [...world.kept, ...sets];
      return ok();
    },
    async ask() {
      world.asked += 1;
      return world.chain;
    },
    trustedTimeFloorMs: () => world.trustedMs,
  });
  return { clock, log, world, keys };
}

const inForce = (keys: ReturnType<typeof terminal>["keys"]) => [first, second].map(({ kid }) => keys.isInForce(kid));

test("the chain is asked for once for all who want it, and not again for ten seconds", async () => {
  const { clock, world, keys } = terminal();
  const news = [await Promise.all([keys.lookUp(), keys.lookUp()]), await keys.lookUp()];
  world.chain = [january, february];
  await clock.advance(10_000);

  expect([news, await keys.lookUp(), world.asked, keys.known().length]).toEqual([[[true, true], false], true, 2, 4]);
});

test("a set that could not be kept does not count", async () => {
  const { keys } = terminal({ diskIsFull: true });

  expect([await keys.lookUp(), keys.known(), keys.sets()]).toEqual([false, [first.jwk], []]);
});

test("an upstream that does not answer, or answers with less than is known, takes nothing away", async () => {
  const { world, keys } = terminal({ kept: [january, february] });
  await keys.start();
  for (const chain of [null, [], [january]]) {
    world.chain = chain;
    await keys.refresh();
  }

  expect([keys.known().length, keys.sets(), world.kept]).toEqual([4, [january, february], [january, february]]);
});

test("a key is in force up to its end, and not from then on", async () => {
  const { world, keys } = terminal();
  await keys.refresh();
  world.trustedMs = msOf(month(3)) - 1;
  const before = inForce(keys);
  world.trustedMs = msOf(month(3));

  expect([before, inForce(keys)]).toEqual([
    [true, true],
    [false, true],
  ]);
});

test("a clock that is set back gives a key nothing back that the provider has signed a later time than", async () => {
  const { world, keys } = terminal();
  await keys.refresh();
  keys.hearTime(msOf(month(3)));
  world.trustedMs = 0;

  expect(inForce(keys)).toEqual([false, true]);
});

test("after a restart the same keys count, without anybody being asked", async () => {
  const { world, keys } = terminal({ kept: [january, february] });
  const failures = await keys.start();

  expect([failures, world.asked, keys.known().length]).toEqual([[], 0, 4]);
});

test("what is kept and does not follow from the configuration any more is told, and does not count", async () => {
  const forged = await keySetAfter(january, first, { serial: 2, keys: [stated(first, 1, 3), stated(second, 1)] });
  const { log, keys } = terminal({ kept: [january, forged] });
  const failures = await keys.start();

  expect([failures, log.notes.map(({ code }) => code), keys.known().length]).toEqual([
    [{ code: "trust/key-set-refused", facts: { serial: 2, why: "signer" } }],
    ["trust/key-set-refused"],
    3,
  ]);
});

test("evidence gets one chain: that of the configuration from before goes, once another has begun", async () => {
  const [fourth, fifth] = [createParty(), createParty()];
  const other = await keySetAfter(null, fourth, { serial: 1, keys: [stated(fourth, 1, 3), stated(fifth, 2)] });
  const { world, keys } = terminal({ kept: [january, february], pinned: [fourth.jwk] });
  await keys.start();
  const before = keys.sets();
  world.chain = [other];
  await keys.refresh();

  expect([before, keys.sets(), world.kept]).toEqual([[january, february], [other], [january, february, other]]);
});

test("a configuration with a later key goes on from there: what was kept before it is nobody's fault", async () => {
  const { world, keys } = terminal({ kept: [january], pinned: [second.jwk] });
  const failures = await keys.start();
  world.chain = [january, february];

  expect([failures, await keys.lookUp(), keys.known().length]).toEqual([[], true, 4]);
});

test("which keys are known is told with what the newest set says of each, and the last set that was refused with its reason", async () => {
  const forged = await keySetAfter(january, first, { serial: 2, keys: [stated(first, 1, 3), stated(second, 1)] });
  const { clock, world, keys } = terminal();
  const configured = keys.standings();
  world.chain = [january, forged];
  await keys.refresh();
  world.trustedMs = msOf(month(3));

  expect([configured, keys.standings(), keys.refusedSet()]).toEqual([
    [{ kid: first.kid, notBefore: null, notAfter: null, inForce: true }],
    [
      { kid: first.kid, notBefore: month(1), notAfter: month(3), inForce: false },
      { kid: second.kid, notBefore: month(1), notAfter: null, inForce: true },
    ],
    { at: clock.now(), failure: { code: "trust/key-set-refused", facts: { serial: 2, why: "signer" } } },
  ]);
});
