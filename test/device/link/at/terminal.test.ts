import { describe, expect, test } from "vitest";
import { latin1 } from "../../../../device/base/bytes.ts";
import type { Reading } from "../../../../device/identity/reading.ts";
import { noOtherNumbers } from "../../../../device/identity/unreadable.ts";
import { createAtTerminal } from "../../../../device/link/at/terminal.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { createSimTerminal } from "../../../support/sim/simTerminal.ts";
import type { SimIdentity } from "../../../support/sim/simTerminalAnswers.ts";
import { createSimTerminalOpener } from "../../../support/sim/simTerminalLink.ts";

/** The real link over a simulated terminal, in time that the test moves. */
function createRig(identity: Partial<SimIdentity> = {}) {
  const clock = createManualClock();
  const terminal = createSimTerminal({ clock, identity });
  const bridge = createAtTerminal({ opener: createSimTerminalOpener(terminal), clock });
  return {
    clock,
    terminal,
    bridge,
    readIdentity: () => clock.runUntil(bridge.readIdentity()),
    readStatus: () => clock.runUntil(bridge.readStatus()),
    readDiagnostics: () => clock.runUntil(bridge.readDiagnostics()),
    async readSnAndImei() {
      const report = await clock.runUntil(bridge.readIdentity());
      return report.ok ? { sn: brief(report.value.sn), imei: brief(report.value.imei) } : report.error;
    },
  };
}

function brief(reading: Reading): string {
  if (reading.status === "unreadable") return [reading.problem, ...reading.masked].join(" ");
  return [reading.value, `by ${reading.source}`, ...reading.warnings].join(" ");
}

type Answers = Readonly<Record<string, readonly string[] | { readonly final: string } | null>>;

const refused = { final: "+CME ERROR: 50" } as const;
const read = { sn: "JB26T1000042 by cgsn0", imei: "490154203237518 by cgsn1" };

describe("a terminal that does as the standards say", () => {
  test("tells who it is, each value with the command that told it", async () => {
    const rig = createRig();

    const report = await rig.readIdentity();

    expect(report).toEqual({
      ok: true,
      value: {
        sn: { status: "read", value: "JB26T1000042", source: "cgsn0", warnings: [] },
        imei: { status: "read", value: "490154203237518", source: "cgsn1", warnings: [] },
        ...noOtherNumbers,
        imeisv: { status: "read", value: "4901542032375107", source: "cgsn2", warnings: [] },
        manufacturer: { status: "read", value: "Jiebang", source: "cgmi", warnings: [] },
        model: { status: "read", value: "SIM-T1", source: "cgmm", warnings: [] },
        firmware: { status: "read", value: "T1-1.4.2", source: "cgmr", warnings: [] },
      },
    });
  });

  test("tells battery, signal and registration, and has no words for tamper and printer", async () => {
    const rig = createRig({ power: 0, percent: 42, rssi: 99, registration: 5 });

    const report = await rig.readStatus();

    expect(report).toEqual({
      ok: true,
      value: {
        battery: { status: "read", power: "battery", percent: 42 },
        signal: { status: "read", dbm: null },
        registration: { status: "read", registered: true },
        tamper: null,
        printer: null,
      },
    });
  });

  test.each<[story: string, csq: readonly string[] | { final: string }, cesq: string, signal: object]>([
    ["+CSQ knows nothing: +CESQ is believed", ["+CSQ: 99,99"], "99,99,255,255,20,46", { status: "read", dbm: -95 }],
    ["+CSQ is refused: +CESQ is believed", { final: "ERROR" }, "30,99,255,255,255,255", { status: "read", dbm: -81 }],
    ["neither knows: told as not known", ["+CSQ: 99,99"], "99,99,255,255,255,255", { status: "read", dbm: null }],
    ["+CSQ knows: +CESQ is not asked", ["+CSQ: 21,99"], "10,6,255,255,255,255", { status: "read", dbm: -71 }],
  ])("%s", async (_story, told, extended, signal) => {
    const rig = createRig();
    rig.terminal.answers("AT+CSQ", told);
    rig.terminal.answers("AT+CESQ", [`+CESQ: ${extended}`]);

    expect(await rig.readStatus()).toMatchObject({ value: { signal } });
  });

  test("that does not allow a question now, is not one that cannot answer it", async () => {
    const rig = createRig();
    for (const line of ["AT+CSQ", "AT+CESQ", "AT+CEREG?", "AT+CREG?", "AT+CBC"])
      rig.terminal.answers(line, { final: "+CME ERROR: operation not allowed" });

    const notNow = { status: "unreadable", problem: "not-now" };
    expect(await rig.readStatus()).toMatchObject({
      value: { battery: notNow, signal: notNow, registration: notNow },
    });
  });

  test("that has a battery only, the rest of its state is unreadable for its own reason", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CSQ", { final: "ERROR" });
    rig.terminal.answers("AT+CEREG?", null);
    rig.terminal.answers("AT+CREG?", []);

    const report = await rig.readStatus();

    expect(report).toMatchObject({
      value: {
        battery: { status: "read" },
        signal: { status: "unreadable", problem: "not-supported" },
        registration: { status: "unreadable", problem: "malformed" },
      },
    });
  });
});

