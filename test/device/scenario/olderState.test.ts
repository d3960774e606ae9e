// The state folder, or a part of it, is put back as it was, cut, or taken away. What the terminal can notice it says, and
// takes nothing for true that is older than what it knew; what it cannot notice, the upstream's word shows.

import { describe, expect, test, vi } from "vitest";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import { recordsOf } from "../../support/promises.ts";
import { createRig, genericTarget, goodPin, type Rig, type RigDisk, simIdentity } from "../../support/rig.ts";
import { askReset, asksFirstPin, boundAt, release, resetPin } from "../../support/staff.ts";

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

/** As whoever maintains the terminal does: the folder is put away, and the upstream gives a code out. */
async function startWithEmptyFolder(rig: Rig, counter?: { count: string | null }): Promise<void> {
  Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null });
  if (counter) counter.count = null;
  Object.assign(rig.disk.key, { privateKey: null });
  rig.disk.merchant.bindings = [];
  rig.disk.offlineSecret.bytes = null;
  rig.disk.pins.clear();
  const { code } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });
  await rig.restart();
  await rig.order("provision", { code });
  await rig.until(asksFirstPin);
}

const serviceOf = async (rig: Rig) => {
  const { service } = await rig.see();
  return service.phase === "outOfService" ? service.failure.code : service.phase;
};

test("The way out: an empty folder is enrolled anew with a code, the merchant chooses a PIN, and the terminal is unbound as ever", async () => {
  const { rig, counter } = await counted();
  Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null });
  await rig.restart();
  const before = await serviceOf(rig);
  await startWithEmptyFolder(rig, counter);
  await rig.setUp();
  await release(rig);

  expect([before, await serviceOf(rig), (await rig.see()).unbind.state]).toEqual([
    "journal/rolled-back",
    "working",
    "completed",
  ]);
});

type Folder = Pick<RigDisk, "journal" | "merchant" | "pins">;

function folderOf(rig: Rig): Folder {
  return {
    journal: journalOf(rig),
    merchant: { ...rig.disk.merchant, bindings: [...rig.disk.merchant.bindings] },
    pins: new Map(rig.disk.pins),
  };
}

function putBack(rig: Rig, old: Folder): void {
  Object.assign(rig.disk.journal, { bytes: old.journal.bytes.slice(), mark: old.journal.mark });
  rig.disk.merchant.bindings = [...old.merchant.bindings];
  rig.disk.pins.clear();
  for (const [role, pin] of old.pins) rig.disk.pins.set(role, pin);
}

describe("The whole folder is put back as it was before the unbind", () => {
  async function afterUnbind(): Promise<Rig> {
    const rig = await createRig({ driver: "slf" });
    await rig.setUp();
    const old = folderOf(rig);
    await release(rig);
    putBack(rig, old);
    return rig;
  }

  const resumed = (rig: Rig) => rig.slf().carriedOut().includes("PR");

  test("without a network payments stay off, because they were off; with it the upstream has heard more, and nothing is done on it", async () => {
    const rig = await afterUnbind();
    rig.upstream.unplug();
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    const cutOff = { resumed: resumed(rig), pays: await rig.wouldPay(), service: await serviceOf(rig) };
    rig.upstream.plugIn();
    await rig.clock.advance(nextAskMs);
    const online = { resumed: resumed(rig), pays: await rig.wouldPay(), service: await serviceOf(rig) };

    expect({ cutOff, online }).toEqual({
      cutOff: { resumed: false, pays: false, service: "working" },
      online: { resumed: false, pays: false, service: "journal/rolled-back" },
    });
  });

  test("once found it stays found, also without a network", async () => {
    const rig = await afterUnbind();
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    rig.upstream.unplug();
    await rig.restart();

    expect([await serviceOf(rig), (await rig.see()).journal.status]).toEqual(["journal/rolled-back", "rolledBack"]);
  });

  test("the way out: an empty folder, and it is bound anew and takes payments", async () => {
    const rig = await afterUnbind();
    await rig.restart();
    await rig.clock.advance(nextAskMs);
    const found = await serviceOf(rig);
    await rig.upstream.operator.bindAgain({ sn: simIdentity.sn, ...genericTarget });
    await startWithEmptyFolder(rig);
    const bound = await rig.until(boundAt(2));
    await rig.clock.advance(nextAskMs);

    expect([found, bound.provisioning.phase, await rig.wouldPay()]).toEqual([
      "journal/rolled-back",
      "provisioned",
      true,
    ]);
  });
});

