/** `unbind`: from the reason to the confirmation, and every step that a person takes afterwards. All of it by the kiosk's own orders. */

import { err, ok, type Result } from "../../base/result.ts";
import { bindingKind, reasonCode } from "../../contract/codes.ts";
import { orders } from "../../contract/orders.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import type { BindingView } from "../../contract/views/binding.ts";
import type { UnbindView } from "../../contract/views/unbind.ts";
import type { KioskExit } from "../exitCodes.ts";
import { waiverOf } from "./arguments.ts";
import type { KioskAction } from "./commands.ts";
import type { Job, JobFailure, JobOutcome } from "./job.ts";

/** The upstream is looked at a quarter of a second after the start; an exchange gives up after tens of seconds. */
const bindingsWithinMs = 60_000;

/** Where an unbind goes on by itself. "provider": it goes on elsewhere, and here it is asked about or told. */
const goesOn: Partial<Readonly<Record<UnbindView["state"], "here" | "provider">>> = {
  precheck: "here",
  sending: "here",
  executing: "here",
  unboundUpstream: "here",
  offlineAuthorised: "here",
  wiping: "here",
  wiped: "provider",
  unknown: "provider",
  submitted: "provider",
  underReview: "provider",
  riskHold: "provider",
  completedPendingSync: "provider",
};

const ends: Partial<Readonly<Record<UnbindView["state"], KioskExit>>> = {
  bound: "done",
  completed: "done",
  rejected: "stillBound",
  cancelled: "stillBound",
  expired: "stillBound",
};

function exitOfUnbind(unbind: UnbindView): KioskExit {
  const { state, paymentOrder } = unbind;
  if (isWithdrawn(unbind)) return "waitsForProvider";
  const ended = ends[state];
  // The shop would take payments that it must not, or none that it may: somebody has to look after its application.
  if (ended && paymentOrder === "unheard") return "waitsForPerson";
  if (ended === "stillBound" && paymentOrder === "undecided") return "waitsForProvider";
  if (ended) return ended;
  return goesOn[state] ? "waitsForProvider" : "waitsForPerson";
}

/** The person has taken the request back, and the provider has not answered to that. */
function isWithdrawn({ state, cancelAsked }: UnbindView): boolean {
  return cancelAsked && !(state in ends);
}

/** Nothing comes of it any more here; what the provider takes its time for is waited for with `--follow` alone. */
function isSettled(unbind: UnbindView, follow: boolean): boolean {
  const { state, preparing, asking, nextAskAt } = unbind;
  if (preparing || goesOn[state] === "here") return false;
  if (isWithdrawn(unbind) || goesOn[state] === "provider") return !follow && (asking || nextAskAt !== null);
  return true;
}

/**
 * What a request held stays held until the provider says how the binding stands: a command that starts with one that has ended
 * waits for that word, or until it is known that nobody says it for now.
 */
function isWordIn({ unbind, upstream, bindings }: Snapshot): boolean {
  const isHeld = ends[unbind.state] !== undefined && unbind.paymentOrder === "undecided";
  const isUnheard = upstream.reach === "unreachable" || (bindings.state === "unknown" && bindings.failure !== null);
  return unbind.paymentOrder !== "underWay" && (isUnheard || !isHeld);
}

/** Whether this terminal has something to say or to find out before a command may end without it. */
function owesAWord(unbind: UnbindView): boolean {
  return isWithdrawn(unbind) || ["unknown", "wiped", "completedPendingSync"].includes(unbind.state);
}

/**
 * Waits for what comes of an order, tells each state on the way, and ends where somebody else's turn begins: what is owed
 * to the provider was said once more by then, and the payment application has heard its order. `saidIn`: the state in
 * which that was said already.
 */
