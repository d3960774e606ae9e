import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromJSONSchema } from "zod";
import { createSimPaymentApp } from "../../../device/adapters/sim/simPaymentApp.ts";
import type { TerminalCommand } from "../../../device/cli/terminal/arguments.ts";
import { terminalCommand } from "../../../device/cli/terminal/command.ts";
import type { TerminalWorld } from "../../../device/cli/terminal/connection.ts";
import { terminalJsonSchema } from "../../../device/cli/terminal/schema.ts";
import type { LinkFailure, SerialLinkOpener } from "../../../device/ports/serialLink.ts";
import { createManualClock, type ManualClock } from "../../support/manualClock.ts";
import { createPtyTerminal } from "../../support/ptyTerminal.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import { createSimSlfTerminal } from "../../support/sim/simSlfTerminal.ts";
import { createSimTerminal, type SimTerminal } from "../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../support/sim/simTerminalLink.ts";
import { playTranscript } from "../../support/transcripts.ts";

const schemaFile = "../../fixtures/terminal-schema.json";
const schema = fromJSONSchema(JSON.parse(readFileSync(new URL(schemaFile, import.meta.url), "utf8")));

type Bench = { readonly clock: ManualClock; readonly sim: SimTerminal };
type OpenerOf = TerminalWorld["openerOf"];

function createBench(): Bench {
  const clock = createManualClock();
  return { clock, sim: createSimTerminal({ clock }) };
}

/** Runs a command as at the shell; its exit code, then what it prints. What is JSON has the shape that is promised. */
async function run(
  { clock, sim }: Bench,
  command: TerminalCommand,
  argv: readonly string[] = [],
  openerOf: OpenerOf = () => createSimTerminalOpener(sim),
): Promise<readonly (number | string)[]> {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const given = ["--port", "/dev/ttyPOS", "--lang", "en", ...argv];
  const exitCode = await clock.runUntil(terminalCommand(command, given, print, { clock, openerOf }));
  if (argv.includes("--json")) schema.parse(JSON.parse(lines.join("\n")));
  return [exitCode, ...lines];
}

/** A terminal that speaks at 57600; at other rates its bytes are none that anybody sent. */
function onlyAt57600({ clock, sim }: Bench): OpenerOf {
  const wrong = createSimTerminal({ clock });
  wrong.talksGarbage(true);
  const silent = createSimTerminal({ clock });
  silent.goesSilent();
  const at: Readonly<Record<number, SimTerminal>> = { 115200: wrong, 57600: sim };
  return ({ baudRate }) => createSimTerminalOpener(at[baudRate] ?? silent);
}

const jsonOf = (printed: readonly (number | string)[]) => JSON.parse(printed.slice(1).join("\n"));