describe("An older folder in which no request is missing", () => {
  /** A PIN that was in wrong hands was changed; then the folder of before is put back. */
  async function withOldPin(): Promise<Rig> {
    const rig = await createRig();
    await rig.setUp();
    const old = folderOf(rig);
    await resetPin(rig, "merchant", "918273");
    await rig.clock.advance(nextAskMs);
    putBack(rig, old);
    return rig;
  }

  const tries = async (rig: Rig) =>
    (await recordsOf(rig)).filter(({ body }) => (body as { type?: string } | null)?.type === "tried").length;

  test("the PIN that came back is not compared: the upstream is asked first", async () => {
    const rig = await withOldPin();
    await rig.restart();
    const asked = await rig.order("changePin", { role: "merchant" });
    const typed = await rig.type(goodPin);

    expect({ asked: asked.ok, typed, tried: await tries(rig), service: await serviceOf(rig) }).toEqual({
      asked: true,
      typed: { ok: false, error: expect.objectContaining({ code: "journal/rolled-back" }) },
      tried: 0,
      service: "journal/rolled-back",
    });
  });

  test("nor is a code by which the upstream lets a PIN be chosen: its tries may be back as well", async () => {
    const rig = await withOldPin();
    await rig.restart();
    const { code } = await askReset(rig, "technician");
    await rig.order("enterPinReset", {});

    expect([await rig.type(code), await serviceOf(rig)]).toEqual([
      { ok: false, error: expect.objectContaining({ code: "journal/rolled-back" }) },
      "journal/rolled-back",
    ]);
  });

  test("without a network it is compared, and found with the first answer: that far goes a plain disk", async () => {
    const rig = await withOldPin();
    rig.upstream.unplug();
    await rig.restart();
    await rig.order("changePin", { role: "merchant" });
    const typed = await rig.type(goodPin);
    rig.upstream.plugIn();
    await rig.clock.advance(nextAskMs);

    expect([typed.ok, await tries(rig), await serviceOf(rig)]).toEqual([true, 1, "journal/rolled-back"]);
  });

  test("an upstream that says nothing holds nobody at the pad for longer than five seconds", async () => {
    const rig = await createRig();
    await rig.setUp();
    await rig.restart();
    await rig.upstream.operator.setFault({ fault: { kind: "silence" } });
    await rig.order("changePin", { role: "merchant" });
    const typing = rig.type(goodPin);
    await rig.clock.advance(5_000);

    expect(await typing).toEqual({ ok: true });
  });
});

test("A request that the upstream has taken and the journal does not know is found, also without any word of the journal", async () => {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  const old = folderOf(rig);
  await rig.confirm();
  await rig.reach("submitted", "underReview");
  putBack(rig, old);
  rig.answersAs("GET .*/profiles$", { status: 500, problem: "internal" });
  await rig.restart();
  await rig.clock.advance(nextAskMs);

  expect(await serviceOf(rig)).toBe("journal/rolled-back");
});

test("Journal and mark are gone after the execution left, and no counter counts them: it does not go on as bound, the upstream has heard more", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  rig.answersAs("POST .*/execution$", { status: 500, problem: "internal" });
  await rig.execute();
  await rig.reach("unknown");
  Object.assign(rig.disk.journal, { bytes: new Uint8Array(), mark: null });
  const before = rig.witnessed.length;
  await rig.restart();
  await rig.clock.advance(nextAskMs);
  const sent = rig.witnessed.slice(before).filter(({ what }) => what.startsWith("POST /v1/unbind-requests"));

  expect({ service: await serviceOf(rig), pays: await rig.wouldPay(), sent }).toEqual({
    service: "journal/rolled-back",
    pays: false,
    sent: [],
  });
});

test("An upstream that was restored from before the enrolment knows no key: the checks say so with the way out, an empty folder and a code", async () => {
  const rig = await createRig({ codeIs: "typed" });
  const restore = rig.upstream.backup();
  await rig.order("provision", { code: rig.code });
  await rig.setUp();
  restore();
  await rig.draft();
  const failed = (await rig.see()).unbind.checks.filter(
    ({ outcome, level }) => outcome === "failed" && level === "must",
  );
  await startWithEmptyFolder(rig);
  await rig.setUp();
  await release(rig);

  expect([failed.map(({ fact }) => fact), (await rig.see()).unbind.state]).toEqual([
    ["upstream/key-unknown"],
    "completed",
  ]);
});

test("What was said to an earlier question, or to another terminal, is no answer: nothing is found, and nothing is taken for news", async () => {
  const rig = await createRig();
  await rig.setUp();
  const heard = await rig.upstreamSigns(jwsType.heard, {
    sn: simIdentity.sn,
    nonce: "00000000-0000-7000-8000-000000000000",
    requests: 9,
    lastRequestId: null,
    journal: null,
    at: new Date(rig.clock.now()).toISOString(),
  });
  rig.answersAs("GET .*/bindings$", { status: 200, body: { bindings: rig.disk.merchant.bindings, heard } });
  await rig.restart();
  await rig.clock.advance(nextAskMs);

  expect([await serviceOf(rig), (await rig.see()).journal.status]).toEqual(["working", "intact"]);
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
