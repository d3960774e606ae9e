/** Runs one command of the kiosk at a shell: opens the kiosk, lets its job give orders, says what came of it, closes everything. */

import { createInterface } from "node:readline/promises";
import { err, ok } from "../../base/result.ts";
import { pinRole } from "../../contract/codes.ts";
import { type KioskConfig, readConfig } from "../../shell/config.ts";
import { describeConfigProblems } from "../../shell/configProblems.ts";
import { approvalFacts } from "../../text/approvalFacts.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill, printable } from "../../text/fill.ts";
import { row } from "../columns.ts";
import { type KioskExit, kioskExitCodes } from "../exitCodes.ts";
import { failureLine, type SaidFailure } from "../failureLine.ts";
import { fromWhereTheyStand } from "../files.ts";
import { type KioskArguments, parseKioskArguments } from "./arguments.ts";
import { readAnswerFrom, readCodeFrom } from "./codeSource.ts";
import { type KioskCommand, optionsOf } from "./commands.ts";
import { exitOfFailure } from "./exitOfFailure.ts";
import { openHeadless } from "./headless.ts";
import { helpLines } from "./help.ts";
import type { Job, JobOutcome } from "./job.ts";
import { createDescriptorKeys, createKeyboardKeys, type Keys, noKeys } from "./keys.ts";
import { type Asked, createOperator } from "./operator.ts";
import { jobs } from "./otherJobs.ts";
import { printPaper } from "./paper.ts";
import * as report from "./report.ts";

export type Shell = {
  /** What the command found, on standard output. */
  readonly print: (line: string) => void;
  /** Prompts and progress, on standard error. `text` ends with its own line break, if any. */
  readonly tell: (text: string) => void;
  readonly keyboard: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settles with Ctrl-C. */
  readonly interrupted: Promise<void>;
};

export async function kioskCommand(command: KioskCommand, argv: readonly string[], shell: Shell): Promise<number> {
  const parsed = parseKioskArguments(command, argv, shell.env);
  if (!parsed.ok) {
    const { language, ...failure } = parsed.error;
    shell.print(failureLine(failure, commandTextsOf[language]));
    shell.print(commandTextsOf[language].kiosk.usage);
    return kioskExitCodes.notLooked;
  }
  const args = parsed.value;
  const texts = commandTextsOf[args.language];
  if (args.help) {
    for (const line of helpLines(texts)) shell.print(line);
    return kioskExitCodes.done;
  }
  const config = readConfig(args.configPath);
  if (!config.ok) {
    const problems = config.error.problems.map(({ code }) => code).join(", ");
    if (args.json)
      shell.print(json(report.failedReport(args, kioskExitCodes.config, { code: "config/unusable", problems })));
    else for (const line of describeConfigProblems(args.configPath, config.error.problems)) shell.print(line);
    return kioskExitCodes.config;
  }
  return kioskExitCodes[await carryOut(args, config.value, texts, shell)];
}

async function carryOut(
  args: KioskArguments,
  config: KioskConfig,
  texts: CommandTexts,
  shell: Shell,
): Promise<KioskExit> {
  const failed = (failure: SaidFailure): KioskExit => {
    const exit = exitOfFailure(failure.code);
    if (args.json) shell.print(json(report.failedReport(args, kioskExitCodes[exit], failure)));
    else shell.print(failureLine(failure, texts));
    return exit;
  };
  // Before anything is begun that would then go without its paper.
  if (args.typed.has("print") && !config.printer) return failed({ code: "cli/no-printer" });
  const opened = await openHeadless(withPort(config, args), shell.env);
  if (!opened.ok) {
    // What put the kiosk out of service is what has to be put right.
    if (opened.error.code === "cli/in-use") return failed(opened.error);
    failed(opened.error.failure);
    return "outOfService";
  }
  const headless = opened.value;
  const job = createJob(args, headless, texts, shell);
  const outcome: JobOutcome = await Promise.race([
    withPaper(job),
    shell.interrupted.then(() => err({ code: "cli/interrupted" } as const)),
  ]);
  await headless.stop();
  if (!outcome.ok) return failed(outcome.error);
  const { exit } = outcome.value;
  if (args.json) shell.print(json(report.reportOf(args, outcome.value)));
  else for (const line of report.lines(args, outcome.value, texts)) shell.print(line);
  return exit;
}

/** What the action comes to; printed, where that is asked for. */
async function withPaper(job: Job): Promise<JobOutcome> {
  const outcome = await jobs[job.args.action](job);
  if (!outcome.ok || !job.args.typed.has("print")) return outcome;
  const { exit, at, failure } = outcome.value;
  return ok({ exit, at, ...(failure && { failure }), paper: await printPaper(job) });
}

