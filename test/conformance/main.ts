/** `npm run conformance`: whether a payment provider keeps the contract with the terminal, check by check. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startUpstream } from "../upstream/server.ts";
import { checks } from "./checks.ts";
import { sendTo, whyNoProvider } from "./httpProvider.ts";
import { operatorBy, type Provider } from "./kit.ts";
import { startOperatorCommand } from "./operatorCommand.ts";
import { asJson, asJunit, asMarkdown, isConformant, line, type Report, sumOf } from "./report.ts";
import { runChecks } from "./run.ts";

const usage = `usage: npm run conformance -- [--base-url URL --operator COMMAND] [--only ID]... [--json FILE] [--junit FILE] [--markdown FILE]

Speaks to a payment provider as a terminal does, and says check by check whether it keeps the contract. The operator command
does what only the provider's people can do (register, approve, reject ...): one order a line on its input, one answer a line
on its output. Without a base URL the reference provider is started and checked.
--only takes a check (request/taken) or a group (request); --list names them all.
Exit codes: 0 every clause is kept, 1 one is not, 2 nothing could be checked.`;

const options = {
  "base-url": { type: "string" },
  operator: { type: "string" },
  only: { type: "string", multiple: true },
  json: { type: "string" },
  junit: { type: "string" },
  markdown: { type: "string" },
  list: { type: "boolean" },
  help: { type: "boolean" },
} as const;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (mistake) {
    return fail(`${mistake instanceof Error ? mistake.message : mistake}\n\n${usage}`);
  }
}

/** A provider over HTTP on the clock of this machine, and what ends it. */
type Opened = { readonly baseUrl: string; readonly provider: Provider; close(): Promise<void> };

async function openGiven(baseUrl: string, command: string): Promise<Opened> {
  const { described, operator, stop } = await startOperatorCommand(command).catch((failure: Error) =>
    fail(`The operator command cannot be used: ${failure.message}`),
  );
  // After the command: a small provider may be one program with its operator.
  const why = await whyNoProvider(baseUrl);
  if (why) fail(why);
  return { baseUrl, provider: { ...described, ...overHttp(baseUrl), operator }, close: async () => stop() };
}

async function openReference(): Promise<Opened> {
  const stateDir = await mkdtemp(join(tmpdir(), "jiebang-conformance-"));
  const start = () => startUpstream({ stateDir, reviewMs: "manual" });
  let running = await start();
  const { baseUrl, publicJwk, agreementJwk } = running;
  return {
    baseUrl,
    provider: {
      audience: baseUrl,
      keys: [publicJwk],
      agreementKey: agreementJwk,
      ...overHttp(baseUrl),
      operator: operatorBy(
        async (order, input) => running.operator[order](input as never),
        async () => {
          await running.close();
          running = await start();
        },
      ),
    },
    async close() {
      await running.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

function overHttp(baseUrl: string): Pick<Provider, "address" | "send" | "now" | "wait"> {
  return {
    address: baseUrl,
    send: (message) => sendTo(baseUrl, message),
    now: Date.now,
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  };
}

const values = readOptions();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const wanted = values.only ?? [];
const chosen = checks.filter(
  ({ id }) => wanted.length === 0 || wanted.some((one) => id === one || id.startsWith(`${one}/`)),
);
if (chosen.length === 0) fail(`There is no check ${wanted.join(" or ")}; --list names them all.`);
if (values.list) {
  for (const { id, clause } of chosen) console.log(`${id.padEnd(32)} ${clause}`);
  process.exit(0);
}
const { "base-url": given, operator: command } = values;
if ((given === undefined) !== (command === undefined))
  fail(`A base URL and an operator command go together: without an operator nothing is approved.\n\n${usage}`);

const opened =
  given === undefined || command === undefined
    ? await openReference()
    : await openGiven(given.replace(/\/$/, ""), command);
const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../../package.json"), "utf8"));
const outcomes = await runChecks(chosen, {
  provider: opened.provider,
  name: Date.now().toString(36),
  onOutcome: (outcome) => console.log(line(outcome)),
});
await opened.close();

const report: Report = { baseUrl: opened.baseUrl, at: new Date().toISOString(), app: `jiebang ${version}`, outcomes };
const files = [
  [values.json, asJson],
  [values.junit, asJunit],
  [values.markdown, asMarkdown],
] as const;
for (const [file, write] of files) if (file) await writeFile(resolve(process.env.INIT_CWD ?? "", file), write(report));
const { kept, failed, skipped } = sumOf(outcomes);
console.log(
  `\n${kept} kept, ${failed} not kept, ${skipped} skipped: ${isConformant(outcomes) ? "conformant" : "NOT conformant"}`,
);
process.exitCode = isConformant(outcomes) ? 0 : 1;
