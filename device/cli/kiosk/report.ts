/** What a command of the kiosk found, for programs and in plain lines. The words are those of the screens. */

import { instantOf } from "../../base/instant.ts";
import { pinRoles } from "../../contract/codes.ts";
import type { RequestPayload } from "../../contract/messages/request.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { DiagnosticsView } from "../../contract/views/staff.ts";
import type { ValueView } from "../../contract/views/terminal.ts";
import type { UnbindStateName, UnbindView } from "../../contract/views/unbind.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { fill, printable } from "../../text/fill.ts";
import { meaningOf, stateWords } from "../../text/meaningOf.ts";
import { orderedBy } from "../../text/orderedBy.ts";
import { remedyOf } from "../../text/remedyOf.ts";
import { signedFields } from "../../text/signedFields.ts";
import type { Texts } from "../../text/texts.ts";
import { row } from "../columns.ts";
import { kioskExitCodes } from "../exitCodes.ts";
import { type Coded, factsOf, failureLine } from "../failureLine.ts";
import { unreadableText } from "../unreadable.ts";
import type { KioskArguments } from "./arguments.ts";
import type { KioskCommand } from "./commands.ts";
import type { JobEnd } from "./job.ts";
import type { PaperEnd } from "./paper.ts";
import type { KioskReport } from "./schema.ts";

const format = "jiebang-kiosk/1";

export function reportOf({ command, action }: KioskArguments, { exit, at, failure, paper }: JobEnd): KioskReport {
  const head = { format, exitCode: kioskExitCodes[exit], action: action.slice(command.length + 1) } as const;
  const printed = paper && { ...paper, failure: paper.failure && factsOf(paper.failure) };
  const ended = { ...head, ...(failure && { failure: factsOf(failure) }), ...(printed && { paper: printed }) };
  return { ...ended, ...findings[command](at) } as KioskReport;
}

export function failedReport(args: Pick<KioskArguments, "command" | "action">, exitCode: number, failure: Coded) {
  const { command, action } = args;
  return { format, exitCode, action: action.slice(command.length + 1), command, failure: factsOf(failure) };
}

const findings: Readonly<Record<KioskCommand, (at: Snapshot) => object>> = {
  status: (at) => ({
    command: "status",
    terminal: terminalOf(at.terminal),
    bindings: bindingsOf(at.bindings),
    provisioning: provisioningOf(at.provisioning),
    standings: at.pin.standings,
    journal: journalOf(at.journal),
    unbind: unbindOf(at),
    upstream: at.upstream.reach,
  }),
  unbind: (at) => ({ command: "unbind", unbind: unbindOf(at) }),
  history: ({ history }) => ({ command: "history", history }),
  export: ({ unbind }) => ({ command: "export", place: unbind.evidencePlace?.place ?? null }),
  pin: ({ pin }) => ({ command: "pin", standings: pin.standings }),
  provision: (at) => ({ command: "provision", ...enrolled(at) }),
  "bind-again": (at) => ({ command: "bind-again", ...enrolled(at) }),
  journal: ({ journal, journalPage }) => ({
    command: "journal",
    journal: journalOf(journal),
    records: journalPage?.records ?? [],
    hasOlder: journalPage?.hasOlder ?? false,
    lookedBackTo: journalPage?.lookedBackTo ?? 1,
    place: journalPage?.place?.place ?? null,
  }),
  diagnostics: ({ diagnostics }) => ({
    command: "diagnostics",
    facts: diagnostics?.facts ?? [],
    upstreamKeys: diagnostics?.upstreamKeys ?? [],
    refusedKeySet: refusedKeySetOf(diagnostics?.refusedKeySet ?? null),
    transcript: diagnostics?.transcript ?? [],
  }),
};

function refusedKeySetOf(refused: DiagnosticsView["refusedKeySet"]) {
  return refused && { at: refused.at, failure: factsOf(refused.failure) };
}

function enrolled({ terminal, bindings, provisioning }: Snapshot) {
  return { terminal: terminalOf(terminal), bindings: bindingsOf(bindings), provisioning: provisioningOf(provisioning) };
}

function terminalOf({ sn, imei, model, firmware, another }: Snapshot["terminal"]) {
  return { sn, imei, model, firmware, another };
}

function bindingsOf(bindings: Snapshot["bindings"]) {
  if (bindings.state === "unknown") return null;
  return bindings.list.map(({ state, providerId, bindingKind, epoch }) => ({ state, providerId, bindingKind, epoch }));
}

function provisioningOf({ phase, key }: Snapshot["provisioning"]) {
  return { phase, key };
}

function journalOf({ status, records, usedPercent, warning }: Snapshot["journal"]) {
  return { status, records, usedPercent, warning };
}

