// No state without a way out: whatever was said before, honest words from now on and the orders that are named here lead on.

import { expect, test, vi } from "vitest";
import type { UnbindStateName } from "../../../device/contract/views/unbind.ts";
import { texts as textsEn } from "../../../device/text/en/texts.ts";
import { stateWords } from "../../../device/text/meaningOf.ts";
import { stories } from "../../support/everyState.ts";
import { createHostileLine } from "../../support/hostileLine.ts";
import { answerOf, challenge, typeAnswer } from "../../support/offline.ts";
import { type Rig, simIdentity } from "../../support/rig.ts";
import { bound, card, reviewedInOneStep, withCard } from "../../support/stories.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
const genericBinding = { sn, bindingKind: "terminal_to_merchant" } as const;

const reviewed = ["submitted", "underReview", "riskHold", "verificationRequired"] as const;

/** What people at the terminal and at the upstream can do. */
const orders = {
  async "terminal: a new request"(rig: Rig) {
    await rig.confirm();
  },
  async "terminal: cancelUnbind"(rig: Rig) {
    const { actor } = (await rig.see()).unbind;
    await rig.withdraw(actor?.role === "technician" ? "technician" : "merchant");
  },
  async "terminal: executeUnbind"(rig: Rig) {
    await rig.reach("approved", "completed");
    await rig.execute();
  },
  "terminal: resumeWipe": (rig: Rig) => rig.order("resumeWipe", {}),
  "terminal: closeOutcome": (rig: Rig) => rig.order("closeOutcome", {}),
  async "terminal: bindAgain, with a code"(rig: Rig) {
    const { code } = await rig.upstream.operator.issueCode({ sn });
    await rig.order("leaveMenu", {});
    await rig.give("technician", "bindAgain", { code });
  },
  async "terminal: enterAnswer, as the upstream answers"(rig: Rig) {
    await typeAnswer(rig, (await answerOf(rig)).code);
  },
  "nobody: until it is rejected": (rig: Rig) => rig.reach("rejected"),
  async "upstream: approve"(rig: Rig) {
    const { unbind } = await rig.reach(...reviewed, "approved", "completed");
    const requestId = unbind.requestId ?? "";
    if (reviewed.some((state) => state === unbind.state)) await rig.upstream.operator.approve({ requestId });
  },
  "upstream: unbindAtDesk": (rig: Rig) => rig.upstream.operator.unbindAtDesk(genericBinding),
  "upstream: bindAgain": (rig: Rig) => rig.upstream.operator.bindAgain(genericBinding),
} as const;

type Way = {
  readonly by: readonly (keyof typeof orders)[];
  readonly to: UnbindStateName;
};

/** Lets nothing honest through for a while, over a restart, and then everything. */
async function throughHostility(rig: Rig): Promise<void> {
  rig.upstream.plugIn();
  rig.line.meddler = createHostileLine();
  await rig.upstream.operator.setFault({ fault: null });
  await rig.clock.advance(200_000);
  await rig.restart();
  await rig.clock.advance(200_000);
  rig.line.meddler = null;
  await rig.restart();
  await rig.until(({ terminal, upstream }) => terminal.phase === "read" && upstream.reach === "reachable");
}

async function take(rig: Rig, { by, to }: Way): Promise<UnbindStateName> {
  for (const order of by) await orders[order](rig);
  return (await rig.reach(to)).unbind.state;
}

const carriedOut: Way = { by: ["upstream: approve", "terminal: executeUnbind"], to: "completed" };
const withdrawn: Way = { by: ["terminal: cancelUnbind"], to: "cancelled" };
const finishes: Way = { by: [], to: "completed" };
const read: Way = { by: ["terminal: closeOutcome"], to: "bound" };

/** By state, and not a draft: that is in memory only, and gone with whoever leaves it. */
const ways: Readonly<Record<Exclude<UnbindStateName, "draft" | "precheck" | "blocked" | "ready">, readonly Way[]>> = {
  bound: [{ by: ["terminal: a new request", "upstream: approve", "terminal: executeUnbind"], to: "completed" }],
  confirmed: [withdrawn],
  awaitingSecond: [withdrawn],
  offlineChallenge: [withdrawn, { by: ["terminal: enterAnswer, as the upstream answers"], to: "completed" }],
  sending: [carriedOut, withdrawn],
  unknown: [carriedOut, withdrawn],
  submitted: [carriedOut, withdrawn],
  underReview: [carriedOut, withdrawn],
  verificationRequired: [carriedOut, withdrawn],
  riskHold: [carriedOut, withdrawn],
  approved: [carriedOut, withdrawn],
  executing: [finishes],
  rejected: [read],
  cancelled: [read],
  expired: [read],
  unboundUpstream: [finishes],
  offlineAuthorised: [finishes],
  wiping: [finishes],
  wipeIncomplete: [finishes],
  wiped: [finishes],
  completedPendingSync: [finishes],
  completed: [{ by: ["upstream: bindAgain", "terminal: bindAgain, with a code"], to: "bound" }],
};

type Row = readonly [state: string, by: string, story: () => Promise<Rig>, way: Way];

const rows = Object.entries(ways).flatMap(([state, ofState]) =>
  ofState.map((way): Row => {
    const name = state as keyof typeof ways;
    return [state, way.by.join(", ") || "nobody", () => stories[name]("merchant"), way];
  }),
);

async function executedUnheard(): Promise<Rig> {
  const rig = await stories.approved("merchant");
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
  return rig;
}

async function unheardInOneStep(): Promise<Rig> {
  const rig = await withCard();
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "submission" } });
  await rig.confirm({ target: card });
  await rig.reach("unknown");
  return rig;
}

