// The technician's menu: who gets in, what is told there, how it ends; and every order for every role.

import { describe, expect, test } from "vitest";
import { caseNumber } from "../../../device/base/caseNumber.ts";
import { instantOf } from "../../../device/base/instant.ts";
import type { PinRole } from "../../../device/contract/codes.ts";
import { type OrderInput, type OrderName, orders } from "../../../device/contract/orders.ts";
import { wrongCode } from "../../support/offline.ts";
import {
  createRig,
  factoryPin,
  genericTarget,
  goodPin,
  type Rig,
  type RigOptions,
  technicianPin,
} from "../../support/rig.ts";
import { askReset, asksFirstPin, bindUpstream, boundAt, choosePin, release } from "../../support/staff.ts";

async function ready(options: RigOptions = {}): Promise<Rig> {
  const rig = await createRig({ technician: true, ...options });
  await rig.setUp();
  return rig;
}

const isOpen = async (rig: Rig) => (await rig.see()).session.phase === "open";

test("A technician comes with a released terminal: looks at it, binds it again, and the next merchant unbinds it", async () => {
  const rig = await ready();
  await release(rig);
  const code = await bindUpstream(rig);

  const opened = await rig.as("technician", "openStaffMenu");
  const told = await rig.order("readDiagnostics", {});
  const bound = await rig.order("bindAgain", { code });
  await rig.until((seen) => boundAt(2)(seen) && asksFirstPin(seen));
  const { diagnostics } = await rig.see();
  await rig.order("leaveMenu", {});
  await choosePin(rig);
  await release(rig);

  const { history, provisioning, diagnostics: gone } = await rig.see();
  expect({
    opened,
    told,
    bound,
    gone,
    phase: provisioning.phase,
    facts: diagnostics?.facts.length,
    history: history.map(({ state, epoch }) => ({ state, epoch })),
  }).toEqual({
    opened: { ok: true },
    told: { ok: true },
    bound: { ok: true },
    gone: null,
    phase: "released",
    facts: 25,
    history: [
      { state: "completed", epoch: 2 },
      { state: "completed", epoch: 1 },
    ],
  });
});

describe("The menu", () => {
  test("is not the merchant's, nor the factory's while the terminal is bound", async () => {
    const rig = await ready();
    await rig.as("merchant", "exportJournal");
    const merchants = await rig.order("openStaffMenu", {});
    await rig.order("leaveMenu", {});
    await rig.order("openStaffMenu", {});
    const { pin } = await rig.see();

    expect({ merchants, asked: pin.entry?.role, offered: pin.rolesOffered }).toEqual({
      merchants: { ok: false, error: { code: "host/not-permitted" } },
      asked: "technician",
      offered: null,
    });
  });

  test("ends after a minute in which nobody touches anything", async () => {
    const rig = await ready();
    await rig.as("technician", "openStaffMenu");
    await rig.clock.advance(59_000);
    const before = await isOpen(rig);
    await rig.clock.advance(1_000);

    expect([before, await isOpen(rig)]).toEqual([true, false]);
  });

  test("ends after five minutes, whoever goes on touching", async () => {
    const rig = await ready();
    await rig.as("technician", "openStaffMenu");
    const open: boolean[] = [];
    for (let seconds = 30; seconds <= 300; seconds += 30) {
      await rig.clock.advance(30_000);
      await rig.order("stayInMenu", {});
      open.push(await isOpen(rig));
    }

    expect(open).toEqual([...Array(9).fill(true), false]);
  });
});

