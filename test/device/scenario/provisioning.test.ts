// A terminal comes into service from an empty disk, goes out of it, and comes back: interrupted anywhere, enrolled once.

import { describe, expect, test } from "vitest";
import { base64url } from "../../../device/base/bytes.ts";
import type { ErrorCode } from "../../../device/contract/errors.ts";
import type { Landing, Mishaps } from "../../support/mishaps.ts";
import { recordsOf } from "../../support/promises.ts";
import {
  bindingIn,
  createRig,
  factoryPin,
  genericTarget,
  isBound,
  type Rig,
  simIdentity,
  technicianPin,
} from "../../support/rig.ts";
import { asksFirstPin, bindUpstream, boundAt, choosePin, release } from "../../support/staff.ts";

const landings: readonly Landing[] = ["nothing", "half", "all"];
const timeout = 180_000;

const fresh = () => createRig({ codeIs: "typed" });
const codes = (rig: Rig) => rig.witnessed.filter(({ what }) => what === "POST /v1/enrolments");

/** What the factory has to see before it puts the terminal in a box. */
async function label(rig: Rig) {
  const { provisioning, terminal } = await rig.see();
  const [sn, imei] = [terminal.sn, terminal.imei].map((value) => value.status === "read" && value.value);
  return { phase: provisioning.phase, failure: provisioning.failure, sn, imei };
}

test("How the key is kept is what the provider found proven, where it did, also after a restart", async () => {
  const rig = await createRig({ keyProven: "strongbox" });
  const kept = async () => (await rig.see()).provisioning.key?.storage;
  const before = await kept();
  await rig.setUp();
  const after = await kept();
  await rig.restart();
  await rig.until((seen) => isBound(seen));

  expect([before === "strongbox", after, await kept()]).toEqual([false, "strongbox", "strongbox"]);
});

/** Restarted before an upstream that lets everybody wait. */
const slowUpstream = { status: 503, afterMs: 60_000 };

test("Whose terminal this is stands on the screen once it was read, however long the upstream takes", async () => {
  const rig = await createRig();
  await rig.setUp();
  const from = rig.shown.length;
  rig.answersAs("", slowUpstream);
  await rig.restart();
  await rig.until(({ upstream }) => upstream.reach === "unreachable");
  const first = rig.shown.slice(from).find((seen) => isBound(seen));

  expect([first?.upstream.reach, first?.offered.beginUnbind]).toEqual(["unknown", [genericTarget]]);
});

test("So it does where the terminal comes late", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.terminal.unplug();
  rig.answersAs("", slowUpstream);
  await rig.restart();
  await rig.until(({ upstream }) => upstream.reach === "unreachable");
  const cameAt = rig.clock.now();
  rig.terminal.plugIn();
  await rig.until((seen) => isBound(seen));

  expect(rig.clock.now() - cameAt).toBeLessThan(slowUpstream.afterMs);
});

test("The factory: from an empty disk to a label, the first PINs and a merchant who can pay", async () => {
  const rig = await fresh();
  await rig.until(({ terminal }) => terminal.phase === "read");
  const before = { ...(await label(rig)), entry: (await rig.see()).pin.entry };

  const chosen = [await rig.order("changePin", { role: "factory" }), await choosePin(rig, factoryPin)];
  const implanted = await rig.give("factory", "changePin", { role: "technician" });
  const provisioned = await rig.order("provision", { code: rig.code });
  const after = await rig.until(asksFirstPin);
  await choosePin(rig);
  const { pin } = await rig.see();

  expect({
    before,
    chosen,
    provisioned,
    phase: after.provisioning.phase,
    kid: after.provisioning.key?.kid,
    storage: after.provisioning.key?.storage,
    set: [pin.standings.merchant.set, pin.standings.technician.set, pin.standings.factory.set],
    implanted,
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    before: { phase: "unprovisioned", failure: null, ...simIdentity, entry: null },
    chosen: [{ ok: true }, { ok: true }],
    provisioned: { ok: true },
    phase: "provisioned",
    kid: (await rig.upstream.operator.list()).terminals[0]?.deviceKid,
    storage: "software",
    set: [true, false, false],
    implanted: { ok: false, error: { code: "host/not-permitted" } },
    wouldPay: true,
  });
});

