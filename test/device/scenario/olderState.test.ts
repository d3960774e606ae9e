// The state folder, or a part of it, is put back as it was, cut, or taken away. What the terminal can notice it says, and
// takes nothing for true that is older than what it knew; what it cannot notice, the upstream's word shows.

import { describe, expect, test, vi } from "vitest";
import { createRig, genericTarget, type Rig, type RigDisk } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

/** How often the upstream is asked for news. */
const nextAskMs = 330_000;

async function counted(): Promise<{ rig: Rig; counter: { count: string | null } }> {
  const counter = { count: null };
  const rig = await createRig({ counter });
  await rig.setUp();
  return { rig, counter };
}

function journalOf(rig: Rig): { bytes: Uint8Array; mark: string | null } {
  const { bytes, mark } = rig.disk.journal;
  return { bytes: bytes.slice(), mark };
}

async function wrongPins(rig: Rig): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    await rig.order("beginUnbind", genericTarget);
    await rig.type("860397");
    await rig.order("leaveMenu", {});
  }
}

const firstLines = (bytes: Uint8Array, lines: number) => {
  let end = 0;
  for (let line = 0; line < lines; line++) end = bytes.indexOf(0x0a, end) + 1;
  return bytes.slice(0, end);
};

const disorders: Readonly<
  Record<string, (rig: Rig, counter: { count: string | null }, old: RigDisk["journal"]) => void>
> = {
  "journal and mark are put back as they were before": (rig, _counter, old) => Object.assign(rig.disk.journal, old),
  "journal and mark are deleted": (rig) => Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null }),
  "lines are cut, and the mark deleted": (rig) => {
    Object.assign(rig.disk.journal, { bytes: firstLines(rig.disk.journal.bytes, 2), mark: null });
  },
  "the counter is deleted": (_rig, counter) => Object.assign(counter, { count: null }),
  "the counter is deleted, and the mark": (rig, counter) => {
    counter.count = null;
    rig.disk.journal.mark = null;
  },
  "the counter is of another journal": (_rig, counter) => {
    counter.count = `3 ${"A".repeat(43)}`;
  },
};

test.each(Object.entries(disorders))("%s: said, and nothing is done on it", async (_what, disorder) => {
  const { rig, counter } = await counted();
  const old = journalOf(rig);
  await wrongPins(rig);
  disorder(rig, counter, old);
  const before = rig.witnessed.length;
  await rig.restart();
  await rig.clock.advance(nextAskMs);
  const { service, journal } = await rig.see();

  expect({
    service: service.phase === "outOfService" && service.failure.code,
    journal: journal.status,
    answer: await rig.order("beginUnbind", genericTarget),
    sent: rig.witnessed.slice(before).filter(({ what }) => !what.includes("health")),
  }).toEqual({
    service: "journal/rolled-back",
    journal: "rolledBack",
    answer: { ok: false, error: { code: "host/not-now" } },
    sent: [],
  });
});

test("An untouched state starts, restart after restart, and so does one that an earlier program never counted", async () => {
  const { rig, counter } = await counted();
  const phases: string[] = [];
  for (let restarts = 0; restarts < 3; restarts++) {
    await rig.restart();
    phases.push((await rig.see()).service.phase);
  }
  rig.disk.journal.mark = (rig.disk.journal.mark ?? "").replace(" counted", "");
  counter.count = null;
  await rig.restart();
  const { service } = await rig.see();

  expect({ phases, service: service.phase, counted: counter.count !== null }).toEqual({
    phases: ["working", "working", "working"],
    service: "working",
    counted: true,
  });
});

test("The way out: an empty folder is enrolled anew with a code, and the upstream knows the rest", async () => {
  const { rig, counter } = await counted();
  Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null });
  await rig.restart();
  const { service } = await rig.see();
  Object.assign(counter, { count: null });
  Object.assign(rig.disk.key, { privateKey: null });
  rig.disk.merchant.bindings = [];
  rig.disk.offlineSecret.bytes = null;
  rig.disk.pins.clear();
  const { code } = await rig.upstream.operator.issueCode({ sn: "PX7A20260042" });
  await rig.restart();
  const { provisioning } = await rig.see();

  expect({ service: service.phase, provisioning: provisioning.phase, code: code.length > 0 }).toEqual({
    service: "outOfService",
    provisioning: "unprovisioned",
    code: true,
  });
});

describe("The whole folder is put back as it was before the unbind", () => {
  async function putBack(): Promise<Rig> {
    const rig = await createRig({ driver: "slf" });
    await rig.setUp();
    const old = { journal: journalOf(rig), merchant: [...rig.disk.merchant.bindings], pins: new Map(rig.disk.pins) };
    await rig.confirm();
    await rig.reach("approved");
    await rig.execute();
    await rig.reach("completed");
    Object.assign(rig.disk.journal, old.journal);
    rig.disk.merchant.bindings = old.merchant;
    for (const [role, pin] of old.pins) rig.disk.pins.set(role, pin);
    return rig;
  }

  const resumed = (rig: Rig) => rig.slf().carriedOut().includes("PR");

  test("without a network payments stay off, because they were off; with it the upstream says that it has ended", async () => {
    const rig = await putBack();
    rig.upstream.unplug();
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    const cutOff = { resumed: resumed(rig), pays: await rig.wouldPay() };
    rig.upstream.plugIn();
    await rig.clock.advance(nextAskMs);

    expect({
      cutOff,
      online: { resumed: resumed(rig), pays: await rig.wouldPay() },
      told: (await rig.see()).unbind.payments,
    }).toEqual({ cutOff: { resumed: false, pays: false }, online: { resumed: false, pays: false }, told: "none" });
  });

  test("and it is unbound again: told as already unbound, wiped, and ready to be bound anew", async () => {
    const rig = await putBack();
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    await rig.confirm();
    await rig.reach("approved");
    await rig.execute();
    const done = await rig.reach("completed");

    expect([done.unbind.receipt?.payload.outcome, done.provisioning.phase, await rig.wouldPay()]).toEqual([
      "already_unbound",
      "released",
      false,
    ]);
  });
});

test("A merchant's PIN without the journal that knew the merchant counts for nobody", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.upstream.unplug();
  Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null });
  await rig.restart();

  expect({ set: (await rig.see()).pin.standings.merchant.set, kept: rig.disk.pins.has("merchant") }).toEqual({
    set: false,
    kept: false,
  });
});
