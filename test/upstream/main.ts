/** The reference upstream from the command line: starts it, or gives an order to the one that runs in a state folder. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeUpstream } from "../../device/adapters/node/nodeUpstream.ts";
import { fromUtf8 } from "../../device/base/bytes.ts";
import { openTlsFolder, type TlsFolder, tlsFilesOf } from "./certificates.ts";
import { type Command, commands, type Given } from "./commands.ts";
import type { AttestationRules } from "./keyAttestation.ts";
import type { OperatorOrderName } from "./operator.ts";
import { startUpstream } from "./server.ts";
import { findUpstream } from "./stateFolder.ts";

const usage = `Reference upstream (a SIMULATION: it knows no acquirer, no merchant and no money)

  npm run upstream                                       start it and leave it running
      [-- --port N] [--state DIR] [--review-ms N|manual] [--host ADDRESS] [--tls]
      [--attestation-root FILE [--attestation-signer SHA256]]   judges what Android says of a terminal's key

Orders go to the upstream that runs in --state DIR (default .run/upstream), each as npm run upstream -- ORDER ...
With --json they print all that came back. Where a terminal has several bindings, --kind KIND and --provider ID say
which one. Times are like 2026-01-31T08:00:00Z.
${Object.entries(commands).map(describeGroup).join("")}
For example: a terminal, its first code, and a request that has to be proven before it is approved
  npm run upstream -- --review-ms manual                  (leave it running; the rest in a second window)
  npm run upstream -- register --sn SN-0001-2345 --imei 490154203237518
  npm run upstream -- code SN-0001-2345
  npm run upstream -- list
  npm run upstream -- demand REQUEST --factor sms --code 246810
  npm run upstream -- approve REQUEST`;

function describeGroup([title, group]: [string, Readonly<Record<string, Command>>]): string {
  const each = Object.values(group).map(({ synopsis, help }) => `  ${synopsis}\n      ${help}\n`);
  return `\n${title}\n${each.join("")}`;
}

const options = {
  port: { type: "string" },
  host: { type: "string", default: "127.0.0.1" },
  state: { type: "string", default: ".run/upstream" },
  "review-ms": { type: "string", default: "2000" },
  tls: { type: "boolean", default: false },
  "attestation-root": { type: "string", multiple: true },
  "attestation-signer": { type: "string", multiple: true },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Ends the process with a sentence for the person at the keyboard. */
function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** The order is the first word that is no option; what else may be said is for the order to know. */
function readArguments() {
  const [name] = parseArgs({ options, allowPositionals: true, strict: false }).positionals;
  const order = Object.values(commands)
    .flatMap((group) => Object.entries(group))
    .find(([word]) => word === name)?.[1];
  if (name !== undefined && !order) return fail(`There is no order "${name}".\n\n${usage}`);
  try {
    const { values, positionals } = parseArgs({ options: { ...order?.options, ...options }, allowPositionals: true });
    return { values, order, given: givenIn(values, positionals[1]) };
  } catch (mistake) {
    return fail(`${mistake instanceof Error ? mistake.message : mistake}\n\n${order?.synopsis ?? usage}`);
  }
}

function givenIn(values: Readonly<Record<string, unknown>>, subject: string | undefined): Given {
  const text = (option: string) => (typeof values[option] === "string" ? values[option] : undefined);
  const orThrow = (name: string, value: string | undefined): string => {
    if (value === undefined) throw new Error(`${name} is missing`);
    return value;
  };
  return {
    text,
    flag: (option) => values[option] === true,
    subject: (name) => orThrow(name, subject),
    needed: (option) => orThrow(`--${option}`, text(option)),
  };
}

const { values, order, given } = readArguments();
const stateDir = resolve(values.state);

async function serve(): Promise<void> {
  const port = values.port === undefined ? {} : { port: wholeNumber("--port", values.port, 65_535) };
  const reviewMs =
    values["review-ms"] === "manual" ? "manual" : wholeNumber("--review-ms", values["review-ms"], 86_400_000);
  const upstream = await startUpstream({
    stateDir,
    ...port,
    host: values.host,
    tls: values.tls,
    reviewMs,
    ...attestationRules(),
  }).catch((failure: unknown) =>
    fail(`The upstream cannot start: ${failure instanceof Error ? failure.message : failure}`),
  );
  const state = values.state === options.state.default ? "" : ` --state ${values.state}`;
  console.log(`REFERENCE UPSTREAM - A SIMULATION. It unbinds nothing but its own records.
base URL     ${upstream.baseUrl}
public key   ${upstream.publicKeyFile}
agreement    ${upstream.agreementKeyFile}
kid          ${upstream.kid}
state        ${stateDir}${describeTls(upstream.tls)}
review       ${reviewMs === "manual" ? "by the operator" : `approves by itself after ${reviewMs} ms`}

Register a terminal and get its one-time code, in a second window:
  npm run upstream --${state} register --sn SN --imei IMEI
  npm run upstream --${state} code SN`);
  const stop = async () => {
    await upstream.close();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

/** Each certificate of an authority is a PEM file of its own. */
function attestationRules(): { attestation?: AttestationRules } {
  const files = values["attestation-root"];
  if (!files) return {};
  const signers = (values["attestation-signer"] ?? []).map((said) => said.replaceAll(":", "").toLowerCase());
  const roots = files.map((file) => readFileSync(file, "utf8"));
  return { attestation: { roots, app: { name: "jiebang.kiosk", signers } } };
}

/** What goes into a terminal's configuration under upstream.tls. */
function describeTls(tls: TlsFolder | null): string {
  return tls ? `\nTLS          ${JSON.stringify(tlsFilesOf(tls))}` : "";
}

function wholeNumber(name: string, given: string, max: number): number {
  const value = Number(given);
  return /^\d+$/.test(given) && value <= max ? value : fail(`${name} must be a whole number from 0 to ${max}`);
}

const operatorAnswer = z.union([z.object({ output: z.unknown() }), z.object({ error: z.string() })]);

async function give(name: OperatorOrderName, input: object): Promise<unknown> {
  const running = findUpstream(stateDir);
  if (!running) return fail(`No upstream was ever started in ${stateDir}. Start it with: npm run upstream`);
  const tls = running.baseUrl.startsWith("https:") ? tlsFilesOf(await openTlsFolder(join(stateDir, "tls"))) : {};
  const answered = await createNodeUpstream({ baseUrl: running.baseUrl, tls, clock: createNodeClock() }).exchange({
    method: "POST",
    path: `/operator/${name}`,
    headers: { authorization: `Bearer ${running.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify(input),
    deadlineMs: 30_000,
    maxAnswerBytes: 100_000_000,
  });
  if (!answered.ok)
    return fail(
      `The upstream does not answer at ${running.baseUrl} (${answered.error.code}). Start it with: npm run upstream`,
    );
  const answer = operatorAnswer.parse(JSON.parse(fromUtf8(answered.value.body) ?? ""));
  return "output" in answer ? answer.output : fail(`Refused: ${answer.error}`);
}

async function run(): Promise<void> {
  if (values.help) return console.log(order ? `${order.synopsis}\n    ${order.help}` : usage);
  if (!order) return serve();
  const output = await give(order.order, inputOf(order));
  console.log(values.json ? JSON.stringify(output, null, 2) : order.say(output, given));
}

function inputOf(command: Command): object {
  try {
    return command.input(given);
  } catch (mistake) {
    return fail(`${mistake instanceof Error ? mistake.message : mistake}\n\n${command.synopsis}`);
  }
}

await run();