test("Diagnostics tell what is known, null where nobody can tell, and the end of what was said on the line", async () => {
  const rig = await ready();
  await rig.as("technician", "readDiagnostics");
  const { diagnostics, provisioning, journal } = await rig.see();
  const facts = Object.fromEntries(diagnostics?.facts.map(({ name, value }) => [name, value]) ?? []);

  expect({
    facts,
    upstreamKeys: diagnostics?.upstreamKeys,
    refusedKeySet: diagnostics?.refusedKeySet,
    lines: diagnostics?.transcript.length,
    last: diagnostics?.transcript.some((line) => /^\d+ (=>|<=) [0-9a-f]+ {2}/.test(line)),
  }).toMatchObject({
    facts: {
      simState: expect.any(String),
      upstreamOrigin: null,
      upstreamTls: null,
      upstreamClockSkew: "0 s",
      journalStatus: "intact",
      journalRecords: String(journal.records),
      keyId: provisioning.key?.kid,
      keyStorage: "software",
      app: "jiebang 0.1.0",
      runtime: null,
    },
    upstreamKeys: [{ kid: rig.upstream.kid, notBefore: null, notAfter: null, inForce: true }],
    refusedKeySet: null,
    lines: 60,
    last: true,
  });
});

describe("The journal", () => {
  test("is read page by page, the newest first, down to the first record", async () => {
    const rig = await ready();
    await release(rig);
    await rig.as("technician", "readJournal");
    const first = (await rig.see()).journalPage;
    const seen = [...(first?.records ?? [])];
    for (let page = first; page?.hasOlder; page = (await rig.see()).journalPage) {
      await rig.order("readJournal", { beforeSeq: seen.at(-1)?.seq ?? 0 });
      seen.push(...((await rig.see()).journalPage?.records ?? []));
    }
    const { journal } = await rig.see();

    expect({
      first: first?.records.length,
      seqs: seen.map(({ seq }) => seq),
      confirmed: seen.some(({ kind, what }) => kind === "unbind" && what === "requestConfirmed"),
    }).toEqual({
      first: 20,
      seqs: Array.from({ length: journal.records }, (_, i) => journal.records - i),
      confirmed: true,
    });
  });

  test("is searched by kind, by time, and by the number that was shown with a failure", async () => {
    const rig = await ready();
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "submission" } });
    await rig.confirm();
    await rig.reach("unknown");
    const shown = caseNumber((await rig.see()).unbind.failure?.code ?? "");
    await rig.upstream.operator.setFault({ fault: null });
    await rig.order("leaveMenu", {});
    const beganAt = rig.clock.now();
    await rig.as("technician", "readJournal");
    const look = async (wanted: OrderInput<"readJournal">) => {
      await rig.order("readJournal", wanted);
      const { records = [], hasOlder } = (await rig.see()).journalPage ?? {};
      return { records, hasOlder };
    };

    const byNumber = await look({ caseNumber: shown });
    const byKind = await look({ kind: "unbind" });
    const byTime = await look({ since: instantOf(beganAt) });
    const none = await look({ caseNumber: "0000000" });

    expect({
      byNumber: [...new Set(byNumber.records.map(({ what, case: number }) => `${what} ${number}`))],
      byKind: [...new Set(byKind.records.map(({ kind }) => kind))],
      byTime: [byTime.records.length > 0, byTime.records.every(({ at }) => at >= beganAt)],
      none,
    }).toEqual({
      byNumber: [`outcomeLost ${shown}`],
      byKind: ["unbind"],
      byTime: [true, true],
      none: { records: [], hasOlder: false },
    });
  });

  test("goes along with facts, keys, log and serial line as one text on the stick, and no secret is in it", async () => {
    const rig = await createRig({ codeIs: "typed", technician: true });
    rig.stick.files = new Map();
    await rig.until(({ terminal }) => terminal.phase === "read");
    await rig.order("provision", { code: "WRONG-CODE" });
    await rig.order("provision", { code: rig.code });
    await rig.until(asksFirstPin);
    const { code } = await askReset(rig, "merchant");
    await rig.order("enterPinReset", {});
    await rig.type(code);
    await rig.type(goodPin);
    await rig.type(goodPin);
    await rig.order("leaveMenu", {});
    const wrong = "135790";
    await rig.order("openMenu", {});
    await rig.order("beginUnbind", genericTarget);
    await rig.order("chooseRole", { role: "merchant" });
    await rig.type(wrong);
    await rig.order("leaveMenu", {});

    const saved = await rig.as("technician", "saveLogBundle");
    const { logBundle } = await rig.see();
    const [[name, text] = ["", ""]] = rig.stick.files ?? [];
    const secrets = [rig.code, "WRONG-CODE", goodPin, technicianPin, wrong, code];

    expect({
      saved,
      logBundle,
      parts: [...text.matchAll(/^\[(\w+)\]$/gm)].map(([, part]) => part),
      told: [
        /^app=jiebang/m,
        /^[\w-]{43} in-force - -$/m,
        /pin tried/,
        /pin matched/,
        /kiosk\/started \d{7}/,
        /AT\+CREG/,
      ].filter((each) => !each.test(text)),
      found: secrets.filter((secret) => text.includes(secret)),
    }).toEqual({
      saved: { ok: true },
      logBundle: { on: "stick", place: `memory:${name}` },
      parts: ["facts", "keys", "journal", "log", "serial"],
      told: [],
      found: [],
    });
  });

  test("is exported whole, and no secret is in it", async () => {
    const rig = await createRig({ codeIs: "typed" });
    await rig.until(({ terminal }) => terminal.phase === "read");
    await rig.order("provision", { code: rig.code });
    await rig.until(asksFirstPin);
    await choosePin(rig);
    const { code, jws } = await askReset(rig, "technician");
    await rig.order("enterPinReset", {});
    await rig.type(wrongCode(code));
    rig.stick.files = new Map([["answer.jws", jws]]);
    await rig.order("readPinReset", {});
    await choosePin(rig, technicianPin);
    await rig.order("leaveMenu", {});
    await release(rig);

    const exported = await rig.as("technician", "exportJournal");
    const place = (await rig.see()).journalPage?.place?.place ?? "";
    const text = rig.evidence.get(place.replace("memory:", "")) ?? "";
    const secrets = [rig.code, goodPin, technicianPin, code, wrongCode(code), rig.disk.offlineSecret.bytes?.join()];

    expect({
      exported,
      // The export itself had to be let in by a PIN, which is written down after it was compared.
      whole: text === new TextDecoder().decode(rig.disk.journal.bytes).slice(0, text.length) && text.length > 1_000,
      found: secrets.filter((secret) => secret && text.includes(secret)),
    }).toEqual({ exported: { ok: true }, whole: true, found: [] });
  });
});

