/** Everything that the kiosk does besides an unbind, by its own orders. */

import { err, ok, type Result } from "../../base/result.ts";
import { followUpCode, pinRole } from "../../contract/codes.ts";
import type { ErrorView } from "../../contract/errors.ts";
import { type OrderInput, orders } from "../../contract/orders.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { KioskExit } from "../exitCodes.ts";
import type { KioskAction } from "./commands.ts";
import type { Job, JobFailure, JobOutcome } from "./job.ts";
import { unbindJobs } from "./unbindJobs.ts";

/** Terminal and upstream are looked at within a second; a line that is silent takes some more to be sure of. */
const lookedWithinMs = 15_000;

async function ended(job: Job, exit: KioskExit = "done"): Promise<JobOutcome> {
  return ok({ exit, at: await job.headless.landed() });
}

async function endedAfter(job: Job, given: Promise<Result<void, JobFailure>>): Promise<JobOutcome> {
  const answer = await given;
  return answer.ok ? ended(job) : answer;
}

async function status(job: Job): Promise<JobOutcome> {
  const isLooked = ({ terminal, upstream, bindings }: Snapshot) =>
    terminal.phase !== "reading" &&
    upstream.reach !== "unknown" &&
    (bindings.state === "known" || bindings.failure !== null || upstream.reach === "unreachable");
  await job.headless.until(isLooked, lookedWithinMs);
  const at = await job.headless.landed();
  const failure = whyUnknown(at);
  return ok({ exit: "done", at, ...(failure && { failure }) });
}

/** Why what would be told is not known: the terminal's fault before the upstream's, for nothing is found without the terminal. */
function whyUnknown({ terminal, bindings, upstream }: Snapshot): ErrorView | null {
  return terminal.failure ?? (bindings.state === "unknown" ? bindings.failure : null) ?? upstream.failure;
}

/** All of it, page by page. */
async function history(job: Job): Promise<JobOutcome> {
  const { host } = job.headless;
  const at = await host.snapshot();
  const all = [...at.history];
  while (all.length < at.historyCount) {
    const turned = await job.operator.order("readHistory", { from: all.length });
    if (!turned.ok) return turned;
    all.push(...((await host.snapshot()).historyPage?.entries ?? []));
  }
  return ok({ exit: "done", at: { ...at, history: all } });
}

async function tick(job: Job): Promise<JobOutcome> {
  const { typed } = job.args;
  const tick = orders.tickFollowUp.safeParse({
    requestId: typed.text("request"),
    code: typed.text("item"),
    done: !typed.has("undo"),
  });
  if (!typed.has("item"))
    return err({ code: "cli/value-unknown", argument: "--item", codes: followUpCode.options.join(", ") });
  if (!tick.success) return err({ code: "cli/arguments-wrong", argument: "--request" });
  return endedAfter(job, job.operator.order("tickFollowUp", tick.data));
}

function save(job: Job): Promise<JobOutcome> {
  const requestId = job.args.typed.text("request");
  return endedAfter(job, job.operator.order("saveEvidence", requestId === undefined ? {} : { requestId }));
}

/** `--for ROLE`: whose PIN it is about; the merchant's unless told otherwise. */
function pinOf({ args }: Job): OrderInput<"changePin"> {
  return { role: pinRole.parse(args.typed.text("for") ?? "merchant") };
}

/** On the first day the factory chooses its own; every other first PIN takes the upstream's leave. */
async function setPin(job: Job): Promise<JobOutcome> {
  const { role } = pinOf(job);
  const isTold = (seen: Snapshot) => role === "factory" || seen.bindings.state === "known" || whyNobodys(seen) !== null;
  const seen = await job.headless.until(isTold, lookedWithinMs);
  if (!seen) return err({ code: "cli/timed-out" });
  const isFirst = role !== "factory" && !seen.pin.standings[role].set;
  // Nobody may choose a PIN while nobody knows whose terminal this is: why, is what has to be put right.
  const why = whyNobodys(seen);
  if (isFirst && why) return err(why);
  return isFirst ? resetPin(job) : endedAfter(job, job.operator.order("changePin", { role }));
}

/** Why nobody knows whose terminal this is: it cannot be read, or the upstream does not say. */
function whyNobodys({ terminal, bindings }: Snapshot): ErrorView | null {
  return bindings.state === "unknown" ? (terminal.failure ?? bindings.failure) : null;
}

async function unlock(job: Job): Promise<JobOutcome> {
  const order = orders.liftPinLock.safeParse({ ...pinOf(job), reason: job.args.typed.text("because") });
  if (!order.success) return err({ code: "cli/arguments-wrong", argument: "--because" });
  return endedAfter(job, job.operator.order("liftPinLock", order.data));
}

/** The challenge lives as long as its process: it is shown, and the answer waited for. */
async function resetPin(job: Job): Promise<JobOutcome> {
  const asked = await job.operator.order("askPinReset", pinOf(job));
  if (!asked.ok) return asked;
  job.tell.pinReset(await job.headless.host.snapshot());
  const { typed } = job.args;
  if (typed.has("from-stick")) return endedAfter(job, job.operator.order("readPinReset", {}));
  if (!typed.has("signed")) return endedAfter(job, job.operator.order("enterPinReset", {}));
  const answer = await job.readAnswer();
  return answer.ok ? endedAfter(job, job.operator.order("readPinReset", { answer: answer.value })) : answer;
}

async function enrol(job: Job, order: "provision" | "bindAgain"): Promise<JobOutcome> {
  const looked = ({ terminal }: Snapshot) => terminal.phase !== "reading";
  const seen = await job.headless.until(looked, lookedWithinMs);
  if (seen?.terminal.failure) return err(seen.terminal.failure);
  if (order === "provision" && seen?.provisioning.phase === "provisioned") return ended(job);
  const code = await job.readCode();
  if (!code.ok) return code;
  const input = code.value === null ? {} : { code: code.value };
  return endedAfter(job, job.operator.order(order, input));
}

function journal(job: Job): Promise<JobOutcome> {
  const before = job.args.typed.text("before");
  const caseNumber = job.args.typed.text("case");
  const wanted = { ...(before !== undefined && { beforeSeq: Number(before) }), ...(caseNumber && { caseNumber }) };
  return endedAfter(job, job.operator.order("readJournal", wanted));
}

export const jobs: Readonly<Record<KioskAction, (job: Job) => Promise<JobOutcome>>> = {
  ...unbindJobs,
  "status show": status,
  "history show": history,
  "history tick": tick,
  "export save": save,
  "pin show": (job) => ended(job),
  "pin set": setPin,
  "pin change": (job) => endedAfter(job, job.operator.order("changePin", pinOf(job))),
  "pin unlock": unlock,
  "pin reset": resetPin,
  "provision enrol": (job) => enrol(job, "provision"),
  "bind-again enrol": (job) => enrol(job, "bindAgain"),
  "journal show": journal,
  "journal export": (job) => endedAfter(job, job.operator.order("exportJournal", {})),
  "journal archive": (job) => endedAfter(job, job.operator.order("archiveJournal", {})),
  "diagnostics show": (job) => endedAfter(job, job.operator.order("readDiagnostics", {})),
  "diagnostics save": (job) => endedAfter(job, job.operator.order("saveLogBundle", {})),
};
