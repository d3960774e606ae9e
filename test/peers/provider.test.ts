// A provider that others wrote, in another language and with other libraries, against the published description alone.

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { checks } from "../conformance/checks.ts";
import { sendTo } from "../conformance/httpProvider.ts";
import { startOperatorCommand } from "../conformance/operatorCommand.ts";
import { runChecks } from "../conformance/run.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

test("a provider in Python, on jwcrypto and the OpenAPI description, keeps every clause of the contract", {
  timeout: 180_000,
}, async () => {
  const port = await freePort();
  const program = join(projectDir, "test/peers/provider/provider.py");
  const described = join(projectDir, "test/fixtures/openapi/openapi.json");
  const stateFile = join(await makeScratchDir(), "state.json");
  const profile = join(projectDir, "device/profiles/genericPos.json");
  const command = `exec /usr/bin/python3 ${program} ${port} ${stateFile} ${described} ${profile}`;
  const { described: told, operator, stop } = await startOperatorCommand(command);
  onTestFinished(stop);
  const baseUrl = `http://127.0.0.1:${port}`;
  const provider = {
    ...told,
    operator,
    address: baseUrl,
    send: (message: Parameters<typeof sendTo>[1]) => sendTo(baseUrl, message),
    now: Date.now,
    wait: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
  };

  const outcomes = await runChecks(checks, { provider, name: "peer" });

  const wrong = outcomes.filter(({ verdict }) => verdict !== "kept");
  expect({ checked: outcomes.length, wrong: wrong.map(({ check, came }) => `${check.id}: ${came}`) }).toEqual({
    checked: checks.length,
    wrong: ["wire/old-tls: the base URL is not https"],
  });
});
