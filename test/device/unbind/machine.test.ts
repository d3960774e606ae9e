// The machine as a whole: every transition there is, held against the complete list of what one unbind may do.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExecutionStyle } from "../../../device/contract/codes.ts";
import type { UnbindStateName } from "../../../device/contract/views/unbind.ts";
import { mostAnswerTries } from "../../../device/offline/challengeSession.ts";
import { durableEvent, isDurable, type UnbindEvent } from "../../../device/unbind/events.ts";
import { replayUnbind, stepUnbind } from "../../../device/unbind/machine.ts";
import { paymentsAllowedIn } from "../../../device/unbind/payments.ts";
import { isDraft, isUnbound, isWiped, receiptOf, type UnbindState } from "../../../device/unbind/states.ts";
import { events } from "./samples.ts";

/** Complete: anything else is a bug. "|" on the left: from each of them; "others" on the right: to each of those. */
const listed = `
bound -> draft
draft -> precheck
precheck -> blocked ready
blocked -> precheck
ready -> confirmed
draft|precheck|blocked|ready -> bound
confirmed -> awaitingSecond sending offlineChallenge cancelled expired
awaitingSecond -> sending offlineChallenge cancelled expired
sending -> submitted verificationRequired riskHold approved rejected unknown(apply)
sending -> unboundUpstream (one-step)
unknown(apply) -> sending submitted underReview verificationRequired riskHold approved rejected expired
unknown(apply) -> unboundUpstream (one-step)
submitted|underReview|verificationRequired|riskHold -> others approved rejected expired cancelled unknown(apply)
submitted|underReview|verificationRequired|riskHold -> unboundUpstream (one-step)
approved -> executing expired cancelled rejected
executing -> unboundUpstream unknown(execute) approved rejected expired
unknown(execute) -> executing unboundUpstream approved rejected expired
unboundUpstream -> wiping
wiping -> wiped wipeIncomplete
wipeIncomplete -> wiping
wiped -> completed
offlineChallenge -> offlineAuthorised sending expired cancelled
offlineAuthorised -> wiping
wiped -> completedPendingSync
completedPendingSync -> completed
completed -> bound
bound -> approved (two-step)
`;

/**
 * Beyond that list, each for a reason.
 * blocked to ready: a waiver is judged with the checks at hand, and needs no new ones.
 * ready to precheck: what only warned is put right and looked at again.
 * To rejected, cancelled, expired: what the upstream signed is believed whatever the terminal was doing about a request that
 * left it. To cancelled also: one that was withdrawn and that the upstream does not know is not sent again.
 * To unboundUpstream: a verified receipt is believed in every state of a request that left; what ended at the upstream's desk has ended.
 * To bound: the operator has read the outcome, or begins anew; the binding was alive all the time. Wiped, and not
 * acknowledged: the upstream bound the terminal anew, which says as much.
 */
const further = `
blocked -> ready
ready -> precheck
executing|unknown(execute) -> cancelled
sending|unknown(apply) -> cancelled expired
approved -> unboundUpstream
sending|unknown(apply)|submitted|underReview|verificationRequired|riskHold -> unboundUpstream (two-step)
rejected|cancelled|expired -> bound
wiped|completedPendingSync -> bound
`;

const styles = { "one-step": "one_step", "two-step": "approve_then_execute" } as const;

function parse(list: string, style: ExecutionStyle): Set<string> {
  const ofStyle = (line: string) => {
    const only = /\((one-step|two-step)\)$/.exec(line)?.[1] as keyof typeof styles | undefined;
    return !only || styles[only] === style;
  };
  const pairs = list
    .trim()
    .split("\n")
    .filter(ofStyle)
    .flatMap((line) => {
      const [left = "", right = ""] = line.replace(/ \((one|two)-step\)$/, "").split(" -> ");
      const from = left.split("|");
      const to = right.split(" ").flatMap((one) => (one === "others" ? from : [one]));
      return from.flatMap((one) => to.filter((other) => other !== one).map((other) => `${one} -> ${other}`));
    });
  return new Set(pairs);
}

