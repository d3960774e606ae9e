/** What every SerialLink must do, on node-serialport's stream over its mock binding, over a real pty, and on the simulated link. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNodeClock } from "../../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../../device/adapters/node/nodeSerialLink.ts";
import { createAndroidSerialLinkOpener } from "../../../../device/adapters/webview/androidSerialLink.ts";
import { fromLatin1, latin1 } from "../../../../device/base/bytes.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import type { SerialLink, SerialLinkOpener } from "../../../../device/ports/serialLink.ts";
import { hasJdk, startAndroidHost } from "../../../support/androidHost.ts";
import { createMockSerialPort } from "../../../support/mockSerialPort.ts";
import { createPtyTerminal } from "../../../support/ptyTerminal.ts";
import { createSimTerminal, type SimTerminal } from "../../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

type Bench = {
  readonly path: string;
  readonly opener: SerialLinkOpener;
  readonly terminal: SimTerminal;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  remove(): Promise<void>;
};

const folder = mkdtempSync(join(tmpdir(), "serial-"));
let count = 0;

afterAll(() => rmSync(folder, { recursive: true }));

const benches: Record<string, () => Promise<Bench>> = {
  async "mock binding"() {
    const terminal = createSimTerminal({ clock: createNodeClock() });
    const port = createMockSerialPort(terminal);
    return {
      path: port.path,
      opener: createNodeSerialLinkOpener({ path: port.path, baudRate: 115_200, makePort: port.makePort }),
      terminal,
      unplug: async () => port.unplug(),
      plugIn: async () => port.plugIn(),
      remove: async () => port.remove(),
    };
  },
  async pty() {
    const path = join(folder, `tty${count++}`);
    const pty = await createPtyTerminal({ path });
    return {
      path,
      opener: createNodeSerialLinkOpener({ path, baudRate: 115_200 }),
      terminal: pty.terminal,
      unplug: pty.unplug,
      plugIn: pty.plugIn,
      remove: pty.stop,
    };
  },
  async simulation() {
    const terminal = createSimTerminal({ clock: createNodeClock() });
    return {
      path: "sim",
      opener: createSimTerminalOpener(terminal),
      terminal,
      unplug: async () => terminal.unplug(),
      plugIn: async () => terminal.plugIn(),
      remove: async () => terminal.unplug(),
    };
  },
};

/** Where there is no JDK, test/android says so. */
if (hasJdk) {
  benches["pty, through the Java of Android"] = async () => {
    const path = join(folder, `tty${count++}`);
    const pty = await createPtyTerminal({ path });
    const host = startAndroidHost(join(folder, `host${count++}`));
    const bridge = await host.bridge();
    return {
      path,
      opener: createAndroidSerialLinkOpener({ bridge, path, baudRate: 115_200 }),
      terminal: pty.terminal,
      unplug: pty.unplug,
      plugIn: pty.plugIn,
      remove: () => Promise.all([host.kill(), pty.stop()]).then(() => undefined),
    };
  };
}