describe("identify", () => {
  test("says of each value which command told it, and leaves out the numbers that this terminal does not have", async () => {
    expect(await run(createBench(), "identify")).toMatchInlineSnapshot(`
      [
        0,
        "Serial number                 JB26T1000042    from AT+CGSN=0",
        "IMEI                          490154203237518    from AT+CGSN=1",
        "IMEI and software version     4901542032375107    from AT+CGSN=2",
        "Manufacturer                  Jiebang    from AT+CGMI",
        "Model                         SIM-T1    from AT+CGMM",
        "Firmware                      T1-1.4.2    from AT+CGMR",
      ]
    `);
  });

  test("warns of a wrong check digit, and says why a value cannot be read", async () => {
    const bench = createBench();
    bench.sim.becomes({ imei: "490154203237519" });
    bench.sim.answers("AT+CGSN=0", ["0000000000"]);
    bench.sim.answers("AT+CGSN", { final: "ERROR" });

    expect(await run(bench, "identify")).toMatchInlineSnapshot(`
      [
        1,
        "Serial number                 Unreadable: the answer is a filler, not a real value",
        "IMEI                          490154203237519    from AT+CGSN=1",
        "    warning: The check digit is wrong; compare with the label",
        "IMEI and software version     4901542032375107    from AT+CGSN=2",
        "Manufacturer                  Jiebang    from AT+CGMI",
        "Model                         SIM-T1    from AT+CGMM",
        "Firmware                      T1-1.4.2    from AT+CGMR",
      ]
    `);
  });

  test("shows contradictory values masked, in Chinese too", async () => {
    const bench = createBench();
    bench.sim.answers("ATI", ["IMEI: 356938035643809"]);

    expect(await run(bench, "identify", ["--lang", "zh"])).toMatchInlineSnapshot(`
      [
        1,
        "序列号 SN                     JB26T1000042    来源 AT+CGSN=0",
        "IMEI                          读不到：几次读到的值不一致（•••••••••••7518 / •••••••••••3809）",
        "IMEI 及软件版本               4901542032375107    来源 AT+CGSN=2",
        "制造商                        Jiebang    来源 AT+CGMI",
        "型号                          SIM-T1    来源 AT+CGMM",
        "固件版本                      T1-1.4.2    来源 AT+CGMR",
      ]
    `);
  });

  test("tells programs the same, with the exit code in it", async () => {
    const { imei, ...rest } = jsonOf(await run(createBench(), "identify", ["--json", "--baud", "9600"])).identity;

    expect([imei, rest.meid]).toEqual([
      { status: "read", value: "490154203237518", source: "AT+CGSN=1", warnings: [] },
      { status: "unreadable", problem: "not-supported", masked: [] },
    ]);
  });

  test("over SLF reads the same terminal by its other tongue", async () => {
    const bench = createBench();
    const { clock, sim } = bench;
    const slf = createSimSlfTerminal({ clock, terminal: sim, payments: createSimPaymentApp({ clock }) });

    const printed = await run(bench, "identify", ["--driver", "slf", "--json"], () => createSimTerminalOpener(slf));

    expect([printed[0], jsonOf(printed).identity.sn]).toEqual([
      0,
      { status: "read", value: "JB26T1000042", source: "SLF ID", warnings: [] },
    ]);
  });
});

describe("status", () => {
  test("says how the terminal is", async () => {
    expect(await run(createBench(), "status")).toMatchInlineSnapshot(`
      [
        0,
        "Battery                       87% (on mains)",
        "Signal                        -71 dBm",
        "Mobile network                registered",
        "SIM state                     ready",
        "SIM number (masked)           ••••••••••••••••1234",
        "Radio                         on",
        "Voice network                 registered",
        "4G network                    registered",
      ]
    `);
  });

  test("says what the terminal does not know, and for programs", async () => {
    const bench = createBench();
    bench.sim.becomes({ rssi: 99, registration: 2, power: 0, percent: 12 });
    bench.sim.answers("AT+CBC", { final: "ERROR" });

    expect(jsonOf(await run(bench, "status", ["--json"])).status).toEqual({
      battery: { status: "unreadable", problem: "not-supported" },
      signal: { status: "read", dbm: null },
      registration: { status: "read", registered: false },
      tamper: null,
      printer: null,
    });
  });

  test("says why there is no network, and tells programs the card by its end alone", async () => {
    const bench = createBench();
    bench.sim.becomes({ registration: 3, sim: "SIM PUK" });
    bench.sim.answers("AT+CEREG?", ['+CEREG: 3,3,"1F00","79D903",7,0,15']);
    bench.sim.answers("AT+CFUN?", null);

    const printed = await run(bench, "status", ["--lang", "zh"]);

    expect([printed.slice(4), jsonOf(await run(bench, "status", ["--json"])).diagnostics.card]).toMatchInlineSnapshot(`
      [
        [
          "SIM 卡状态                    已锁，须输 PIN 或 PUK",
          "SIM 卡号（遮盖）              ••••••••••••••••1234",
          "射频                          读不到：终端没有应答",
          "语音网络                      被网络拒绝",
          "四代网络                      被网络拒绝（原因 15）",
        ],
        {
          "masked": "••••••••••••••••1234",
          "status": "read",
        },
      ]
    `);
  });

  test("over SLF tells the tamper switch and the printer", async () => {
    const bench = createBench();
    const { clock, sim } = bench;
    sim.becomes({ tamper: "tripped", printer: "no_paper" });
    const slf = createSimSlfTerminal({ clock, terminal: sim, payments: createSimPaymentApp({ clock }) });

    const printed = await run(bench, "status", ["--driver", "slf"], () => createSimTerminalOpener(slf));

    expect(printed).toMatchInlineSnapshot(`
      [
        0,
        "Battery                       87% (on mains)",
        "Signal                        Unreadable: the terminal does not offer it",
        "Mobile network                Unreadable: the terminal does not offer it",
        "Tamper                        tripped: somebody opened the terminal",
        "Printer                       out of paper",
      ]
    `);
  });
});