test("The factory's PIN ends with provisioning, wherever the power goes, and cannot be had again in service", {
  timeout: 120_000,
}, async () => {
  async function firstDay(): Promise<Rig> {
    const rig = await fresh();
    await rig.until(({ terminal }) => terminal.phase === "read");
    await rig.order("changePin", { role: "factory" });
    await choosePin(rig, factoryPin);
    return rig;
  }
  const whole = await firstDay();
  const from = whole.mishaps().operations.length;
  await whole.order("provision", { code: whole.code });
  const operations = whole.mishaps().operations.slice(from);
  const wrong: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const rig = await firstDay();
    rig.mishaps().dieAt(rig.mishaps().operations.length + 1 + index, "all");
    await rig.order("provision", { code: rig.code });
    await rig.restart();
    const { provisioning } = await rig.until(({ terminal, upstream }) => {
      return terminal.phase === "read" && upstream.reach === "reachable";
    });
    if (provisioning.phase === "unprovisioned") await rig.order("provision", { code: rig.code });
    await rig.until(({ pin }) => !pin.standings.factory.set);
    const asked = await rig.order("askPinReset", { role: "factory" });
    const kept = rig.disk.pins.has("factory");
    if (asked.ok || kept) wrong.push(`${operation}: asked ${asked.ok}, kept ${kept}`);
  }

  expect({ cuts: operations.length > 5, wrong }).toEqual({ cuts: true, wrong: [] });
});

test("The code is in one message and nowhere else", async () => {
  const rig = await fresh();
  await rig.until(({ terminal }) => terminal.phase === "read");
  await rig.order("provision", { code: "BBBB-CCCC-DDDD" });
  await rig.order("provision", { code: rig.code });
  await rig.until(asksFirstPin);

  const kept = [rig.shown, rig.log.notes, await recordsOf(rig), rig.disk.merchant, rig.disk.profiles];

  const text = JSON.stringify(kept);
  expect([text.includes(rig.code), text.includes("BBBB-CCCC")]).toEqual([false, false]);
});

test("Whoever reads every word between terminal and upstream has no secret, and answers no challenge", async () => {
  const rig = await fresh();
  await rig.until(({ terminal }) => terminal.phase === "read");
  await rig.order("provision", { code: rig.code });
  await rig.until(asksFirstPin);
  await choosePin(rig);

  const heard = [JSON.stringify(rig.witnessed), JSON.stringify(await rig.upstream.operator.list())].join();

  const secret = Buffer.from(rig.disk.offlineSecret.bytes ?? []);
  const forms = [base64url(secret), secret.toString("base64"), secret.toString("hex"), [...secret].join()];
  // Messages are compact JWS: what is in their payloads is read as well.
  const opened = heard.replace(/[\w-]{40,}/g, (part) => part + Buffer.from(part, "base64url").toString("latin1"));
  expect({ bytes: secret.length, found: forms.filter((form) => opened.includes(form)) }).toEqual({
    bytes: 32,
    found: [],
  });
});

test("Two fingers on the button: one enrolment", async () => {
  const rig = await fresh();
  await rig.until(({ terminal }) => terminal.phase === "read");

  const answers = await Promise.all([
    rig.order("provision", { code: rig.code }),
    rig.order("provision", { code: rig.code }),
  ]);

  expect({ taken: answers.filter(({ ok }) => ok).length, codes: codes(rig).length }).toEqual({ taken: 1, codes: 1 });
});

