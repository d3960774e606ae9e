import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { fromJSONSchema } from "zod";
import { readCodes } from "../../../device/cli/station/codes.ts";
import { stationCommand } from "../../../device/cli/station/command.ts";
import { findPorts } from "../../../device/cli/station/ports.ts";
import { type PortRow, type StationRow, stationJsonSchema } from "../../../device/cli/station/schema.ts";
import { createTable } from "../../../device/cli/station/table.ts";
import { commandTextsOf } from "../../../device/text/commandTextsOf.ts";
import { createPtyTerminal, type PtyTerminal } from "../../support/ptyTerminal.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import { type SimLabelPrinter, startLabelPrinter } from "../../support/simLabelPrinter.ts";
import { type RunningUpstream, startUpstream } from "../../upstream/server.ts";
import { filesWith } from "./shell.ts";

// Real lines and real HTTP; a silent line takes seconds to be sure of.
vi.setConfig({ testTimeout: 60_000 });

const schemaFile = new URL("../../fixtures/station-schema.json", import.meta.url);
const schema = fromJSONSchema(JSON.parse(readFileSync(schemaFile, "utf8")));

type Place = {
  readonly dir: string;
  readonly stateDir: string;
  readonly upstream: RunningUpstream;
  /** The upstream knows the terminal; the code that it has for it. */
  knows(who: Identity): Promise<string>;
  plugIn(port: string, who: Identity): Promise<PtyTerminal>;
  codes(...lines: readonly string[]): Promise<void>;
  /** Runs the station on all ports in this process. `scanned`: what a scanner types, where boxes are compared. */
  run(
    scanned?: readonly string[],
  ): Promise<{ readonly exit: number; readonly rows: readonly PortRow[]; readonly said: string }>;
  /** The words of a shell for the same. */
  readonly argv: readonly string[];
};

type Identity = { readonly sn: string; readonly imei: string };
const imeis = ["490154203237518", "356938035643809", "352656100367872", "356303480000001"] as const;
const numbered = (at: 0 | 1 | 2 | 3): Identity => ({ sn: `FX26T100${at}`, imei: imeis[at] });
const [one, two, three, four] = [numbered(0), numbered(1), numbered(2), numbered(3)];

async function openPlace(printer?: SimLabelPrinter["place"]): Promise<Place> {
  const dir = await makeScratchDir();
  const upstream = await startUpstream({ stateDir: join(dir, "upstream") });
  onTestFinished(upstream.close);
  await mkdir(join(dir, "ports"));
  const stateDir = join(dir, "state");
  const config = {
    stateDir,
    serial: { path: "/dev/null", baudRate: 115_200, driver: "at" },
    upstream: { baseUrl: upstream.baseUrl, keys: [upstream.publicJwk], agreementKey: upstream.agreementJwk },
    paymentApp: { kind: "none" },
    language: "zh-CN",
    window: { kind: "kiosk" },
    simulated: true,
    ...(printer && { printer: { speaks: "zpl", paperMm: 58, chinese: "dots", ...printer } }),
  };
  await writeFile(join(dir, "config.json"), JSON.stringify(config));
  const argv = [
    "--ports",
    join(dir, "ports/tty*"),
    "--codes",
    join(dir, "codes"),
    "--config",
    join(dir, "config.json"),
  ];
  return {
    dir,
    stateDir,
    upstream,
    argv,
    async knows({ sn, imei }) {
      await upstream.operator.registerTerminal({ sn, imei });
      return (await upstream.operator.issueCode({ sn })).code;
    },
    async plugIn(port, identity) {
      const terminal = await createPtyTerminal({ path: join(dir, "ports", port), identity });
      onTestFinished(terminal.stop);
      return terminal;
    },
    codes: (...lines) => writeFile(join(dir, "codes"), lines.map((line) => `${line}\n`).join("")),
    async run(scanned) {
      const said = { printed: "", told: "" };
      const boxes = scanned ? ["--boxes"] : [];
      const exit = await stationCommand([...argv, ...boxes, "--json", "--lang", "en"], {
        print(line) {
          said.printed += line;
        },
        tell(text) {
          said.told += text;
        },
        columns: null,
        keyboard: Readable.from((scanned ?? []).map((line) => `${line}\n`)),
        env: {},
        interrupted: new Promise(() => {}),
      });
      const report = JSON.parse(said.printed);
      schema.parse(report);
      return { exit, rows: report.ports ?? [], said: said.printed + said.told };
    },
  };
}

