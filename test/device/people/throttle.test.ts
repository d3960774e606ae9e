// How many tries there are and how long the waits, for each role by itself, with a power that goes and clocks that jump.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { PinRole } from "../../../device/contract/codes.ts";
import { mostComparisons } from "../../../device/people/throttle.ts";
import type { Landing } from "../../support/mishaps.ts";
import { createLockedEntry, createStaffedEntry, type Desk, pins, roles, wrong } from "./entry.ts";

const good = pins.merchant;
const unlockId = "01890000-0000-7000-8000-0000000000aa";
const locked = { ok: false, error: { code: "host/not-now" } };

test("Two wrong tries cost no wait, the third 30 s, and each further one twice as much; the last locks, and nothing is waited for", async () => {
  const desk = await createStaffedEntry();
  const waits: (number | null)[] = [];
  for (let i = 0; i < mostComparisons; i++) {
    await desk.fail("technician", 1);
    const { waitUntil } = desk.now().view().standings.technician;
    waits.push(waitUntil === null ? null : (waitUntil - desk.clock.now()) / 1000);
  }

  expect(waits).toEqual([null, null, 30, 60, 120, 240, 480, null, null, null]);
});

test("During the wait nothing is compared, and the try is not counted", async () => {
  const desk = await createStaffedEntry();
  await desk.fail("merchant", 3);

  const answer = await desk.type(good);

  expect({ answer, left: desk.now().view().standings.merchant.triesLeft }).toEqual({ answer: "pin/wait", left: 4 });
});

test("A clock set ahead by years does not end the wait", async () => {
  const desk = await createStaffedEntry();
  await desk.fail("merchant", 3);
  desk.clock.setNow(desk.clock.now() + 20 * 365 * 86_400_000);

  expect(await desk.type(good)).toBe("pin/wait");
});

test("A wait goes on over restarts: a terminal that lives for one command at a time waits no longer than another", async () => {
  const desk = await createStaffedEntry();
  await desk.fail("merchant", 3);
  await desk.clock.advance(28_000);
  await desk.restart();
  desk.now().askToUnlock(["merchant"]);
  const early = await desk.type(good);
  await desk.clock.advance(2_000);
  await desk.restart();
  desk.now().askToUnlock(["merchant"]);

  expect([early, await desk.type(good)]).toEqual(["pin/wait", "matched"]);
});

test("A power that goes in each of three comparisons locks nobody out: half a minute later the right PIN lets in", async () => {
  const desk = await createStaffedEntry();
  for (let death = 0; death < 3; death++) {
    desk.now().askToUnlock(["merchant"]);
    desk.mishaps().dieAt(desk.mishaps().operations.length + 2, "nothing");
    await desk.type(good);
    await desk.restart();
  }
  desk.now().askToUnlock(["merchant"]);
  const early = await desk.type(good);
  await desk.clock.advance(30_000);
  await desk.restart();
  desk.now().askToUnlock(["merchant"]);

  expect([early, await desk.type(good)]).toEqual(["pin/wait", "matched"]);
});

test("A clock that was set back takes nothing off the wait, and adds nothing to it", async () => {
  const desk = await createStaffedEntry();
  await desk.fail("merchant", 3);
  desk.clock.setNow(0);
  await desk.restart();
  desk.now().askToUnlock(["merchant"]);
  const early = await desk.type(good);
  await desk.clock.advance(30_000);

  expect([early, await desk.type(good)]).toEqual(["pin/wait", "matched"]);
});

test("After seven wrong tries the merchant's right PIN is not compared any more, not even a day and a restart later", async () => {
  const desk = await createLockedEntry("merchant");
  await desk.clock.advance(86_400_000);
  await desk.restart();
  await desk.clock.advance(86_400_000);
  desk.now().askToUnlock(["merchant"]);

  expect({ answer: await desk.type(good), compared: desk.compared.merchant.most }).toEqual({
    answer: "pin/locked",
    compared: 7,
  });
});

test("A role that is locked out leaves the tries and waits of the others alone", async () => {
  const desk = await createLockedEntry("merchant");

  const technician = await desk.letIn("technician");

  const { standings } = desk.now().view();
  expect({ role: technician.role, standings }).toMatchObject({
    role: "technician",
    standings: {
      merchant: { triesLeft: 0 },
      technician: { triesLeft: 8, waitUntil: null },
      factory: { triesLeft: 8, waitUntil: null },
    },
  });
});

test("A PIN that is right forgives the wrong ones before it", async () => {
  const desk = await createStaffedEntry();
  await desk.fail("merchant", 5);
  await desk.clock.advance(3_600_000);

  const answer = await desk.type(good);

  expect({ answer, left: desk.now().view().standings.merchant.triesLeft }).toEqual({ answer: "matched", left: 7 });
});

