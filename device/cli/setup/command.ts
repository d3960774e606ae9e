/**
 * `setup`: from an installed package to a kiosk that runs. Asks for port, provider and key where they were not given,
 * tries each, writes the configuration and starts the service. What does not answer is not written, unless forced.
 */

import { readTlsContext } from "../../adapters/node/tlsFiles.ts";
import type { Result } from "../../base/result.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill, type SaidFacts } from "../../text/fill.ts";
import type { KeyPurpose } from "../../trust/publicKeys.ts";
import { inColumns } from "../columns.ts";
import { outputLost, setupExitCodes } from "../exitCodes.ts";
import { failureLine as sayFailure } from "../failureLine.ts";
import { type KeyFailure, readPublicKeys } from "../files.ts";
import { failureLine } from "../terminal/report.ts";
import { parseSetupArguments, type SetupArguments } from "./arguments.ts";
import { type ConfigRefusal, configOf, placesOfTls, placeTls, type WriteFailure, writeConfig } from "./configFile.ts";
import { tryTerminal, tryUpstream, type UpstreamTrialFailure } from "./trials.ts";
import type { SetupWorld } from "./world.ts";

type Exit = keyof typeof setupExitCodes;
type Question = keyof CommandTexts["setup"]["questions"];

/** Prints what was found and done, and answers the exit code. */
export async function setupCommand(
  argv: readonly string[],
  print: (line: string) => void,
  world: SetupWorld,
): Promise<number> {
  const parsed = parseSetupArguments(argv);
  const { language } = parsed.ok ? parsed.value : parsed.error;
  const texts = commandTextsOf[language];
  if (!parsed.ok) print(fill(texts.commandLine.failures["cli/arguments-wrong"], parsed.error));
  if (!parsed.ok) {
    print(texts.setup.usage);
    return setupExitCodes.notLooked;
  }
  if (parsed.value.help) {
    for (const line of helpLines(texts)) print(line);
    return setupExitCodes.done;
  }
  const setup = createSetup(parsed.value, texts, print, world);
  const stopped = world.interrupted.then((): Exit => "interrupted");
  return setupExitCodes[await Promise.race([setup(), stopped])];
}