const resultsOf = (rows: readonly StationRow[]) => rows.map(({ sn, result, code }) => [sn, result, code]);

test("Of five terminals one passes; a number that comes twice, a wrong code and a silent port are each told", async () => {
  const place = await openPlace();
  const code = await place.knows(one);
  await place.knows(three);
  await place.plugIn("tty1", one);
  await place.plugIn("tty2", two);
  await place.plugIn("tty3", { ...two, imei: four.imei });
  await place.plugIn("tty4", three);
  (await place.plugIn("tty5", four)).terminal.goesSilent();
  await place.codes("sn,code", `${three.sn},NOT-ITS-CODE`, `${one.sn},${code}`);

  const { exit, rows, said } = await place.run();

  const table = readFileSync(join(place.stateDir, "report.csv"), "utf8");
  expect({
    exit,
    results: resultsOf(rows),
    inTable: table.split("\r\n").filter((line) => line.includes(",passed,")).length,
    codesSaid: [code, "NOT-ITS-CODE"].filter((secret) => said.includes(secret)),
    codesKept: await filesWith(code, place.stateDir),
  }).toEqual({
    exit: 3,
    results: [
      [one.sn, "passed", null],
      [two.sn, "failed", "station/sn-twice"],
      [two.sn, "failed", "station/sn-twice"],
      [three.sn, "failed", "upstream/code-refused"],
      [null, "failed", "link/no-answer"],
    ],
    inTable: 1,
    codesSaid: [],
    codesKept: [],
  });
});

describe("Paper and boxes at a station", () => {
  test("Each terminal that passed gets its label once; a printer without paper fails no terminal, and the next run prints", async () => {
    const printer = await startLabelPrinter({ paperOut: true });
    const place = await openPlace(printer.place);
    for (const [port, who] of [["tty1", one] as const, ["tty2", two] as const]) await place.plugIn(port, who);
    await place.codes(`${one.sn},${await place.knows(one)}`, `${two.sn},${await place.knows(two)}`);
    const labelsOf = (rows: readonly PortRow[]) => rows.map(({ result, label }) => [result, label]);
    const printed = () => printer.received().split("^XA").length - 1;

    const without = await place.run();
    const none = printed();
    printer.is = {};
    const after = await place.run();
    const both = printed();
    const again = await place.run();

    expect({
      exits: [without, after, again].map(({ exit }) => exit),
      labels: [without, after, again].map(({ rows }) => labelsOf(rows)),
      printed: [none, both, printed()],
      told: without.said.includes("out of paper"),
    }).toEqual({
      exits: [0, 0, 0],
      labels: [
        [
          ["passed", "printer/paper-out"],
          ["passed", "printer/paper-out"],
        ],
        [
          ["before", "printed"],
          ["before", "printed"],
        ],
        [
          ["before", "printed"],
          ["before", "printed"],
        ],
      ],
      printed: [0, 2, 2],
      told: true,
    });
  });

  test("A box belongs to the terminal whose numbers are in its code; one of nobody's is told, and one that is missing fails the run", async () => {
    const place = await openPlace();
    for (const [port, who] of [["tty1", one] as const, ["tty2", two] as const]) await place.plugIn(port, who);
    await place.codes(`${one.sn},${await place.knows(one)}`, `${two.sn},${await place.knows(two)}`);

    const { exit, rows, said } = await place.run([three.sn, `${one.sn};${two.imei}`, one.sn]);
    const { kid } = rows[1] ?? {};
    const next = await place.run([one.imei, `${two.sn};${two.imei};${kid}`]);

    expect({
      exits: [exit, next.exit],
      boxes: [rows, next.rows].map((each) => each.map(({ box }) => box)),
      wrong: said.split("WRONG BOX").length - 1,
    }).toEqual({
      exits: [3, 0],
      boxes: [
        ["matched", "missing"],
        ["matched", "matched"],
      ],
      wrong: 2,
    });
  });
});