async function followed(job: Job, saidIn?: UnbindView["state"]): Promise<JobOutcome> {
  const { headless } = job;
  const follow = job.args.typed.has("follow");
  let told = "";
  const look = ({ unbind }: Snapshot) => {
    const line = `${unbind.state} ${unbind.preparing} ${unbind.failure?.code}`;
    if (line !== told) job.tell.progress(unbind);
    told = line;
    return isSettled(unbind, follow);
  };
  const said = new Set([saidIn]);
  for (;;) {
    const seen = await headless.until(look);
    if (!seen || !owesAWord(seen.unbind) || said.has(seen.unbind.state)) break;
    said.add(seen.unbind.state);
    await headless.host.order("checkNow", {});
  }
  await headless.until(isWordIn, bindingsWithinMs);
  const at = await headless.landed();
  const exit = at.service.phase === "outOfService" ? "outOfService" : exitOfUnbind(at.unbind);
  return ok({ exit, at, ...(at.unbind.failure && { failure: at.unbind.failure }) });
}

function isAsked(job: Job, binding: BindingView): boolean {
  const provider = job.args.typed.text("provider") ?? binding.providerId;
  const kind = job.args.typed.text("kind") ?? binding.bindingKind;
  return binding.state === "bound" && binding.providerId === provider && binding.bindingKind === kind;
}

/** The binding that was named, or the only one. */
async function findTarget(job: Job): Promise<Result<BindingView, JobFailure>> {
  const isTold = ({ bindings }: Snapshot) => bindings.state === "known" || bindings.failure !== null;
  const seen = await job.headless.until(isTold, bindingsWithinMs);
  if (!seen) return err({ code: "cli/timed-out" });
  if (seen.bindings.state === "unknown") return err(seen.bindings.failure ?? { code: "cli/timed-out" });
  const { list } = seen.bindings;
  const [target, another] = list.filter((binding) => isAsked(job, binding));
  const bindings = list
    .map(({ providerId, bindingKind: kind, state }) => `--provider ${providerId} --kind ${kind} (${state})`)
    .join("; ");
  if (!target) return err({ code: "cli/binding-missing", bindings });
  return another ? err({ code: "cli/binding-ambiguous", bindings }) : ok(target);
}

function choiceOf(job: Job, { profile, policy }: UnbindView): Result<object, JobFailure> {
  const { typed } = job.args;
  const code = typed.text("reason");
  const reasons = profile?.reasons.map((reason) => reason.code) ?? [];
  if (!reasons.some((reason) => reason === code))
    return err({ code: "cli/reason-unknown", reasons: reasons.join(", ") });
  if (!typed.has("accept-policy")) return err({ code: "cli/arguments-wrong", argument: "--accept-policy" });
  const remark = typed.text("remark");
  return ok({
    code,
    ...(remark !== undefined && { text: remark }),
    intent: typed.text("intent") ?? "unbind_only",
    way: typed.text("way") ?? "online",
    consent: true,
    ...(policy && { policy: policy.hash }),
    statements: typed.texts("state"),
  });
}

async function checked(job: Job): Promise<UnbindView> {
  const isOver = ({ unbind }: Snapshot) => unbind.state !== "precheck" && unbind.state !== "draft";
  await job.headless.until(isOver);
  return (await job.headless.host.snapshot()).unbind;
}

async function begin(job: Job): Promise<JobOutcome> {
  const { operator, headless, args } = job;
  const { host } = headless;
  if (!args.typed.has("reason"))
    return err({ code: "cli/value-unknown", argument: "--reason", codes: reasonCode.options.join(", ") });
  const target = await findTarget(job);
  if (!target.ok) return target;
  const { providerId } = target.value;
  const begun = await operator.order("beginUnbind", {
    providerId,
    bindingKind: bindingKind.parse(target.value.bindingKind),
  });
  if (!begun.ok) return begun;
  const offered = (await host.snapshot()).unbind;
  job.tell.terms(offered);
  const choice = choiceOf(job, offered);
  if (!choice.ok) return choice;
  const chosen = await operator.order("chooseReason", orders.chooseReason.parse(choice.value));
  if (!chosen.ok) return chosen;

  let draft = await checked(job);
  if (args.typed.has("settle") && (await host.snapshot()).offered.settleBatch) {
    const settled = await operator.order("settleBatch", {});
    if (!settled.ok) return settled;
    draft = await checked(job);
  }
  for (const text of args.typed.texts("waive")) {
    const waiver = waiverOf(text);
    const waived = waiver ? await operator.order("waiveCheck", waiver) : ok();
    if (!waived.ok) return waived;
    draft = await checked(job);
  }
  job.tell.checks(draft);
  if (draft.state !== "ready") return ok({ exit: "blocked", at: await host.snapshot() });

  const shown = await operator.order("showSummary", {});
  if (!shown.ok) return shown;
  const { summary } = (await host.snapshot()).unbind;
  if (!summary) return err({ code: "host/not-now" });
  job.tell.summary(summary.payload, summary.hash);
  const tail = await job.confirm();
  if (tail !== summary.payload.device.sn.slice(-4)) {
    const failure = { code: tail === null ? "cli/not-confirmed" : "cli/sn-tail-wrong" } as const;
    return ok({ exit: "notConfirmed", at: await host.snapshot(), failure });
  }
  const confirmed = await operator.order("confirmUnbind", { summaryHash: summary.hash });
  return confirmed.ok ? followed(job) : confirmed;
}

