/** The first setup, as somebody at a shell has it: what it asks, what it tries, and what it leaves in the file. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createNodeClock } from "../../../device/adapters/node/nodeClock.ts";
import { err } from "../../../device/base/result.ts";
import { setupCommand } from "../../../device/cli/setup/command.ts";
import type { SetupWorld } from "../../../device/cli/setup/world.ts";
import { readConfig } from "../../../device/shell/config.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";
import { createSimTerminal, type SimTerminal } from "../../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../../support/sim/simTerminalLink.ts";
import { type RunningUpstream, startUpstream } from "../../upstream/server.ts";

let dir: string;
let config: string;
let sim: SimTerminal;
let upstream: RunningUpstream;

beforeEach(async () => {
  dir = await makeScratchDir();
  config = join(dir, "etc/config.json");
  sim = createSimTerminal({ clock: createNodeClock() });
  upstream = await startUpstream({ stateDir: join(dir, "upstream"), reviewMs: 0 });
  onTestFinished(() => upstream.close());
});

/** `typed`: the lines that somebody types, one for each question. */
async function setUp(argv: readonly string[], typed: readonly string[] = [], change: Partial<SetupWorld> = {}) {
  const lines: string[] = [];
  const asked: string[] = [];
  const answers = [...typed];
  const world: SetupWorld = {
    clock: createNodeClock(),
    openerOf: () => createSimTerminalOpener(sim),
    interrupted: new Promise(() => {}),
    async ask(question) {
      asked.push(question);
      return answers.shift() ?? null;
    },
    ports: async () => ["/dev/ttyUSB0"],
    start: async () => true,
    hasServiceManager: true,
    makeCredential: async () => "host",
    usualHost: "cage",
    ...change,
  };
  const given = ["--lang", "en", "--config", config, ...argv];
  const exit = await setupCommand(given, (line) => lines.push(line), world);
  return { exit, lines, asked };
}

test("somebody answers four questions, and the kiosk runs on what was found", async () => {
  const services: string[] = [];
  const start = async (...names: readonly string[]) => services.push(...names) > 0;

  const { exit, lines, asked } = await setUp(
    ["--simulated"],
    ["", upstream.baseUrl, upstream.publicKeyFile, upstream.agreementKeyFile],
    { start },
  );

  expect({ exit, asked, services, said: lines.filter((line) => !line.includes("time is")) }).toEqual({
    exit: 0,
    asked: [
      "Serial port of the terminal [/dev/ttyUSB0]: ",
      "Address of the payment provider (https://...): ",
      "File with the provider's public key (JWK): ",
      "File with the provider's key for codes over the phone (JWK): ",
    ],
    services: ["jiebang.service", "jiebang-x11.service"],
    said: [
      "Trying /dev/ttyUSB0 ...",
      expect.stringMatching(/^The terminal answers at \d+ baud over at: SN \S{4,}$/),
      `Trying ${upstream.baseUrl} ...`,
      "1 public key(s) of the provider",
      `Wrote ${config}`,
      "The kiosk's keys are encrypted under systemd's own key on this disk (/etc/credstore.encrypted).",
      "Started jiebang.service. The terminal's screen shows what comes next.",
    ],
  });
});

test("what it writes is what the kiosk reads, and the configuration before it is kept", async () => {
  const answers = ["--port", "/dev/serial/by-id/usb-Maker_1", "--upstream", upstream.baseUrl];
  const keys = ["--upstream-key", upstream.publicKeyFile, "--agreement-key", upstream.agreementKeyFile];
  const given = [...answers, ...keys, "--simulated", "--host", "x11"];
  await setUp([...given, "--baud", "9600"]);

  const { exit } = await setUp(given);

  const { serial, ...rest } = readJson(config);
  expect({ exit, serial, rest, before: readJson(`${config}.bak`).serial }).toEqual({
    exit: 0,
    serial: { byId: "usb-Maker_1", baudRate: expect.any(Number), driver: "at" },
    rest: {
      stateDir: "/var/lib/jiebang",
      upstream: { baseUrl: upstream.baseUrl, keys: [upstream.publicJwk], agreementKey: upstream.agreementJwk },
      carrierDir: "/media/jiebang",
      paymentApp: { kind: "none" },
      language: "en",
      window: { kind: "kiosk" },
      simulated: true,
    },
    before: { byId: "usb-Maker_1", baudRate: 9600, driver: "at" },
  });
});