/** Without what a page needs to lead somebody through it. */
function unbindOf({ unbind, offered }: Snapshot) {
  const { profile: _profile, policy: _policy, actor: _actor, preparing: _preparing, asking: _asking, ...view } = unbind;
  const { nextAskAt: _nextAskAt, evidencePlace: _evidencePlace, voucher: _voucher, failure, ...told } = view;
  const waivable = offered.waiveCheck?.map(({ check }) => check) ?? [];
  return { ...told, waivable, failure: failure && factsOf(failure) };
}

/** The lines of what a command found. */
export function lines(
  { command, language }: KioskArguments,
  { at, failure, paper }: JobEnd,
  texts: CommandTexts,
): readonly string[] {
  const wrong = failure ? [failureLine(failure, texts)] : [];
  const printed = paper ? paperLines(paper, texts) : [];
  return [...linesOf[command]({ ...at, language }, texts), ...wrong, ...printed].map(printable);
}

function paperLines({ kind, failure, framed }: PaperEnd, texts: CommandTexts): readonly string[] {
  const { nothing, printed, framed: said } = texts.kiosk.paper;
  if (kind === null) return [nothing];
  if (failure) return [failureLine(failure, texts)];
  const title = texts.page.screens.paper.title[kind];
  return [row(title, printed), ...(framed.length > 0 ? [fill(said, { characters: framed.join(" ") })] : [])];
}

type Lines = (at: Snapshot, texts: CommandTexts) => readonly string[];

const linesOf: Readonly<Record<KioskCommand, Lines>> = {
  status: (at, texts) => [
    ...terminalLines(at, texts),
    row(texts.page.screens.home.upstream, texts.page.terminal.reach[at.upstream.reach]),
    ...standingLines(at, texts),
    row(texts.page.screens.menu.journal, journalText(at.journal, texts)),
    ...(at.journal.warning ? [failureLine({ code: at.journal.warning }, texts)] : []),
    ...unbindLines(at, texts),
  ],
  unbind: (at, texts) => unbindLines(at, texts),
  history: ({ history }, { page: texts }) =>
    history.length === 0
      ? [texts.screens.history.empty]
      : history.flatMap((entry) => [
          `${entry.requestId}  ${texts.unbind.states[entry.state].name}  ${entry.bindingKind}  ${entry.providerId}  #${entry.epoch}`,
          ...entry.followUps.map(
            ({ code, doneAt }) => `  [${doneAt ? "x" : " "}] ${code}  ${texts.unbind.followUps[code]}`,
          ),
        ]),
  export: ({ unbind }, { page: texts }) => [texts.screens.result.savedAt(unbind.evidencePlace?.place ?? "")],
  pin: (at, texts) => standingLines(at, texts),
  provision: (at, texts) => terminalLines(at, texts),
  "bind-again": (at, texts) => terminalLines(at, texts),
  journal: ({ journalPage }, { staff }) => [
    ...(journalPage?.records ?? []).map(({ seq, at, kind, what, case: number }) => {
      return `${String(seq).padStart(6)}  ${new Date(at).toISOString()}  ${kind}  ${what}${number ? `  ${number}` : ""}`;
    }),
    ...(journalPage?.place ? [staff.journal.exportedTo(journalPage.place.place)] : []),
  ],
  diagnostics: ({ diagnostics }, texts) => [
    ...(diagnostics?.facts ?? []).map(({ name, value }) => row(name, value ?? "-")),
    ...(diagnostics ? upstreamKeyLines(diagnostics, texts) : []),
    ...(diagnostics?.transcript ?? []),
  ],
};

function upstreamKeyLines({ upstreamKeys, refusedKeySet }: DiagnosticsView, texts: CommandTexts): readonly string[] {
  const words = texts.staff.diagnostics;
  return [
    ...upstreamKeys.map(({ kid, notBefore, notAfter, inForce }) =>
      row(words.upstreamKey, `${kid}  ${words.keyStanding(inForce, notBefore, notAfter)}`),
    ),
    ...(refusedKeySet
      ? [row(words.refusedKeySet, instantOf(refusedKeySet.at)), failureLine(refusedKeySet.failure, texts)]
      : []),
  ];
}

function journalText({ status, records }: Snapshot["journal"], { staff, kiosk, commandLine }: CommandTexts): string {
  const what = staff.diagnostics.journal[status];
  return status === "damaged" ? what : fill(commandLine.more, { what, more: fill(kiosk.records, { records }) });
}

function terminalLines({ terminal, bindings, provisioning }: Snapshot, texts: CommandTexts) {
  const { values, bindingStates } = texts.page.terminal;
  const { anotherTerminal: another } = texts.page.screens;
  const { names, provisioning: phases } = texts.kiosk;
  const { key } = provisioning;
  const bound = bindings.state === "known" ? bindings.list : [];
  return [
    row(values.sn, valueText(terminal.sn, texts)),
    row(values.imei, valueText(terminal.imei, texts)),
    ...(terminal.another ? [row(another.title, `${another.meantSn}: ${terminal.another.meantSn}`)] : []),
    row(names.provisioning, phases[provisioning.phase]),
    ...(key ? [row(names.key, `${key.kid}  ${key.storage}`)] : []),
    ...bound.map(({ state, providerId, bindingKind, epoch }) =>
      row(bindingStates[state], `${bindingKind}  ${providerId}  #${epoch}`),
    ),
  ];
}