type WatchedOrder =
  | "approveUnbind"
  | "sendUnbind"
  | "checkNow"
  | "enterVerification"
  | "executeUnbind"
  | "cancelUnbind"
  | "startChallenge"
  | "saveChallenge"
  | "enterAnswer"
  | "resumeWipe"
  | "closeOutcome";

/** Where there is nothing to ask the upstream about, it is told how things stand. */
async function check(job: Job): Promise<JobOutcome> {
  const { unbind, offered } = await job.headless.host.snapshot();
  return unbind.state === "bound" || offered.checkNow ? ordering("checkNow")(job) : followed(job);
}

/** Orders that take nothing and whose outcome is watched. */
function ordering(name: WatchedOrder) {
  return async (job: Job): Promise<JobOutcome> => {
    const { state } = (await job.headless.host.snapshot()).unbind;
    if (state === "bound") return err({ code: "cli/no-request" });
    const given = await job.operator.order(name, {});
    // A gate that closed says more than its code: which checks, and what to do about each.
    const isGate = !given.ok && given.error.code === "unbind/gate-closed";
    if (!given.ok && !isGate) return given;
    return name === "checkNow" ? followed(job, state) : followed(job);
  };
}

/** What is to be proven lives as long as a process: a command that starts with it owed asks the upstream for it first. */
async function verifyCode(job: Job): Promise<JobOutcome> {
  const isAskedFor = ({ unbind, upstream }: Snapshot) =>
    unbind.state !== "verificationRequired" || unbind.demand !== null || isUnheard(unbind, upstream);
  await job.headless.until(isAskedFor, bindingsWithinMs);
  return ordering("enterVerification")(job);
}

/** Asking came to nothing, and it is asked again later. */
function isUnheard({ asking, failure }: UnbindView, { reach }: Snapshot["upstream"]): boolean {
  return reach === "unreachable" || (!asking && failure !== null);
}

/** From the memory stick, or as somebody types it. */
async function readAnswer(job: Job): Promise<JobOutcome> {
  const { state } = (await job.headless.host.snapshot()).unbind;
  if (state === "bound") return err({ code: "cli/no-request" });
  const typed = job.args.typed.has("signed") ? await job.readAnswer() : null;
  if (typed && !typed.ok) return typed;
  const given = await job.operator.order("readAnswer", typed ? { answer: typed.value } : {});
  return given.ok ? followed(job) : given;
}

type UnbindAction = Extract<KioskAction, `unbind ${string}`>;

export const unbindJobs: Readonly<Record<UnbindAction, (job: Job) => Promise<JobOutcome>>> = {
  "unbind begin": begin,
  "unbind approve": ordering("approveUnbind"),
  "unbind send": ordering("sendUnbind"),
  "unbind check": check,
  "unbind verify-code": verifyCode,
  "unbind execute": ordering("executeUnbind"),
  "unbind cancel": ordering("cancelUnbind"),
  "unbind challenge": ordering("startChallenge"),
  "unbind save-challenge": ordering("saveChallenge"),
  "unbind answer": ordering("enterAnswer"),
  "unbind read-answer": readAnswer,
  "unbind resume": ordering("resumeWipe"),
  "unbind close": ordering("closeOutcome"),
};
