// Choosing the first PIN and being let in by it, with a power that goes and a vault that disappears.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { openJournal } from "../../../device/journal/journal.ts";
import { createPinDesk, type PinDesk } from "../../../device/pin/pinDesk.ts";
import { foldThrottle, mostFailures } from "../../../device/pin/throttle.ts";
import type { PinRole, PinVault } from "../../../device/ports/pinVault.ts";
import { createManualClock, type ManualClock } from "../../support/manualClock.ts";
import { createMemoryJournalFile, createMemoryJournalStore } from "../../support/memoryJournalFile.ts";
import { createMemoryPinVault } from "../../support/memoryPinVault.ts";
import { createMishaps, type Landing, type Mishaps } from "../../support/mishaps.ts";

const good = "274951";
const wrong = "860317";

type Desk = {
  readonly clock: ManualClock;
  readonly pins: Map<PinRole, string>;
  /** Tries that were compared since the last that matched, and the most there ever were. */
  readonly compared: { sinceMatch: number; most: number };
  now(): PinDesk;
  mishaps(): Mishaps;
  type(pin: string): Promise<string>;
  restart(): Promise<void>;
};

async function createDesk(): Promise<Desk> {
  const clock = createManualClock();
  const store = createMemoryJournalStore();
  const pins = new Map<PinRole, string>();
  const compared = { sinceMatch: 0, most: 0 };
  let mishaps = createMishaps();
  let desk: PinDesk;

  async function start(): Promise<void> {
    mishaps = createMishaps();
    const vault = createMemoryPinVault(pins, mishaps);
    const opened = await openJournal({ file: createMemoryJournalFile(store, mishaps), hash: createNodeHash(), clock });
    if (!opened.ok) throw new Error(opened.error.code);
    const { journal, records } = opened.value;
    const throttle = foldThrottle(records);
    if (!throttle) throw new Error("the journal is not ours");
    const identifiers = () => ["PX7A20260042", "490154203237518"];
    const none = () => {};
    const counting: PinVault = { ...vault, matches: (role, digits) => counted(vault.matches(role, digits)) };
    desk = createPinDesk({
      clock,
      vault: counting,
      journal,
      throttle,
      identifiers,
      onChange: none,
      onStorageFault: none,
    });
    await desk.start();
  }

  /** Counted before the answer: a comparison whose answer got lost has told its maker nothing less. */
  async function counted(matching: ReturnType<PinVault["matches"]>): ReturnType<PinVault["matches"]> {
    compared.sinceMatch += 1;
    compared.most = Math.max(compared.most, compared.sinceMatch);
    const answer = await matching;
    if (answer.ok && answer.value) compared.sinceMatch = 0;
    return answer;
  }

  async function type(pin: string): Promise<string> {
    for (const digit of pin) desk.press(Number(digit));
    const died = mishaps.died.then(() => "died");
    const answered = desk.submit().then((answer) => (answer.ok ? answer.value : answer.error.code));
    return Promise.race([answered, died]);
  }

  await start();
  return { clock, pins, compared, now: () => desk, mishaps: () => mishaps, type, restart: start };
}

async function withPin(): Promise<Desk> {
  const desk = await createDesk();
  await desk.type(good);
  await desk.type(good);
  return desk;
}

async function fail(desk: Desk, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    desk.now().askToUnlock();
    await desk.clock.advance(3_600_000);
    await desk.type(wrong);
  }
}

test("On the first start a PIN is chosen, repeated and set", async () => {
  const desk = await createDesk();
  const asked = desk.now().view().entry?.purpose;

  const answers = [await desk.type(good), await desk.type(good)];

  expect({ asked, answers, view: desk.now().view() }).toEqual({
    asked: "choose",
    answers: ["more", "set"],
    view: { set: true, entry: null, triesLeft: 10, waitUntil: null },
  });
});

test("Typed differently the second time, it is chosen anew", async () => {
  const desk = await createDesk();
  await desk.type(good);

  const answer = await desk.type(wrong);

  expect({ answer, entry: desk.now().view().entry }).toEqual({
    answer: "pin/not-repeated",
    entry: { purpose: "choose", typed: 0, checking: false, failure: { code: "pin/not-repeated" } },
  });
});

test("A menu that closes during the first choice leaves the choice to be made", async () => {
  const desk = await createDesk();
  desk.now().press(2);

  desk.now().close();

  expect(desk.now().view().entry).toEqual({ purpose: "choose", typed: 0, checking: false, failure: null });
});

test.each(["nothing", "half", "all"] as const)(
  "The power goes while the first PIN is written (%s of it): it is chosen again or it is the one that was typed",
  async (landing) => {
    const wrongEnds: string[] = [];
    for (const at of [1, 2, 3]) {
      const desk = await createDesk();
      await desk.type(good);
      desk.mishaps().dieAt(at, landing);
      await desk.type(good);
      await desk.restart();
      if (desk.now().view().entry?.purpose === "choose") {
        await desk.type(good);
        await desk.type(good);
      }
      desk.now().askToUnlock();
      const told = await desk.type(good);
      if (told !== "matched") wrongEnds.push(`${at}: ${told}`);
    }
    expect(wrongEnds).toEqual([]);
  },
);