const nameOf = (state: UnbindState) => (state.name === "unknown" ? `unknown(${state.phase})` : state.name);

/** States that differ only in what the machine does not look at are one. */
function kindOf(state: UnbindState): string {
  const { execution, way, bindingKind, secondApproval, origin } = ("request" in state && state.request) || {};
  const items = "items" in state ? state.items.map(({ name, result }) => `${name} ${result}`) : [];
  return JSON.stringify([
    nameOf(state),
    [execution, way, bindingKind, secondApproval, origin],
    [...new Set(items)].sort(),
    "cancellation" in state && state.cancellation !== null,
    "approval" in state && state.approval !== null,
    "preparing" in state && state.preparing,
    "execution" in state && state.execution !== null,
    "tries" in state && state.tries >= mostAnswerTries,
    "proof" in state && state.proof.kind,
    isUnbound(state) && receiptOf(state)?.payload.paymentsMayContinue,
    "refused" in state && state.refused !== null,
    "waivers" in state && state.waivers.length > 0,
    "summary" in state && state.summary !== null,
  ]);
}

type Step = { readonly from: UnbindState; readonly event: UnbindEvent; readonly to: UnbindState };

/** Every state that can be reached, and every step between them. */
function explore(): { readonly states: readonly UnbindState[]; readonly steps: readonly Step[] } {
  const seen = new Map<string, UnbindState>();
  const steps: Step[] = [];
  const open: UnbindState[] = [{ name: "bound" }];
  for (let from = open.pop(); from; from = open.pop()) {
    if (seen.has(kindOf(from))) continue;
    seen.set(kindOf(from), from);
    for (const event of events) {
      const step = stepUnbind(from, event);
      if (!step) continue;
      steps.push({ from, event, to: step[0] });
      open.push(step[0]);
    }
  }
  return { states: [...seen.values()], steps };
}

/** What happened; of a decision, what was decided. */
const wordOf = (event: UnbindEvent) => (event.type === "decisionVerified" ? event.decision.outcome : event.type);

const { states, steps } = explore();
const styleOf = (state: UnbindState) => ("request" in state ? state.request.execution : null);

describe.each(Object.entries(styles))("%s", (_name, style) => {
  test("The transitions there are, are those of the list and no other", () => {
    const ofStyle = steps.filter(({ from, to }) => (styleOf(from) ?? styleOf(to) ?? style) === style);
    const found = new Set(ofStyle.map(({ from, to }) => `${nameOf(from)} -> ${nameOf(to)}`));
    const changes = [...found].filter((step) => step.split(" -> ")[0] !== step.split(" -> ")[1]);
    const expected = [...new Set([...parse(listed, style), ...parse(further, style)])];

    expect(changes.sort()).toEqual(expected.sort());
  });
});

test("Every state can be reached", () => {
  const names: Readonly<Record<UnbindStateName, null>> = {
    bound: null,
    draft: null,
    precheck: null,
    blocked: null,
    ready: null,
    confirmed: null,
    awaitingSecond: null,
    offlineChallenge: null,
    sending: null,
    unknown: null,
    submitted: null,
    underReview: null,
    riskHold: null,
    verificationRequired: null,
    approved: null,
    executing: null,
    rejected: null,
    cancelled: null,
    expired: null,
    unboundUpstream: null,
    offlineAuthorised: null,
    wiping: null,
    wipeIncomplete: null,
    wiped: null,
    completedPendingSync: null,
    completed: null,
  };

  expect(new Set(states.map(({ name }) => name))).toEqual(new Set(Object.keys(names)));
});

test("There is a sample of every event", () => {
  const durable = durableEvent.def.options.flatMap((option) => option.shape.type.def.values);
  const sampled = events.filter(isDurable).map(({ type }) => type);

  expect(new Set(sampled)).toEqual(new Set(durable));
});

