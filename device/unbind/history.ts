/**
 * Every unbind of this terminal, also after the wipe: what was asked for, how it ended, and what is left to do. Folded
 * from the journal, like the state; knows no object, only where its records lie.
 */

import * as z from "zod/mini";
import { instantOf } from "../base/instant.ts";
import { type BindingEpoch, epochOf, isSame, isSameEpoch, leavesTerminalBound } from "../bindings/binding.ts";
import { bindingKind, type FollowUpCode, followUpCode } from "../contract/codes.ts";
import { count, epoch, instant, text, uuid } from "../contract/fields.ts";
import type { CheckResult } from "../contract/messages/request.ts";
import type { JournalRecord } from "../journal/record.ts";
import { type ConfirmedRequest, confirmedRequest } from "../trust/signedObjects.ts";
import { type DurableEvent, durableEvent } from "./events.ts";
import { replayUnbind } from "./machine.ts";
import { isClosed, isUnbound, paymentsMayContinue, receiptOf, type UnbindState } from "./states.ts";

export const unbindRecordKind = "unbind";
export const followUpRecordKind = "followUp";
/** What is left of an unbind once it is over, so that a long past is read from these records alone. */
export const closingRecordKind = "closing";

/** A person says that something is done, or that it is not after all. */
export const followUpTick = z.strictObject({ requestId: uuid, code: followUpCode, done: z.boolean() });
export type FollowUpTick = z.infer<typeof followUpTick>;

export type HistoryEntry = {
  readonly request: Pick<
    ConfirmedRequest,
    "requestId" | "providerId" | "bindingKind" | "epoch" | "confirmedAt" | "origin"
  >;
  readonly state: UnbindState["name"];
  /** The upstream took it up; one that it refused at the door does not exist there. */
  readonly taken: boolean;
  readonly proof: "receipt" | "offline_signed" | "offline_code" | null;
  readonly endedAt: string | null;
  readonly followUps: readonly FollowUpCode[];
  readonly done: ReadonlyMap<FollowUpCode, string>;
  /** How often something was ticked off or taken back. */
  readonly ticks: number;
  /** Codes that were read out and compared. */
  readonly answersTried: number;
  /** Its first and its last record in the journal. */
  readonly fromSeq: number;
  readonly toSeq: number;
};

const recordSeq = z.int().check(z.positive());
export const closing = z.strictObject({
  entry: z.strictObject({
    request: z.pick(confirmedRequest, {
      requestId: true,
      providerId: true,
      bindingKind: true,
      epoch: true,
      confirmedAt: true,
      origin: true,
    }),
    // Wiped or not reported yet where the upstream bound the terminal anew before it had acknowledged that.
    state: z.enum(["rejected", "cancelled", "expired", "wiped", "completedPendingSync", "completed"]),
    taken: z.boolean(),
    proof: z.nullable(z.enum(["receipt", "offline_signed", "offline_code"])),
    endedAt: z.nullable(instant),
    followUps: z.array(followUpCode),
    done: z.array(z.tuple([followUpCode, instant])),
    /** Earlier programs counted none. */
    ticks: z._default(count, 0),
    answersTried: count,
    fromSeq: recordSeq,
    toSeq: recordSeq,
  }),
  /** Earlier programs did not name the provider: then it is that of the entry. */
  paidInto: z.nullable(z.strictObject({ providerId: z.optional(text(64)), bindingKind, epoch })),
});
export type Closing = z.infer<typeof closing>;

type Noted = { readonly seq: number; readonly at: number };