describe("A terminal whose IMEI cannot be read", () => {
  test("keeps the serial number that was read, says why, and is enrolled once its IMEI is there", async () => {
    const place = await openPlace();
    await place.codes(`${one.sn},${await place.knows(one)}`);
    const { terminal } = await place.plugIn("tty1", { ...one, imei: "000000000000000" });

    const unread = await place.run();
    terminal.becomes(one);
    const read = await place.run();

    const ofRow = ({ sn, imei, result, code, facts }: StationRow) => ({ sn, imei, result, code, facts });
    const kept = JSON.parse(readFileSync(join(place.stateDir, "report.json"), "utf8")).terminals;
    expect([unread.rows, read.rows, kept].map((rows) => rows.map(ofRow))).toEqual([
      [
        {
          sn: one.sn,
          imei: null,
          result: "failed",
          code: "provisioning/identity-unreadable",
          facts: { imei: "placeholder" },
        },
      ],
      [{ ...one, result: "passed", code: null, facts: {} }],
      [{ ...one, result: "passed", code: null, facts: {} }],
    ]);
  });

  test("still has its serial number: another one with the same is not enrolled", async () => {
    const place = await openPlace();
    await place.codes(`${one.sn},${await place.knows(one)}`);
    await place.plugIn("tty1", one);
    await place.plugIn("tty2", { ...one, imei: "000000000000000" });

    const { rows } = await place.run();

    expect(resultsOf(rows)).toEqual([
      [one.sn, "failed", "station/sn-twice"],
      [one.sn, "failed", "provisioning/identity-unreadable"],
    ]);
  });
});

/** What the upstream has on record of each terminal: the key it enrolled. */
async function enrolledKeys({ upstream }: Place): Promise<readonly (string | null)[]> {
  return (await upstream.operator.list()).terminals.map(({ deviceKid }) => deviceKid);
}

function startStation({ argv }: Place): ChildProcess {
  const words = ["--import", "tsx", "device/cli.ts", "station", ...argv, "--json"];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Ends the station so, as soon as this has happened. */
async function endWhen(child: ChildProcess, signal: NodeJS.Signals, happened: () => boolean): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once("close", resolve));
  const watch = setInterval(() => {
    if (!happened()) return;
    clearInterval(watch);
    child.kill(signal);
  }, 1);
  const exit = await gone;
  clearInterval(watch);
  return exit;
}

const moments = {
  "a code was put aside for it": "enrolment-code",
  "the upstream has its key and it does not know": "journal.jsonl",
  "it is bound": "bindings.jws",
} as const;

test.each(Object.entries(moments))(
  "Killed when %s, the station goes on in its next run, and spends no second code",
  async (_story, file) => {
    const place = await openPlace();
    // Codes that stand alone go by the order of the ports.
    await place.codes(await place.knows(one), await place.knows(two), "ONE-TOO-MANY");
    await place.plugIn("tty1", one);
    await place.plugIn("tty2", two);

    await endWhen(startStation(place), "SIGKILL", () => existsSync(join(place.stateDir, one.sn, file)));
    const { exit, rows } = await place.run();
    const again = await place.run();

    expect({
      exit,
      passed: rows.map(({ sn, code }) => [sn, code]),
      again: [again.exit, resultsOf(again.rows)],
      keys: rows.map(({ kid }) => kid),
    }).toEqual({
      exit: 0,
      passed: [
        [one.sn, null],
        [two.sn, null],
      ],
      again: [
        0,
        [
          [one.sn, "before", null],
          [two.sn, "before", null],
        ],
      ],
      keys: await enrolledKeys(place),
    });
  },
);

