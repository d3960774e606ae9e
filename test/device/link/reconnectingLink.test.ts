import { describe, expect, test } from "vitest";
import { createEmitter } from "../../../device/base/emitter.ts";
import { err, ok } from "../../../device/base/result.ts";
import { createReconnectingLink, type LinkChange } from "../../../device/link/reconnectingLink.ts";
import type { SerialLink } from "../../../device/ports/serialLink.ts";
import { createManualClock } from "../../support/manualClock.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";

/** A port with a USB device behind it that comes and goes. */
function createRig() {
  const clock = createManualClock();
  const openedMs: number[] = [];
  const changes: LinkChange[] = [];
  let device: { readonly serial: string | null } | null = { serial: "A1B2C3D4" };
  let pull: () => void = () => {};
  const opener = {
    async open() {
      openedMs.push(clock.monotonic());
      if (!device) return err({ code: "link/port-missing", path: "/dev/t" });
      const closed = createEmitter<void>();
      const { serial } = device;
      const close = async () => closed.emit();
      pull = () => closed.emit();
      const link: SerialLink = {
        ...(serial !== null && { usbSerialNumber: serial }),
        onBytes: () => () => {},
        onClosed: closed.listen,
        write: async () => ok(),
        close,
      };
      return ok(link);
    },
  };
  const port = createReconnectingLink({ opener, clock, random: createMemoryRandom() });
  port.onChange((change) => changes.push(change));
  return {
    clock,
    port,
    changes,
    openedMs,
    unplug() {
      device = null;
      pull();
    },
    plugIn(serial: string | null) {
      device = { serial };
    },
  };
}

describe("a port that is lost", () => {
  test("is looked for after a quarter of a second, ever less often, and never more than ten seconds apart", async () => {
    const rig = createRig();
    await rig.port.open();
    rig.openedMs.length = 0;

    rig.unplug();
    await rig.clock.advance(120_000);
    await rig.port.stop();

    const gapsMs = rig.openedMs.map((atMs, i) => atMs - (rig.openedMs[i - 1] ?? 0));
    expect({
      first: gapsMs[0],
      withinBounds: gapsMs.every((gapMs, i) => gapMs >= 250 && gapMs <= Math.min(10_000, 250 * 2 ** i)),
      differ: new Set(gapsMs).size > 5,
      pending: rig.clock.pending(),
    }).toEqual({ first: 250, withinBounds: true, differ: true, pending: 0 });
  });

  test("and is there again is told, and handed over without another open", async () => {
    const rig = createRig();
    await rig.port.open();

    rig.unplug();
    await rig.clock.advance(1_000);
    rig.plugIn("A1B2C3D4");
    await rig.clock.advance(10_000);
    const opensBefore = rig.openedMs.length;
    const again = await rig.port.open();

    expect({ again: again.ok, changes: rig.changes, opens: rig.openedMs.length - opensBefore }).toEqual({
      again: true,
      changes: ["lost", "returned"],
      opens: 0,
    });
  });

  test("because its owner closed it is not looked for", async () => {
    const rig = createRig();
    const opened = await rig.port.open();

    if (opened.ok) await opened.value.close();

    expect({ changes: rig.changes, timers: rig.clock.pending() }).toEqual({ changes: [], timers: 0 });
  });

  test("and that was never there is looked for as well", async () => {
    const rig = createRig();
    rig.unplug();
    await rig.port.open();

    rig.plugIn(null);
    await rig.clock.advance(250);

    expect(rig.changes).toEqual(["returned"]);
  });

  test("and comes back and goes again before anybody asks is looked for further", async () => {
    const rig = createRig();
    await rig.port.open();
    rig.unplug();
    rig.plugIn("A1B2C3D4");
    await rig.clock.advance(250);

    rig.unplug();
    const missing = await rig.port.open();
    rig.plugIn("A1B2C3D4");
    await rig.clock.advance(20_000);

    expect({ missing, changes: rig.changes }).toMatchObject({
      missing: { error: { code: "link/port-missing" } },
      changes: ["lost", "returned", "returned"],
    });
  });
});

describe("a device that comes back", () => {
  test("with another serial number voids what was begun, once, and is the device from then on", async () => {
    const rig = createRig();
    await rig.port.open();

    rig.unplug();
    rig.plugIn("E5F60718");
    await rig.clock.advance(250);
    const outcomes = [await rig.port.open(), await rig.port.open()];

    expect({ outcomes, changes: rig.changes }).toMatchObject({
      outcomes: [
        { ok: false, error: { code: "link/another-terminal", before: "••••C3D4", now: "••••0718" } },
        { ok: true },
      ],
      changes: ["lost", "returned", "replaced"],
    });
  });

  test.each([
    ["without a serial number is not the one that had one", "A1B2C3D4", null, "link/another-terminal"],
    ["with a serial number is not the one that had none", null, "A1B2C3D4", "link/another-terminal"],
    ["with none, as before, cannot be told apart here", null, null, true],
  ])("%s", async (_story, before, now, expected) => {
    const rig = createRig();
    rig.plugIn(before);
    await rig.port.open();

    rig.unplug();
    rig.plugIn(now);
    const opened = await rig.port.open();

    expect(opened.ok || opened.error.code).toBe(expected);
  });
});
