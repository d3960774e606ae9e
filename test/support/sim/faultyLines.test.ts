/** One fault plan and one transcript, in memory, on the mock binding and on a pty: the line in between makes no difference. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../../device/adapters/node/nodeSerialLink.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createLinkRecorder } from "../../../device/link/recordedLink.ts";
import type { SerialLinkOpener } from "../../../device/ports/serialLink.ts";
import { transcriptLine } from "../../../device/serial/transcript.ts";
import { createMockSerialPort } from "../mockSerialPort.ts";
import { createPtyTerminal, createPtyTranscript } from "../ptyTerminal.ts";
import { transcriptOf } from "../transcripts.ts";
import type { SimFarEnd } from "./simFarEnd.ts";
import { parseFaultPlan } from "./simFaults.ts";
import { createSimFaultyTerminal } from "./simFaultyTerminal.ts";
import { createSimTerminal } from "./simTerminal.ts";
import { createSimTerminalOpener } from "./simTerminalLink.ts";
import { createSimTranscript } from "./simTranscript.ts";

const folder = mkdtempSync(join(tmpdir(), "faulty-"));
let count = 0;
const pathOfNew = (name: string) => join(folder, `${name}${count++}`);

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => rmSync(folder, { recursive: true }));

const clock = createNodeClock();
const onMock = (far: SimFarEnd): SerialLinkOpener => {
  const port = createMockSerialPort(far);
  cleanUps.push(port.remove);
  return createNodeSerialLinkOpener({ path: port.path, baudRate: 115_200, makePort: port.makePort });
};
const onPty = (pty: { readonly path: string; stop(): Promise<void> }): SerialLinkOpener => {
  cleanUps.push(pty.stop);
  return createNodeSerialLinkOpener({ path: pty.path, baudRate: 115_200 });
};

const identify = async (opener: SerialLinkOpener) => {
  const terminal = createAtTerminal({ opener, clock });
  cleanUps.push(terminal.close);
  const read = async (): Promise<string> => {
    const report = await terminal.readIdentity();
    if (!report.ok) return report.error.code;
    const { sn, imei } = report.value;
    return [sn, imei].map((reading) => (reading.status === "read" ? reading.value : reading.problem)).join(" ");
  };
  return { read, close: terminal.close };
};

const wickedPlan = {
  faults: [
    { fault: "split", when: { command: "AT+CGSN=0" }, bytes: 3, everyMs: 2 },
    { fault: "storm", when: { command: "AT+CGSN=1" }, lines: ["+CREG: 2", "SMS DONE"] },
    { fault: "corrupt", when: { command: "AT+CGSN=1", nth: 2 }, atByte: 14, xor: 1 },
  ],
};
const replugPlan = {
  faults: [
    {
      fault: "unplug",
      when: { command: "AT+CGSN=1", nth: 2 },
      afterBytes: 9,
      replugAfterMs: 50,
      as: { sn: "OTHER-0001", imei: "356938035643809" },
    },
  ],
};

const planOf = (plan: object) => {
  const parsed = parseFaultPlan(JSON.stringify(plan));
  if (!parsed.ok) throw new Error(parsed.error.where);
  return parsed.value;
};
const faultyEnd = (plan: object) =>
  createSimFaultyTerminal({ terminal: createSimTerminal({ clock }), plan: planOf(plan), clock });

const lines: Readonly<Record<string, (plan: object) => Promise<SerialLinkOpener>>> = {
  memory: async (plan) => createSimTerminalOpener(faultyEnd(plan)),
  "mock binding": async (plan) => onMock(faultyEnd(plan)),
  pty: async (plan) => onPty(await createPtyTerminal({ path: pathOfNew("tty"), faults: planOf(plan) })),
};

describe.each(Object.entries(lines))("a faulty terminal on the %s", (_name, openerOf) => {
  test("that splits, storms and corrupts a digit is read as contradictory, never as another IMEI", async () => {
    const { read } = await identify(await openerOf(wickedPlan));

    expect(await read()).toBe("JB26T1000042 contradictory");
  });

  test("that is another one after the plug was out is read anew, all of it", async () => {
    const { read } = await identify(await openerOf(replugPlan));

    const told = [await read()];
    await expect.poll(read, { timeout: 5_000 }).toBe("OTHER-0001 356938035643809");

    expect(told).toEqual(["link/closed"]);
  });
});

test("what was recorded on one line is read from the record on the two others", async () => {
  const entries: string[] = [];
  const recorder = createLinkRecorder({ clock, record: (entry) => entries.push(transcriptLine(entry)) });
  const live = await identify(recorder.wrap(createSimTerminalOpener(createSimTerminal({ clock })), "sim"));
  const told = await live.read();
  await live.close();
  const transcript = transcriptOf(entries.join("\n"));

  const onMockLine = await identify(onMock(createSimTranscript({ entries: transcript, clock })));
  const onPtyLine = await identify(onPty(await createPtyTranscript(pathOfNew("tty"), transcript)));

  expect([await onMockLine.read(), await onPtyLine.read()]).toEqual([told, told]);
});

describe("the program that puts a terminal on a device file", () => {
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ["--import", "tsx", "test/support/ptyTerminal.ts", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });

  test("takes a fault plan", async () => {
    const plan = join(folder, "plan.json");
    writeFileSync(plan, JSON.stringify(wickedPlan));
    const path = pathOfNew("tty");
    const program = start("--link", path, "--faults", plan);
    cleanUps.push(() => program.kill());
    await once(program.stdout, "data");
    const { read } = await identify(createNodeSerialLinkOpener({ path, baudRate: 115_200 }));

    expect(await read()).toBe("JB26T1000042 contradictory");
  }, 20_000);

  test("refuses a plan that is none, and starts nothing", async () => {
    const plan = join(folder, "broken.json");
    writeFileSync(plan, '{"faults":[{"fault":"explode"}]}');
    const program = start("--link", pathOfNew("tty"), "--faults", plan);
    let said = "";
    program.stderr.on("data", (bytes) => {
      said += bytes;
    });

    const [code] = await once(program, "close");

    expect([code, said]).toEqual([2, `${plan} is no fault plan; it breaks at: faults.0.fault\n`]);
  }, 20_000);
});