const approvedAtUpstream: Way = { by: ["upstream: approve"], to: "completed" };
const inOneStep: readonly Row[] = [
  ["underReview in one step", "upstream: approve", reviewedInOneStep, approvedAtUpstream],
  ["underReview in one step", "terminal: cancelUnbind", reviewedInOneStep, withdrawn],
  ["unknown in one step", "upstream: approve", unheardInOneStep, approvedAtUpstream],
  ["unknown in one step", "terminal: cancelUnbind", unheardInOneStep, withdrawn],
  ["unknown after the execution", "nobody", executedUnheard, finishes],
];

test.each([...rows, ...inOneStep])("%s, after hostile words: by %s", async (_state, _by, story, way) => {
  const rig = await story();
  await throughHostility(rig);

  expect(await take(rig, way)).toBe(way.to);
});

test.each(["draft", "precheck", "blocked", "ready"] as const)("%s: by leaving it, whatever is said", async (state) => {
  const rig = await stories[state]("merchant");
  rig.line.meddler = createHostileLine();
  await rig.restart();

  expect((await rig.see()).unbind.state).toBe("bound");
});

/** As it was before the upstream heard of anything that is under way. */
async function restored(setUp: () => Promise<Rig>, go: (rig: Rig) => Promise<unknown>): Promise<Rig> {
  const rig = await setUp();
  const restore = rig.upstream.backup();
  await go(rig);
  restore();
  return rig;
}

const manually = () => bound({ technician: true, reviewMs: "manual" });
const soon = () => bound({ technician: true });

const reach = (state: UnbindStateName) => async (rig: Rig) => {
  await rig.confirm();
  await rig.reach(state);
};

async function execute(rig: Rig): Promise<void> {
  await reach("approved")(rig);
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
}

async function wipe(rig: Rig): Promise<void> {
  await reach("approved")(rig);
  await rig.upstream.operator.setFault({ fault: { kind: "server-error", route: "attestation" } });
  await rig.execute();
  await rig.reach("wiped");
}

async function unbindOffline(rig: Rig): Promise<void> {
  rig.upstream.unplug();
  await challenge(rig);
  await typeAnswer(rig, (await answerOf(rig)).code);
  await rig.reach("completedPendingSync");
}

async function applyInOneStep(rig: Rig): Promise<void> {
  await rig.confirm({ target: card });
  await rig.reach("underReview");
}

const boundAnew: Way = {
  by: ["upstream: unbindAtDesk", "upstream: bindAgain", "terminal: bindAgain, with a code"],
  to: "bound",
};
const refused: Way = { by: [], to: "rejected" };
const anew = [
  "terminal: closeOutcome",
  "terminal: a new request",
  "upstream: approve",
  "terminal: executeUnbind",
] as const;
const again = ["terminal: closeOutcome", "terminal: a new request", "nobody: until it is rejected"] as const;
const forgotten: readonly Row[] = [
  ["submitted", "upstream: approve, terminal: executeUnbind", () => restored(soon, reach("submitted")), carriedOut],
  ["underReview", "terminal: cancelUnbind", () => restored(manually, reach("underReview")), withdrawn],
  ["underReview in one step", "upstream: approve", () => restored(withCard, applyInOneStep), approvedAtUpstream],
  ["underReview in one step", "terminal: cancelUnbind", () => restored(withCard, applyInOneStep), withdrawn],
  ["approved", "terminal: cancelUnbind", () => restored(soon, reach("approved")), withdrawn],
  [
    "approved",
    "terminal: executeUnbind",
    () => restored(soon, reach("approved")),
    { by: ["terminal: executeUnbind"], to: "rejected" },
  ],
  [
    "unknown after the execution, then rejected",
    anew.join(", "),
    async () => {
      const rig = await restored(soon, execute);
      await rig.reach("rejected");
      return rig;
    },
    { by: anew, to: "completed" },
  ],
  ["unknown after the execution", "nobody", () => restored(soon, execute), refused],
  [
    "rejected, and named by the next request",
    [...again, ...anew].join(", "),
    () =>
      restored(manually, async (rig) => {
        await reach("underReview")(rig);
        await rig.upstream.operator.reject({ requestId: (await rig.see()).unbind.requestId ?? "", code: "debts" });
        await rig.reach("rejected");
      }),
    { by: [...again, ...anew], to: "completed" },
  ],
  ["wiped", boundAnew.by.join(", "), () => restored(soon, wipe), boundAnew],
  ["completedPendingSync", boundAnew.by.join(", "), () => restored(soon, unbindOffline), boundAnew],
];

test.each(forgotten)(
  "%s, hostile words, and an upstream restored without any of it: by %s",
  async (_state, _by, story, way) => {
    const rig = await story();
    await throughHostility(rig);

    expect(await take(rig, way)).toBe(way.to);
  },
);

test.each([
  ["wiped", wipe],
  ["completedPendingSync", unbindOffline],
] as const)(
  "%s, and the upstream does not take what it is told: said so in words of its own, over a restart",
  async (state, go) => {
    const rig = await restored(soon, go);
    rig.upstream.plugIn();
    await rig.upstream.operator.setFault({ fault: null });
    await rig.until(({ unbind }) => unbind.statementRefused !== null);
    await rig.restart();
    const { unbind, offered } = await rig.until(({ terminal }) => terminal.phase === "read");

    expect({
      state: unbind.state,
      refused: unbind.statementRefused,
      again: offered.bindAgain,
      words: stateWords(unbind, textsEn).name,
    }).toEqual({
      state,
      refused: state === "wiped" ? "upstream/request-unknown" : "upstream/offline-refused",
      again: true,
      words: textsEn.unbind.refusedStates[state].name,
    });
  },
);