function valueText(value: ValueView, texts: CommandTexts): string {
  return value.status === "read" ? value.value : unreadableText(value, texts);
}

function standingLines({ pin }: Snapshot, { page, staff }: CommandTexts): readonly string[] {
  const { roles, triesLeft: left } = page.screens.pin;
  return pinRoles.map((role) => {
    const { set, triesLeft } = pin.standings[role];
    if (!set) return row(roles[role], "-");
    return row(roles[role], triesLeft === 0 ? `${staff.pins.locked}. ${staff.pins.lockedMeaning}` : left(triesLeft));
  });
}

function unbindLines({ unbind, language }: Snapshot, all: CommandTexts): readonly string[] {
  const { page: texts, kiosk } = all;
  const nextSteps: Partial<Record<UnbindStateName, string>> = kiosk.nextSteps;
  const nextStep = nextSteps[unbind.state];
  const ordered = orderedBy(unbind, texts, language);
  const { requestId, rejection, challenge, demand, receipt, secondAwaited, hold, checks, state, failure } = unbind;
  return [
    progressLine(unbind, texts),
    meaningOf(unbind, texts),
    ...(ordered ? [ordered] : []),
    ...(requestId ? [row(texts.screens.progress.requestId, requestId)] : []),
    ...(state === "blocked" || failure?.code === "unbind/gate-closed"
      ? checks.filter(({ outcome }) => outcome === "failed").map((check) => checkLine(check, all))
      : []),
    ...(secondAwaited ? [texts.screens.progress.secondAwaited(texts.unbind.roles[secondAwaited])] : []),
    ...(demand ? [row(texts.screens.verification.factor, texts.profile.factors[demand.factor])] : []),
    ...(demand?.how.kind === "handOver" ? [row(demand.how.userCode, demand.how.uri)] : []),
    ...(hold ? [row(texts.screens.progress.hold, `${hold.code} ${hold.until ?? ""}`)] : []),
    ...(challenge ? [row(texts.screens.challenge.title, challenge.groups.join(" "))] : []),
    ...(rejection ? [row(texts.screens.outcome.code, `${rejection.code} ${rejection.text ?? ""}`)] : []),
    ...(receipt ? [row(texts.unbind.receiptFields.receiptId, receipt.payload.receiptId)] : []),
    ...(nextStep ? [nextStep] : []),
  ];
}

/** What ends, what stays, what has to be vouched for, with the codes that --state takes, and the provider's policy. */
export function termsLines({ target, profile, policy }: UnbindView, texts: Texts): readonly string[] {
  if (!target || !profile) return [];
  const { name, effects } = texts.unbind.bindingKinds[target.bindingKind];
  return [
    ...["", name, `- ${effects.ends}`, `+ ${effects.stays}`, `! ${effects.here}`],
    ...profile.prohibitions.map((code) => `! ${texts.profile.prohibitions[code]}`),
    ...profile.statements.map(({ code }) => row(`--state ${code}`, texts.profile.statements[code])),
    ...(policy
      ? ["", `${texts.screens.draft.policyLabel}  ${policy.id} ${policy.version}`, ...policy.text.split("\n")]
      : []),
    "",
  ].map(printable);
}

export function progressLine(unbind: UnbindView, texts: Texts): string {
  const { state } = unbind;
  const { name } = stateWords(unbind, texts);
  // The machine's word for "nothing under way" is no word on the terminal's binding.
  const code = state === "bound" ? "-" : state;
  return printable(`${code.padEnd(20)}  ${name}${unbind.failure ? `  [${unbind.failure.code}]` : ""}`);
}

export function checkLine(check: UnbindView["checks"][number], { page: texts, errors }: CommandTexts): string {
  const { code, level, outcome, fact } = check;
  const { checkLevels, checkOutcomes, checks } = texts.unbind;
  const told = `${checkLevels[level]}  ${checkOutcomes[outcome]}  ${code}${fact ? ` (${fact})` : ""}  ${checks[code].name}`;
  return printable(outcome === "failed" ? `${told}: ${remedyOf(check, texts, errors).join(" ")}` : told);
}

/** Every field as it is signed, one a line, and the hash over all of them. */
export function summaryLines(payload: RequestPayload, hash: string, all: CommandTexts): readonly string[] {
  const { page: texts } = all;
  const fields = signedFields(payload).map((field) => {
    if (field.path === "precheck.checks")
      return row(texts.unbind.signedFields[field.path], checkLine(field.check, all));
    return row(texts.unbind.signedFields[field.path], String(field.value));
  });
  return [...fields, row(texts.screens.summary.hash, hash)].map(printable);
}
