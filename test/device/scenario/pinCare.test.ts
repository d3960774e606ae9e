// Who may give whom another PIN: one's own, the factory's first ones, the technician who lifts a lock, and the upstream.

import { describe, expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import type { PinRole } from "../../../device/contract/codes.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { challengeHash } from "../../../device/offline/challenge.ts";
import { sessionPolicy } from "../../../device/people/session.ts";
import type { Landing } from "../../support/mishaps.ts";
import { wrongCode } from "../../support/offline.ts";
import { recordsOf } from "../../support/promises.ts";
import { createRig, genericTarget, goodPin, type Rig, simIdentity, technicianPin } from "../../support/rig.ts";
import { askReset, asksFirstPin, choosePin, release, resetPin } from "../../support/staff.ts";
import type { OfflineAnswer } from "../../upstream/operator.ts";

const newPin = "918273";
const timeout = 120_000;
const ok = { ok: true };
const refusedWith = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

async function ready(technician = true): Promise<Rig> {
  const rig = await createRig({ technician });
  await rig.setUp();
  return rig;
}

/** Ten wrong tries, each after the wait before it. */
async function lock(rig: Rig): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    await rig.until(({ pin, at }) => (pin.standings.merchant.waitUntil ?? 0) <= at);
    await rig.order("beginUnbind", genericTarget);
    const { pin } = await rig.see();
    if (pin.rolesOffered) await rig.order("chooseRole", { role: "merchant" });
    await rig.type("604713");
    await rig.order("leaveMenu", {});
  }
}

/** So many codes that are wrong, as whoever passes by types them; each after the wait before it. */
async function guessCodes(rig: Rig, role: PinRole, times: number): Promise<void> {
  for (let tries = 0; tries < times; tries++) {
    const { code } = await askReset(rig, role);
    await rig.until(({ pinReset, at }) => (pinReset?.waitUntil ?? 0) <= at);
    await rig.order("enterPinReset", {});
    await rig.type(wrongCode(code));
  }
  await rig.order("leavePinReset", {});
}

const events = async (rig: Rig, whose?: PinRole) =>
  (await recordsOf(rig))
    .filter(({ kind }) => kind === "pin")
    .map(({ body }) => body as { type: string; role: PinRole })
    .filter(({ role }) => whose === undefined || role === whose)
    .map(({ type }) => type);

/** Whether this PIN lets the merchant into the unbind. */
async function letsIn(rig: Rig, pin: string): Promise<boolean> {
  await rig.order("leaveMenu", {});
  await rig.order("beginUnbind", genericTarget);
  if ((await rig.see()).pin.rolesOffered) await rig.order("chooseRole", { role: "merchant" });
  const answer = await rig.type(pin);
  await rig.order("leaveMenu", {});
  return answer.ok;
}

test("A merchant changes the PIN: the old one first, the new one twice, and then only the new one lets in", async () => {
  const rig = await ready();
  const asked = await rig.give("merchant", "changePin", { role: "merchant" });
  const { pin, session } = await rig.see();
  const chosen = await choosePin(rig, newPin);
  const after = await rig.see();

  expect({
    asked,
    purpose: pin.entry?.purpose,
    open: session.phase,
    chosen,
    // Whoever was let in by the old one is not any more.
    session: after.session.phase,
    old: await letsIn(rig, goodPin),
    fresh: await letsIn(rig, newPin),
  }).toEqual({ asked: ok, purpose: "change", open: "open", chosen: ok, session: "closed", old: false, fresh: true });
});

test("A technician may not choose the merchant's PIN, nor anybody a technician's", async () => {
  const rig = await ready();
  await rig.give("technician", "openStaffMenu", {});
  const merchants = await rig.order("changePin", { role: "merchant" });
  await rig.order("leaveMenu", {});
  await rig.as("merchant", "exportJournal");
  const technicians = await rig.order("changePin", { role: "technician" });
  await rig.order("leaveMenu", {});
  const factorys = await rig.order("changePin", { role: "factory" });

  expect({ merchants, technicians, factorys }).toEqual({
    merchants: refusedWith("host/needs-upstream-grant"),
    technicians: refusedWith("host/not-permitted"),
    factorys: refusedWith("host/not-now"),
  });
});

