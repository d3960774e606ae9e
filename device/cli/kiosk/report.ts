/** What a command of the kiosk found, for programs and in plain lines. The words are those of the screens. */

import type { Language } from "../../contract/codes.ts";
import { type ErrorCode, errorCode } from "../../contract/errors.ts";
import type { RequestPayload } from "../../contract/messages/request.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { ValueView } from "../../contract/views/terminal.ts";
import type { UnbindView } from "../../contract/views/unbind.ts";
import { meaningOf } from "../../text/meaningOf.ts";
import { signedFields } from "../../text/signedFields.ts";
import type { Texts } from "../../text/texts.ts";
import { kioskExitCodes } from "../exitCodes.ts";
import { type SaidFacts, say, type Words } from "../say.ts";
import type { KioskArguments } from "./arguments.ts";
import type { KioskCommand } from "./commands.ts";
import type { JobEnd } from "./job.ts";
import type { KioskReport } from "./schema.ts";
import * as words from "./words.ts";

export type SaidFailure = { readonly code: string } & Readonly<Record<string, unknown>>;

const format = "jiebang-kiosk/1";

export function reportOf({ command, action }: KioskArguments, { exit, at, failure }: JobEnd): KioskReport {
  const head = { format, exitCode: kioskExitCodes[exit], action: action.slice(command.length + 1) } as const;
  const ended = { ...head, ...(failure && { failure: failureOf(failure) }) };
  return { ...ended, ...findings[command](at) } as KioskReport;
}

export function failedReport(args: Pick<KioskArguments, "command" | "action">, exitCode: number, failure: SaidFailure) {
  const { command, action } = args;
  return { format, exitCode, action: action.slice(command.length + 1), command, failure: failureOf(failure) };
}

function failureOf({ code, facts, ...rest }: SaidFailure) {
  const told = Object.entries({ ...rest, ...(typeof facts === "object" ? facts : {}) });
  return { code, facts: Object.fromEntries(told.filter(([, fact]) => ["string", "number"].includes(typeof fact))) };
}

const findings: Readonly<Record<KioskCommand, (at: Snapshot) => object>> = {
  status: ({ terminal, bindings, provisioning, pin, journal, unbind, upstream }) => ({
    command: "status",
    terminal: terminalOf(terminal),
    bindings: bindingsOf(bindings),
    provisioning: provisioningOf(provisioning),
    standings: pin.standings,
    journal: journalOf(journal),
    unbind: unbindOf(unbind),
    upstream: upstream.reach,
  }),
  unbind: ({ unbind }) => ({ command: "unbind", unbind: unbindOf(unbind) }),
  history: ({ history }) => ({ command: "history", history }),
  export: ({ unbind }) => ({ command: "export", place: unbind.evidencePlace }),
  pin: ({ pin }) => ({ command: "pin", standings: pin.standings }),
  provision: (at) => ({ command: "provision", ...enrolled(at) }),
  "bind-again": (at) => ({ command: "bind-again", ...enrolled(at) }),
  journal: ({ journal, journalPage }) => ({
    command: "journal",
    journal: journalOf(journal),
    records: journalPage?.records ?? [],
    hasOlder: journalPage?.hasOlder ?? false,
    place: journalPage?.place ?? null,
  }),
  diagnostics: ({ diagnostics }) => ({
    command: "diagnostics",
    facts: diagnostics?.facts ?? [],
    transcript: diagnostics?.transcript ?? [],
  }),
};

function enrolled({ terminal, bindings, provisioning }: Snapshot) {
  return { terminal: terminalOf(terminal), bindings: bindingsOf(bindings), provisioning: provisioningOf(provisioning) };
}

function terminalOf({ sn, imei, model, firmware }: Snapshot["terminal"]) {
  return { sn, imei, model, firmware };
}

function bindingsOf(bindings: Snapshot["bindings"]) {
  if (bindings.state === "unknown") return null;
  return bindings.list.map(({ state, providerId, bindingKind, epoch }) => ({ state, providerId, bindingKind, epoch }));
}

function provisioningOf({ phase, key }: Snapshot["provisioning"]) {
  return { phase, key };
}

function journalOf({ status, records }: Snapshot["journal"]) {
  return { status, records };
}

