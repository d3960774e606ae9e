/** The reference upstream from the command line: starts it, or gives an order to the one that runs in a state folder. */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import type { OperatorOrderName, RequestSummary, TerminalSummary } from "./operator.ts";
import { startUpstream } from "./server.ts";
import { findUpstream } from "./stateFolder.ts";

const usage = `Reference upstream (a SIMULATION: it knows no acquirer, no merchant and no money)

  npm run upstream                                       start it and leave it running
      [-- --port N] [--state DIR] [--review-ms N|manual] [--host ADDRESS]
  npm run upstream -- register --sn SN --imei IMEI [--merchant NAME]
  npm run upstream -- code SN                            a one-time code to enrol this terminal with
  npm run upstream -- approve REQUEST
  npm run upstream -- reject REQUEST --code CODE [--text TEXT]
  npm run upstream -- list

Orders go to the upstream that runs in --state DIR (default .run/upstream).`;

const options = {
  port: { type: "string" },
  host: { type: "string", default: "127.0.0.1" },
  state: { type: "string", default: ".run/upstream" },
  "review-ms": { type: "string", default: "2000" },
  sn: { type: "string" },
  imei: { type: "string" },
  merchant: { type: "string" },
  code: { type: "string" },
  text: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Ends the process with a sentence for the person at the keyboard. */
function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (mistake) {
    return fail(`${mistake instanceof Error ? mistake.message : mistake}\n\n${usage}`);
  }
}

const { values, positionals } = readArguments();
const stateDir = resolve(values.state);
const [order, subject] = positionals;

async function serve(): Promise<void> {
  const port = values.port === undefined ? {} : { port: wholeNumber("--port", values.port, 65_535) };
  const reviewMs =
    values["review-ms"] === "manual" ? "manual" : wholeNumber("--review-ms", values["review-ms"], 86_400_000);
  const upstream = await startUpstream({ stateDir, ...port, host: values.host, reviewMs }).catch((failure: unknown) =>
    fail(`The upstream cannot start: ${failure instanceof Error ? failure.message : failure}`),
  );
  const state = values.state === options.state.default ? "" : ` --state ${values.state}`;
  console.log(`REFERENCE UPSTREAM - A SIMULATION. It unbinds nothing but its own records.
base URL     ${upstream.baseUrl}
public key   ${upstream.publicKeyFile}
kid          ${upstream.kid}
state        ${stateDir}
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

function wholeNumber(name: string, given: string, max: number): number {
  const value = Number(given);
  return /^\d+$/.test(given) && value <= max ? value : fail(`${name} must be a whole number from 0 to ${max}`);
}

const operatorAnswer = z.union([z.object({ output: z.unknown() }), z.object({ error: z.string() })]);

async function give(name: OperatorOrderName, input: object): Promise<unknown> {
  const running = findUpstream(stateDir);
  if (!running) return fail(`No upstream was ever started in ${stateDir}. Start it with: npm run upstream`);
  const response = await fetch(`${running.baseUrl}/operator/${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${running.operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify(input),
  }).catch(() => fail(`The upstream does not answer at ${running.baseUrl}. Start it with: npm run upstream`));
  const answer = operatorAnswer.parse(await response.json());
  return "output" in answer ? answer.output : fail(`Refused: ${answer.error}`);
}

const needed = (name: string, given: string | undefined): string => given ?? fail(`${name} is missing\n\n${usage}`);

async function run(): Promise<void> {
  if (values.help) return console.log(usage);
  switch (order) {
    case undefined:
      return serve();
    case "register": {
      const merchant = values.merchant === undefined ? {} : { merchantName: values.merchant };
      const input = { sn: needed("--sn", values.sn), imei: needed("--imei", values.imei), ...merchant };
      const terminal = (await give("registerTerminal", input)) as TerminalSummary;
      return console.log(`registered ${terminal.sn}, ${terminal.bindingState}, epoch ${terminal.epoch}`);
    }
    case "code": {
      const { code } = (await give("issueCode", { sn: needed("SN", subject) })) as { code: string };
      return console.log(code);
    }
    case "approve":
      return printRequest((await give("approve", { requestId: needed("REQUEST", subject) })) as RequestSummary);
    case "reject": {
      const words = values.text === undefined ? {} : { text: values.text };
      const input = { requestId: needed("REQUEST", subject), code: needed("--code", values.code), ...words };
      return printRequest((await give("reject", input)) as RequestSummary);
    }
    case "list": {
      const all = (await give("list", {})) as { terminals: TerminalSummary[]; requests: RequestSummary[] };
      for (const { sn, bindingState, epoch, deviceKid } of all.terminals)
        console.log(
          `terminal ${sn}  ${bindingState}  epoch ${epoch}  ${deviceKid ? `key ${deviceKid}` : "not enrolled"}`,
        );
      return all.requests.forEach(printRequest);
    }
    default:
      return fail(`There is no order "${order}".\n\n${usage}`);
  }
}

function printRequest({ requestId, sn, state, updatedAt, attested }: RequestSummary): void {
  console.log(`request  ${requestId}  ${sn}  ${state} since ${updatedAt}${attested ? ", wipe attested" : ""}`);
}

await run();