test("Wrong PINs lock the merchant; a technician lifts the lock once and says why, which nobody may before or again", {
  timeout,
}, async () => {
  const rig = await ready();
  const reason = "holder_mistyped" as const;
  const early = await rig.order("liftPinLock", { role: "merchant", reason });
  await lock(rig);
  const locked = (await rig.see()).pin.standings.merchant.triesLeft;
  const technicians = await rig.order("liftPinLock", { role: "technician", reason });
  const lifted = await rig.give("technician", "liftPinLock", { role: "merchant", reason });
  const { triesLeft } = (await rig.see()).pin.standings.merchant;

  expect({ early, locked, technicians, lifted, triesLeft, letsIn: await letsIn(rig, goodPin) }).toEqual({
    early: refusedWith("host/not-now"),
    locked: 0,
    technicians: refusedWith("host/not-now"),
    lifted: ok,
    triesLeft: 3,
    letsIn: true,
  });
});

test("The merchant's first PIN takes the upstream's leave, also without a network: whoever stands there first is nobody", async () => {
  const rig = await createRig();
  await rig.until(asksFirstPin);
  const unasked = [
    (await rig.see()).pin.entry,
    await rig.type(goodPin),
    await rig.order("changePin", { role: "merchant" }),
    await rig.order("beginUnbind", genericTarget),
  ];
  rig.upstream.unplug();
  const { code } = await askReset(rig, "merchant");
  await rig.order("enterPinReset", {});
  await rig.type(code);
  const asked = (await rig.see()).pin.entry?.purpose;
  await rig.clock.advance(sessionPolicy.idleMs);
  const walkedAway = [(await rig.see()).pin.entry, await rig.type(goodPin)];
  await resetPin(rig, "merchant", newPin);
  const { session } = await rig.see();

  expect({ unasked, asked, walkedAway, session: session.phase, letsIn: await letsIn(rig, newPin) }).toEqual({
    unasked: [null, refusedWith("host/not-now"), refusedWith("host/not-permitted"), refusedWith("pin/not-set")],
    asked: "choose",
    walkedAway: [null, refusedWith("host/not-now")],
    session: "closed",
    letsIn: true,
  });
});

test("A technician who is let in sets no merchant's PIN, neither a first one nor another", async () => {
  const rig = await createRig({ technician: true });
  await rig.until(asksFirstPin);
  await rig.as("technician", "openStaffMenu");
  const first = await rig.order("changePin", { role: "merchant" });
  await rig.order("leaveMenu", {});
  await rig.setUp();
  await rig.as("technician", "openStaffMenu");
  const another = await rig.order("changePin", { role: "merchant" });

  expect([first, another]).toEqual(Array(2).fill(refusedWith("host/needs-upstream-grant")));
});