export type History = {
  /** Oldest first. */
  entries(): readonly HistoryEntry[];
  /** Of each binding the unbind that ended it last. */
  ended(): readonly HistoryEntry[];
  of(requestId: string): HistoryEntry | null;
  /** How many were requested here, and not ordered by the upstream. */
  requestCount(): number;
  /** What came of an event, and where it is written. */
  note(event: DurableEvent, state: UnbindState, noted: Noted): void;
  tick(tick: FollowUpTick, noted: Noted): void;
  /** There were unbinds, and all of them are over and written down as such. */
  isAllClosed(): boolean;
  /** Of every unbind that is over and written down as such, oldest first. */
  closed(): readonly Closing[];
  /** What to write down now that everything noted so far is over: one for each unbind that has none yet. */
  closings(): readonly Closing[];
  /** Takes it that this was written down, or found so. */
  close(closed: Closing): void;
  /** The card or account that was unbound last, where the upstream did not say that payments may go on without it. */
  paidInto(): BindingEpoch | null;
  /** The last request of this binding, where the upstream knows it and rejected it: a new one takes its place. */
  toSupersede(binding: BindingEpoch): string | null;
  /** Codes that were compared for this binding, over all its challenges. A challenge does not name the provider. */
  answersTried(target: Omit<BindingEpoch, "providerId">): number;
};

function createHistory(): History {
  const entries = new Map<string, HistoryEntry>();
  /** The list of them, made anew when it has changed: every snapshot asks for it. */
  let listed: readonly HistoryEntry[] | null = null;
  const lastEnded = new Map<string, HistoryEntry>();
  const unclosed = new Set<string>();
  let paidInto: ReturnType<History["paidInto"]> = null;

  function begin(request: ConfirmedRequest, seq: number): HistoryEntry {
    const { requestId, providerId, bindingKind, epoch, confirmedAt, origin } = request;
    return {
      request: { requestId, providerId, bindingKind, epoch, confirmedAt, origin },
      state: "confirmed",
      taken: false,
      proof: null,
      endedAt: null,
      followUps: [],
      done: new Map(),
      ticks: 0,
      answersTried: 0,
      fromSeq: seq,
      toSeq: seq,
    };
  }

  function put(entry: HistoryEntry): void {
    const { requestId, providerId, bindingKind: kind, epoch: number } = entry.request;
    entries.set(requestId, entry);
    listed = null;
    const binding = `${kind} ${providerId}`;
    const isLast = number >= (lastEnded.get(binding)?.request.epoch ?? 0);
    if (entry.proof !== null && isLast) lastEnded.set(binding, entry);
  }

  function closingOf(requestId: string): readonly Closing[] {
    const entry = entries.get(requestId);
    return entry ? [closing.parse({ entry: { ...entry, done: [...entry.done] }, paidInto })] : [];
  }

  return {
    entries() {
      listed ??= [...entries.values()];
      return listed;
    },
    ended: () => [...lastEnded.values()],
    of: (requestId) => entries.get(requestId) ?? null,
    requestCount: () => [...entries.values()].filter(({ request }) => request.origin !== "upstream").length,
    note(event, state, { seq, at }) {
      if (!("request" in state)) return;
      const { requestId } = state.request;
      const entry = entries.get(requestId) ?? begin(state.request, seq);
      const ended = isClosed(state) || state.name === "completed";
      // It may have been taken, and the upstream was restored without it since: what names it would be refused for ever.
      const unknown = event.type === "decisionVerified" && event.decision.outcome === "refused";
      if (state.name === "completed") {
        // With the terminal's own binding every account of that merchant is gone; the next one's is none of them.
        const waits = leavesTerminalBound(state.request) && !paymentsMayContinue(state);
        paidInto = waits ? epochOf(state.request) : null;
      }
      unclosed.add(requestId);
      put({
        ...entry,
        state: state.name,
        taken: !unknown && (entry.taken || state.said !== null),
        proof: isUnbound(state) ? state.proof.kind : null,
        endedAt: ended ? instantOf(at) : null,
        followUps: receiptOf(state)?.payload.followUps ?? entry.followUps,
        answersTried: entry.answersTried + (event.type === "answerTried" ? 1 : 0),
        toSeq: seq,
      });
    },
    tick({ requestId, code, done }, { at }) {
      const entry = entries.get(requestId);
      if (!entry) return;
      const ticked = new Map(entry.done);
      if (done) ticked.set(code, instantOf(at));
      else ticked.delete(code);
      put({ ...entry, done: ticked, ticks: entry.ticks + 1 });
    },
    isAllClosed: () => entries.size > 0 && unclosed.size === 0,
    closed: () => [...entries.keys()].filter((requestId) => !unclosed.has(requestId)).flatMap(closingOf),
    closings: () => [...unclosed].flatMap(closingOf),
    close(closed) {
      const { entry } = closed;
      const { requestId } = entry.request;
      unclosed.delete(requestId);
      if (!entries.has(requestId)) put({ ...entry, done: new Map(entry.done) });
      const { providerId = paidInto?.providerId ?? entry.request.providerId } = closed.paidInto ?? {};
      paidInto = closed.paidInto && { ...closed.paidInto, providerId };
    },
    paidInto: () => paidInto,
    toSupersede(binding) {
      // One that was refused at the door may have been so for the one that it named.
      const last = [...entries.values()]
        .reverse()
        .find(({ request, taken, state }) => (taken || state === "rejected") && isSame(request, binding));
      return last?.taken && last.state === "rejected" && isSameEpoch(last.request, binding)
        ? last.request.requestId
        : null;
    },
    answersTried: ({ bindingKind, epoch }) =>
      [...entries.values()]
        .filter(({ request }) => request.bindingKind === bindingKind && request.epoch === epoch)
        .reduce((sum, { answersTried }) => sum + answersTried, 0),
  };
}

