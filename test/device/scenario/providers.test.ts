// The engine test: every provider's profile goes through the whole machine, with its own words and in its own style.

import { expect, test, vi } from "vitest";
import type { Target } from "../../../device/bindings/binding.ts";
import { statementCode } from "../../../device/contract/codes.ts";
import type { RequestPayload } from "../../../device/contract/messages/request.ts";
import type { UnbindStateName } from "../../../device/contract/views/unbind.ts";
import { bundledProfiles } from "../../../device/profiles/bundled.ts";
import type { ProviderProfile } from "../../../device/profiles/schema.ts";
import { brokenPromises } from "../../support/promises.ts";
import { demand, listHandOver, prove, requestIdOf } from "../../support/proving.ts";
import { bindingIn, createRig, type Rig, simIdentity } from "../../support/rig.ts";
import type { NewBinding } from "../../upstream/operator.ts";

// Minutes of the kiosk's time go by in each of these, with real signatures.
vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
const lakala: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };

async function boundTo(...bindings: readonly NewBinding[]): Promise<Rig> {
  const rig = await createRig({ bindings, reviewMs: "manual" });
  for (const { providerId = "", bindingKind } of bindings) {
    await listHandOver(rig, profileOf(providerId));
    if (providerId !== "dianzhanggui") continue;
    await rig.upstream.operator.authorise({ sn, providerId, ...(bindingKind && { bindingKind }), covers: ["unbind"] });
  }
  await rig.setUp();
  return rig;
}

function profileOf(providerId: string): ProviderProfile {
  const profile = bundledProfiles.find((known) => known.providerId === providerId);
  if (!profile) throw new Error(`no profile of ${providerId}`);
  return profile;
}

/** Whether a customer could pay in each state that the unbind is shown in. */
async function paying(rig: Rig, ...states: readonly UnbindStateName[]): Promise<Record<string, boolean>> {
  const seen: Record<string, boolean> = {};
  for (const state of states) {
    await rig.reach(state);
    seen[state] = await rig.wouldPay();
  }
  return seen;
}

/** Everything that the profile lets anybody ask for, one after the other. */
async function proveAll(rig: Rig, { verification }: ProviderProfile): Promise<readonly string[]> {
  const proven: string[] = [];
  for (const { kind, collectOnDevice } of verification.factors) {
    if (collectOnDevice === "never") continue;
    const typed = collectOnDevice === "yes";
    await prove(rig, kind, typed ? "code" : "handOver");
    proven.push(`${kind} ${typed ? "typed" : "handed over"}`);
  }
  return proven;
}

function signedOf({ providerId, bindingKind, profileVersion, execution, reason, statements }: RequestPayload) {
  return {
    target: { providerId, bindingKind },
    version: profileVersion,
    execution,
    reason: reason.code,
    statements,
  };
}

function statementsOf({ preconditions }: ProviderProfile): readonly string[] {
  const isStatement = new Set<string>(statementCode.options);
  return preconditions.map(({ check }) => check).filter((check) => isStatement.has(check));
}

type Story = Target & {
  readonly execution: "one_step" | "approve_then_execute";
  readonly replacement?: "validated";
  /** What somebody has to prove on the way: typed on the terminal, or on a telephone. */
  readonly proven: readonly string[];
  /** Whether a customer can pay in these states. */
  readonly paying: Readonly<Record<string, boolean>>;
};

const twoSteps = {
  execution: "approve_then_execute",
  paying: { underReview: true, approved: true, completed: false },
} as const;

const stories: readonly Story[] = [
  {
    providerId: "generic-pos",
    bindingKind: "terminal_to_merchant",
    ...twoSteps,
    proven: ["code typed", "sms typed"],
  },
  {
    providerId: "lishua",
    bindingKind: "terminal_to_account",
    ...twoSteps,
    proven: ["account_password handed over", "code typed"],
  },
  {
    ...lakala,
    execution: "one_step",
    replacement: "validated",
    proven: ["code typed", "face handed over"],
    paying: { underReview: false, completed: true },
  },
  {
    providerId: "dianzhanggui",
    bindingKind: "terminal_to_merchant",
    ...twoSteps,
    proven: ["portal_login handed over", "documents handed over"],
  },
  {
    providerId: "kaiyibao",
    bindingKind: "bank_account_to_pos",
    ...twoSteps,
    proven: ["account_password handed over", "unbind_password handed over", "code typed", "counter handed over"],
  },
];

test.each(stories)("$providerId from home to its end", async ({ execution, replacement, ...story }) => {
  const { providerId, bindingKind } = story;
  const profile = profileOf(providerId);
  const target = { providerId, bindingKind };
  const rig = await boundTo({ ...target, ...(replacement && { replacement: { state: replacement } }) });
  const { summary } = (await rig.draft({ target })).unbind;
  await rig.order("confirmUnbind", { summaryHash: summary?.hash ?? "" });

  const review = await paying(rig, "underReview");
  const proven = await proveAll(rig, profile);
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  const approval = execution === "one_step" ? {} : await paying(rig, "approved");
  if (execution !== "one_step") await rig.execute();
  const end = await paying(rig, "completed");

  const done = await rig.see();
  expect({
    proven,
    paying: { ...review, ...approval, ...end },
    signed: summary && signedOf(summary.payload),
    followUps: done.history[0]?.followUps.map(({ code }) => code),
    bindingAfter: bindingIn(done, target)?.state,
    broken: await brokenPromises(rig),
  }).toEqual({
    proven: story.proven,
    paying: story.paying,
    signed: {
      target,
      version: profile.profileVersion,
      execution,
      reason: profile.reasons[0]?.code,
      statements: statementsOf(profile),
    },
    // What hangs on a condition is left to people.
    followUps: profile.followUps.filter(({ condition }) => !condition).map(({ code }) => code),
    bindingAfter: "unbound",
    broken: [],
  });
});