describe("a file that takes nothing more", () => {
  test("costs no reading: it is printed, and then that its bytes are not kept", async () => {
    const printed = await run(createBench(), "identify", ["--save", "/dev/full"]);

    expect([printed[0], printed[1], printed.at(-1)]).toEqual([
      2,
      "Serial number                 JB26T1000042    from AT+CGSN=0",
      "cannot write /dev/full (ENOSPC)",
    ]);
  });

  test("is told to programs beside what was read", async () => {
    const { exitCode, identity, unsaved } = jsonOf(
      await run(createBench(), "identify", ["--json", "--save", "/dev/full"]),
    );

    expect([exitCode, identity.sn.value, unsaved]).toEqual([
      2,
      "JB26T1000042",
      { code: "cli/file-unwritable", facts: { file: "/dev/full", reason: "ENOSPC" } },
    ]);
  });

  test("does not hide what the terminal did wrong", async () => {
    const bench = createBench();
    bench.sim.goesSilent();

    const printed = await run(bench, "status", ["--save", "/dev/full"]);

    expect([printed[0], printed.at(-1)]).toEqual([10, "cannot write /dev/full (ENOSPC)"]);
  });
});

describe("a line that nobody described", () => {
  const lineOf = async (bench: Bench, argv: readonly string[], openerOf?: OpenerOf) => {
    const { baudRate, driver, failure } = jsonOf(await run(bench, "identify", ["--json", ...argv], openerOf));
    return failure?.code ?? `${driver} at ${baudRate}`;
  };

  test.each([
    ["at 57600", [], "at at 57600"],
    ["at 57600, and the driver is told", ["--driver", "at"], "at at 57600"],
    ["at 57600, and another rate is told", ["--baud", "9600"], "link/no-answer"],
    ["at 57600, and everything is told wrong", ["--baud", "9600", "--driver", "slf"], "link/no-answer"],
  ])("%s: found as far as it was left open", async (_story, argv, expected) => {
    const bench = createBench();

    expect(await lineOf(bench, argv, onlyAt57600(bench))).toBe(expected);
  });

  test("SLF alone: found, and the port is opened once for asking and reading", async () => {
    const bench = createBench();
    const { clock, sim } = bench;
    const payments = createSimPaymentApp({ clock });
    const slf = createSimSlfTerminal({ clock, terminal: sim, payments, speaksAt: false });
    const opened: number[] = [];
    const openerOf: OpenerOf = ({ baudRate }) => {
      const opener = createSimTerminalOpener(slf);
      const open = () => {
        opened.push(baudRate);
        return opener.open();
      };
      return { open };
    };

    expect([await lineOf(bench, [], openerOf), opened]).toEqual(["slf at 115200", [115_200]]);
  });

  test("with nobody on it: told so in eight seconds, after every rate in either language", async () => {
    const bench = createBench();
    bench.sim.goesSilent();

    const told = await lineOf(bench, []);

    expect([told, bench.clock.monotonic() <= 8_000]).toEqual(["link/no-answer", true]);
  });
});

