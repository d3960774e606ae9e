/** What leaves a real device file when more is written than the system takes at once. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { createPtyLine } from "../../support/ptyLine.ts";
import type { SimFarEnd } from "../../support/sim/simFarEnd.ts";

const folder = mkdtempSync(join(tmpdir(), "transfer-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Says nothing, and tells when it has heard so many bytes. */
function createListener(wanted: number): { far: SimFarEnd; heard: Promise<Uint8Array> } {
  let tell: (heard: Uint8Array) => void = () => {};
  const heard = new Promise<Uint8Array>((resolve) => {
    tell = resolve;
  });
  let bytes = Buffer.alloc(0);
  const far: SimFarEnd = {
    receive(piece) {
      bytes = Buffer.concat([bytes, piece]);
      if (bytes.length >= wanted) tell(new Uint8Array(bytes));
    },
    onBytes: () => () => {},
    onUnplugged: () => () => {},
    unplug() {},
    plugIn() {},
    isPluggedIn: () => true,
  };
  return { far, heard };
}

test("more than the system takes at once arrives whole and in order", async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251);
  const { far, heard } = createListener(bytes.length);
  const pty = await createPtyLine(join(folder, "line"), far);
  const opened = await createNodeSerialLinkOpener({ path: pty.path, baudRate: 115_200 }).open();
  if (!opened.ok) throw new Error(opened.error.code);

  const written = await opened.value.write(bytes);

  expect({ written, heard: Buffer.compare(await heard, bytes) }).toEqual({ written: { ok: true }, heard: 0 });
  await opened.value.close();
  await pty.unplug();
});