describe("A code that the upstream does not take is told by what is wrong with it, and nothing is lost:", () => {
  const cases: Record<string, { code: (rig: Rig) => Promise<string>; told: ErrorCode }> = {
    "nobody gave it out": { code: async () => "BCDF-GHJK-LMNP", told: "upstream/code-refused" },
    "it has expired": {
      async code(rig) {
        const { code } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn, validMs: 1_000 });
        await rig.clock.advance(2_000);
        return code;
      },
      told: "upstream/code-expired",
    },
    "it is another terminal's": {
      async code(rig) {
        await rig.upstream.operator.registerTerminal({ sn: "PX7A20269999", imei: "356938035643809" });
        return (await rig.upstream.operator.issueCode({ sn: "PX7A20269999" })).code;
      },
      told: "upstream/code-foreign",
    },
    "it was used by a key that is gone": {
      async code(rig) {
        await rig.order("provision", { code: rig.code });
        rig.disk.key.privateKey = null;
        rig.disk.journal.bytes = new Uint8Array();
        rig.disk.journal.mark = null;
        rig.disk.merchant.bindings = [];
        await rig.restart();
        await rig.until(({ terminal }) => terminal.phase === "read");
        return rig.code;
      },
      told: "upstream/code-used",
    },
  };

  test.each(Object.entries(cases))("%s", async (_, { code, told }) => {
    const rig = await fresh();
    await rig.until(({ terminal }) => terminal.phase === "read");
    const wrong = await code(rig);

    const answer = await rig.order("provision", { code: wrong });
    const { provisioning } = await rig.see();
    const { code: right } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });
    const again = await rig.order("provision", { code: right });

    expect({ answer, failure: provisioning.failure, again, phase: (await label(rig)).phase }).toEqual({
      answer: { ok: false, error: { code: told } },
      failure: { code: told },
      again: { ok: true },
      phase: "provisioned",
    });
  });
});

test("A code in the configuration that is refused is sent once, not every time that the terminal looks round", async () => {
  const rig = await createRig({
    answers: ["POST /v1/enrolments", { status: 403, problem: "code-refused" }],
  });
  await rig.clock.advance(3_600_000);

  const { provisioning } = await rig.see();

  expect({
    failure: provisioning.failure,
    sent: rig.witnessed.filter(({ what }) => what === "POST /v1/enrolments").length,
  }).toEqual({ failure: { code: "upstream/code-refused" }, sent: 1 });
});

test("An SN that the upstream does not know, and an IMEI that is not the one it has", async () => {
  const rig = await fresh();
  const told: string[] = [];
  for (const change of [{ sn: "PX7A20260000" }, { sn: simIdentity.sn, imei: "356938035643809" }]) {
    rig.terminal.becomes(change);
    await rig.order("readTerminal", {});
    const answer = await rig.order("provision", { code: rig.code });
    told.push(answer.ok ? "ok" : answer.error.code);
  }

  expect(told).toEqual(["upstream/terminal-unknown", "upstream/identity-mismatch"]);
});

describe("After the enrolment", () => {
  const enrolled = async () => {
    const rig = await createRig();
    await rig.setUp();
    return rig;
  };
  const failureOf = async (rig: Rig) => {
    const seen = await rig.until(({ bindings }) => bindings.state === "unknown" && bindings.failure !== null);
    return seen.bindings.state === "unknown" && seen.bindings.failure;
  };

  test.each([
    ["SN", { sn: "PX7A20260000" }],
    ["IMEI", { imei: "356938035643809" }],
  ])("another board with another %s is told, and what is kept stays for the right one", async (changed, change) => {
    const rig = await enrolled();
    rig.terminal.becomes(change);
    await rig.restart();

    const failure = await failureOf(rig);
    rig.terminal.becomes(simIdentity);
    await rig.restart();

    expect({ failure, back: boundAt(1)(await rig.until(boundAt(1))) }).toEqual({
      failure: { code: "provisioning/identity-changed", facts: { changed } },
      back: true,
    });
  });

  test("a key that is not the enrolled one is told, and enrols nothing", async () => {
    const rig = await enrolled();
    rig.disk.key.privateKey = null;
    await rig.restart();

    const failure = await failureOf(rig);

    expect({ failure, codes: codes(rig).length }).toEqual({ failure: { code: "provisioning/key-changed" }, codes: 1 });
  });

  test("a journal that is gone costs no code where the key is there", async () => {
    const rig = await createRig({ codeIs: "typed" });
    await rig.until(({ terminal }) => terminal.phase === "read");
    await rig.order("provision", { code: rig.code });
    rig.disk.journal.bytes = new Uint8Array();
    rig.disk.journal.mark = null;
    await rig.restart();

    const back = await rig.until(boundAt(1));

    expect({ phase: back.provisioning.phase, codes: codes(rig).length }).toEqual({ phase: "provisioned", codes: 1 });
  });

  test("journal and key gone, bindings still there: told, and a new code mends it", async () => {
    const rig = await createRig({ codeIs: "typed" });
    await rig.until(({ terminal }) => terminal.phase === "read");
    await rig.order("provision", { code: rig.code });
    rig.disk.key.privateKey = null;
    rig.disk.journal.bytes = new Uint8Array();
    rig.disk.journal.mark = null;
    await rig.restart();
    const { provisioning } = await rig.until((seen) => seen.provisioning.failure !== null);
    const { code } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });

    const answer = await rig.order("provision", { code });

    expect({ failure: provisioning.failure, answer }).toEqual({
      failure: { code: "provisioning/state-incomplete" },
      answer: { ok: true },
    });
  });
});