describe("probe", () => {
  test("lists what was asked at which rate and what was heard, and how to go on", async () => {
    const bench = createBench();
    expect(await run(bench, "probe", [], onlyAt57600(bench))).toMatchInlineSnapshot(`
      [
        0,
        "115200  at   bytes, and no answer",
        "115200  slf  bytes, and no answer",
        "9600    at   silence",
        "9600    slf  silence",
        "57600   at   an answer",
        "found: --baud 57600 --driver at",
      ]
    `);
  });

  test("asks only what it was told to, and says so when nobody is there", async () => {
    const bench = createBench();
    const argv = ["--json", "--baud", "9600", "--driver", "at"];

    expect(jsonOf(await run(bench, "probe", argv, onlyAt57600(bench)))).toEqual({
      format: "jiebang-terminal/1",
      exitCode: 10,
      command: "probe",
      port: "/dev/ttyPOS",
      probed: [{ baudRate: 9_600, driver: "at", heard: "silence" }],
      found: null,
    });
  });

  test("finds the other driver where AT is not spoken", async () => {
    const bench = createBench();
    const { clock, sim } = bench;
    const payments = createSimPaymentApp({ clock });
    const slf = createSimSlfTerminal({ clock, terminal: sim, payments, speaksAt: false });

    const printed = await run(bench, "probe", ["--json"], () => createSimTerminalOpener(slf));

    expect(jsonOf(printed).found).toEqual({ baudRate: 115_200, driver: "slf" });
  });
});

describe("monitor", () => {
  test("shows the line live and keeps it; what was kept reads the same terminal again", async () => {
    const bench = createBench();
    bench.sim.isNoisy(true);
    const file = join(await makeScratchDir(), "line.txt");

    const printed = await run(bench, "monitor", ["--seconds", "0", "--save", file]);

    const kept = readFileSync(file, "utf8");
    const clock = createManualClock();
    const { terminal, opener } = playTranscript(kept, clock);
    const again = await run({ clock, sim: bench.sim }, "monitor", ["--seconds", "0"], () => opener);
    const shown = kept.split("\n").slice(0, -1);
    const readings = printed.slice(1 + shown.length, -1);
    expect({
      live: printed.slice(1, 1 + shown.length),
      again: again.slice(-readings.length),
      left: terminal.left(),
      departure: terminal.departure(),
      mode: statSync(file).mode & 0o777,
    }).toEqual({ live: shown, again: readings, left: 0, departure: null, mode: 0o600 });
  });

  test("goes on listening to what nobody asked for, until it is interrupted", async () => {
    const { clock, sim } = createBench();
    const lines: string[] = [];
    let interrupt: () => void = () => {};
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve;
    });
    const openerOf = () => createSimTerminalOpener(sim);
    const print = (line: string) => lines.push(line);

    const ended = terminalCommand("monitor", ["--port", "x", "--json"], print, { clock, openerOf, interrupted });
    await clock.advance(60_000);
    sim.says("RING");
    await clock.advance(60_000);
    interrupt();

    expect([await ended, jsonOf([0, ...lines]).transcript.slice(-2)]).toEqual([
      0,
      ["60000 <= 0d0a52494e470d0a  \\r\\nRING\\r\\n", "120000 # closed"],
    ]);
  });

  test("says that the port has gone while it listened", async () => {
    const bench = createBench();
    bench.clock.after(30_000, () => bench.sim.unplug());

    expect((await run(bench, "monitor")).at(-1)).toBe(
      "The serial port was closed while reading. Plug the cable in firmly, then run the command again.",
    );
  });

  test.each<[string, (bench: Bench, interrupt: () => void) => void, number]>([
    ["the port is gone", ({ sim }) => sim.unplug(), 12],
    ["the person has had enough", (_, interrupt) => interrupt(), 0],
  ])("holds the process no longer than it listens: %s", async (_story, happens, exit) => {
    const bench = createBench();
    const { clock, sim } = bench;
    let interrupt: () => void = () => {};
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve;
    });
    const openerOf = () => createSimTerminalOpener(sim);
    const argv = ["--port", "x", "--seconds", "3600"];

    const ended = terminalCommand("monitor", argv, () => {}, { clock, openerOf, interrupted });
    await clock.advance(60_000);
    happens(bench, interrupt);

    expect([await ended, clock.pending()]).toEqual([exit, 0]);
  });

  test("is broken off at once while nobody has answered yet", async () => {
    const { clock, sim } = createBench();
    sim.goesSilent();
    const openerOf = () => createSimTerminalOpener(sim);
    const world = { clock, openerOf, interrupted: Promise.resolve() };
    const lines: string[] = [];

    const exit = await terminalCommand("monitor", ["--port", "x", "--json"], (line) => lines.push(line), world);

    expect([exit, jsonOf([0, ...lines]).failure.code, clock.monotonic()]).toEqual([130, "link/aborted", 0]);
  });

  test("a file that cannot be written stops it before it opens the port", async () => {
    const file = join(await makeScratchDir(), "missing", "line.txt");

    expect(await run(createBench(), "monitor", ["--save", file])).toEqual([2, `cannot write ${file} (ENOENT)`]);
  });
});