export type ReplayedUnbind = {
  readonly state: UnbindState;
  readonly history: History;
  /** What the gate judged that closed before anything else happened; empty where none did. */
  readonly closedGate: readonly CheckResult[];
};

/**
 * The fold from the journal's records to state and history; null when a record does not follow from those before it.
 * Of what was closed only the closings are read.
 */
export function foldUnbind(records: readonly JournalRecord[]): ReplayedUnbind | null {
  const history = createHistory();
  const openFrom = afterLastClosing(records);
  let state: UnbindState = { name: "bound" };
  let closedGate: readonly CheckResult[] = [];
  for (const record of records) {
    const { kind, seq, at } = record;
    if (kind === unbindRecordKind && seq >= openFrom) {
      const event = durableEvent.safeParse(record.body);
      const next: UnbindState | null = event.success ? replayUnbind(state, event.data) : null;
      if (!event.success || !next) return null;
      state = next;
      closedGate = event.data.type === "gatesFailed" ? event.data.checks : [];
      history.note(event.data, state, { seq, at });
    } else if (kind === followUpRecordKind) {
      const tick = followUpTick.safeParse(record.body);
      if (!tick.success) return null;
      history.tick(tick.data, { seq, at });
    } else if (kind === closingRecordKind) {
      const closed = closing.safeParse(record.body);
      if (!closed.success) return null;
      history.close(closed.data);
    }
  }
  return { state, history, closedGate };
}

/** What a new journal needs of this one: of each unbind that is over one line, and whatever is not over as it is. */
export function carriedUnbinds(records: readonly JournalRecord[]): {
  readonly closings: readonly Closing[];
  readonly open: readonly JournalRecord[];
} {
  const closings = foldUnbind(records)?.history.closed() ?? [];
  const over = new Set(closings.map(({ entry }) => entry.request.requestId));
  const openFrom = afterLastClosing(records);
  const open = records.filter(({ kind, seq, body }) => {
    if (kind === unbindRecordKind) return seq >= openFrom;
    const tick = followUpTick.safeParse(kind === followUpRecordKind ? body : null);
    return tick.success && !over.has(tick.data.requestId);
  });
  return { closings, open };
}

/** The record with which what is not closed begins. */
function afterLastClosing(records: readonly JournalRecord[]): number {
  let last = records.length;
  while (last > 0 && records[last - 1]?.kind !== closingRecordKind) last -= 1;
  return (records[last - 1]?.seq ?? 0) + 1;
}