describe("Every order for every role:", () => {
  const inputs: { readonly [Name in OrderName]?: OrderInput<Name> } = {
    setLanguage: { language: "zh-CN" },
    pressDigit: { digit: 1 },
    chooseRole: { role: "merchant" },
    beginUnbind: genericTarget,
    chooseReason: { code: "other", intent: "unbind_only", way: "online", consent: true, statements: [] },
    waiveCheck: { check: "BATTERY_LOW", reason: "no_remedy_here" },
    confirmUnbind: { summaryHash: "A".repeat(43) },
    changePin: { role: "merchant" },
    liftPinLock: { role: "merchant", reason: "holder_mistyped" },
    askPinReset: { role: "merchant" },
    showPaper: { kind: "label" },
    printPaper: { glyphs: [] },
    tickFollowUp: { requestId: "01980000-0000-7000-8000-000000000000", code: "deposit_refund", done: true },
  };
  const names = Object.keys(orders) as OrderName[];

  /** Who may at all: C cashier, M merchant, T technician, F factory; "-F" as F, while the terminal is bound to nobody. */
  const table = `
    setLanguage readTerminal openMenu leaveMenu stayInMenu pressDigit eraseDigit chooseRole submitEntry | C M T F
    leaveEntry checkNow closeOutcome resumeWipe saveEvidence readHistory tickFollowUp | C M T F
    askPinReset enterPinReset readPinReset leavePinReset | C M T F
    showPaper hidePaper printPaper | C M T F
    beginUnbind chooseReason runChecks settleBatch waiveCheck showSummary confirmUnbind approveUnbind | M T
    sendUnbind executeUnbind cancelUnbind | M T
    startChallenge saveChallenge enterAnswer readAnswer | M T
    enterVerification | M
    openStaffMenu readDiagnostics saveLogBundle archiveJournal | T -F
    readJournal exportJournal | M T F
    liftPinLock | T
    bindAgain | -T -F
    provision | -C -M -T -F
  `;
  const permitted = new Map(
    table
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [left = "", who = ""] = line.split("|");
        return left
          .trim()
          .split(" ")
          .map((name) => [name, who.trim().split(" ")] as const);
      }),
  );
  const letters = { cashier: "C", merchant: "M", technician: "T", factory: "F" } as const;
  const pins: Record<PinRole, string> = { merchant: goodPin, technician: technicianPin, factory: factoryPin };

  function mayAtAll(name: OrderName, role: keyof typeof letters, bound: boolean): boolean {
    const who = permitted.get(name) ?? [];
    return who.includes(letters[role]) || (!bound && who.includes(`-${letters[role]}`));
  }

  async function letIn(rig: Rig, role: PinRole): Promise<void> {
    await rig.order("leaveMenu", {});
    await rig.order("leavePinReset", {});
    await rig.order("exportJournal", {});
    if ((await rig.see()).pin.rolesOffered) await rig.order("chooseRole", { role });
    const answer = await rig.type(pins[role]);
    if (!answer.ok) throw new Error(`${role}: ${answer.error.code}`);
  }

  async function prepare(bound: boolean): Promise<Rig> {
    const rig = await ready();
    const holder = { principalId: "01980000-0000-7000-8000-00000000fac0", setBy: "factory" } as const;
    rig.disk.pins.set("factory", { pin: factoryPin, holder });
    if (!bound) await release(rig);
    await rig.restart();
    await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
    return rig;
  }

  test("the table names every order but the one about PINs, whose answer is about whose PIN it is", () => {
    expect(names.filter((name) => !permitted.has(name))).toEqual(["changePin"]);
  });

  test.each([
    ["bound", "merchant"],
    ["bound", "technician"],
    ["released", "technician"],
    ["released", "factory"],
  ] as const)("%s, %s", async (situation, role) => {
    const bound = situation === "bound";
    const rig = await prepare(bound);
    const wrong: string[] = [];
    for (const name of names.filter((each) => permitted.has(each))) {
      await letIn(rig, role);
      const answer = await rig.order(name, (inputs[name] ?? {}) as never);
      const refused = !answer.ok && answer.error.code === "host/not-permitted";
      if (refused === mayAtAll(name, role, bound)) wrong.push(`${name}: ${answer.ok ? "ok" : answer.error.code}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(["bound", "released"] as const)(
    "%s, a cashier: is asked for the PIN of somebody who may, or refused",
    async (situation) => {
      const bound = situation === "bound";
      const rig = await prepare(bound);
      const wrong: string[] = [];
      for (const name of names.filter((each) => permitted.has(each))) {
        await rig.order("leaveMenu", {});
        await rig.order("leavePinReset", {});
        const journal = rig.disk.journal.bytes.length;
        const answer = await rig.order(name, (inputs[name] ?? {}) as never);
        const { pin } = await rig.see();
        const asked = pin.rolesOffered ?? (pin.entry ? [pin.entry.role] : []);
        const strangers = asked.filter((role) => !mayAtAll(name, role, bound));
        const done = answer.ok && asked.length === 0;
        const changed = rig.disk.journal.bytes.length !== journal;
        const right = mayAtAll(name, "cashier", bound)
          ? answer.ok || answer.error.code !== "host/not-permitted"
          : !done && strangers.length === 0 && !changed;
        if (!right) wrong.push(`${name}: ${answer.ok ? "ok" : answer.error.code}, asks ${asked.join(" ")}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  const everybody = ["merchant", "technician", "factory"] as const;
  test.each(["merchant", "technician"] as const)("%s: whose PIN may be chosen", async (role) => {
    const rig = await prepare(true);
    const told: Record<string, string> = {};
    for (const whose of everybody) {
      await letIn(rig, role);
      const answer = await rig.order("changePin", { role: whose });
      told[whose] = answer.ok ? "ok" : answer.error.code;
    }
    // Nobody is the factory in service.
    const expected = {
      merchant: { merchant: "ok", technician: "host/not-permitted", factory: "host/not-now" },
      technician: { merchant: "host/needs-upstream-grant", technician: "ok", factory: "host/not-now" },
    };
    expect(told).toEqual(expected[role]);
  });
});