describe("what a technician is told of the network", () => {
  const untold = { status: "unreadable", problem: "not-supported" };

  test("is the SIM, its card masked, the radio, and what each kind of network says", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CEREG?", ['+CEREG: 3,3,"1F00","79D903",7,0,15']);

    expect(await rig.readDiagnostics()).toEqual({
      ok: true,
      value: {
        sim: { status: "read", state: "ready" },
        card: { status: "read", masked: "••••••••••••••••1234" },
        radio: { status: "read", radio: "on" },
        networks: {
          circuit: { status: "read", state: "home", rejectCause: null },
          packet: untold,
          lte: { status: "read", state: "denied", rejectCause: 15 },
          nr: untold,
        },
      },
    });
  });

  test.each<[string, Answers, object]>([
    ["a SIM that waits for its PIN", { "AT+CPIN?": ["+CPIN: SIM PIN"] }, { sim: { state: "locked" } }],
    ["a terminal locked to a network", { "AT+CPIN?": ["+CPIN: PH-NET PIN"] }, { sim: { state: "locked" } }],
    ["no SIM, told as an error", { "AT+CPIN?": { final: "+CME ERROR: 10" } }, { sim: { state: "absent" } }],
    ["no SIM, told in words", { "AT+CPIN?": ["+CPIN: NOT INSERTED"] }, { sim: { state: "absent" } }],
    ["a SIM that has failed", { "AT+CPIN?": { final: "+CME ERROR: 13" } }, { sim: { state: "faulty" } }],
    ["a word nobody knows", { "AT+CPIN?": ["+CPIN: MAYBE"] }, { sim: { problem: "malformed" } }],
    ["no answer about the SIM", { "AT+CPIN?": null }, { sim: { problem: "no-answer" } }],
    [
      "the card by the other command",
      { "AT+CCID": refused, "AT+ICCID": ["+ICCID: 898600C0123456789012"] },
      { card: { masked: "••••••••••••••••9012" } },
    ],
    ["a radio in flight mode", { "AT+CFUN?": ["+CFUN: 4"] }, { radio: { radio: "flight" } }],
    ["a radio in a maker's own mode", { "AT+CFUN?": ["+CFUN: 7"] }, { radio: { radio: "other" } }],
    ["5G that is searched for", { "AT+C5GREG?": ["+C5GREG: 0,2"] }, { networks: { nr: { state: "searching" } } }],
  ])("%s", async (_story, answers, expected) => {
    const rig = createRig();
    for (const [line, answer] of Object.entries(answers)) rig.terminal.answers(line, answer);

    expect(await rig.readDiagnostics()).toMatchObject({ ok: true, value: expected });
  });
});

