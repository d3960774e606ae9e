// The line to the terminal is pulled, falls silent or talks rubbish, or another terminal is put in its place.

import { describe, expect, test, vi } from "vitest";
import type { OrderAnswer } from "../../../device/contract/orders.ts";
import { carryOn } from "../../support/operator.ts";
import { finished, outcomeOf } from "../../support/promises.ts";
import { createRig, isBound, type Rig } from "../../support/rig.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

const failedChecks = async (rig: Rig) => {
  const { checks } = (await rig.see()).unbind;
  return checks.filter(({ level, outcome }) => level === "must" && outcome === "failed").map(({ code }) => code);
};

async function ready(): Promise<Rig> {
  const rig = await createRig();
  await rig.setUp();
  return rig;
}

async function approved(): Promise<Rig> {
  const rig = await ready();
  await rig.confirm();
  await rig.reach("approved");
  return rig;
}

test("what is signed names the source of serial number and IMEI as the screen's values do", async () => {
  const rig = await ready();

  const { terminal, unbind } = await rig.draft();

  const { snSource, imeiSource } = unbind.summary?.payload.device ?? {};
  expect([terminal.sn, terminal.imei]).toMatchObject([{ source: snSource }, { source: imeiSource }]);
});

const troubles: readonly (readonly [string, (rig: Rig) => void, (rig: Rig) => void, string])[] = [
  ["unplugged", (rig) => rig.terminal.unplug(), (rig) => rig.terminal.plugIn(), "link/port-missing"],
  ["silent", (rig) => rig.terminal.goesSilent(), (rig) => rig.terminal.speaksAgain(), "link/no-answer"],
  ["rubbish", (rig) => rig.terminal.talksGarbage(true), (rig) => rig.terminal.talksGarbage(false), "link/wrong-rate"],
];

describe.each(troubles)("%s", (_what, begin, end, code) => {
  test("at home: told by its code, and read again by itself once it is over", async () => {
    const rig = await ready();
    begin(rig);
    const failed = await rig.until(({ terminal }) => terminal.phase === "failed" && terminal.failure?.code === code);
    end(rig);

    const { terminal } = await rig.until((seen) => seen.terminal.phase === "read");

    expect({ lost: failed.terminal.sn.status, sn: terminal.sn }).toMatchObject({
      lost: "unreadable",
      sn: { status: "read", value: "PX7A20260042" },
    });
  });

  test("from the very start: the kiosk comes up, says so, and finds its binding later", async () => {
    const rig = await ready();
    begin(rig);
    await rig.restart();
    const { service, terminal, bindings } = await rig.until((seen) => seen.terminal.failure?.code === code);
    end(rig);

    const later = await rig.until((seen) => isBound(seen));

    expect({ service, phase: terminal.phase, bindings: bindings.state, later: later.terminal.phase }).toEqual({
      service: { phase: "working" },
      phase: "failed",
      bindings: "unknown",
      later: "read",
    });
  });

  test("at the checks: blocked, nothing is guessed, and eligible once it is over", async () => {
    const rig = await ready();
    begin(rig);
    await rig.draft();
    const failed = await failedChecks(rig);
    end(rig);
    await rig.order("stayInMenu", {});
    await rig.order("runChecks", {});
    await rig.reach("ready", "blocked");

    expect({ failed, after: await failedChecks(rig) }).toEqual({
      failed: ["SN_UNREADABLE", "IMEI_UNREADABLE"],
      after: [],
    });
  });

  test("when the execution is ordered: the gate stays closed, and it is executed once it is over", async () => {
    const rig = await approved();
    begin(rig);
    await rig.execute();
    const { unbind } = await rig.until((seen) => seen.unbind.failure?.code === "unbind/gate-closed");
    const wouldPay = await rig.wouldPay();
    end(rig);
    await carryOn(rig);

    expect({ state: unbind.state, facts: unbind.failure?.facts, wouldPay, outcome: await outcomeOf(rig, []) }).toEqual({
      state: "approved",
      facts: { checks: "SN_UNREADABLE IMEI_UNREADABLE" },
      wouldPay: true,
      outcome: finished,
    });
  });
});