test("I6: from a confirmed request no single step leads back to bound but from a final outcome that was read, or a new bind", () => {
  const back = steps.filter(({ from, to }) => "request" in from && !("request" in to));

  expect(new Set(back.map(({ from, event }) => `${from.name} ${event.type}`))).toEqual(
    new Set([
      "rejected outcomeSeen",
      "cancelled outcomeSeen",
      "expired outcomeSeen",
      "completed boundAgain",
      // An upstream that does not acknowledge the wipe, and binds the terminal anew, must not find it held.
      "wiped boundAgain",
      "completedPendingSync boundAgain",
      // Only of a card or an account: the terminal's own binding lives on.
      "completed outcomeSeen",
    ]),
  );
});

test("The outcome of an unbound terminal is never put away, and no epoch of the same provider that is not newer binds it again", () => {
  const wrong = steps.filter(({ from, event }) => {
    if (!isWiped(from)) return false;
    if (event.type === "boundAgain")
      return event.providerId === from.request.providerId && event.epoch <= from.request.epoch;
    return event.type === "outcomeSeen" && from.request.bindingKind === "terminal_to_merchant";
  });

  expect(wrong).toEqual([]);
});

test("I3: only a verified receipt or a verified offline answer leads to where items are wiped", () => {
  const entering = steps.filter(({ from, to }) => !isUnbound(from) && isUnbound(to));

  expect(new Set(entering.map(({ event }) => event.type))).toEqual(new Set(["receiptVerified", "offlineAuthorised"]));
});

test("I11: after ten codes no further one is compared, and a new challenge gives none back", () => {
  const usedUp = states.filter((state) => state.name === "offlineChallenge" && state.tries >= mostAnswerTries);
  const compared = usedUp.filter((state) => stepUnbind(state, { type: "answerTried" }));

  expect({ reached: usedUp.length > 0, compared }).toEqual({ reached: true, compared: [] });
});

test("Nothing leaves before the second person approved, where one is needed", () => {
  const leaving = steps.filter(
    ({ from, to }) => "approval" in from && from.request.secondApproval && from.approval === null && isOut(to),
  );
  const alive = leaving.filter(({ to }) => to.name !== "cancelled" && to.name !== "expired");

  expect(alive).toEqual([]);
});

test("I16: a one-step request and a challenge leave only where payments were stopped and the gates judged", () => {
  const ungated = steps.filter(({ from, to }) => {
    const gated = to.name === "offlineChallenge" || (to.name === "sending" && to.request.execution === "one_step");
    return gated && !("preparing" in from && from.preparing !== null) && isLocal(from);
  });

  expect(ungated).toEqual([]);
});

describe("I17: payments", () => {
  const allowed = (style: ExecutionStyle, what: "all" | "onlineOnly" | "none") => {
    const ofStyle = states.filter((state) => (styleOf(state) ?? style) === style && paymentsAllowedIn(state) === what);
    const named = ofStyle.map((state) => ("preparing" in state && state.preparing ? "preparing" : nameOf(state)));
    return new Set(named);
  };
  /** "preparing": confirmed, and the gates are judged, which says nothing while payments run. */
  const never = [
    ...["offlineChallenge", "executing", "unknown(execute)", "unboundUpstream", "offlineAuthorised", "wiping"],
    ...["wipeIncomplete", "wiped", "completedPendingSync", "completed", "preparing"],
  ];
  const sent = ["sending", "unknown(apply)", "submitted", "underReview", "verificationRequired", "riskHold"];

  test.each([
    ["two-step", never],
    ["one-step", [...never, ...sent]],
  ] as const)("of a %s unbind are off where the table says so, and nowhere else", (name, off) => {
    expect(allowed(styles[name], "none")).toEqual(new Set(off));
  });

  test("are all allowed only where no request is open; after the end, where a card was unbound and the upstream says so", () => {
    const closed = ["bound", "draft", "precheck", "blocked", "ready", "rejected", "cancelled", "expired", "completed"];
    const completed = states.filter((state) => state.name === "completed" && paymentsAllowedIn(state) === "all");
    const kinds = completed.map((state) => "request" in state && state.request.bindingKind);

    expect([allowed("approve_then_execute", "all"), new Set(kinds)]).toEqual([
      new Set(closed),
      new Set(["settlement_card_to_merchant"]),
    ]);
  });

  test("once off come back only by a final outcome, a closed gate, a refused execution, a grant, or the sending of two steps", () => {
    const off = (state: UnbindState) => paymentsAllowedIn(state) === "none";
    const resumed = steps.filter(({ from, to }) => off(from) && !off(to));
    const told = resumed.map(({ event, to }) => (event.type === "upstreamSaid" ? to.name : wordOf(event)));

    expect(new Set(told)).toEqual(
      new Set([
        ...["gatesFailed", "grantVerified"],
        // The upstream's signed word.
        ...["rejected", "cancelled", "expired", "refused", "execution_refused"],
        // An earlier program took these unsigned.
        ...["executionRefused", "requestRefused"],
        // What was withdrawn, and is not known there.
        "withdrawnUnknown",
        // Before anything left: withdrawn, run out, or sent to be reviewed first after all.
        ...["cancelledBeforeSending", "expiredUnsent", "sendStarted"],
        // The end of a card's unbind, where the upstream says that payments may go on; a new bind of the terminal.
        ...["attestationAcknowledged", "reportAcknowledged", "outcomeSeen", "boundAgain"],
      ]),
    );
  });
});