function createJob(args: KioskArguments, headless: Job["headless"], texts: CommandTexts, shell: Shell): Job {
  const { typed } = args;
  const { tell, keyboard } = shell;
  const tellLines = (lines: readonly string[]) => tell(`${lines.join("\n")}\n`);
  const keysOf = (option: string): Keys => {
    const fd = typed.text(option);
    if (fd !== undefined) return createDescriptorKeys(Number(fd));
    return keyboard.isTTY ? createKeyboardKeys(keyboard) : noKeys;
  };
  const role = typed.text("role");
  const operator = createOperator({
    host: headless.host,
    pinKeys: keysOf("pin-fd"),
    codeKeys: keysOf("code-fd"),
    role: role === undefined ? null : pinRole.parse(role),
    tellAsked: (asked) => tell(`${approvalOf(asked, texts)}${questionOf(asked, texts)}`),
    tellFailure: (failure) => tellLines(["", failureLine(failure, texts)]),
  });
  return {
    args,
    headless,
    operator,
    tell: {
      progress: (unbind) => tellLines([report.progressLine(unbind, texts.page)]),
      summary: (payload, hash) => tellLines(["", ...report.summaryLines(payload, hash, texts)]),
      terms: (unbind) => tellLines(report.termsLines(unbind, texts.page)),
      checks: ({ checks }) => tellLines(checks.map((check) => report.checkLine(check, texts))),
      pinReset: ({ pinReset, pin }) => {
        if (!pinReset) return;
        const { again, first } = texts.staff.reset;
        const { whose } = pin.standings[pinReset.role].set ? again : first;
        tellLines([whose[pinReset.role], pinReset.groups.join(" ")]);
      },
    },
    async confirm() {
      const tail = typed.text("yes-sn-tail");
      if (tail !== undefined || !keyboard.isTTY) return tail ?? null;
      return askLine(texts.kiosk.asks.confirm, shell);
    },
    readAnswer: () =>
      readAnswerFrom(typed, async () =>
        keyboard.isTTY ? askLine(fill(texts.kiosk.asks.line, { title: texts.kiosk.asks.signed }), shell) : null,
      ),
    readCode: () =>
      readCodeFrom(typed, async () =>
        keyboard.isTTY ? askLine(fill(texts.kiosk.asks.line, { title: texts.staff.code.titles.first }), shell) : null,
      ),
  };
}

/** What a second person is about to agree to; nothing where nobody is asked to. */
function approvalOf(asked: Asked, { page: texts }: CommandTexts): string {
  if (asked.what !== "pin" || asked.entry.purpose !== "approve") return "";
  const facts = approvalFacts(asked.snapshot.unbind, texts);
  return facts.map(({ label, value }) => `\n${printable(row(label, value))}`).join("");
}

function questionOf(asked: Asked, { page: texts, kiosk }: CommandTexts): string {
  if (asked.what === "code") {
    const { purpose, length } = asked.entry;
    const { title } = texts.screens.code[purpose];
    return `\n${fill(kiosk.asks.code, { title, length: texts.screens.code.length(length.min, length.max) })}`;
  }
  const { role, purpose } = asked.entry;
  const { triesLeft } = asked.snapshot.pin.standings[role];
  const facts = { title: texts.screens.pin.titles[purpose], role: texts.unbind.roles[role] };
  return `\n${fill(kiosk.asks.pin, { ...facts, tries: texts.screens.pin.triesLeft(triesLeft) })}`;
}

/** Null where it ended without a line. */
async function askLine(question: string, { keyboard, tell, interrupted }: Shell): Promise<string | null> {
  tell(`\n${question}`);
  const lines = createInterface({ input: keyboard });
  const line = await Promise.race([
    new Promise<string>((resolve) => lines.once("line", resolve)),
    new Promise<null>((resolve) => lines.once("close", () => resolve(null))),
    interrupted.then(() => null),
  ]);
  lines.close();
  return line?.trim() || null;
}

/** `--port` is another port in the place of the configured one; rate and language stay. */
function withPort(config: KioskConfig, { command, typed }: KioskArguments): KioskConfig {
  const port = Object.hasOwn(optionsOf[command], "port") ? typed.text("port") : undefined;
  if (port === undefined) return config;
  const { baudRate = 115_200, driver } = config.serial;
  return { ...config, serial: { path: fromWhereTheyStand(port), baudRate, ...(driver && { driver }) } };
}

function json(value: object): string {
  return JSON.stringify(value, null, 1);
}