test("Unplugged after the execution was sent: the receipt is believed and the wipe goes on", async () => {
  const rig = await approved();
  await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
  await rig.execute();
  await rig.reach("unknown");
  rig.terminal.unplug();
  await rig.upstream.operator.setFault({ fault: null });

  await carryOn(rig);

  expect(await outcomeOf(rig, [])).toEqual(finished);
});

describe("Another terminal in its place", () => {
  const swap = (rig: Rig) => {
    rig.terminal.unplug();
    rig.terminal.becomes({ sn: "PX7A20269999", imei: "356938035643809" });
    rig.terminal.plugIn();
  };

  test("at home: it cannot be unbound under the binding of the first", async () => {
    const rig = await ready();
    swap(rig);
    await rig.until(({ terminal }) => terminal.sn.status === "read" && terminal.sn.value === "PX7A20269999");

    await rig.draft();

    expect(await failedChecks(rig)).toEqual(["ID_MISMATCH"]);
  });

  test("on another USB device: what was begun is void at once, and the other terminal is read from the start", async () => {
    const rig = await ready();
    await rig.draft();
    const beganMs = rig.clock.monotonic();
    rig.usb.serialNumber = "USB-0002";
    swap(rig);

    const told = await rig.until(({ terminal }) => terminal.failure?.code === "link/another-terminal");
    const soon = rig.clock.monotonic() - beganMs < 5_000;
    const later = await rig.until(({ terminal }) => terminal.phase === "read");

    expect({
      soon,
      told: told.terminal.failure,
      session: told.session,
      unbind: later.unbind.state,
      sn: later.terminal.sn,
    }).toMatchObject({
      soon: true,
      told: { code: "link/another-terminal", facts: { before: "••••0001", now: "••••0002" } },
      session: { phase: "closed" },
      unbind: "bound",
      sn: { status: "read", value: "PX7A20269999" },
    });
  });

  test("only its IMEI is another: no execution", async () => {
    const rig = await approved();
    rig.terminal.becomes({ imei: "356938035643809" });
    await rig.execute();

    const { unbind } = await rig.until((seen) => seen.unbind.failure?.code === "unbind/gate-closed");

    expect(unbind.failure?.facts).toEqual({ checks: "ID_MISMATCH" });
  });

  test("between restarts: the binding of the first is not told as its own", async () => {
    const rig = await ready();
    swap(rig);
    await rig.restart();

    const { bindings } = await rig.until((seen) => seen.bindings.state === "unknown" && seen.bindings.failure !== null);

    expect(bindings).toEqual({
      state: "unknown",
      failure: { code: "provisioning/identity-changed", facts: { changed: "SN" } },
    });
  });
});

describe("While the terminal is read for the first time", () => {
  /** Does something once the kiosk is in service and knows no identity yet; what came of it, and what was known then. */
  async function whileReading(rig: Rig, act: () => Promise<OrderAnswer>) {
    const came: Promise<{ readonly answer: OrderAnswer; readonly known: boolean }>[] = [];
    const look = async () => {
      const { service, terminal } = await rig.see();
      if (service.phase !== "working" || terminal.phase !== "reading" || came.length > 0) return;
      came.push(act().then((answer) => ({ answer, known: terminal.sn.status === "read" })));
    };
    rig.terminal.onBytes(() => void look());
    await rig.restart();
    const [first] = came;
    if (!first) throw new Error("it was read before the kiosk was in service");
    return rig.clock.runUntil(first);
  }

  test("the menu opens", async () => {
    const rig = await ready();

    const came = await whileReading(rig, () => rig.kiosk().order("openMenu", {}));

    const { session } = await rig.see();
    expect({ ...came, session: session.phase }).toEqual({ answer: { ok: true }, known: false, session: "open" });
  });

  test("an enrolment waits for the identity by itself", async () => {
    const rig = await createRig({ codeIs: "typed" });

    const came = await whileReading(rig, () => rig.kiosk().order("provision", { code: rig.code }));

    const { provisioning } = await rig.see();
    expect({ ...came, phase: provisioning.phase }).toEqual({
      answer: { ok: true },
      known: false,
      phase: "provisioned",
    });
  });
});