describe.each(Object.entries(benches))("a serial link on the %s", (_name, createBench) => {
  let bench: Bench;
  const links: SerialLink[] = [];

  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
    await bench.remove();
  });

  const opened = async (): Promise<SerialLink> => {
    const link = await bench.opener.open();
    if (!link.ok) throw new Error(link.error.code);
    links.push(link.value);
    return link.value;
  };
  const closing = (link: SerialLink) => new Promise<string>((resolve) => link.onClosed(() => resolve("closed")));
  const hears = (link: SerialLink, wanted: string) =>
    new Promise<string>((resolve) => {
      let heard = "";
      link.onBytes((bytes) => {
        heard += latin1(bytes);
        if (heard.endsWith(wanted)) resolve(heard);
      });
    });

  test("carries bytes both ways, in order", async () => {
    const link = await opened();
    const heard = hears(link, "OK\r\n");

    const written = await link.write(fromLatin1("AT+CSQ\r"));

    expect([written, await heard]).toEqual([{ ok: true, value: undefined }, "AT+CSQ\r\r\n+CSQ: 21,99\r\n\r\nOK\r\n"]);
  });

  test("carries every byte unchanged", async () => {
    const link = await opened();
    const all = latin1(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    const heard = hears(link, `${all}\r\n`);

    bench.terminal.says(all);

    expect(await heard).toBe(`\r\n${all}\r\n`);
  });

  test("tells once that it was unplugged, and refuses to write from then on", async () => {
    const link = await opened();
    let told = 0;
    link.onClosed(() => told++);
    const closed = closing(link);

    await bench.unplug();
    await closed;
    const written = await link.write(fromLatin1("AT\r"));
    await link.close();

    expect({ told, written }).toEqual({ told: 1, written: { ok: false, error: { code: "link/closed" } } });
  });

  test("closed by its owner, it refuses to write, tells so, and can be closed again", async () => {
    const link = await opened();
    const closed = closing(link);

    await Promise.all([link.close(), link.close()]);
    await link.close();

    expect([await closed, await link.write(fromLatin1("AT\r"))]).toEqual([
      "closed",
      { ok: false, error: { code: "link/closed" } },
    ]);
  });

  test("a port that is not there is missing, and opens once it is plugged in, with nothing left of before", async () => {
    const before = await opened();
    const closed = closing(before);
    await bench.unplug();
    await closed;
    await before.write(fromLatin1("AT+OLD\r"));

    const missing = await bench.opener.open();
    await bench.plugIn();
    const after = await opened();
    const heard = hears(after, "OK\r\n");
    await after.write(fromLatin1("AT\r"));

    expect([missing, await heard]).toEqual([
      { ok: false, error: { code: "link/port-missing", path: bench.path } },
      "AT\r\r\nOK\r\n",
    ]);
  });

  test("the same port opens fifty times, one after the other", async () => {
    const outcomes = new Set<boolean>();

    for (let i = 0; i < 50; i++) {
      const link = await bench.opener.open();
      outcomes.add(link.ok);
      if (link.ok) await link.value.close();
    }

    expect(outcomes).toEqual(new Set([true]));
  });

  test("a terminal behind it is read, pulled, plugged in again and read again", async () => {
    const terminal = createAtTerminal({ opener: bench.opener, clock: createNodeClock() });
    const sn = async () => {
      const report = await terminal.readIdentity();
      return report.ok ? report.value.sn.status === "read" && report.value.sn.value : report.error.code;
    };

    const told = [await sn()];
    await bench.unplug();
    told.push(await sn());
    await bench.plugIn();
    told.push(await sn());
    await terminal.close();

    expect(told).toEqual(["JB26T1000042", expect.stringMatching(/link\/(closed|port-missing)/), "JB26T1000042"]);
  });
});

describe("a port that cannot be opened says why", () => {
  test("a file that is no serial line", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "");

    const opened = await createNodeSerialLinkOpener({ path, baudRate: 115_200 }).open();

    expect(opened).toEqual({ ok: false, error: { code: "link/not-a-tty", path } });
  });

  test("a port that another program holds", async () => {
    const path = join(folder, "held");
    const pty = await createPtyTerminal({ path });
    const opener = createNodeSerialLinkOpener({ path, baudRate: 115_200 });
    const holder = await opener.open();

    const second = await opener.open();
    if (holder.ok) await holder.value.close();
    await pty.stop();

    expect(second).toEqual({ ok: false, error: { code: "link/port-busy", path } });
  });

  test.each([
    ["Error: Permission denied, cannot open /dev/x", { code: "link/port-denied", path: "/dev/x" }],
    ["Error: Unheard of", { code: "link/open-failed", path: "/dev/x", reason: "Error: Unheard of" }],
  ])("the system says: %s", async (words, error) => {
    const port = createMockSerialPort(createSimTerminal({ clock: createNodeClock() }));
    const makePort: typeof port.makePort = async (options) => {
      const stream = await port.makePort(options);
      return Object.assign(stream, { open: (done: (failed: Error) => void) => done(new Error(words)) });
    };

    const opened = await createNodeSerialLinkOpener({ path: "/dev/x", baudRate: 115_200, makePort }).open();

    expect(opened).toEqual({ ok: false, error });
  });
});