describe("After the terminal's own unbind", () => {
  const released = async () => {
    const rig = await createRig({ technician: true });
    await rig.setUp();
    await release(rig);
    return rig;
  };

  test("The technician binds it again: same key, next epoch, a first PIN, and payments", async () => {
    const rig = await released();
    const before = await rig.see();
    const code = await bindUpstream(rig);

    const answer = await rig.give("technician", "bindAgain", { code });
    const after = await rig.until((seen) => boundAt(2)(seen) && asksFirstPin(seen));
    await rig.order("leaveMenu", {});
    await choosePin(rig, "918273");
    const journal = await recordsOf(rig);

    expect({
      before: [before.provisioning.phase, before.pin.entry],
      answer,
      after: [after.provisioning.phase, after.unbind.state],
      sameKey: before.provisioning.key?.kid === after.provisioning.key?.kid,
      history: after.history.map(({ state, epoch }) => ({ state, epoch })),
      technician: after.pin.standings.technician.set,
      merchant: (await rig.see()).pin.standings.merchant.set,
      by: journal.filter(({ kind }) => kind === "provisioning").map(({ body }) => (body as { type: string }).type),
      wouldPay: await rig.wouldPay(),
    }).toEqual({
      before: ["released", null],
      answer: { ok: true },
      after: ["provisioned", "bound"],
      sameKey: true,
      history: [{ state: "completed", epoch: 1 }],
      technician: true,
      merchant: true,
      by: ["enrolled", "bindingAgain", "enrolled"],
      wouldPay: true,
    });
  });

  test("unbound at the upstream's desk before: the next merchant can pay at once", async () => {
    const rig = await createRig({ technician: true });
    await rig.setUp();
    await rig.upstream.operator.unbindAtDesk({ sn: simIdentity.sn });
    await rig.clock.advance(600_000);
    await rig.confirm();
    await rig.reach("approved");
    await rig.execute();
    await rig.reach("completed");
    await rig.order("leaveMenu", {});
    const code = await bindUpstream(rig);

    await rig.give("technician", "bindAgain", { code });
    await rig.until((seen) => boundAt(2)(seen) && asksFirstPin(seen));

    expect(await rig.wouldPay()).toBe(true);
  });

  test("it goes to another provider: bound for the first time there, unbound as what that provider binds", async () => {
    const rig = await released();
    const other = { providerId: "lishua", bindingKind: "terminal_to_account" } as const;
    await rig.upstream.operator.addBinding({ sn: simIdentity.sn, binding: other });
    const { code } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });

    const answer = await rig.give("technician", "bindAgain", { code });
    const after = await rig.until((seen) => isBound(seen, other) && asksFirstPin(seen));
    await rig.order("leaveMenu", {});
    await choosePin(rig, "918273");
    await rig.restart();
    await rig.until((seen) => isBound(seen, other));

    expect({
      answer,
      after: [after.provisioning.phase, after.unbind.state, isBound(after)],
      wouldPay: await rig.wouldPay(),
    }).toEqual({ answer: { ok: true }, after: ["provisioned", "bound", false], wouldPay: true });
  });

  test("a merchant may not, and nobody may while the terminal is bound", async () => {
    const rig = await createRig({ technician: true });
    await rig.setUp();
    const bound = await rig.order("bindAgain", { code: rig.code });
    await release(rig);
    await rig.order("bindAgain", { code: rig.code });
    const { pin } = await rig.see();

    expect({ bound, asked: pin.entry?.role, offered: pin.rolesOffered }).toEqual({
      bound: { ok: false, error: { code: "host/not-now" } },
      asked: "technician",
      offered: null,
    });
  });

  test("the upstream has not bound it again: told, the terminal stays released, and a new code works later", async () => {
    const rig = await released();
    const { code: early } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });
    const refused = await rig.give("technician", "bindAgain", { code: early });
    const { provisioning } = await rig.see();
    const code = await bindUpstream(rig);
    await rig.clock.advance(400_000);
    const waited = (await rig.see()).provisioning.phase;

    const answer = await rig.give("technician", "bindAgain", { code });

    expect({ refused, told: provisioning, waited, answer }).toMatchObject({
      refused: { ok: false, error: { code: "provisioning/nothing-bound" } },
      told: { phase: "released", failure: { code: "provisioning/nothing-bound" } },
      waited: "released",
      answer: { ok: true },
    });
  });

  test("it can be unbound again, and the evidence of both unbinds can be saved", async () => {
    const rig = await released();
    const code = await bindUpstream(rig);
    await rig.give("technician", "bindAgain", { code });
    await rig.until(asksFirstPin);
    await rig.order("leaveMenu", {});
    await choosePin(rig);
    const [first] = (await rig.see()).history;
    const between = await rig.order("saveEvidence", { requestId: first?.requestId });

    await release(rig);
    const { history } = await rig.see();
    const saved = [];
    for (const { requestId } of history) saved.push(await rig.order("saveEvidence", { requestId }));

    expect({ epochs: history.map(({ epoch }) => epoch), between, saved }).toEqual({
      epochs: [2, 1],
      between: { ok: true, value: undefined },
      saved: [
        { ok: true, value: undefined },
        { ok: true, value: undefined },
      ],
    });
  });
});

