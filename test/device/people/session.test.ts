// How long somebody who was let in stays in, and whose the session is.

import { expect, test } from "vitest";
import type { PinRole } from "../../../device/contract/codes.ts";
import type { Principal } from "../../../device/contract/views/people.ts";
import { createSession } from "../../../device/people/session.ts";
import { createManualClock } from "../../support/manualClock.ts";

const principalOf = (role: PinRole): Principal => ({ role, principalId: "01890000-0000-7000-8000-000000000001" });

function openSession(role: PinRole | null) {
  const clock = createManualClock();
  const startedAt = clock.monotonic();
  let endedMs: number | null = null;
  const session = createSession(clock, () => {});
  session.onClosed(() => {
    endedMs = clock.monotonic() - startedAt;
  });
  session.open();
  if (role) session.authenticate(principalOf(role));
  return { clock, session, endedMs: () => endedMs };
}

/** Somebody touches something every ten seconds. */
async function keepBusy({ clock, session }: ReturnType<typeof openSession>, forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 10_000) {
    await clock.advance(10_000);
    session.touch();
  }
}

test.each([null, "merchant", "technician", "factory"] as const)(
  "Untouched, it warns after 40 s and ends after 60 s (%s)",
  async (role) => {
    const open = openSession(role);
    await open.clock.advance(40_000);
    const warned = open.session.view();
    const now = open.clock.now();
    await open.clock.advance(20_000);

    expect({ warned, endedMs: open.endedMs(), view: open.session.view(), who: open.session.principal() }).toEqual({
      warned: { phase: "open", principal: role && principalOf(role), closesAt: now + 20_000 },
      endedMs: 60_000,
      view: { phase: "closed" },
      who: null,
    });
  },
);

test.each(["merchant", "technician", "factory"] as const)(
  "The %s's ends after five minutes in all, busy or not, and says so 20 s before",
  async (role) => {
    const open = openSession(role);
    await keepBusy(open, 270_000);
    const before = open.session.view();
    await keepBusy(open, 10_000);
    const warned = open.session.view();
    const now = open.clock.now();
    await keepBusy(open, 60_000);

    expect({ before, warned, endedMs: open.endedMs() }).toEqual({
      before: { phase: "open", principal: principalOf(role), closesAt: null },
      warned: { phase: "open", principal: principalOf(role), closesAt: now + 20_000 },
      endedMs: 300_000,
    });
  },
);

test("The five minutes are of the monotonic clock: a clock set back by a year gives no more", async () => {
  const open = openSession("technician");
  await keepBusy(open, 150_000);
  open.clock.setNow(open.clock.now() - 365 * 86_400_000);
  await keepBusy(open, 300_000);

  expect(open.endedMs()).toBe(300_000);
});

test("As long as nobody is let in there is nothing to end but idleness", async () => {
  const open = openSession(null);
  await keepBusy(open, 600_000);

  expect([open.session.view().phase, open.endedMs()]).toEqual(["open", null]);
});

test("Whoever is let in after another has five minutes of their own", async () => {
  const open = openSession("technician");
  await keepBusy(open, 200_000);
  open.session.close();
  open.session.open();
  open.session.authenticate(principalOf("merchant"));
  await keepBusy(open, 290_000);

  expect(open.session.principal()).toEqual(principalOf("merchant"));
});

test("Nobody is let in where no session is open any more", () => {
  const open = openSession(null);
  open.session.close();
  open.session.authenticate(principalOf("technician"));

  expect({ view: open.session.view(), at: open.session.authenticatedAt() }).toEqual({
    view: { phase: "closed" },
    at: null,
  });
});
