import { describe, expect, test } from "vitest";
import { createSimPaymentApp } from "../../../device/adapters/sim/simPaymentApp.ts";
import { fromLatin1, latin1 } from "../../../device/base/bytes.ts";
import { createAtTerminal } from "../../../device/link/at/terminal.ts";
import { createSlfLine } from "../../../device/link/slf/line.ts";
import { createSlfTerminal } from "../../../device/link/slf/terminal.ts";
import { createManualClock } from "../manualClock.ts";
import { parseFaultPlan, type SimFault } from "./simFaults.ts";
import { createSimFaultyTerminal } from "./simFaultyTerminal.ts";
import { createSimSlfTerminal } from "./simSlfTerminal.ts";
import { createSimTerminal } from "./simTerminal.ts";
import { createSimTerminalOpener } from "./simTerminalLink.ts";

/** A terminal with one fault, and what comes over its line: the time in ms, then the bytes. */
async function faulty(fault: object, baudRate: number | null = null) {
  const plan = parseFaultPlan(JSON.stringify({ faults: [fault] }));
  if (!plan.ok) throw new Error(plan.error.where);
  const clock = createManualClock();
  const sim = createSimTerminal({ clock });
  const terminal = createSimFaultyTerminal({ terminal: sim, plan: plan.value, clock, baudRate });
  const opener = createSimTerminalOpener(terminal);
  const heard: [number, string][] = [];
  const connect = async () => {
    const link = await opener.open();
    if (!link.ok) throw new Error(link.error.code);
    link.value.onBytes((bytes) => heard.push([clock.monotonic(), latin1(bytes)]));
    link.value.onClosed(() => heard.push([clock.monotonic(), "(closed)"]));
    return async (text: string) => {
      await link.value.write(fromLatin1(text));
      await clock.advance(0);
    };
  };
  /** All that was heard since the last look; bytes of one instant joined. */
  const told = () => {
    const joined: [number, string][] = [];
    for (const [atMs, text] of heard.splice(0)) {
      const last = joined.at(-1);
      if (last?.[0] === atMs && text !== "(closed)") last[1] += text;
      else joined.push([atMs, text]);
    }
    return joined;
  };
  return { clock, sim, opener, say: await connect(), connect, told };
}

const onCsq = { command: "AT+CSQ" };
const csq = "\r\n+CSQ: 21,99\r\n\r\nOK\r\n";

test.each<[story: string, fault: SimFault | object, heard: readonly [number, string][]]>([
  ["dropped whole", { fault: "drop" }, [[0, "AT+CSQ\r"]]],
  ["dropped after its first bytes", { fault: "drop", afterBytes: 6 }, [[0, "AT+CSQ\r\r\n+CSQ"]]],
  ["said twice", { fault: "duplicate" }, [[0, `AT+CSQ\r${csq}${csq}`]]],
  [
    "delayed",
    { fault: "delay", byMs: 1_500 },
    [
      [0, "AT+CSQ\r"],
      [1_500, csq],
    ],
  ],
  ["corrupted in one byte", { fault: "corrupt", atByte: 8, xor: 3 }, [[0, `AT+CSQ\r${csq.replace("21", "11")}`]]],
  [
    "split",
    { fault: "split", bytes: 12, everyMs: 30 },
    [
      [0, "AT+CSQ\r\r\n+CSQ: 21,9"],
      [30, "9\r\n\r\nOK\r\n"],
    ],
  ],
  [
    "behind a storm",
    { fault: "storm", lines: ["+CREG: 2", "SMS DONE"], times: 2 },
    [[0, `AT+CSQ\r${"\r\n+CREG: 2\r\n\r\nSMS DONE\r\n".repeat(2)}${csq}`]],
  ],
  [
    "ended by a restart",
    { fault: "reboot", afterBytes: 4, forMs: 700 },
    [
      [0, "AT+CSQ\r\r\n+C"],
      [700, "\r\nRDY\r\n"],
    ],
  ],
  [
    "ended by a pulled plug",
    { fault: "unplug", afterBytes: 4 },
    [
      [0, "AT+CSQ\r\r\n+C"],
      [0, "(closed)"],
    ],
  ],
])("an answer is %s", async (_story, fault, heard) => {
  const { say, told, clock } = await faulty({ when: onCsq, ...fault });

  await say("AT+CSQ\r");
  await clock.advance(10_000);

  expect(told()).toEqual(heard);
});

test("an answer that comes late comes into the middle of the next one's time", async () => {
  const { say, told, clock } = await faulty({ fault: "late", when: onCsq, byMs: 1_200 });

  await say("AT+CSQ\r");
  await clock.advance(1_000);
  await say("AT\r");
  await clock.advance(1_000);

  expect(told()).toEqual([
    [0, "AT+CSQ\r"],
    [1_000, "AT\r\r\nOK\r\n"],
    [1_200, csq],
  ]);
});

test("a fault that names the second time leaves the first and the third alone", async () => {
  const { say, told } = await faulty({ fault: "drop", when: { command: "AT", nth: 2 } });

  await say("AT\r");
  await say("AT+CSQ\r");
  await say("AT\r");
  await say("AT\r");

  expect(told()).toEqual([[0, `AT\r\r\nOK\r\nAT+CSQ\r${csq}AT\rAT\r\r\nOK\r\n`]]);
});

