/** The first setup at a provider that speaks TLS only, and only with whom its own authority certified. */

import { chmodSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { setupCommand } from "../../device/cli/setup/command.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { createSimTerminal } from "../support/sim/simTerminal.ts";
import { createSimTerminalOpener } from "../support/sim/simTerminalLink.ts";
import { startUpstream } from "../upstream/server.ts";

/** Sets up with these arguments behind what every setup is given. */
async function setUp(argumentsOf: (tls: { ca: string; cert: string; key: string }) => readonly string[]) {
  const dir = await makeScratchDir();
  const upstream = await startUpstream({ stateDir: join(dir, "upstream"), tls: true, reviewMs: 0 });
  onTestFinished(upstream.close);
  const { caFile = "", client = { certFile: "", keyFile: "" } } = upstream.tls ?? {};
  const config = join(dir, "etc/config.json");
  const lines: string[] = [];
  const clock = createNodeClock();
  const sim = createSimTerminal({ clock });
  const argv = [
    ...["--lang", "en", "--config", config, "--port", "/dev/ttyUSB0", "--upstream", upstream.baseUrl],
    ...["--upstream-key", upstream.publicKeyFile, "--agreement-key", upstream.agreementKeyFile, "--no-start"],
    ...argumentsOf({ ca: caFile, cert: client.certFile, key: client.keyFile }),
  ];
  const exit = await setupCommand(argv, (line) => lines.push(line), {
    clock,
    openerOf: () => createSimTerminalOpener(sim),
    interrupted: new Promise(() => {}),
    ask: async () => null,
    ports: async () => [],
    start: async () => true,
    makeCredential: async () => null,
    hasServiceManager: false,
    usualHost: "cage",
  });
  return { dir: join(dir, "etc"), config, exit, told: lines.at(-1), brought: client.keyFile };
}

test("the files of TLS are tried, and lie beside the configuration, the key for the kiosk alone", async () => {
  const { dir, config, exit, brought } = await setUp(({ ca, cert, key }) => [
    ...["--ca", ca, "--client-cert", cert, "--client-key", key],
  ]);

  const { tls } = JSON.parse(await readFile(config, "utf8")).upstream;
  const { mode } = await stat(tls.keyFile);
  expect({ exit, tls, mode: (mode & 0o777).toString(8), key: await readFile(tls.keyFile, "utf8") }).toEqual({
    exit: 0,
    tls: {
      caFile: join(dir, "tls/ca.pem"),
      certFile: join(dir, "tls/client.pem"),
      keyFile: join(dir, "tls/client.key"),
    },
    mode: "600",
    key: await readFile(brought, "utf8"),
  });
});

type Files = { ca: string; cert: string; key: string };

test.each<[string, (files: Files) => readonly string[], number, string]>([
  ["a provider whose authority nobody named", () => [], 1, "certificate"],
  ["a provider that wants a certificate", ({ ca }) => ["--ca", ca], 1, "client certificate"],
  ["a file that is not there", () => ["--ca", "/nowhere/ca.pem"], 2, "[tls/file-missing]"],
  ["a certificate in the place of its key", ({ cert }) => ["--client-cert", cert, "--client-key", cert], 2, "[tls/"],
  ["a certificate without its key", ({ cert }) => ["--client-cert", cert], 2, "usage"],
])("%s is told, and nothing is written", async (_story, argumentsOf, code, words) => {
  const { config, exit, told } = await setUp(argumentsOf);

  const written = await stat(config).catch(() => null);
  expect({ exit, told, written }).toEqual({ exit: code, told: expect.stringContaining(words), written: null });
});

test("a key that others can read is told, and not taken along", async () => {
  const { dir, exit, told } = await setUp(({ ca, cert, key }) => {
    chmodSync(key, 0o644);
    return ["--ca", ca, "--client-cert", cert, "--client-key", key];
  });

  const written = await stat(dir).catch(() => null);
  expect({ exit, told, written }).toEqual({
    exit: 2,
    told: expect.stringContaining("[tls/key-exposed]"),
    written: null,
  });
});