test("What is final is left only by reading it or by a new bind", () => {
  const leaving = (name: string) =>
    new Set(steps.filter(({ from }) => from.name === name).map(({ event }) => event.type));

  expect(["completed", "rejected", "cancelled", "expired"].map(leaving)).toEqual([
    new Set(["outcomeSeen", "boundAgain"]),
    new Set(["outcomeSeen"]),
    new Set(["outcomeSeen"]),
    new Set(["outcomeSeen"]),
  ]);
});

test("Every state that waits for the machine is taken up again after a restart; the others wait for a person", () => {
  const idle = states.filter((state) => "request" in state && !stepUnbind(state, { type: "restarted" })?.[1].length);

  expect(new Set(idle.map(nameOf))).toEqual(
    new Set(["rejected", "cancelled", "expired", "completed", "confirmed", "awaitingSecond", "offlineChallenge"]),
  );
});

/** Each number picks one of the events that have a place now, or, where it is odd, any event at all. */
const walks = fc.array(fc.nat({ max: 10_000 }), { maxLength: 150 });

function choose(state: UnbindState, pick: number): UnbindEvent {
  const fitting = pick % 2 === 0 ? events.filter((event) => stepUnbind(state, event) !== null) : events;
  const [first, ...others] = fitting.length > 0 ? fitting : events;
  if (!first) throw new Error("no events");
  return [first, ...others][(pick >> 1) % (others.length + 1)] ?? first;
}

test("Whatever happens in whatever order: what the journal leads to is the state that was lived", () => {
  fc.assert(
    fc.property(walks, (walk) => {
      let live: UnbindState = { name: "bound" };
      let replayed: UnbindState = { name: "bound" };
      for (const pick of walk) {
        const event = choose(live, pick);
        const step = stepUnbind(live, event);
        if (!step) continue;
        live = step[0];
        if (!isDurable(event)) continue;
        const next = replayUnbind(replayed, durableEvent.parse(JSON.parse(JSON.stringify(event))));
        if (!next) throw new Error(`${event.type} cannot be replayed in ${replayed.name}`);
        replayed = next;
      }
      // A draft is in memory only.
      const kept = isDraft(live) ? { name: "bound" } : live;
      expect(JSON.parse(JSON.stringify(replayed))).toEqual(JSON.parse(JSON.stringify(kept)));
    }),
    { numRuns: 500 },
  );
});

/** On the terminal, before anything was sent. */
function isLocal(state: UnbindState): boolean {
  return isDraft(state) || state.name === "confirmed" || state.name === "awaitingSecond";
}

function isOut(state: UnbindState): boolean {
  return !isLocal(state) && state.name !== "bound";
}