test("拉卡拉: payments stop before the one message leaves, and come back once the receipt lets them", async () => {
  const rig = await boundTo({ ...lakala, replacement: { state: "validated" } });
  await rig.confirm({ target: lakala });
  await rig.reach("underReview");
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  const done = await rig.reach("completed");

  const sent = rig.witnessed.find(({ what }) => what === "POST /v1/unbind-requests");
  expect({
    offAtSending: sent?.paymentsPaused,
    receipt: done.unbind.receipt?.payload.paymentsMayContinue,
    wipe: done.unbind.wipe.map(({ name, result }) => `${name} ${result}`),
    pinStays: done.pin.standings.merchant.set,
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    offAtSending: true,
    receipt: true,
    wipe: ["binding_record done"],
    pinStays: true,
    wouldPay: true,
  });
});

test.each([
  ["still being looked at", { state: "pending" }, "replacement=pending"],
  ["not named at all", null, "replacement=unknown"],
] as const)("拉卡拉: a replacement card that is %s blocks the request", async (_, replacement, fact) => {
  const rig = await boundTo({ ...lakala, replacement });

  const { unbind, offered } = await rig.draft({ target: lakala });

  expect({
    state: unbind.state,
    failed: unbind.checks.filter(({ outcome }) => outcome === "failed"),
    waivable: offered.waiveCheck,
  }).toEqual({
    state: "blocked",
    failed: [{ code: "REPLACEMENT_UNVERIFIED", level: "must", outcome: "failed", fact }],
    waivable: undefined,
  });
});

test.each(["reject", "cancel", "expire"] as const)(
  "拉卡拉, and the upstream's people %s it: the card stays, and payments that were off come back",
  async (decide) => {
    const rig = await boundTo({ ...lakala, replacement: { state: "validated" } });
    await rig.confirm({ target: lakala });
    const { underReview } = await paying(rig, "underReview");
    await rig.upstream.operator[decide]({ requestId: await requestIdOf(rig), code: "not_now" });
    const seen = await rig.reach("rejected", "cancelled", "expired");
    await rig.clock.advance(1_000);

    expect({ underReview, after: await rig.wouldPay(), card: bindingIn(seen, lakala)?.state }).toEqual({
      underReview: false,
      after: true,
      card: "bound",
    });
  },
);

test("拉卡拉 with an open batch: blocked before anything is signed, since nothing is asked afterwards; settled, it goes", async () => {
  const rig = await createRig({ openBatch: 2, bindings: [{ ...lakala, replacement: { state: "validated" } }] });
  await rig.setUp();
  const { unbind, offered } = await rig.draft({ target: lakala });
  await rig.payments().settleLastBatch();

  await rig.order("runChecks", {});
  const { eligibility } = (await rig.reach("ready", "blocked")).unbind;

  const failed = unbind.checks.filter(({ outcome }) => outcome === "failed");
  expect({ failed, waivable: offered.waiveCheck, eligibility }).toEqual({
    failed: [{ code: "OPEN_BATCH", level: "must", outcome: "failed", fact: "count=2" }],
    waivable: undefined,
    eligibility: "eligible",
  });
});

test("拉卡拉 without any card to come: unbound, and no payment goes on without an account", async () => {
  const rig = await boundTo({ ...lakala, replacement: { state: "none" } });
  await rig.confirm({ target: lakala });
  await rig.reach("underReview");
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("completed");
  await rig.order("closeOutcome", {});
  await rig.clock.advance(1_000);
  const seen = await rig.see();

  await rig.restart();
  await rig.clock.advance(600_000);

  expect({ state: seen.unbind.state, wouldPay: await rig.wouldPay() }).toEqual({ state: "bound", wouldPay: false });
});

test("开益宝 with an account that takes over: payments stop for the execution and come back with the receipt", async () => {
  const target: Target = { providerId: "kaiyibao", bindingKind: "bank_account_to_pos" };
  const rig = await boundTo({ ...target, replacement: { state: "validated", accountMasked: "••••0002" } });
  await rig.confirm({ target });
  await rig.reach("underReview");
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.clock.advance(1_000);

  const executed = rig.witnessed.find(({ what }) => what.endsWith("/execution"));
  expect({ off: executed?.paymentsPaused, wouldPay: await rig.wouldPay() }).toEqual({ off: true, wouldPay: true });
});

test("A face on this terminal: what a profile does not let be typed is not asked for, and the review goes on by telephone", async () => {
  const rig = await boundTo({ ...lakala, replacement: { state: "validated" } });
  await rig.confirm({ target: lakala });
  await rig.reach("underReview");
  const { uri, userCode } = await demand(rig, "face", "handOver");

  const entry = await rig.as("merchant", "enterVerification");

  const { unbind } = await rig.see();
  expect({ entry, how: unbind.demand?.how }).toEqual({
    entry: { ok: false, error: { code: "host/not-now" } },
    how: { kind: "handOver", uri, userCode },
  });
});
