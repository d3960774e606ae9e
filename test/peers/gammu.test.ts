/** The simulated terminal before a client that is not ours: gammu, which identifies phones over AT. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { createPtyTerminal } from "../support/ptyTerminal.ts";

const folder = mkdtempSync(join(tmpdir(), "gammu-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What gammu says of the phone on this port, by the names it gives the values. */
async function identify(port: string): Promise<Readonly<Record<string, string>>> {
  const config = join(folder, "gammurc");
  writeFileSync(config, `[gammu]\nport=${port}\nconnection=at115200\n`);
  const env = { ...process.env, HOME: folder, LC_ALL: "C" };
  const { stdout } = await promisify(execFile)("gammu", ["-c", config, "--identify"], { env, timeout: 40_000 });
  return Object.fromEntries([...stdout.matchAll(/^(\S[^:]*?) *: (.*)$/gm)].map(([, name, value]) => [name, value]));
}

test("gammu reads maker, model, firmware and IMEI of a terminal whose bare +CGSN tells the IMEI, as gammu takes it", async () => {
  const imei = "356938035643809";
  const identity = { manufacturer: "Acme", model: "POS-9", firmware: "9.0.7", imei };
  const pty = await createPtyTerminal({ path: join(folder, "tty"), identity });
  pty.terminal.answers("AT+CGSN", [imei]);

  const told = await identify(pty.path);
  await pty.stop();

  expect(told).toEqual({
    Device: pty.path,
    Manufacturer: "Acme",
    // Of a model that it has no list of features for, gammu says so.
    Model: "unknown (POS-9)",
    Firmware: "9.0.7",
    IMEI: imei,
  });
});