/** Without what a page needs to lead somebody through it. */
function unbindOf({ profile: _profile, actor: _actor, preparing: _preparing, asking: _asking, ...view }: UnbindView) {
  const { nextAskAt: _nextAskAt, evidencePlace: _evidencePlace, failure, ...told } = view;
  return { ...told, failure: failure && failureOf(failure) };
}

/** The lines of what a command found. */
export function lines({ command }: KioskArguments, { at, failure }: JobEnd, texts: Texts, language: Language) {
  const wrong = failure ? failureLines(failure, texts, language) : [];
  return [...linesOf[command](at, texts, language), ...wrong];
}

type Lines = (at: Snapshot, texts: Texts, language: Language) => readonly string[];

const linesOf: Readonly<Record<KioskCommand, Lines>> = {
  status: (at, texts, language) => [
    ...terminalLines(at, texts, language),
    row(texts.screens.home.upstream, texts.terminal.reach[at.upstream.reach]),
    ...standingLines(at, texts),
    row(
      say(words.names.journal, language),
      say(words.journals[at.journal.status], language, { records: at.journal.records }),
    ),
    ...unbindLines(at, texts, language),
  ],
  unbind: (at, texts, language) => unbindLines(at, texts, language),
  history: ({ history }, texts) =>
    history.length === 0
      ? [texts.screens.history.empty]
      : history.flatMap((entry) => [
          `${entry.requestId}  ${texts.unbind.states[entry.state].name}  ${entry.bindingKind}  ${entry.providerId}  #${entry.epoch}`,
          ...entry.followUps.map(
            ({ code, doneAt }) => `  [${doneAt ? "x" : " "}] ${code}  ${texts.unbind.followUps[code]}`,
          ),
        ]),
  export: ({ unbind }, texts) => [texts.screens.result.savedAt(unbind.evidencePlace ?? "")],
  pin: (at, texts) => standingLines(at, texts),
  provision: (at, texts, language) => terminalLines(at, texts, language),
  "bind-again": (at, texts, language) => terminalLines(at, texts, language),
  journal: ({ journalPage }, texts) => [
    ...(journalPage?.records ?? []).map(({ seq, at, kind, what }) => {
      return `${String(seq).padStart(6)}  ${new Date(at).toISOString()}  ${kind}  ${what}`;
    }),
    ...(journalPage?.place ? [texts.screens.result.savedAt(journalPage.place)] : []),
  ],
  diagnostics: ({ diagnostics }) => [
    ...(diagnostics?.facts ?? []).map(({ name, value }) => row(name, value ?? "-")),
    ...(diagnostics?.transcript ?? []),
  ],
};

function terminalLines({ terminal, bindings, provisioning }: Snapshot, texts: Texts, language: Language) {
  const { values } = texts.terminal;
  const bound = bindings.state === "known" ? bindings.list : [];
  return [
    row(values.sn, valueText(terminal.sn, texts)),
    row(values.imei, valueText(terminal.imei, texts)),
    row(say(words.names.provisioning, language), say(words.phases[provisioning.phase], language)),
    ...(provisioning.key
      ? [row(say(words.names.key, language), `${provisioning.key.kid}  ${provisioning.key.storage}`)]
      : []),
    ...bound.map(({ state, providerId, bindingKind, epoch }) =>
      row(texts.terminal.bindingStates[state], `${bindingKind}  ${providerId}  #${epoch}`),
    ),
  ];
}

function valueText(value: ValueView, { terminal }: Texts): string {
  return value.status === "read" ? value.value : `${terminal.unreadable}: ${terminal.problems[value.problem]}`;
}

function standingLines({ pin }: Snapshot, texts: Texts): readonly string[] {
  const roles = ["merchant", "technician", "factory"] as const;
  return roles.map((role) => {
    const { set, triesLeft } = pin.standings[role];
    return row(texts.screens.pin.roles[role], set ? texts.screens.pin.triesLeft(triesLeft) : "-");
  });
}