test("a fault at a time meets the first answer after it, once", async () => {
  const { say, told, clock } = await faulty({ fault: "drop", when: { atMs: 500 } });

  await say("AT\r");
  await clock.advance(600);
  await say("AT\r");
  await say("AT\r");

  expect(told()).toEqual([
    [0, "AT\r\r\nOK\r\n"],
    [600, "AT\rAT\r\r\nOK\r\n"],
  ]);
});

test("a storm needs nobody who asks", async () => {
  const { told, clock } = await faulty({
    fault: "storm",
    when: { atMs: 100 },
    lines: ["RING"],
    times: 3,
    everyMs: 1_000,
  });

  await clock.advance(5_000);

  expect(told()).toEqual([
    [100, "\r\nRING\r\n"],
    [1_100, "\r\nRING\r\n"],
    [2_100, "\r\nRING\r\n"],
  ]);
});

test("faults stand behind the pace of the line", async () => {
  const { say, told, clock } = await faulty({ fault: "duplicate", when: { command: "ATE0" } }, 9_600);

  await say("ATE0\r");
  await clock.advance(1_000);

  const bytes = told();
  expect([bytes.map(([, text]) => text).join(""), Math.round(bytes.at(-1)?.[0] ?? 0)]).toEqual([
    "ATE0\r\r\nOK\r\n\r\nOK\r\n",
    Math.round((17 * 10_000) / 9_600),
  ]);
});

test("another terminal in the place of the first one is another terminal, also to a driver in the middle of its reading", async () => {
  const another = { sn: "OTHER-0001", imei: "356938035643809" };
  const fault = { fault: "unplug", when: { command: "AT+CGSN=1", nth: 2 }, replugAfterMs: 300, as: another };
  const { opener, clock } = await faulty(fault);
  const terminal = createAtTerminal({ opener, clock });
  const sn = async () => {
    const report = await clock.runUntil(terminal.readIdentity());
    return report.ok ? report.value.sn : report.error.code;
  };

  const told = [await sn()];
  await clock.advance(300);
  told.push(await sn());

  expect(told).toEqual(["link/closed", expect.objectContaining({ value: "OTHER-0001" })]);
});

describe("a terminal that speaks SLF on the same line", () => {
  async function slfWith(...faults: readonly object[]) {
    const plan = parseFaultPlan(JSON.stringify({ faults }));
    if (!plan.ok) throw new Error(plan.error.where);
    const clock = createManualClock();
    const terminal = createSimTerminal({ clock });
    const slf = createSimSlfTerminal({ clock, terminal, payments: createSimPaymentApp({ clock }) });
    const whole = { ...slf, reboots: terminal.reboots, becomes: terminal.becomes };
    const opener = createSimTerminalOpener(createSimFaultyTerminal({ terminal: whole, plan: plan.value, clock }));
    const driver = createSlfTerminal(createSlfLine({ opener, clock }));
    const read = async () => {
      const report = await clock.runUntil(driver.readIdentity());
      if (!report.ok) return report.error.code;
      const { sn, imei } = report.value;
      return [sn, imei].map((reading) => (reading.status === "read" ? reading.value : reading.problem)).join(" ");
    };
    return { read, clock, carriedOut: slf.carriedOut };
  }

  test("loses an answer and garbles one, is asked again, and carries nothing out twice", async () => {
    const { read, carriedOut } = await slfWith(
      { fault: "drop", when: { command: "SLF ID", nth: 1 } },
      { fault: "corrupt", when: { command: "SLF ID", nth: 3 }, atByte: 20, xor: 1 },
    );

    expect([await read(), carriedOut()]).toEqual(["JB26T1000042 490154203237518", ["EC", "ID", "ID"]]);
  });

  test("is another one after the plug was out", async () => {
    const as = { sn: "OTHER-0001", imei: "356938035643809" };
    const when = { command: "SLF ID", nth: 2 };
    const { read, clock } = await slfWith({ fault: "unplug", when, replugAfterMs: 10, as });

    const first = await read();
    await clock.advance(10);

    expect([first, await read()]).toEqual(["link/closed", "OTHER-0001 356938035643809"]);
  });
});

test.each([
  ["", "no text at all"],
  ["faults.0", '{"faults":[{"fault":"explode","when":{}}]}'],
  ["faults.0", '{"faults":[{"fault":"drop","when":{},"afterBites":3}]}'],
  ["faults.0.when", '{"faults":[{"fault":"drop","when":{"command":"AT","atMs":3}}]}'],
  ["faults.0.when", '{"faults":[{"fault":"drop","when":{"nth":0}}]}'],
  ["faults.0.as.imei", '{"faults":[{"fault":"unplug","when":{},"as":{"imei":"12"}}]}'],
  ["faults.0.lines.0", '{"faults":[{"fault":"storm","when":{},"lines":["\\u001b[2J"]}]}'],
  ["faults", JSON.stringify({ faults: Array(65).fill({ fault: "duplicate", when: {} }) })],
])("a plan that breaks at '%s' is refused as a whole", (where, text) => {
  const parsed = parseFaultPlan(text);
  expect(parsed.ok || parsed.error.where.slice(0, where.length || undefined)).toBe(where);
});
