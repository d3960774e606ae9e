/** Terminals on real device files, pulled and plugged in a thousand times, and what is left of that in this process. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeRandom } from "../../../device/adapters/node/nodeRandom.ts";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { fromLatin1, latin1 } from "../../../device/base/bytes.ts";
import { createReconnectingLink } from "../../../device/link/reconnectingLink.ts";
import type { SerialLink } from "../../../device/ports/serialLink.ts";
import { createPtyTerminal, type PtyTerminal } from "../../support/ptyTerminal.ts";

const folder = mkdtempSync(join(tmpdir(), "replug-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Open files, and everybody who listens to something that outlives a port. */
function held(): Readonly<Record<string, number>> {
  const onProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { files: readdirSync("/proc/self/fd").length, listeners: onProcess };
}

function hears(link: SerialLink, wanted: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    link.onBytes((bytes) => {
      heard += latin1(bytes);
      if (heard.endsWith(wanted)) resolve(heard);
    });
  });
}

/** Opens, asks, and is pulled out in the middle of the next answer, again and again. What came of each round. */
async function replug(pty: PtyTerminal, rounds: number): Promise<readonly string[]> {
  const opener = createNodeSerialLinkOpener({ path: pty.path, baudRate: 115_200 });
  const port = createReconnectingLink({ opener, clock: createNodeClock(), random: createNodeRandom() });
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const opened = await port.open();
    if (!opened.ok) throw new Error(opened.error.code);
    const closed = new Promise<string>((resolve) => opened.value.onClosed(() => resolve("closed")));
    const heard = hears(opened.value, "OK\r\n");
    await opened.value.write(fromLatin1("AT\r"));
    const answer = await heard;
    void opened.value.write(fromLatin1("AT+CGSN=1\r"));
    await pty.unplug();
    outcomes.push(`${answer.trim()} ${await closed}`);
    await pty.plugIn();
  }
  await port.stop();
  return outcomes;
}

test("pulled in the middle of a command and plugged in again a thousand times, and nothing is left open", async () => {
  const ptys = await Promise.all(["a", "b", "c", "d"].map((name) => createPtyTerminal({ path: join(folder, name) })));
  const replugAll = (rounds: number) => Promise.all(ptys.map((pty) => replug(pty, rounds)));

  // The first rounds load what is loaded once.
  await replugAll(5);
  const before = held();
  const outcomes = (await replugAll(250)).flat();
  const after = held();
  for (const pty of ptys) await pty.stop();

  // "before" may count a file that the system is still closing; a leak of one a round would be a thousand more.
  const atMost = (count = 0) => expect.toSatisfy((found: number) => found <= count, `at most ${count}`);
  expect({ rounds: outcomes.length, kinds: new Set(outcomes), after }).toEqual({
    rounds: 1_000,
    kinds: new Set(["AT\r\r\nOK closed"]),
    after: { files: atMost(before.files), listeners: atMost(before.listeners) },
  });
}, 180_000);