test("Stopped with Ctrl-C it says so, and the next run finishes", async () => {
  const place = await openPlace();
  await place.codes(await place.knows(one));
  (await place.plugIn("tty2", two)).terminal.goesSilent();
  await place.plugIn("tty1", one);
  await place.upstream.operator.setFault({ fault: { kind: "silence", route: "enrolment" } });

  const stopped = await endWhen(startStation(place), "SIGINT", () =>
    existsSync(join(place.stateDir, one.sn, "enrolment-code")),
  );
  await place.upstream.operator.setFault({ fault: null });
  const { rows } = await place.run();

  expect([stopped, rows[0]?.result, rows[0]?.kid]).toEqual([130, "passed", (await enrolledKeys(place))[0]]);
});

describe("What is wrong with a terminal that was enrolled before", () => {
  async function enrolled(): Promise<Place & { readonly terminal: PtyTerminal }> {
    const place = await openPlace();
    await place.codes(`${one.sn},${await place.knows(one)}`, `${two.sn},${await place.knows(two)}`);
    const terminal = await place.plugIn("tty1", one);
    await place.run();
    return { ...place, terminal };
  }

  test("another board under its serial number", async () => {
    const place = await enrolled();
    place.terminal.terminal.becomes({ imei: three.imei });

    expect(resultsOf((await place.run()).rows)).toEqual([[one.sn, "failed", "station/sn-seen"]]);
  });

  test("another serial number on its board", async () => {
    const place = await enrolled();
    place.terminal.terminal.becomes({ sn: two.sn });

    expect(resultsOf((await place.run()).rows)).toEqual([[two.sn, "failed", "station/imei-seen"]]);
  });

  test("another board, and the report was taken away", async () => {
    const place = await enrolled();
    place.terminal.terminal.becomes({ imei: three.imei });
    await writeFile(join(place.stateDir, "report.json"), '{"format":"jiebang-station/1","terminals":[]}');

    expect(resultsOf((await place.run()).rows)).toEqual([[one.sn, "failed", "provisioning/identity-changed"]]);
  });

  test.each([
    ["its key is damaged", "device-key.json", "{}", "signer/key-unusable"],
    ["its journal is damaged", "journal.jsonl", '{"seq":1}\n{"seq":2}\n', "journal/damaged"],
  ])("%s", async (_story, file, content, code) => {
    const place = await enrolled();
    await writeFile(join(place.stateDir, one.sn, file), content);

    expect(resultsOf((await place.run()).rows)).toEqual([[one.sn, "failed", code]]);
  });
});

describe("Ports that are none", () => {
  test("a file that is no serial port, and a terminal that the upstream does not know", async () => {
    const place = await openPlace();
    await place.codes("SOME-CODE");
    await place.plugIn("tty1", one);
    await writeFile(join(place.dir, "ports/tty2"), "");

    expect(resultsOf((await place.run()).rows)).toEqual([
      [one.sn, "failed", "upstream/terminal-unknown"],
      [null, "failed", "link/not-a-tty"],
    ]);
  });

  test("a pattern that nothing fits, and a report that is damaged", async () => {
    const place = await openPlace();
    await place.codes("SOME-CODE");
    const nothing = await place.run();
    await mkdir(place.stateDir);
    await writeFile(join(place.stateDir, "report.json"), "half a rep");
    await place.plugIn("tty1", one);
    const damaged = await place.run();

    expect([nothing, damaged].map(({ exit, said }) => [exit, JSON.parse(said).failure.code])).toEqual([
      [2, "station/no-port"],
      [1, "station/report-unreadable"],
    ]);
  });

  test("more terminals than codes: the last is told that none is left", async () => {
    const place = await openPlace();
    await place.codes(await place.knows(one));
    await place.plugIn("tty1", one);
    await place.plugIn("tty2", two);

    expect(resultsOf((await place.run()).rows)).toEqual([
      [one.sn, "passed", null],
      [two.sn, "failed", "station/no-code-left"],
    ]);
  });
});

