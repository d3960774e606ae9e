/**
 * Whether the terminal answers what it is asked now, or what it was asked before. An OK is everybody's answer; the form of
 * errors (+CMEE?) is the answer to one question alone, so that it tells, in its own place, that question and answer belong
 * together, and in the next one's, that every answer comes one question late.
 */

import type { Result } from "../../base/result.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import { attention } from "../../serial/at/commands/attention.ts";
import { errorForm } from "../../serial/at/commands/cmee.ts";
import { lineEndRescue } from "../../serial/at/commands/lineEnds.ts";
import { setUp } from "../../serial/at/commands/setUp.ts";
import type { AtResponse } from "../../serial/at/reader.ts";
import type { AtWire, AtWireFailure } from "./wire.ts";

/** How many questions later an answer comes. */
export type Lag = 0 | 1;
/** How this terminal is asked: whether it knows the form of errors, and how long it is waited for. */
export type Asking = {
  readonly hasErrorForm: boolean;
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
};

export type StepFailure = "outOfStep" | "unanswered";

/** Without a byte for this long a port is quiet: longer than any gap inside an answer, and than a slow terminal takes for one. */
const quiet = { leastMs: 250, mostMs: 1_000 } as const;
/** A port that has not fallen quiet in this time has somebody on it who talks all the time. */
const maxNoiseMs = 600;

/** Short at first, for a terminal that hears nothing yet; then as long as a slow one needs. */
const hailWaitsMs = [300, 300, 300, 500, 1_000] as const;
const rescuedWaitsMs = [300, 300] as const;
const maxTries = 3;

/** Waits until nothing that was asked before can still come; false where the line does not fall quiet. */
export function settle(wire: AtWire): Promise<boolean> {
  const spanMs = Math.min(quiet.mostMs, Math.max(quiet.leastMs, 1.5 * wire.slowestMs()));
  return wire.quiet(spanMs, maxNoiseMs + spanMs);
}

/** Calls the terminal until it answers; false when it does not. Ends lines as the terminal wants them from then on. */
export async function hail(wire: AtWire, signal?: AbortSignal): Promise<boolean> {
  wire.endLinesWith("\r");
  if (await answersOneOf(hailWaitsMs, wire, signal)) return true;
  if (wire.isClosed() || signal?.aborted || wire.heard().answer) return false;
  await wire.write(lineEndRescue);
  return answersOneOf(rescuedWaitsMs, wire, signal);
}

async function answersOneOf(waitsMs: readonly number[], wire: AtWire, signal?: AbortSignal): Promise<boolean> {
  let answered = false;
  let waitedMs = 0;
  for (const waitMs of waitsMs) {
    const answer = await wire.send(setUp, waitMs, signal);
    if (answer.ok) wire.mayTake(waitedMs);
    if (answer.ok && answer.value.final?.result === "OK") return true;
    if (wire.isClosed() || signal?.aborted) return false;
    answered ||= answer.ok;
    waitedMs = answer.ok ? 0 : waitMs;
    // Some firmware takes a line only when it ends with both; the others do not mind.
    if (!answer.ok) wire.endLinesWith("\r\n");
  }
  return answered;
}

/** How late the answers are. "outOfStep": they come, and no two of them tell the same; "unanswered": they do not come. */
export async function lagOf(wire: AtWire, asking: Asking): Promise<Lag | StepFailure> {
  for (let tries = 1; tries <= maxTries; tries++) {
    const seen = await look(wire, asking);
    if (seen === "unanswered") return seen;
    // Without proof it is looked at twice: the first look may have met the end of something earlier.
    if (seen === "inStep" || (seen === "noSign" && tries > 1)) return 0;
    if (seen === "late" && isErrorForm(await sendLate(wire, errorForm, asking))) return 1;
  }
  return "outOfStep";
}

/** Whether the answers still come as late as they did; null where they do. */
export async function stepLost(wire: AtWire, lag: Lag, asking: Asking): Promise<StepFailure | null> {
  if (lag === 1) return isErrorForm(await sendLate(wire, errorForm, asking)) ? null : "outOfStep";
  const seen = await look(wire, asking);
  if (seen === "unanswered") return seen;
  return seen === "inStep" || seen === "noSign" ? null : "outOfStep";
}

/** "noSign": the terminal says OK to everything, and nothing has come that was meant for another question. */
async function look(
  wire: AtWire,
  { hasErrorForm, waitMs, signal }: Asking,
): Promise<"inStep" | "late" | "noSign" | "outOfStep" | "unanswered"> {
  wire.takeOddities();
  const own = hasErrorForm ? await wire.send(errorForm, waitMs, signal) : null;
  if (own && isErrorForm(own)) return "inStep";
  // What came and did not end is no answer to an earlier question.
  if (own && !own.ok) wire.takeOddities();
  const next = await wire.send({ ...attention, owns: errorForm.owns }, waitMs, signal);
  if (!next.ok) return "unanswered";
  if (isErrorForm(next)) {
    // Late once, by the time that it took, or late for good: then nothing more comes by itself.
    await settle(wire);
    return wire.takeOddities() === 0 ? "late" : "outOfStep";
  }
  const isAlone = next.value.final?.result === "OK" && wire.takeOddities() === 0;
  // It does not know the question, and answers the next one in its place.
  if (isAlone && !(own?.ok && own.value.final?.result === "OK")) return "inStep";
  const isSettled = await settle(wire);
  return isAlone && isSettled && wire.takeOddities() === 0 ? "noSign" : "outOfStep";
}

/** Where each answer comes with the next question, an attention behind the command brings its answer. */
export async function sendLate(
  wire: AtWire,
  command: AtCommand<unknown>,
  { waitMs, signal }: Pick<Asking, "waitMs" | "signal">,
): Promise<Result<AtResponse, AtWireFailure>> {
  const before = await wire.send({ ...attention, line: command.line }, waitMs, signal);
  if (!before.ok) return before;
  return wire.send({ ...command, line: attention.line }, waitMs, signal);
}

function isErrorForm(answer: Result<AtResponse, AtWireFailure>): boolean {
  return answer.ok && errorForm.parse(answer.value.lines) !== null;
}