describe("what goes wrong has its own sentence and its own exit code", () => {
  const path = "/dev/ttyPOS";
  const failing = (error: LinkFailure): SerialLinkOpener => ({ open: async () => ({ ok: false, error }) });
  const terminalThat = (does: (sim: SimTerminal) => void) => {
    const bench = createBench();
    does(bench.sim);
    return bench;
  };

  test.each<[LinkFailure, number, string]>([
    [{ code: "link/port-missing", path }, 20, "was not found. Check the cable and the name /dev/ttyPOS;"],
    [{ code: "link/port-busy", path }, 21, "is using the serial port. Close what holds /dev/ttyPOS,"],
    [
      { code: "link/port-denied", path },
      22,
      "may not use the serial port. Join the group dialout, which may open /dev/ttyPOS,",
    ],
    [{ code: "link/not-a-tty", path }, 23, "is not a serial device. Name another than /dev/ttyPOS;"],
    [
      { code: "link/open-failed", path, reason: "EIO" },
      24,
      "could not be opened. Unplug /dev/ttyPOS and plug it in again. The system says EIO.",
    ],
    [{ code: "link/port-ambiguous", path, count: 2 }, 25, "2 ports are what /dev/ttyPOS asks for"],
    [{ code: "link/another-terminal", before: "••1", now: "••2" }, 13, "It was ••1 and is ••2. Run the command again."],
  ])("%o", async (error, exitCode, sentence) => {
    const printed = await run(createBench(), "identify", [], () => failing(error));
    const forPrograms = await run(createBench(), "identify", ["--json"], () => failing(error));

    const { code, ...facts } = error;
    expect([printed, forPrograms[0], jsonOf(forPrograms).failure]).toEqual([
      [exitCode, expect.stringContaining(sentence)],
      exitCode,
      { code, facts },
    ]);
  });

  test.each<[string, Bench, number, string]>([
    ["silence", terminalThat((sim) => sim.goesSilent()), 10, "does not answer"],
    ["garbage", terminalThat((sim) => sim.talksGarbage(true)), 11, "is no text"],
    ["a plug that is pulled", terminalThat((sim) => sim.onBytes(() => sim.unplug())), 12, "was closed"],
  ])("%s on an open port", async (_name, bench, exitCode, sentence) => {
    expect(await run(bench, "status")).toEqual([exitCode, expect.stringContaining(sentence)]);
  });

  test("on real device files: one that is missing, one that is no port, one that another program holds", async () => {
    const folder = await makeScratchDir();
    const file = join(folder, "file");
    writeFileSync(file, "");
    const pty = await createPtyTerminal({ path: join(folder, "tty") });
    const identify = (port: string) => terminalCommand("identify", ["--port", port, "--lang", "en"], () => {});

    const missing = await identify(join(folder, "nothing"));
    const noPort = await identify(file);
    const both = await Promise.all([identify(pty.path), identify(pty.path)]);
    await pty.stop();

    expect([missing, noPort, both.sort()]).toEqual([20, 23, [0, 21]]);
  });
});