test("a TUSN is on the terminal's label alone: the label is read twice, and one that changes meanwhile tells none", async () => {
  const [label, other] = ["00002404JB26T1000042", "00002404JB26T1009999"].map((tusn) => [`TUSN: ${tusn}`]);
  const tusnOf = async (second: readonly string[] = []) => {
    const rig = createRig();
    rig.terminal.answers("ATI", label ?? []);
    rig.terminal.onBytes((bytes) => {
      if (latin1(bytes).includes("TUSN")) rig.terminal.answers("ATI", second);
    });
    const report = await rig.readIdentity();
    return report.ok ? brief(report.value.tusn) : report.error;
  };

  expect([await tusnOf(label), await tusnOf(other)]).toEqual([
    "00002404JB26T1000042 by ati",
    "contradictory ••••••••••••••••0042 ••••••••••••••••9999",
  ]);
});

describe("what counts as SN and IMEI", () => {
  const cases: readonly [story: string, answers: Answers, expected: object][] = [
    [
      "a wrong check digit is a warning",
      { "AT+CGSN=1": ['+CGSN: "490154203237519"'], ATI: ["T1"] },
      { ...read, imei: "490154203237519 by cgsn1 imei-check-digit-wrong" },
    ],
    [
      "fourteen digits get their check digit, with a warning",
      { "AT+CGSN=1": ['+CGSN: "49015420323751"'] },
      { ...read, imei: "490154203237518 by cgsn1 imei-check-digit-derived" },
    ],
    [
      "one digit throughout is a filler, though its check digit is right",
      { "AT+CGSN=1": ['+CGSN: "000000000000000"'] },
      { ...read, imei: "placeholder" },
    ],
    [
      "a chip maker's filler is refused",
      { "AT+CGSN=1": ['+CGSN: "135790246811220"'] },
      { ...read, imei: "placeholder" },
    ],
    ["sixteen digits are no IMEI", { "AT+CGSN=1": ['+CGSN: "4901542032375107"'] }, { ...read, imei: "malformed" }],
    [
      "what is not allowed now may be told later, and is not what the terminal cannot do",
      Object.fromEntries(
        ["AT+CGSN=1", "AT+CGSN=2", "AT+CGSN", "AT+GSN", "AT#CGSN", "AT+EGMR=0,7", "ATI"].map((line) => [
          line,
          { final: "+CME ERROR: operation not allowed" },
        ]),
      ),
      { ...read, imei: "not-now" },
    ],
    ["nor is what the card keeps busy", { "AT+CGSN=1": { final: "+CME ERROR: 14" } }, { ...read, imei: "not-now" }],
    ["OK and nothing else is no IMEI", { "AT+CGSN=1": [] }, { ...read, imei: "malformed" }],
    [
      "a command without an answer leaves its value unreadable, and the other read",
      { "AT+CGSN=1": null },
      { ...read, imei: "no-answer" },
    ],
    [
      "two lines that could both be the serial number are none",
      { "AT+CGSN=0": ["SN-0001", "SN-0002"], "AT+CGSN": ["SN-0001", "SN-0002"] },
      { ...read, sn: "malformed" },
    ],
    [
      "the IMEI does not pass as the serial number",
      { "AT+CGSN=0": ["490154203237518"], "AT+CGSN": ["490154203237518"] },
      { ...read, sn: "not-supported" },
    ],
    [
      "nor does it with a software version",
      { "AT+CGSN=0": ["4901542032375107"], "AT+CGSN": ["49015420323751"] },
      { ...read, sn: "not-supported" },
    ],
    [
      "fifteen digits that are not the IMEI are a serial number, since the command says so",
      { "AT+CGSN=0": ["860123004567899"] },
      { ...read, sn: "860123004567899 by cgsn0" },
    ],
    [
      "a factory serial of the description stands in where the command tells the IMEI",
      { "AT+CGSN=0": ["490154203237518"], "AT+CGSN": ["490154203237518"], ATI: ["Model: X", "FSN: CDK-0000001"] },
      { ...read, sn: "CDK-0000001 by ati" },
    ],
    [
      "a description with another IMEI contradicts",
      { ATI: ["IMEI: 356938035643809"] },
      { ...read, imei: "contradictory •••••••••••7518 •••••••••••3809" },
    ],
  ];

  test.each(cases)("%s", async (_story, answers, expected) => {
    const rig = createRig();
    for (const [line, lines] of Object.entries(answers)) rig.terminal.answers(line, lines);

    const told = await rig.readSnAndImei();

    expect(told).toEqual(expected);
  });

  const old: readonly [story: string, answers: Readonly<Record<string, readonly string[]>>, expected: object][] = [
    [
      "an unnamed number with the right check digit is the IMEI",
      { "AT+CGSN": ["490154203237518"], ATI: ["T1"] },
      { imei: "490154203237518 by cgsn", sn: "not-supported" },
    ],
    [
      "an unnamed number with a wrong check digit is one with a warning, and never the serial number",
      { "AT+CGSN": ["490154203237519"], ATI: ["T1"], "AT+GSN": [] },
      { imei: "490154203237519 by cgsn imei-check-digit-wrong", sn: "not-supported" },
    ],
    [
      "the description names it",
      { "AT+CGSN": ["JB26T1000042"], ATI: ["IMEI: 490154203237518"] },
      { imei: "490154203237518 by ati", sn: "JB26T1000042 by cgsn" },
    ],
    [
      "both in one line",
      { "AT+CGSN": ["490154203237518,PH2155R3TR"] },
      { imei: "490154203237518 by cgsn", sn: "PH2155R3TR by cgsn" },
    ],
    [
      "+GSN where +CGSN tells a serial number",
      { "AT+CGSN": ["JB26T1000042"], "AT+GSN": ["490154203237518"], ATI: ["T1"] },
      { imei: "490154203237518 by gsn", sn: "JB26T1000042 by cgsn" },
    ],
  ];

  test.each(old)("on a terminal that does not know the typed command: %s", async (_story, answers, expected) => {
    const rig = createRig();
    for (const line of ["AT+CGSN=0", "AT+CGSN=1", "AT+CGSN=2"]) rig.terminal.answers(line, { final: "+CME ERROR: 50" });
    for (const [line, lines] of Object.entries(answers)) rig.terminal.answers(line, lines);

    const told = await rig.readSnAndImei();

    expect(told).toEqual(expected);
  });

  const numbers: readonly [story: string, answers: Answers, expected: object][] = [
    [
      "fourteen digits stand in their own field too",
      { "AT+CGSN=1": ['+CGSN: "49015420323751"'] },
      { imei: "490154203237518 by cgsn1 imei-check-digit-derived", imeiWithoutCheckDigit: "49015420323751 by cgsn1" },
    ],
    [
      "an IMEISV of another terminal contradicts the IMEI",
      { "AT+CGSN=2": ['+CGSN: "3575200701207601"'] },
      { imei: "contradictory •••••••••••7518 ••••••••••••7601", imeisv: "3575200701207601 by cgsn2" },
    ],
    [
      "where only the IMEISV is told, the IMEI is derived from it",
      { "AT+CGSN=1": refused, "AT+CGSN=2": ['+CGSN: "3575200701207601"'], ATI: ["T1"] },
      { imei: "357520070120767 by cgsn2 imei-check-digit-derived", imeisv: "3575200701207601 by cgsn2" },
    ],
    [
      "sixteen digits that the maker's command tells are its product number and no IMEISV",
      {
        "AT+CGMI": ["HUAWEI"],
        "AT^SN": ["^SN: 0391831057000001"],
        "AT+CGSN=0": ["490154203237518"],
        "AT+CGSN": ["490154203237518"],
      },
      {
        sn: "0391831057000001 by caretSn",
        vendorSn: "0391831057000001 by caretSn",
        imeisv: "4901542032375107 by cgsn2",
      },
    ],
    [
      "a Telit module's own command tells the IMEI",
      { "AT+CGMI": ["Telit"], "AT+CGSN=1": refused, "AT#CGSN": ["#CGSN: 490154203237518"] },
      { imei: "490154203237518 by hashCgsn" },
    ],
    [
      "a MediaTek chip's filler is a filler there too",
      { "AT+CGMI": ["MediaTek Inc."], "AT+CGSN=1": refused, "AT+EGMR=0,7": ['+EGMR: "135790246811220"'], ATI: ["T1"] },
      { imei: "placeholder" },
    ],
    [
      "a CDMA terminal has an ESN, which is neither IMEI nor serial number",
      {
        "AT+CGSN=0": refused,
        "AT+CGSN=1": refused,
        "AT+CGSN=2": refused,
        "AT+CGSN": ["12de4fa6"],
        "AT+GSN": ["0x12DE4FA6"],
        ATI: ["Model: EC121", "ESN: +GSN:12de4fa6"],
      },
      { sn: "not-supported", imei: "not-supported", esn: "12DE4FA6 by ati", imeisv: "not-supported" },
    ],
    [
      "a MEID without a name is known by its letters",
      {
        "AT+CGSN=0": refused,
        "AT+CGSN=1": refused,
        "AT+CGSN=2": refused,
        "AT+CGSN": ["A100002B3C4D5E"],
        "AT+GSN": ["0x6744775"],
        ATI: ["T1"],
      },
      { sn: "not-supported", meid: "A100002B3C4D5E by cgsn", esn: "06744775 by gsn" },
    ],
    [
      "a description names all it has",
      {
        ATI: ["IMEI: 490154203237518", "MEID: 49015420323751", "ESN: 12803481424, 80CD3E60", "FSN: CDK-01", "TUSN: x"],
      },
      { ...read, meid: "49015420323751 by ati", esn: "80CD3E60 by ati", vendorSn: "CDK-01 by ati", tusn: "malformed" },
    ],
    [
      "the terminal number of the card scheme is neither of the other two",
      { ATI: ["IMEI: 490154203237518", "TUSN: 00000404N900W123456"] },
      { ...read, tusn: "00000404N900W123456 by ati" },
    ],
  ];

  test.each(numbers)("each number stands in its own field: %s", async (_story, answers, expected) => {
    const rig = createRig();
    for (const [line, answer] of Object.entries(answers)) rig.terminal.answers(line, answer);

    const report = await rig.readIdentity();

    const told = report.ok ? Object.entries(report.value).map(([name, reading]) => [name, brief(reading)]) : [];
    expect(Object.fromEntries(told)).toMatchObject(expected);
  });

  test("an erased IMEI is not looked for elsewhere", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CGSN=1", { final: "+CME ERROR: 23" });

    const told = await rig.readSnAndImei();

    expect(told).toEqual({ ...read, imei: "malformed" });
  });

  test("a terminal that changes what it says between the rounds contradicts itself", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CGSN=0", ["JB26T1000042"], ["JB26T1009999"]);

    const told = await rig.readSnAndImei();

    expect(told).toMatchObject({ sn: "contradictory ••••••••0042 ••••••••9999" });
  });
});