test("A card that is bound again comes by itself, and payments go on", async () => {
  const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
  const rig = await createRig({ bindings: [{}, { ...card, replacement: { state: "none" } }] });
  await rig.setUp();
  await rig.confirm({ target: card });
  if ((await rig.reach("approved", "completed")).unbind.state === "approved") await rig.execute();
  await rig.reach("completed");
  await rig.order("leaveMenu", {});
  await rig.order("closeOutcome", {});
  const before = { wouldPay: await rig.wouldPay(), told: (await rig.see()).unbind.payments };
  await rig.upstream.operator.bindAgain({ sn: simIdentity.sn, bindingKind: card.bindingKind });

  const after = await rig.until((seen) => bindingIn(seen, card)?.epoch === 2);
  await rig.clock.advance(1_000);

  expect({
    before,
    after: [after.unbind.state, bindingIn(after, card)?.state, after.provisioning.phase, after.pin.entry],
    wouldPay: await rig.wouldPay(),
    told: (await rig.see()).unbind.payments,
  }).toEqual({
    before: { wouldPay: false, told: "none" },
    after: ["bound", "bound", "provisioned", null],
    wouldPay: true,
    told: "all",
  });
});

test("The card of the merchant before, ended with nothing in its place, holds up no payment of the next merchant", async () => {
  const card = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" } as const;
  const rig = await createRig({ technician: true, bindings: [{}, { ...card, replacement: { state: "none" } }] });
  await rig.setUp();
  await rig.confirm({ target: card });
  await rig.reach("completed");
  await rig.order("closeOutcome", {});
  const before = await rig.wouldPay();
  await rig.order("leaveMenu", {});
  await release(rig);
  await rig.upstream.operator.bindAgain({ sn: simIdentity.sn, bindingKind: "terminal_to_merchant" });
  const { code } = await rig.upstream.operator.issueCode({ sn: simIdentity.sn });
  await rig.give("technician", "bindAgain", { code });
  await rig.until(asksFirstPin);
  await choosePin(rig);

  const first = await rig.wouldPay();
  await rig.restart();
  await rig.until(({ bindings }) => bindings.state === "known");

  expect({ before, first, afterRestart: await rig.wouldPay() }).toEqual({
    before: false,
    first: true,
    afterRestart: true,
  });
});