describe("the arguments", () => {
  test.each([
    ["--port", []],
    ["--port", ["--port"]],
    ["--baud", ["--port", "x", "--baud", "fast"]],
    ["--baud", ["--port", "x", "--baud", "99999999"]],
    ["--driver", ["--port", "x", "--driver", "mdb"]],
    ["--seconds", ["--port", "x", "--seconds", "1"]],
    ["--wipe", ["--port", "x", "--wipe"]],
    ["here", ["--port", "x", "here"]],
    ["--lang", ["--port", "x", "--lang", "fr"]],
    ["--save", ["--port", "x", "--save="]],
  ])("%s is told as the one that is wrong in %o", async (argument, argv) => {
    const lines: string[] = [];

    const exitCode = await terminalCommand("identify", argv, (line) => lines.push(line));

    expect([exitCode, lines[0]]).toEqual([2, `参数不对或缺少：${argument}`]);
  });

  test("--help says in either language what there is, and what every exit code means", async () => {
    const lines: string[] = [];

    const exitCode = await terminalCommand("probe", ["--help", "--lang", "en"], (line) => lines.push(line));

    expect([exitCode, ...lines]).toMatchInlineSnapshot(`
      [
        0,
        "The bridge to the terminal without its screen, for a laptop: sets nothing but the echo and the format of answers.",
        "usage: {program} identify|status|probe|monitor --port PATH [options]    more with --help",
        "",
        "Commands",
        "  identify         who it is: serial number, IMEI and more, which command told each, warnings, and why a value cannot be read",
        "  status           how it is: battery, signal, registration, tamper switch, printer, SIM, and what each network says",
        "  probe            tries every rate and protocol, and lists what answered",
        "  monitor          reads both and shows every byte on the line meanwhile, then goes on listening until Ctrl-C",
        "",
        "Options",
        "  --port PATH      the device file of the port, e.g. /dev/ttyUSB0",
        "  --baud N         the rate; found out where it is left out",
        "  --driver at|slf  the protocol; found out where it is left out",
        "  --save FILE      keeps every byte on the line as text that tests can replay; it holds the serial number and IMEI",
        "  --seconds N      monitor: how long to listen after reading; 0 for not at all",
        "  --json           prints one JSON object, described in test/fixtures/terminal-schema.json",
        "  --lang zh|en     the language, Chinese by default",
        "",
        "Exit codes",
        "  0                everything that was asked for was read",
        "  1                the terminal answered, and something that was asked for could not be read",
        "  2                wrong arguments, or a file that cannot be written",
        "  10               the port is open and nobody answers",
        "  11               bytes come, and no answer is among them",
        "  12               the port went away in the middle",
        "  13               what was plugged in again is another device",
        "  20               there is no such port",
        "  21               another program holds the port",
        "  22               this user may not open the port",
        "  23               what has this name is no serial port",
        "  24               the port does not open, for a reason of the system's own",
        "  25               several ports are what was asked for",
        "  130              Ctrl-C before the end",
        "  74               what was found could not be written to standard output in full",
      ]
    `);
  });
});

test("a file is meant from where the person at the shell stands, not from where npm runs the script", async () => {
  const folder = await makeScratchDir();
  const shell = (...argv: readonly string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "device/cli.ts", ...argv, "--lang", "en"], {
      encoding: "utf8",
      env: { ...process.env, INIT_CWD: folder },
    });
  writeFileSync(join(folder, "note"), "none");

  const identified = shell("identify", "--port", "./tty", "--save", "line.txt");
  const verified = shell("verify", "note");

  expect([
    identified.status,
    identified.stdout,
    readFileSync(join(folder, "line.txt"), "utf8"),
    verified.stdout,
  ]).toEqual([
    20,
    expect.stringContaining(`the name ${folder}/tty;`),
    expect.stringContaining(`# link/port-missing ${folder}/tty`),
    "note is not a sound evidence bundle; it breaks at: the file as a whole\n",
  ]);
}, 60_000);

test("the checked-in schema is the one that the output is made by (vitest -u renews it)", async () => {
  await expect(`${JSON.stringify(terminalJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(schemaFile);
});

test("the schema refuses what is not promised", async () => {
  const report = jsonOf(await run(createBench(), "identify", ["--json"]));

  const twisted = [{ ...report, extra: 1 }, { ...report, exitCode: "0" }, { ...report, identity: {} }, {}];

  expect(twisted.map((one) => schema.safeParse(one).success)).toEqual([false, false, false, false]);
});
