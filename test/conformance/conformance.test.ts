// The kit finds what is wrong with a provider, and nothing that is not: the reference provider, and many broken ones.

import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { createAuthority } from "../upstream/certificates.ts";
import { startUpstream } from "../upstream/server.ts";
import { brokenProviders } from "./brokenProviders.ts";
import { brokenWires } from "./brokenWires.ts";
import { checks } from "./checks.ts";
import { sendTo, whyNoProvider } from "./httpProvider.ts";
import { operatorBy, type Provider } from "./kit.ts";
import { createReferenceProvider } from "./referenceProvider.ts";
import { asJunit, asMarkdown } from "./report.ts";
import { runChecks } from "./run.ts";

const run = promisify(execFile);

async function foundIn(provider: Provider) {
  const outcomes = await runChecks(checks, { provider, name: "test" });
  return outcomes.filter(({ verdict }) => verdict === "notKept" || verdict === "broken").map(({ check }) => check.id);
}

test("every check has a name of its own, and a clause that is a sentence", () => {
  const names = checks.map(({ id }) => id);
  const clauses = checks.map(({ clause }) => clause).filter((clause) => !/^[A-Z`].*[.)]$/.test(clause));

  expect({ twice: names.filter((name, at) => names.indexOf(name) !== at), clauses }).toEqual({
    twice: [],
    clauses: [],
  });
});

test("the reference provider keeps every clause", async () => {
  expect(await foundIn(await createReferenceProvider())).toEqual([]);
});

test.each(Object.entries(brokenProviders))(
  "a provider that %s is caught by the checks that are meant for it, and by no other",
  async (_what, broken) => {
    const found = await foundIn(await createReferenceProvider(broken));

    expect(found.sort()).toEqual([...broken.caughtBy].sort());
  },
);

describe("over a network", () => {
  /** The authority of the fronts' certificates is known to nobody, and only one check does not mind. */
  const checksFor = (address: string) =>
    checks.filter(({ needs }) => needs === (address.startsWith("https:") ? "tls" : "address"));

  test.each(Object.entries(brokenWires))(
    "a provider that %s is caught by the check that is meant for it",
    async (_what, { caughtBy, open }) => {
      const stateDir = await makeScratchDir();
      const upstream = await startUpstream({ stateDir, reviewMs: "manual" });
      onTestFinished(upstream.close);
      const front = await open(upstream.baseUrl);
      onTestFinished(front.close);
      const provider: Provider = {
        audience: upstream.baseUrl,
        keys: [upstream.publicJwk],
        agreementKey: upstream.agreementJwk,
        address: front.address,
        // Less than a terminal's: the one that holds everybody up does so for ever.
        send: (message) => sendTo(front.plain, message, 2_000),
        operator: operatorBy(async (order, input) => upstream.operator[order](input as never), null),
        now: Date.now,
        wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      };

      const outcomes = await runChecks(checksFor(front.address), { provider, name: "wire" });

      const told = outcomes.filter(({ verdict }) => verdict !== "kept" && verdict !== "skipped");
      expect(told.map(({ check }) => check.id)).toEqual(caughtBy);
    },
  );
});

test("every check is proven by a broken provider that fails it", () => {
  const broken = [...Object.values(brokenProviders), ...Object.values(brokenWires)];
  const proven = new Set(broken.flatMap(({ caughtBy }) => caughtBy));

  expect(checks.map(({ id }) => id).filter((id) => !proven.has(id))).toEqual([]);
});

/** The kit as somebody at a shell has it. */
async function conformance(...argv: readonly string[]): Promise<{ exit: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(projectDir, "test/conformance/main.ts"), ...argv], {
    cwd: projectDir,
  });
  let said = "";
  child.stdout.on("data", (bytes) => {
    said += bytes;
  });
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  const exit = await new Promise<number | null>((ended) => child.once("exit", ended));
  return { exit, said };
}

test("over HTTP and an operator command that somebody else wrote: each check a line, and a sum", async () => {
  const stateDir = await makeScratchDir();
  const upstream = await startUpstream({ stateDir, reviewMs: "manual" });
  onTestFinished(upstream.close);
  const operator = `${process.execPath} --import tsx ${join(projectDir, "test/conformance/referenceOperator.ts")} ${stateDir}`;

  const { exit, said } = await conformance(
    "--base-url",
    upstream.baseUrl,
    "--operator",
    operator,
    "--only",
    "review",
    "--only",
    "restart",
  );

  expect({ exit, lines: said.trim().split("\n").slice(-7) }).toEqual({
    exit: 0,
    lines: [
      ...["request", "heard", "receipt", "nonce", "keys"].map(
        (name) => `skip  restart/${name}: the operator command cannot restart the provider`,
      ),
      "",
      "13 kept, 0 not kept, 5 skipped: conformant",
    ],
  });
});

test("where no provider answers, it is said what does, and what to do", async () => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>Welcome"),
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => void server.close());

  const gone = createServer();
  await new Promise<void>((listening) => gone.listen(0, "127.0.0.1", listening));
  const nobody = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((closed) => gone.close(closed));

  const told = await Promise.all([nobody, page, "no address"].map(whyNoProvider));

  expect(told).toEqual([
    `Nothing answers at ${nobody} (ECONNREFUSED). Start the provider, and look at host and port.`,
    `${page}/v1/health answers 200 with text/html: a web page, and no provider. Is the path of the base URL right?`,
    "no address is no URL. Give the provider's base URL, e.g. https://provider.example/tms",
  ]);
});

test("where a certificate is for another name, or of nobody who is trusted, it is said what to do", async () => {
  const authority = await createAuthority(await makeScratchDir(), "authority");
  const { certFile, keyFile } = await authority.certify("server");
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  const server = createTlsServer({ cert, key }, (_request, response) => response.end("{}"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  const whoTrusts = async (authorityFile: string) => {
    const kit = pathToFileURL(join(projectDir, "test/conformance/httpProvider.ts"));
    const script = `import { whyNoProvider } from "${kit}"; console.log(await whyNoProvider("${address}"));`;
    // What Node trusts it reads once, at its start.
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile };
    const argv = ["--import", "tsx", "--input-type=module", "--eval", script];
    return (await run(process.execPath, argv, { cwd: projectDir, env })).stdout.trim();
  };
  const sentence = (cause: string) =>
    `What answers at ${address} does not prove that it has this name (${cause}). Its certificate is for another name, or of an authority that is not trusted here: NODE_EXTRA_CA_CERTS names one.`;

  expect([await whoTrusts(authority.certFile), await whyNoProvider(address)]).toEqual([
    sentence("ERR_TLS_CERT_ALTNAME_INVALID"),
    sentence("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
  ]);
});

test("a report names what was not kept, with what was sent and what came, and is well-formed", async () => {
  const provider = await createReferenceProvider(brokenProviders["lets answers be kept on the way"]);
  const outcomes = await runChecks(checks.slice(0, 6), { provider, name: "test" });
  const report = { baseUrl: "https://provider.test", at: "2026-01-01T00:00:00.000Z", app: "jiebang", outcomes };

  const [markdown, junit] = [asMarkdown(report), asJunit(report)];

  expect({
    sum: markdown.includes("5 of 6 checks kept, 1 not kept, 0 skipped."),
    detail: markdown.includes("## transport/no-store"),
    failures: junit.match(/<failure /g)?.length,
    head: junit.split("\n")[1],
  }).toEqual({
    sum: true,
    detail: true,
    failures: 1,
    head: '<testsuite name="conformance" tests="6" failures="1" skipped="0">',
  });
});