describe("The power goes at every operation, with nothing, half or all of it done:", () => {
  const die = (at: number, landing: Landing) => (mishaps: Mishaps) => mishaps.dieAt(at, landing);
  const type = async (rig: Rig) => {
    const seen = await rig.until(({ terminal }) => terminal.phase === "read");
    return seen.provisioning.phase === "unprovisioned" && rig.order("provision", { code: rig.code });
  };

  /** How it ends when whoever typed the code does nothing more than to type it again where that is asked for. */
  async function ending(rig: Rig, epoch: number) {
    const told = await rig.until((seen) => boundAt(epoch)(seen) && asksFirstPin(seen));
    const taken = codes(rig).length;
    const { terminals } = await rig.upstream.operator.list();
    return {
      phase: told.provisioning.phase,
      service: told.service.phase,
      sameKey: told.provisioning.key?.kid === terminals[0]?.deviceKid,
      wouldPay: await rig.wouldPay(),
      twice: taken > 1 && !(await refusedOnce(rig)),
    };
  }

  /** A second message with a code is right only where the first never arrived. */
  async function refusedOnce(rig: Rig): Promise<boolean> {
    const arrived = (await rig.upstream.operator.log()).filter(({ path }) => path === "/v1/enrolments");
    return arrived.length <= 1;
  }

  const good = { phase: "provisioned", service: "working", sameKey: true, wouldPay: true, twice: false };

  test("the first provisioning goes on, and no code is used twice", { timeout }, async () => {
    const whole = await fresh();
    await type(whole);
    await whole.until(asksFirstPin);
    const wrong: string[] = [];
    for (const [index, operation] of whole.mishaps().operations.entries()) {
      for (const landing of landings) {
        const rig = await createRig({ codeIs: "typed", prepare: die(index + 1, landing) });
        if (!rig.mishaps().dead) await type(rig);
        if (!rig.mishaps().dead) await rig.until(asksFirstPin);
        await rig.restart();
        await rig.clock.advance(2_000);
        if ((await label(rig)).phase === "unprovisioned") await type(rig);
        const told = await ending(rig, 1).catch(String);
        if (JSON.stringify(told) !== JSON.stringify(good)) {
          wrong.push(`${index + 1} ${operation}, ${landing}: ${JSON.stringify(told)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the new bind goes on without the technician, or is given up and can be begun anew", { timeout }, async () => {
    const begin = async () => {
      const rig = await createRig({ technician: true });
      await rig.setUp();
      await release(rig);
      const code = await bindUpstream(rig);
      await rig.restart();
      await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
      return { rig, code, from: rig.mishaps().operations.length };
    };
    const whole = await begin();
    await whole.rig.give("technician", "bindAgain", { code: whole.code });
    await whole.rig.until(asksFirstPin);
    const operations = whole.rig.mishaps().operations.slice(whole.from);
    const wrong: string[] = [];
    for (const [index, operation] of operations.entries()) {
      for (const landing of landings) {
        const { rig, code, from } = await begin();
        rig.mishaps().dieAt(from + index + 1, landing);
        await rig.give("technician", "bindAgain", { code });
        if (!rig.mishaps().dead) await rig.until(asksFirstPin);
        await rig.restart();
        await rig.clock.advance(5_000);
        if ((await label(rig)).phase === "released") await rig.give("technician", "bindAgain", { code });
        const { twice, ...told } = await ending(rig, 2).catch((error) => ({ twice: String(error) }));
        const { twice: _, ...expected } = good;
        if (JSON.stringify(told) !== JSON.stringify(expected)) {
          wrong.push(`${index + 1} ${operation}, ${landing}: ${twice} ${JSON.stringify(told)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("The technician's PIN survives the wipe and lets in afterwards", async () => {
  const rig = await createRig({ technician: true });
  await rig.setUp();
  await release(rig);

  await rig.order("openStaffMenu", {});
  const answer = await rig.type(technicianPin);

  const { session } = await rig.see();
  expect({ answer, role: session.phase === "open" && session.principal?.role }).toEqual({
    answer: { ok: true },
    role: "technician",
  });
});