test("A technician lifts the merchant's lock for a reason: the last three of the ten, without a wait, and the journal says who and why", async () => {
  const desk = await createLockedEntry("merchant");
  const principal = await desk.letIn("technician");
  const lifted = await desk.authenticator().liftLock("merchant", principal, "holder_mistyped");
  const standing = desk.now().view().standings.merchant;
  await desk.restart();

  const merchant = await desk.letIn("merchant");

  const event = desk.events().find(({ type }) => type === "unlocked");
  expect({ lifted, standing, role: merchant.role, event, after: desk.now().view().standings.merchant }).toEqual({
    lifted: { ok: true, value: undefined },
    standing: { set: true, triesLeft: 3, waitUntil: null },
    role: "merchant",
    event: {
      type: "unlocked",
      role: "merchant",
      by: "technician",
      reference: principal.principalId,
      reason: "holder_mistyped",
    },
    after: { set: true, triesLeft: 7, waitUntil: null },
  });
});

test("The ten are not begun again: after the last three nobody here lifts anything, over restarts, until the PIN was right", async () => {
  const desk = await createLockedEntry("merchant");
  const principal = await desk.letIn("technician");
  const lift = () => desk.authenticator().liftLock("merchant", principal, "stranger_tried");
  const first = await lift();
  await desk.fail("merchant", 5);
  const second = await lift();
  await desk.restart();
  const third = await lift();

  expect({ first: first.ok, second, third, compared: desk.compared.merchant.most }).toEqual({
    first: true,
    second: locked,
    third: locked,
    compared: mostComparisons,
  });
});

test.each(["technician", "factory"] as const)("Nobody lifts the lock of the %s", async (role) => {
  const desk = await createLockedEntry(role);
  const principal = { role: "technician", principalId: unlockId } as const;

  const lifted = await desk.authenticator().liftLock(role, principal, "holder_mistyped");

  expect([lifted, desk.now().view().standings[role].triesLeft]).toEqual([locked, 0]);
});

test("The factory lifts nobody's lock", async () => {
  const desk = await createLockedEntry("merchant");
  const principal = await desk.letIn("factory");

  const lifted = await desk.authenticator().liftLock("merchant", principal, "holder_mistyped");

  expect({ lifted, left: desk.now().view().standings.merchant.triesLeft }).toEqual({
    lifted: { ok: false, error: { code: "host/not-permitted" } },
    left: 0,
  });
});

test("Nobody buys tries by lifting a lock that is not there", async () => {
  const desk = await createStaffedEntry();
  const principal = await desk.letIn("technician");
  await desk.fail("merchant", 6);

  const lifted = await desk.authenticator().liftLock("merchant", principal, "holder_mistyped");

  expect({ lifted, left: desk.now().view().standings.merchant.triesLeft }).toEqual({ lifted: locked, left: 1 });
});

type Doing =
  | { readonly do: "try"; readonly role: PinRole; readonly pin: string }
  | { readonly do: "choose"; readonly role: PinRole; readonly pin: string }
  | { readonly do: "unlock"; readonly role: PinRole }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "setClock"; readonly byMs: number }
  | { readonly do: "powerCut"; readonly role: PinRole; readonly at: number; readonly landing: Landing };

/** Most of it happens to one role, and most of it is wrong: only then the limit is reached. */
const role = fc.constantFrom<PinRole>(...Array<PinRole>(8).fill("merchant"), "technician", "factory");
const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("try" as const),
      role,
      pin: fc.constantFrom(...Array<string>(30).fill(wrong), ...Object.values(pins), "1"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("choose" as const),
      role,
      pin: fc.constantFrom("418203", "640827", "905173", ...Object.values(pins)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unlock" as const), role }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1_000, 60_000, 3_600_000, 3_600_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("setClock" as const), byMs: fc.integer({ min: -1e12, max: 1e12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("powerCut" as const),
      role,
      at: fc.integer({ min: 1, max: 5 }),
      landing: fc.constantFrom<Landing>("nothing", "half", "all"),
    }),
  },
);

async function carryOut(desk: Desk, next: Doing): Promise<void> {
  switch (next.do) {
    case "wait":
      await desk.clock.advance(next.ms);
      return;
    case "setClock":
      desk.clock.setNow(desk.clock.now() + next.byMs);
      return;
    case "try":
      desk.now().askToUnlock([next.role]);
      await desk.type(next.pin);
      return;
    case "choose":
      desk.now().setNew(next.role, { role: next.role, upstreamGrant: false });
      await desk.type(next.pin);
      await desk.type(next.pin);
      desk.now().close();
      return;
    case "unlock": {
      const technician = { role: "technician", principalId: unlockId } as const;
      await desk.authenticator().liftLock(next.role, technician, "holder_mistyped");
      return;
    }
    case "powerCut":
      desk.mishaps().dieAt(desk.mishaps().operations.length + next.at, next.landing);
      desk.now().askToUnlock([next.role]);
      await desk.type(wrong);
      desk.mishaps().die();
      await desk.restart();
  }
}

test("However tries, new PINs, waits, unlocks, clock changes and power cuts are mixed: never more than ten comparisons of a role between two successes, looks for others among them", async () => {
  let lockedOut = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 40, maxLength: 120 }), async (doings) => {
      const desk = await createStaffedEntry();
      for (const next of doings) await carryOut(desk, next);
      for (const each of roles) {
        expect(desk.compared[each].most).toBeLessThanOrEqual(mostComparisons);
        if (desk.compared[each].most === mostComparisons) lockedOut += 1;
      }
    }),
    { numRuns: 150 },
  );
  expect(lockedOut).toBeGreaterThan(0);
});