describe("a terminal that is hard to talk to", () => {
  test("that talks out of turn is understood all the same", async () => {
    const rig = createRig();
    rig.terminal.isNoisy(true);

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that never echoes is read with a quiet port before each command", async () => {
    const rig = createRig();
    rig.terminal.neverEchoes();

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that answers late is asked again when its late answer is gone, and nothing goes to the wrong command", async () => {
    const rig = createRig();
    rig.terminal.answersLate(3_100, "AT+CGSN=0");

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that restarts on the way is set up again", async () => {
    const rig = createRig();
    rig.terminal.isSlow(300);
    rig.clock.after(1_300, () => rig.terminal.reboots());

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that answers in digits is told to use words", async () => {
    const rig = createRig();
    await rig.readIdentity();
    rig.terminal.receive(new TextEncoder().encode("ATV0E0\r"));

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that falls silent for good is one that does not answer", async () => {
    const rig = createRig();
    await rig.readIdentity();
    rig.terminal.goesSilent();

    const told = await rig.readSnAndImei();

    expect(told).toEqual({ code: "link/no-answer" });
  });

  test("that falls silent for a while is read again from the start", async () => {
    const rig = createRig();
    await rig.readIdentity();
    rig.terminal.goesSilent();
    rig.clock.after(5_000, () => rig.terminal.speaksAgain());

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that was never there is silence within four seconds", async () => {
    const rig = createRig();
    rig.terminal.goesSilent();

    const told = await rig.readSnAndImei();

    expect({ told, withinFourSeconds: rig.clock.monotonic() < 4_000 }).toEqual({
      told: { code: "link/no-answer" },
      withinFourSeconds: true,
    });
  });

  test("whose bytes are no text is at a wrong rate", async () => {
    const rig = createRig();
    rig.terminal.talksGarbage(true);

    const told = await rig.readSnAndImei();

    expect(told).toEqual({ code: "link/wrong-rate" });
  });

  test("that only echoes, as a looped cable does, is nobody", async () => {
    const rig = createRig();
    for (const line of ["ATQ0V1E1", "AT"]) rig.terminal.answers(line, null);

    const told = await rig.readSnAndImei();

    expect(told).toEqual({ code: "link/no-answer" });
  });

  test("that is unplugged on the way is a closed link, and is read when it is plugged in again", async () => {
    const rig = createRig();
    rig.terminal.isSlow(300);
    rig.clock.after(1_000, () => rig.terminal.unplug());

    const told = [await rig.readSnAndImei(), await rig.readSnAndImei()];
    rig.terminal.plugIn();
    told.push(await rig.readSnAndImei());

    expect(told).toEqual([{ code: "link/closed" }, { code: "link/port-missing", path: "sim" }, read]);
  });

  test("asked twice at once is read once for both, and closing lets go of everything", async () => {
    const rig = createRig();

    const [first, second] = await rig.clock.runUntil(
      Promise.all([rig.bridge.readIdentity(), rig.bridge.readIdentity()]),
    );
    await rig.bridge.close();

    expect({ same: first === second, timers: rig.clock.pending() }).toEqual({ same: true, timers: 0 });
  });

  test("that is still starting is asked again until it has started", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CGSN=1", { final: "+CME ERROR: 515" });
    rig.clock.after(1_500, () => rig.terminal.answers("AT+CGSN=1", ['+CGSN: "490154203237518"']));

    const told = await rig.readSnAndImei();

    expect(told).toEqual(read);
  });

  test("that never ends starting is told as such, and is not asked in other words", async () => {
    const rig = createRig();
    rig.terminal.answers("AT+CGSN=1", { final: "+CME ERROR: 515" });

    const told = await rig.readSnAndImei();

    expect(told).toEqual({ ...read, imei: "not-now" });
  });

  test("whose reading is called off is let go at once, and another reader has his answer", async () => {
    const rig = createRig();
    rig.terminal.isSlow(200);
    const stop = new AbortController();
    rig.clock.after(700, () => stop.abort());

    const both = await rig.clock.runUntil(
      Promise.all([rig.bridge.readIdentity(stop.signal), rig.bridge.readIdentity()]),
    );

    expect(both).toMatchObject([
      { ok: false, error: { code: "link/aborted" } },
      { ok: true, value: { sn: { value: "JB26T1000042" }, imei: { value: "490154203237518" } } },
    ]);
  });
});
