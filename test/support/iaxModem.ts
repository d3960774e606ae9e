/** A modem that is not ours on a device file of its own: iaxmodem (Debian), which speaks ITU-T V.250 and has no identity. Starts as root only. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

export type IaxModem = { readonly path: string; stop(): Promise<void> };

/** The program refuses everybody else. */
export const mayRunIaxModem = process.getuid?.() === 0;

const appearWithinMs = 10_000;
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const modem of running) modem.kill();
});

/** Nobody answers at its telephone side, and it does not register anywhere. */
const configOf = (path: string) => `device ${path}
owner root:root
mode 660
port ${20_000 + (process.pid % 20_000)}
refresh 0
server 127.0.0.1
peername iaxmodem
secret password
cidname POS
cidnumber 8005551212
codec slinear
`;

export async function startIaxModem(): Promise<IaxModem> {
  const folder = mkdtempSync(join(tmpdir(), "iaxmodem-"));
  const path = join(folder, "tty");
  writeFileSync(join(folder, "config"), configOf(path));
  // It looks for configurations in its own folder only, and takes a way out of it.
  const modem = spawn("iaxmodem", [relative("/etc/iaxmodem", join(folder, "config"))], { stdio: "ignore" });
  running.add(modem);
  const gone = once(modem, "exit").finally(() => running.delete(modem));
  const stop = async () => {
    modem.kill();
    await gone;
    rmSync(folder, { recursive: true });
  };
  const untilMs = performance.now() + appearWithinMs;
  while (!existsSync(path)) {
    if (modem.exitCode !== null || performance.now() > untilMs) {
      await stop();
      throw new Error("iaxmodem did not start");
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { path, stop };
}
