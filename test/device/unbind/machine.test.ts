// The machine as a whole: every transition there is, held against the list of what one unbind may do.

import fc from "fast-check";
import { expect, test } from "vitest";
import { durableEvent, isDurable, type UnbindEvent } from "../../../device/unbind/events.ts";
import {
  isUnbound,
  paymentsMustBeOff,
  replayUnbind,
  stepUnbind,
  type UnbindState,
} from "../../../device/unbind/machine.ts";
import { events } from "./samples.ts";

/** Two-step execution, online. Whatever is not here is a bug. */
const allowed = `
bound -> draft
draft -> precheck bound
precheck -> blocked ready bound
blocked -> precheck bound
ready -> confirmed bound
confirmed -> sending cancelled
sending -> submitted verificationRequired riskHold approved rejected unknown(apply)
unknown(apply) -> sending submitted underReview verificationRequired riskHold approved rejected expired
submitted -> underReview verificationRequired riskHold approved rejected expired cancelled unknown(apply)
underReview -> submitted verificationRequired riskHold approved rejected expired cancelled unknown(apply)
verificationRequired -> submitted underReview riskHold approved rejected expired cancelled unknown(apply)
riskHold -> submitted underReview verificationRequired approved rejected expired cancelled unknown(apply)
approved -> executing expired cancelled rejected
executing -> unboundUpstream unknown(execute) approved rejected expired
unknown(execute) -> executing unboundUpstream rejected expired
unboundUpstream -> wiping
wiping -> wiped wipeIncomplete
wipeIncomplete -> wiping
wiped -> completed
`;

/** Beyond that list, each for a reason. */
const further = `
executing -> cancelled
unknown(execute) -> cancelled
rejected -> bound
cancelled -> bound
expired -> bound
`;
// cancelled: a withdrawal that crossed the execution; without it payments would stay off for ever.
// bound: the operator has read the outcome, or begins anew; the binding was alive all the time.

function parse(list: string): Set<string> {
  const lines = list.trim().split("\n");
  return new Set(
    lines.flatMap((line) => {
      const [from = "", to = ""] = line.split(" -> ");
      return to.split(" ").map((one) => `${from} -> ${one}`);
    }),
  );
}

const nameOf = (state: UnbindState) => (state.name === "unknown" ? `unknown(${state.phase})` : state.name);

/** States that differ only in what the machine does not look at are one. */
function kindOf(state: UnbindState): string {
  const execution = "execution" in state && state.execution !== null;
  const cancellation = "cancellation" in state && state.cancellation !== null;
  const items = "items" in state ? state.items.map(({ name, result }) => `${name} ${result}`).sort() : [];
  return [nameOf(state), execution, cancellation, [...new Set(items)]].join("|");
}

/** Every state that can be reached, and every step between them. */
function explore() {
  const seen = new Map<string, UnbindState>();
  const steps: { from: UnbindState; event: UnbindEvent; to: UnbindState }[] = [];
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

test("The transitions there are, are those of the list and no other", () => {
  const found = explore().steps.map(({ from, to }) => `${nameOf(from)} -> ${nameOf(to)}`);
  const changes = new Set(found.filter((step) => step.split(" -> ")[0] !== step.split(" -> ")[1]));

  expect([...changes].sort()).toEqual([...parse(allowed), ...parse(further)].sort());
});

test("Every state can be reached, and no event is thrown at by any of them", () => {
  const names = new Set(explore().states.map(nameOf));

  expect(names.size).toBe(23);
});

test("I6: from a confirmed request no single step leads back to bound but from a final outcome that was read", () => {
  const back = explore().steps.filter(({ from, to }) => "request" in from && !("request" in to));

  expect(new Set(back.map(({ from, event }) => `${from.name} ${event.type}`))).toEqual(
    new Set(["rejected outcomeSeen", "cancelled outcomeSeen", "expired outcomeSeen"]),
  );
});

test("I3: only a verified receipt leads to where items are wiped", () => {
  const entering = explore().steps.filter(({ from, to }) => !isUnbound(from) && isUnbound(to));

  expect(new Set(entering.map(({ event }) => event.type))).toEqual(new Set(["receiptVerified"]));
});

test("I17: payments once off come back only by a final outcome, a closed gate or a refused execution", () => {
  const resumed = explore().steps.filter(({ from, to }) => paymentsMustBeOff(from) && !paymentsMustBeOff(to));
  const told = resumed.map(({ event, to }) => (event.type === "upstreamSaid" ? to.name : event.type));

  expect(new Set(told)).toEqual(new Set(["gatesFailed", "executionRefused", "rejected", "cancelled", "expired"]));
});

test("I17: whenever payments must come back, the step says so", () => {
  const forgotten = explore().steps.filter(({ from, event, to }) => {
    const effects = stepUnbind(from, event)?.[1] ?? [];
    return paymentsMustBeOff(from) && !paymentsMustBeOff(to) && !effects.some(({ run }) => run === "resumePayments");
  });

  expect(forgotten).toEqual([]);
});

test("Nothing final is left but by reading it, and completed not at all", () => {
  const { states } = explore();
  const leaving = (name: string) =>
    events
      .filter((event) => states.some((state) => state.name === name && stepUnbind(state, event)))
      .map(({ type }) => type);

  expect([leaving("completed"), leaving("rejected"), leaving("cancelled"), leaving("expired")]).toEqual([
    [],
    ["outcomeSeen"],
    ["outcomeSeen"],
    ["outcomeSeen"],
  ]);
});

test("Every state that waits for somebody is taken up again after a restart", () => {
  const idle = explore().states.filter(
    (state) => "request" in state && !stepUnbind(state, { type: "restarted" })?.[1].length,
  );

  expect(new Set(idle.map(nameOf))).toEqual(new Set(["rejected", "cancelled", "expired", "completed"]));
});

test("Whatever happens in whatever order: what the journal leads to is the state that was lived", () => {
  const walk = fc.array(fc.constantFrom(...events), { maxLength: 200 });
  fc.assert(
    fc.property(walk, (happened) => {
      let live: UnbindState = { name: "bound" };
      let replayed: UnbindState = { name: "bound" };
      for (const event of happened) {
        const step = stepUnbind(live, event);
        if (!step) continue;
        live = step[0];
        if (!isDurable(event)) continue;
        const read = durableEvent.parse(JSON.parse(JSON.stringify(event)));
        const next = replayUnbind(replayed, read);
        if (!next) throw new Error(`${event.type} cannot be replayed in ${replayed.name}`);
        replayed = next;
      }
      // A draft is in memory only.
      const kept = "request" in live ? live : { name: "bound" };
      expect(JSON.parse(JSON.stringify(replayed))).toEqual(JSON.parse(JSON.stringify(kept)));
    }),
    { numRuns: 500 },
  );
});