test.each([1, 2, 3])(
  "A vault file that disappears never brings the first choice back, wherever the first start was interrupted (%i)",
  async (at) => {
    const desk = await createDesk();
    await desk.type(good);
    desk.mishaps().dieAt(at, "all");
    await desk.type(good);
    await desk.restart();
    await desk.restart();
    desk.pins.clear();

    await desk.restart();

    expect(desk.now().view()).toMatchObject({ set: false, entry: null });
  },
);

test("Two wrong tries cost no wait, the third 30 s, and each further one twice as much up to an hour", async () => {
  const desk = await withPin();
  const waits: (number | null)[] = [];
  for (let i = 0; i < mostFailures; i++) {
    await fail(desk, 1);
    const { waitUntil } = desk.now().view();
    waits.push(waitUntil === null ? null : (waitUntil - desk.clock.now()) / 1000);
  }

  expect(waits).toEqual([null, null, 30, 60, 120, 240, 480, 960, 1920, 3600]);
});

test("During the wait nothing is compared, and the try is not counted", async () => {
  const desk = await withPin();
  await fail(desk, 3);

  const answer = await desk.type(good);

  expect({ answer, left: desk.now().view().triesLeft }).toEqual({ answer: "pin/wait", left: 7 });
});

test("A clock set ahead by years does not end the wait", async () => {
  const desk = await withPin();
  await fail(desk, 3);
  desk.clock.setNow(desk.clock.now() + 20 * 365 * 86_400_000);

  expect(await desk.type(good)).toBe("pin/wait");
});

test("A restart begins the wait anew", async () => {
  const desk = await withPin();
  await fail(desk, 3);
  await desk.clock.advance(29_000);
  await desk.restart();
  await desk.clock.advance(29_000);
  desk.now().askToUnlock();

  expect(await desk.type(good)).toBe("pin/wait");
});

test("After ten wrong tries the right PIN is not compared any more, not even a day and a restart later", async () => {
  const desk = await withPin();
  await fail(desk, mostFailures);
  await desk.clock.advance(86_400_000);
  await desk.restart();
  await desk.clock.advance(86_400_000);
  desk.now().askToUnlock();

  expect({ answer: await desk.type(good), compared: desk.compared.most }).toEqual({
    answer: "pin/locked",
    compared: 10,
  });
});

test("A PIN that is right forgives the wrong ones before it", async () => {
  const desk = await withPin();
  await fail(desk, 5);
  await desk.clock.advance(3_600_000);

  const answer = await desk.type(good);

  expect({ answer, left: desk.now().view().triesLeft }).toEqual({ answer: "matched", left: 10 });
});

test("What is being compared is not disturbed by a second wish to be let in", async () => {
  const desk = await withPin();
  desk.now().askToUnlock();
  const answer = desk.type(good);
  desk.now().askToUnlock();

  expect({ answer: await answer, entry: desk.now().view().entry }).toEqual({ answer: "matched", entry: null });
});

test("A menu that closes while the PIN is compared leaves no entry open", async () => {
  const desk = await withPin();
  desk.now().askToUnlock();
  const answer = desk.type(wrong);
  desk.now().close();
  await answer;

  expect(desk.now().view().entry).toBe(null);
});

type Doing =
  | { readonly do: "try"; readonly pin: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "setClock"; readonly byMs: number }
  | { readonly do: "powerCut"; readonly at: number; readonly landing: Landing };

test("However somebody mixes tries, waits, clock changes and power cuts: never more than ten comparisons in a row", async () => {
  const doing: fc.Arbitrary<Doing> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant("try" as const), pin: fc.constantFrom(wrong, wrong, wrong, good, "1") }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 30_000, 3_600_000) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("setClock" as const), byMs: fc.integer({ min: -1e12, max: 1e12 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("powerCut" as const),
        at: fc.integer({ min: 1, max: 5 }),
        landing: fc.constantFrom<Landing>("nothing", "half", "all"),
      }),
    },
  );

  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 20, maxLength: 60 }), async (doings) => {
      const desk = await withPin();
      for (const next of doings) {
        if (next.do === "wait") await desk.clock.advance(next.ms);
        else if (next.do === "setClock") desk.clock.setNow(desk.clock.now() + next.byMs);
        else {
          if (next.do === "powerCut") desk.mishaps().dieAt(desk.mishaps().operations.length + next.at, next.landing);
          desk.now().askToUnlock();
          await desk.type(next.do === "try" ? next.pin : wrong);
          if (next.do === "powerCut") {
            desk.mishaps().die();
            await desk.restart();
          }
        }
      }
      expect(desk.compared.most).toBeLessThanOrEqual(mostFailures);
    }),
    { numRuns: 150 },
  );
});