test("a printer that is named stands in the configuration, and one that cannot be is told", async () => {
  const keys = ["--upstream-key", upstream.publicKeyFile, "--agreement-key", upstream.agreementKeyFile];
  const given = ["--port", "/dev/ttyUSB0", "--upstream", upstream.baseUrl, ...keys, "--simulated"];
  const common = { speaks: "escpos", chinese: "dots" };
  const printers = [];
  for (const printer of [["/dev/usb/lp0"], ["/dev/ttyS1@9600", "--paper", "80"], ["192.0.2.20:9100"]]) {
    await setUp([...given, "--printer", ...printer]);
    printers.push(readJson(config).printer);
  }

  const wrong = await setUp([...given, "--printer", "/dev/usb/lp0", "--paper", "57"]);

  expect({ printers, wrong: wrong.exit, told: wrong.lines[0] }).toEqual({
    printers: [
      { ...common, paperMm: 58, path: "/dev/usb/lp0" },
      { ...common, paperMm: 80, path: "/dev/ttyS1", baudRate: 9600 },
      { ...common, paperMm: 58, host: "192.0.2.20", port: 9100 },
    ],
    wrong: 2,
    told: expect.stringContaining("--paper"),
  });
});

const noPort: Partial<SetupWorld> = {
  openerOf: ({ path }) => ({ open: async () => err({ code: "link/port-missing", path }) }),
};

test.each<[string, Change, Partial<SetupWorld>, number, string]>([
  ["a port that is not there", {}, noPort, 1, "ls /dev/serial/by-id"],
  ["a provider that is not there", { upstream: "http://127.0.0.1:9" }, {}, 1, "provider"],
  ["an address that is none", { upstream: "http://provider.example" }, {}, 1, "http://provider.example is no address"],
  ["a key that is private", { key: { d: "x" } }, {}, 2, "holds a private key"],
  ["a key that is none", { key: {} }, {}, 2, "key.json"],
])("%s is told, and nothing is written", async (_story, change, world, code, words) => {
  const { exit, lines } = await setUp(argumentsWith(change), [], world);

  expect({ exit, told: lines.at(-1), written: readConfig(config).ok }).toEqual({
    exit: code,
    told: expect.stringContaining(words),
    written: false,
  });
});

test("a provider without TLS is taken for a play only", async () => {
  const { exit, lines } = await setUp(argumentsWith({}).filter((word) => word !== "--simulated"));

  expect({ exit, told: lines.at(-1), written: readConfig(config).ok }).toEqual({
    exit: 1,
    told: expect.stringContaining("with --simulated also http for this machine"),
    written: false,
  });
});

test("with --force it is written before terminal and provider are there", async () => {
  const given = [...argumentsWith({ upstream: "http://127.0.0.1:9" }), "--force", "--no-start"];
  const { exit } = await setUp(given, [], noPort);

  expect({ exit, serial: readJson(config).serial }).toEqual({
    exit: 0,
    serial: { path: "/dev/ttyUSB0", baudRate: 115_200, driver: "at" },
  });
});

test("a file that cannot be written is told by its reason", async () => {
  writeFileSync(join(dir, "etc"), "");

  const { exit, lines } = await setUp(argumentsWith({}));

  expect({ exit, told: lines.at(-1) }).toEqual({ exit: 2, told: `Cannot write ${config} (EEXIST).` });
});

test("a service that does not come up is told, and how to see why", async () => {
  const { exit, lines } = await setUp(argumentsWith({}), [], { start: async () => false });

  expect({ exit, told: lines.at(-1) }).toEqual({
    exit: 1,
    told: "The service jiebang.service did not start. See: journalctl -u jiebang.service",
  });
});

test("where nobody answers, nothing is written", async () => {
  const { exit, lines } = await setUp([], []);

  expect({ exit, told: lines }).toEqual({
    exit: 2,
    told: ["Nobody answered the question: Serial port of the terminal."],
  });
});

test("Ctrl-C ends it, and nothing is written", async () => {
  const ask = () => new Promise<null>(() => {});

  const { exit } = await setUp([], [], { ask, interrupted: Promise.resolve() });

  expect({ exit, written: readConfig(config).ok }).toEqual({ exit: 130, written: false });
});

type Change = { readonly upstream?: string; readonly key?: object };

function argumentsWith({ upstream: address = upstream.baseUrl, key }: Change): readonly string[] {
  const file = key === undefined ? upstream.publicKeyFile : join(dir, "key.json");
  if (key !== undefined) writeFileSync(file, JSON.stringify(key));
  const keys = ["--upstream-key", file, "--agreement-key", upstream.agreementKeyFile];
  return ["--port", "/dev/ttyUSB0", "--upstream", address, ...keys, "--simulated"];
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, "utf8"));
}
