/** What a kiosk reads of a terminal before it unbinds, and how long the line alone would take for it. */

import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../device/adapters/node/nodeSerialLink.ts";
import { createAtTerminal } from "../../device/link/at/terminal.ts";
import type { Terminal } from "../../device/link/terminal.ts";

export const baudRate = 115_200;
/** 8 data bits, a start and a stop bit. */
const bitsPerByte = 10;

export function wireMs(bytes: number): number {
  return (bytes * bitsPerByte * 1_000) / baudRate;
}

export function terminalAt(path: string): Terminal {
  return createAtTerminal({ opener: createNodeSerialLinkOpener({ path, baudRate }), clock: createNodeClock() });
}

/** SN, IMEI and status, one after the other; throws when one of them is not told. */
export async function readAll(terminal: Terminal): Promise<void> {
  const identity = await terminal.readIdentity();
  if (!identity.ok) throw new Error(identity.error.code);
  const { sn, imei } = identity.value;
  const status = await terminal.readStatus();
  if (!status.ok) throw new Error(status.error.code);
  const { battery, signal, registration } = status.value;
  const told = [sn, imei, battery, signal, registration];
  if (told.some(({ status: reading }) => reading !== "read")) throw new Error("not all of it was told");
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await work();
  return performance.now() - begunMs;
}