describe("The upstream's leave", () => {
  test("read out as a code: the locked PIN is nobody's, and a new one is chosen at once", { timeout }, async () => {
    const rig = await ready(false);
    await lock(rig);
    const { code } = await askReset(rig, "merchant");
    const shown = (await rig.see()).pinReset;
    const asked = await rig.order("enterPinReset", {});
    const { codeEntry } = await rig.see();
    const typed = await rig.type(code);
    const between = await rig.see();
    const chosen = await choosePin(rig, newPin);

    expect({
      shown: [shown?.role, shown?.groups.length, shown?.waitUntil],
      asked,
      entry: [codeEntry?.purpose, codeEntry?.triesLeft],
      typed,
      between: [between.pinReset, between.codeEntry, between.pin.entry?.purpose, between.pin.standings.merchant],
      chosen,
      end: (await events(rig)).slice(-4),
      old: await letsIn(rig, goodPin),
      fresh: await letsIn(rig, newPin),
    }).toEqual({
      shown: ["merchant", 5, null],
      asked: ok,
      entry: ["pinReset", null],
      typed: ok,
      between: [null, null, "choose", { set: false, triesLeft: 7, waitUntil: null }],
      chosen: ok,
      end: ["answerTried", "unlocked", "forgotten", "set"],
      old: false,
      fresh: true,
    });
  });

  test("signed, on a memory stick: a technician comes to a first PIN that way", async () => {
    const rig = await ready(false);
    const none = await rig.order("openStaffMenu", {});
    const { jws } = await askReset(rig, "technician");
    const without = await rig.order("readPinReset", {});
    rig.stick.files = new Map([["answer.jws", jws]]);
    const read = await rig.order("readPinReset", {});
    await choosePin(rig, technicianPin);
    await rig.order("leaveMenu", {});
    const opened = await rig.as("technician", "openStaffMenu");

    expect({ none, without, read, opened }).toEqual({
      none: refusedWith("pin/not-set"),
      without: refusedWith("offline/no-carrier"),
      read: ok,
      opened: ok,
    });
  });

  test("is for one role, one challenge, one terminal, and its time", async () => {
    const rig = await ready();
    const { jws: merchants } = await askReset(rig, "merchant");
    const { code: old, jws: technicians } = await askReset(rig, "technician");
    await askReset(rig, "merchant");
    const letters = (await rig.see()).pinReset?.groups.join("") ?? "";
    const unlock = (change: object) =>
      rig.upstreamSigns(jwsType.pinUnlock, {
        unlockId: "01980000-0000-7000-8000-00000000beef",
        challengeHash: challengeHash({ letters }, createNodeHash()),
        sn: simIdentity.sn,
        role: "merchant",
        answeredAt: "2020-01-01T00:00:00.000Z",
        expiresAt: "2099-01-01T00:00:00.000Z",
        ...change,
      });
    const offered: Record<string, string> = {
      earlier: merchants,
      technicians,
      role: await unlock({ role: "technician" }),
      terminal: await unlock({ sn: "PX7A20269999" }),
      late: await unlock({ expiresAt: "2020-01-02T00:00:00.000Z" }),
    };
    const told: Record<string, string> = {};
    for (const [name, text] of Object.entries(offered)) {
      rig.stick.files = new Map([["answer.jws", text]]);
      const answer = await rig.order("readPinReset", {});
      told[name] = answer.ok ? "ok" : answer.error.code;
    }
    await rig.order("enterPinReset", {});
    const typed = await rig.type(old);

    expect({ told, typed, set: (await rig.see()).pin.standings.merchant.set }).toEqual({
      told: {
        earlier: "trust/field-mismatch",
        technicians: "trust/field-mismatch",
        role: "trust/field-mismatch",
        terminal: "trust/other-terminal",
        late: "trust/expired",
      },
      typed: refusedWith("unbind/answer-wrong"),
      set: true,
    });
  });

  test.each([
    ["merchant", "technician"],
    ["technician", "merchant"],
  ] as const)("a challenge of the %s's PIN is not answered to whoever asks for the %s's", async (shown, said) => {
    const rig = await ready();
    await rig.order("askPinReset", { role: shown });
    const challenge = (await rig.see()).pinReset?.groups.join("-") ?? "";
    const { operator } = rig.upstream;
    const told = (order: Promise<OfflineAnswer>) =>
      order.then(
        ({ allows }) => allows,
        ({ message }: Error) => message,
      );

    expect({
      other: await told(operator.unlockPin({ challenge, role: said })),
      unbind: await told(operator.answer({ challenge })),
      own: await told(operator.unlockPin({ challenge, role: shown })),
    }).toEqual({
      other: expect.stringContaining(`this challenge is for a new PIN of the ${shown}`),
      unbind: expect.stringContaining(`this challenge is for a new PIN of the ${shown}`),
      own: `${shown}-pin`,
    });
  });

  test("wrong codes make the next one wait, over challenges and restarts, and never longer than five minutes", {
    timeout,
  }, async () => {
    const rig = await ready();
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries++) {
      if (tries === 4) await rig.restart();
      await guessCodes(rig, "merchant", 1);
      await rig.order("askPinReset", { role: "merchant" });
      const { pinReset, at } = await rig.see();
      waits.push(((pinReset?.waitUntil ?? at) - at) / 1_000);
    }

    expect(waits).toEqual([0, 0, 30, 60, 120, 240, 300, 300, 300]);
  });

  test("while a code waits none is compared, and none is counted", async () => {
    const rig = await ready();
    await guessCodes(rig, "technician", 2);
    const { code } = await askReset(rig, "technician");
    await rig.order("enterPinReset", {});
    await rig.type(wrongCode(code));
    const { codeEntry } = await rig.see();
    const entered = await rig.order("enterPinReset", {});
    await rig.clock.advance(30_000);
    await rig.order("enterPinReset", {});
    const typed = await rig.type(code);

    const tried = (await events(rig, "technician")).filter((type) => type === "answerTried").length;
    expect({ codeEntry, entered, typed, tried }).toEqual({
      codeEntry: null,
      entered: refusedWith("pin/reset-wait"),
      typed: ok,
      tried: 4,
    });
  });

  test("cannot be used up by whoever passes by: after thirty wrong codes a signed one is typed in at once, and a code five minutes later", {
    timeout,
  }, async () => {
    const rig = await ready(false);
    for (const role of ["merchant", "technician"] as const) await guessCodes(rig, role, 15);
    const { jws } = await askReset(rig, "merchant");
    const signed = await rig.order("readPinReset", { answer: jws });
    await choosePin(rig, newPin);
    await rig.clock.advance(300_000);
    const byCode = await resetPin(rig, "technician", technicianPin);

    expect({ signed, letsIn: await letsIn(rig, newPin), byCode }).toEqual({ signed: ok, letsIn: true, byCode: ok });
  });

  test("an hour later the challenge is gone; a clock that is set back brings nothing back", async () => {
    const rig = await ready();
    const { jws } = await askReset(rig, "merchant");
    rig.stick.files = new Map([["answer.jws", jws]]);
    for (let minute = 0; minute < 61; minute++) await rig.clock.advance(60_000);
    const { pinReset } = await rig.see();
    const read = await rig.order("readPinReset", {});

    expect({ pinReset, read }).toEqual({ pinReset: null, read: refusedWith("host/not-now") });
  });

  test("works on a terminal that is released, for the technician who binds it again", async () => {
    const rig = await ready(false);
    await release(rig);

    const chosen = await resetPin(rig, "technician", technicianPin);
    await rig.order("leaveMenu", {});
    const opened = await rig.as("technician", "openStaffMenu");

    expect({ chosen, opened }).toEqual({ chosen: ok, opened: ok });
  });

  test("does not hold up payments, an unbind under way, or its wipe", async () => {
    const rig = await ready();
    await rig.confirm();
    await rig.reach("approved");
    await askReset(rig, "merchant");
    await rig.execute();
    const { unbind } = await rig.reach("completed");

    expect({ state: unbind.state, shown: (await rig.see()).pinReset?.role }).toEqual({
      state: "completed",
      shown: "merchant",
    });
  });

  test("cut off at every operation: no wait is given back, and the PIN can be had in the end", {
    timeout,
  }, async () => {
    const landings: readonly Landing[] = ["nothing", "half", "all"];
    const whole = await ready(false);
    await guessCodes(whole, "technician", 2);
    const from = whole.mishaps().operations.length;
    await resetPin(whole, "technician", technicianPin);
    const operations = whole.mishaps().operations.slice(from);
    const wrong: string[] = [];
    for (const [index, operation] of operations.entries()) {
      for (const landing of landings) {
        const rig = await ready(false);
        await guessCodes(rig, "technician", 2);
        rig.mishaps().dieAt(rig.mishaps().operations.length + 1 + index, landing);
        await resetPin(rig, "technician", technicianPin).catch(() => {});
        await rig.restart();
        const noted = await events(rig, "technician");
        const tried = noted.filter((type) => type === "answerTried").length > 2;
        const forgotten = noted.includes("forgotten");
        await rig.order("askPinReset", { role: "technician" });
        const waits = (await rig.see()).pinReset?.waitUntil !== null;
        if (waits !== (tried && !forgotten)) wrong.push(`${operation}, ${landing}: waits ${waits}`);
        await rig.order("leavePinReset", {});
        await rig.clock.advance(30_000);
        await resetPin(rig, "technician", technicianPin);
        await rig.order("leaveMenu", {});
        const opened = await rig.as("technician", "openStaffMenu");
        if (!opened.ok) wrong.push(`${operation}, ${landing}: ${opened.error.code}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