describe("The file of codes", () => {
  test.each([
    ["a serial number and a code on each line, with names above", "sn,code\nPX7A 1,abc\n\n# day 2\nPX7A2,def\n", "ok"],
    ["codes alone", "abc\r\ndef\r\n", "ok"],
    ["nothing", "\n# nothing\n", "station/codes-none"],
    ["a code twice", "abc\ndef\nabc\n", "station/code-twice 3"],
    ["a serial number twice", "PX7A1,abc\nPX7A1,def\n", "station/codes-sn-twice 2"],
    ["both forms", "PX7A1,abc\ndef\n", "station/codes-line-wrong 2"],
    ["a code with a blank", "ab c\n", "station/codes-line-wrong 1"],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00]), "station/codes-line-wrong 1"],
    ["no end", Buffer.alloc(1_100_000, 0x61), "cli/file-too-large"],
  ])("that holds %s", async (_story, content, expected) => {
    const file = join(await makeScratchDir(), "codes");
    await writeFile(file, content);

    const read = await readCodes(file);

    const told = read.ok ? "ok" : `${read.error.code} ${"line" in read.error ? read.error.line : ""}`.trim();
    expect(told).toBe(expected);
  });

  test("a code that stands alone is given once, and never one that is used", async () => {
    const file = join(await makeScratchDir(), "codes");
    await writeFile(file, "used\nfirst\nsecond\n");
    const read = await readCodes(file);
    if (!read.ok) throw new Error(read.error.code);

    const given = [1, 2, 3].map((at) => read.value.take(`PX7A${at}`, (code) => code === "used"));

    expect(given).toEqual(["first", "second", null]);
  });
});

test.each([
  ["--ports", ["--codes", "c", "--config", "f"]],
  ["--config", ["--ports", "p", "--codes", "c"]],
  ["--lang", ["--ports", "p", "--codes", "c", "--config", "f", "--lang", "fr"]],
  ["--wipe", ["--ports", "p", "--codes", "c", "--config", "f", "--wipe"]],
])("%s is told as the argument that is wrong or missing in %o", async (argument, argv) => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);

  const exit = await stationCommand(argv, {
    print,
    tell: print,
    columns: null,
    keyboard: Readable.from([]),
    env: {},
    interrupted: new Promise(() => {}),
  });

  expect([exit, ...lines]).toEqual([2, `[cli/arguments-wrong] 参数不对或缺少：${argument}`]);
});

test("A pattern finds ports in the order of their numbers, each device once", async () => {
  const dir = await makeScratchDir();
  for (const name of ["ttyUSB10", "ttyUSB9", "ttyS0", "other"]) await writeFile(join(dir, name), "");

  const found = await findPorts([join(dir, "ttyUSB*"), join(dir, "tty?0"), join(dir, "ttyUSB9"), join(dir, "missing")]);

  expect({ found: found.map((path) => path.slice(dir.length + 1)), all: (await readdir(dir)).length }).toEqual({
    found: ["missing", "ttyS0", "ttyUSB9", "ttyUSB10"],
    all: 4,
  });
});

test("On a screen each port keeps its line, and what went wrong is said in full below", () => {
  const told: string[] = [];
  const draws: (() => void)[] = [];
  const after = (_spanMs: number, draw: () => void) => {
    draws.push(draw);
    return () => {};
  };
  const table = createTable(["tty1"], {
    tell: (text) => told.push(text),
    columns: 40,
    colours: true,
    after,
    texts: commandTextsOf.en,
  });
  const state = { port: "tty1", sn: "FX26T1000", imei: "490154203237518" };

  table.show({ ...state, phase: "enrolling", failure: null });
  draws.shift()?.();
  table.show({ ...state, phase: "failed", failure: { code: "station/no-code-left" } });
  table.end();

  expect(told.map((text) => text.replaceAll("\u001b", "^"))).toEqual([
    "^[2K\rtty1  enrolling  FX26T1000  49015420323\n^[2K\rpassed 0, not passed 0, of 1\n",
    "^[A^[A^[2K\rtty1  ^[97;41mFAILED   ^[0m  FX26T1000  49015420323\n^[2K\rpassed 0, not passed 1, of 1\n",
    "tty1  FAILED     FX26T1000  490154203237518  [station/no-code-left] there is no code left for this terminal: add one to the file and run again\n",
  ]);
});

test("What is printed with --json is what is checked in for those who build on it", () => {
  expect(JSON.parse(readFileSync(schemaFile, "utf8"))).toEqual(stationJsonSchema());
});