function unbindLines({ unbind }: Snapshot, texts: Texts, language: Language): readonly string[] {
  const { requestId, rejection, challenge, demand, receipt, secondAwaited, hold, checks, state } = unbind;
  return [
    progressLine(unbind, texts),
    meaningOf(unbind, texts),
    ...(requestId ? [row(texts.screens.progress.requestId, requestId)] : []),
    ...(state === "blocked"
      ? checks.filter(({ outcome }) => outcome === "failed").map((check) => checkLine(check, texts))
      : []),
    ...(secondAwaited ? [say(words.awaits.second, language, { role: texts.unbind.roles[secondAwaited] })] : []),
    ...(demand ? [row(texts.screens.verification.factor, texts.profile.factors[demand.factor])] : []),
    ...(demand?.how.kind === "handOver" ? [row(demand.how.userCode, demand.how.uri)] : []),
    ...(hold ? [row(texts.screens.progress.hold, `${hold.code} ${hold.until ?? ""}`)] : []),
    ...(challenge ? [row(texts.screens.challenge.title, challenge.groups.join(" "))] : []),
    ...(rejection ? [row(texts.screens.outcome.code, `${rejection.code} ${rejection.text ?? ""}`)] : []),
    ...(receipt ? [row(texts.unbind.receiptFields.receiptId, receipt.payload.receiptId)] : []),
    ...(words.nextSteps[state] ? [say(words.nextSteps[state], language)] : []),
  ].map(printableLine);
}

/** What ends, what stays, and what has to be vouched for, with the codes that --state takes. */
export function termsLines({ target, profile }: UnbindView, texts: Texts): readonly string[] {
  if (!target || !profile) return [];
  const { name, effects } = texts.unbind.bindingKinds[target.bindingKind];
  return [
    ...["", name, `- ${effects.ends}`, `+ ${effects.stays}`, `! ${effects.here}`],
    ...profile.prohibitions.map((code) => `! ${texts.profile.prohibitions[code]}`),
    ...profile.statements.map(({ code }) => row(`--state ${code}`, texts.profile.statements[code])),
    "",
  ].map(printableLine);
}

export function progressLine(unbind: UnbindView, texts: Texts): string {
  const { name } = texts.unbind.states[unbind.state];
  return printableLine(`${unbind.state.padEnd(20)}  ${name}${unbind.failure ? `  [${unbind.failure.code}]` : ""}`);
}

export function checkLine({ code, level, outcome, fact }: UnbindView["checks"][number], texts: Texts): string {
  const { checkLevels, checkOutcomes, checks } = texts.unbind;
  const told = `${checkLevels[level]}  ${checkOutcomes[outcome]}  ${code}${fact ? ` (${fact})` : ""}  ${checks[code].name}`;
  return printableLine(outcome === "failed" ? `${told}: ${checks[code].remedy}` : told);
}

/** Every field as it is signed, one a line, and the hash over all of them. */
export function summaryLines(payload: RequestPayload, hash: string, texts: Texts): readonly string[] {
  const fields = signedFields(payload).map((field) => {
    if (field.path === "precheck.checks")
      return row(texts.unbind.signedFields[field.path], checkLine(field.check, texts));
    return row(texts.unbind.signedFields[field.path], String(field.value));
  });
  return [...fields, row(texts.screens.summary.hash, hash)].map(printableLine);
}

/** The sentence and what to do about it: that of the screens, or of the command line where only it can fail so. */
export function failureLines(
  failure: SaidFailure,
  texts: Texts,
  language: Language,
  own: Readonly<Record<string, Words>> = {},
): readonly string[] {
  const { code, facts } = failureOf(failure);
  if (isErrorCode(code)) {
    const { sentence, remedy } = texts.errors[code];
    const told = Object.entries(facts).map(([name, fact]) => `${name}=${fact}`);
    return [printableLine(`[${code}] ${sentence} ${remedy}${told.length > 0 ? ` (${told.join(", ")})` : ""}`)];
  }
  const sentence = { ...(words.failures as Readonly<Record<string, Words>>), ...own }[code];
  return sentence ? [`[${code}] ${say(sentence, language, facts as SaidFacts)}`] : [`[${code}]`];
}

function isErrorCode(code: string): code is ErrorCode {
  return errorCode.safeParse(code).success;
}

function printableLine(line: string): string {
  return say({ zh: line.replace(/[{}]/g, ""), en: line.replace(/[{}]/g, "") }, "en");
}

export function row(name: string, text: string): string {
  return `${name}${" ".repeat(Math.max(2, 30 - widthOf(name)))}${text}`;
}

/** Han characters and their signs take two columns of a terminal. */
export function widthOf(text: string): number {
  return [...text].reduce((width, char) => width + (char > "\u2e7f" ? 2 : 1), 0);
}