function createSetup(args: SetupArguments, texts: CommandTexts, print: (line: string) => void, world: SetupWorld) {
  const { setup } = texts;
  const say = (sentence: string, facts?: SaidFacts) => print(fill(sentence, facts));

  /** The given answer, or what somebody types; empty means the usual one. */
  async function answerTo(question: Question, given: string | null, usual: string | null): Promise<string | null> {
    if (given !== null) return given;
    const words = setup.questions[question];
    const asked = usual === null ? `${words}: ` : fill(setup.otherwise, { question: words, answer: usual });
    const typed = (await world.ask(asked))?.trim();
    const answer = typed === "" ? usual : (typed ?? null);
    if (!answer) say(setup.failures["setup/no-answer"], { question: words });
    return answer;
  }

  async function findTerminal(port: string) {
    say(setup.trying, { what: port });
    const tried = await tryTerminal({ path: port, baudRate: args.baudRate, driver: args.driver }, world);
    if (tried.ok) {
      say(setup.found.terminal, tried.value);
      return tried.value;
    }
    print(failureLine(tried.error, texts));
    // A line at the rate of most terminals, for one that is not there yet.
    return forced() ? { baudRate: args.baudRate ?? 115_200, driver: args.driver ?? ("at" as const) } : null;
  }

  async function findUpstream(url: string): Promise<boolean> {
    say(setup.trying, { what: url });
    const { simulated, tls } = args;
    const tried = await tryUpstream({ url, simulated, tls }, world);
    if (tried.ok) say(setup.found.upstream, { serverTime: tried.value });
    else print(upstreamLine(tried.error, texts));
    return tried.ok || (tried.error.code !== "setup/upstream-wrong" && forced());
  }

  function forced(): boolean {
    if (args.force) print(setup.forced);
    return args.force;
  }

  async function readKeys(file: string, purpose: KeyPurpose): Promise<Result<readonly PublicJwk[], KeyFailure>> {
    const keys = await readPublicKeys(file, purpose);
    if (keys.ok && purpose === "verify") say(setup.found.keys, { count: keys.value.length });
    if (!keys.ok) print(keyLine(keys.error, texts));
    return keys;
  }

  return async (): Promise<Exit> => {
    const port = await answerTo("port", args.port, (await world.ports())[0] ?? null);
    if (port === null) return "notLooked";
    const line = await findTerminal(port);
    if (line === null) return "silent";
    const upstream = await answerTo("upstream", args.upstream, null);
    if (upstream === null) return "notLooked";
    const readable = await readTlsContext(args.tls);
    if (!readable.ok) {
      print(sayFailure(readable.error, texts));
      return "notLooked";
    }
    if (!(await findUpstream(upstream))) return "silent";
    const keyFile = await answerTo("keyFile", args.keyFile, null);
    if (keyFile === null) return "notLooked";
    const keys = await readKeys(keyFile, "verify");
    if (!keys.ok) return "notLooked";
    const agreementKeyFile = await answerTo("agreementKeyFile", args.agreementKeyFile, null);
    if (agreementKeyFile === null) return "notLooked";
    const agreementKeys = await readKeys(agreementKeyFile, "agree");
    const agreementKey = agreementKeys.ok ? agreementKeys.value[0] : undefined;
    if (!agreementKey) return "notLooked";

    const { language, configPath, printer, simulated } = args;
    const tls = placesOfTls(configPath, args.tls);
    const { baudRate, driver } = line;
    const found = { port, baudRate, driver, upstream, keys: keys.value, agreementKey };
    const config = configOf({ ...found, tls, printer, language, simulated });
    if (!config.ok) return refuse(config.error);
    const placed = await placeTls(args.tls, tls);
    if (!placed.ok) return refuse(placed.error);
    const written = await writeConfig(configPath, config.value);
    if (!written.ok) return refuse(written.error);
    say(setup.wrote, { file: configPath });
    if (written.value !== null) say(setup.kept, { file: written.value });
    if (world.hasServiceManager) print(setup.protection[(await world.makeCredential()) ?? "none"]);
    return start();
  };

  function refuse(failure: ConfigRefusal | WriteFailure): Exit {
    const isRoots = failure.code === "setup/not-written" && failure.reason === "EACCES";
    say(setup.failures[isRoots ? "setup/not-root" : failure.code], { ...failure });
    return "notLooked";
  }

  async function start(): Promise<Exit> {
    const services = ["jiebang.service", "jiebang-x11.service"] as const;
    const [service, other] = (args.host ?? world.usualHost) === "cage" ? services : [services[1], services[0]];
    if (!args.starts || !world.hasServiceManager) {
      say(setup.notStarted, { service });
      return "done";
    }
    if (await world.start(service, other)) {
      say(setup.started, { service });
      return "done";
    }
    say(setup.failures["setup/service-not-started"], { service });
    return "silent";
  }
}

function helpLines({ commandLine, setup }: CommandTexts): readonly string[] {
  const exits = (Object.keys(setup.exits) as Exit[]).map((exit) => [setupExitCodes[exit], setup.exits[exit]] as const);
  const all = [...exits, [outputLost, commandLine.exits.outputLost] as const];
  return [
    setup.usage,
    "",
    commandLine.exitsTitle,
    ...all.map(([code, says]) => `  ${inColumns(String(code), says, 6)}`),
  ];
}

function upstreamLine(failure: UpstreamTrialFailure, { errors, setup }: CommandTexts): string {
  if (failure.code === "setup/upstream-wrong") return fill(setup.failures[failure.code], failure);
  const { sentence, remedy } = errors[failure.code];
  return `${sentence} ${remedy}`;
}

function keyLine(failure: KeyFailure, { commandLine, verify }: CommandTexts): string {
  return fill({ ...commandLine.failures, ...verify.failures }[failure.code], { ...failure });
}
