// A terminal with several bindings: one of them ends, the others stay; the terminal's own takes the rest with it.

import { expect, test, vi } from "vitest";
import type { Target } from "../../../device/bindings/binding.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { requestIdOf } from "../../support/proving.ts";
import { bindingIn, createRig, genericTarget, type Rig } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

const lakala: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };
const card: Target = { providerId: "generic-pos", bindingKind: "settlement_card_to_merchant" };

/** The terminal of one provider, a card of the same, and a card of another one with its successor known. */
async function threeBindings(): Promise<Rig> {
  const replacement = { state: "validated" } as const;
  const rig = await createRig({ bindings: [genericTarget, card, { ...lakala, replacement }] });
  await rig.upstream.operator.publishProfile({
    profile: { ...genericProfile, bindingKind: "settlement_card_to_merchant" },
  });
  await rig.setUp();
  return rig;
}

async function states(rig: Rig) {
  const seen = await rig.see();
  return {
    terminal: bindingIn(seen, genericTarget)?.state,
    card: bindingIn(seen, card)?.state,
    lakala: bindingIn(seen, lakala)?.state,
  };
}

async function unbindCard(rig: Rig): Promise<void> {
  await rig.confirm({ target: lakala });
  await rig.reach("completed");
  await rig.order("closeOutcome", {});
}

test("Only the one that was meant is unbound, on the screen and at the upstream, and after a restart", async () => {
  const rig = await threeBindings();
  await unbindCard(rig);
  const before = await states(rig);
  await rig.clock.advance(600_000);
  await rig.restart();
  await rig.until(({ bindings }) => bindings.state === "known");

  const [terminal] = (await rig.upstream.operator.list()).terminals;
  const left = { terminal: "bound", card: "bound", lakala: "unbound" };
  expect({ before, after: await states(rig), upstream: terminal?.bindings.map(({ state }) => state) }).toEqual({
    before: left,
    after: left,
    upstream: ["bound", "bound", "unbound"],
  });
});

test("The terminal's own binding afterwards: the card that hangs on it is told, and everything is gone with it", async () => {
  const rig = await threeBindings();
  await unbindCard(rig);
  const { unbind } = await rig.draft();
  await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
  await rig.reach("approved");
  await rig.execute();
  const done = await rig.reach("completed");

  expect({
    eligibility: unbind.eligibility,
    told: unbind.checks.find(({ code }) => code === "OTHER_BINDING_DEPENDS"),
    state: done.unbind.state,
    bindings: await states(rig),
    kept: rig.disk.merchant.bindings,
    history: done.history.map(({ bindingKind, state }) => `${bindingKind} ${state}`),
    wouldPay: await rig.wouldPay(),
  }).toEqual({
    eligibility: "eligible_with_side_effects",
    told: { code: "OTHER_BINDING_DEPENDS", level: "should", outcome: "failed", fact: "count=1" },
    state: "completed",
    bindings: { terminal: "unbound", card: undefined, lakala: "unbound" },
    kept: [],
    history: ["terminal_to_merchant completed", "settlement_card_to_merchant completed"],
    wouldPay: false,
  });
});

test("One binding's request is open: nothing is begun about another, and it is carried out as if it were alone", async () => {
  const rig = await threeBindings();
  await rig.upstream.operator.setReview({ reviewMs: "manual" });
  await rig.confirm({ target: lakala });
  await rig.reach("underReview");
  await rig.order("leaveMenu", {});

  const begun = await rig.order("beginUnbind", genericTarget);
  await rig.upstream.operator.approve({ requestId: await requestIdOf(rig) });
  await rig.reach("completed");

  expect({ begun, states: await states(rig) }).toEqual({
    begun: { ok: false, error: { code: "host/not-now" } },
    states: { terminal: "bound", card: "bound", lakala: "unbound" },
  });
});

test("A binding that the upstream added later is found, and can be ended alone", async () => {
  const rig = await createRig({ bindings: [genericTarget] });
  await rig.setUp();
  await rig.upstream.operator.addBinding({
    sn: "PX7A20260042",
    binding: { ...lakala, replacement: { state: "validated" } },
  });
  await rig.until((seen) => bindingIn(seen, lakala)?.state === "bound");
  await unbindCard(rig);

  expect(await states(rig)).toEqual({ terminal: "bound", card: undefined, lakala: "unbound" });
});
