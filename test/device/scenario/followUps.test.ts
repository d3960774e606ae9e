// What is left to do after an unbind, ticked off on the terminal, and the history and evidence of earlier ones.

import { expect, test, vi } from "vitest";
import type { Target } from "../../../device/bindings/binding.ts";
import { recordsOf } from "../../support/promises.ts";
import { createRig, genericTarget, type Rig, type RigOptions, simIdentity } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

vi.setConfig({ testTimeout: 60_000 });

const { sn } = simIdentity;
const lakala: Target = { providerId: "lakala-settlement-card", bindingKind: "settlement_card_to_merchant" };
const kaiyibao: Target = { providerId: "kaiyibao", bindingKind: "bank_account_to_pos" };

async function unbind(rig: Rig, target: Target = genericTarget): Promise<string> {
  await rig.confirm({ target });
  const { unbind: applied } = await rig.reach("approved", "completed");
  if (applied.state === "approved") await rig.execute();
  const done = await rig.reach("completed");
  return done.unbind.requestId ?? "";
}

async function unboundTerminal(options: RigOptions = {}) {
  const rig = await createRig(options);
  await rig.setUp();
  return { rig, requestId: await unbind(rig) };
}

/** What is done of what is left. */
async function ticked(rig: Rig) {
  const { history } = await rig.see();
  return history[0]?.followUps.filter(({ doneAt }) => doneAt !== null).map(({ code }) => code);
}

test("What is left to do is listed after the unbind, and ticked off without a PIN: the merchant's is wiped", async () => {
  const { rig, requestId } = await unboundTerminal();
  const left = (await rig.see()).history[0]?.followUps;

  const answer = await rig.order("tickFollowUp", { requestId, code: "funds_arrived", done: true });

  const { pin, history } = await rig.see();
  const funds = history[0]?.followUps.find(({ code }) => code === "funds_arrived");
  expect({
    left: left?.map(({ doneAt }) => doneAt),
    answer: answer.ok,
    funds,
    merchant: pin.standings.merchant.set,
  }).toEqual({
    left: [null, null, null, null, null],
    answer: true,
    funds: { code: "funds_arrived", doneAt: expect.stringMatching(/^2026-01-01T/) },
    merchant: false,
  });
});

test("Ticked, taken back and ticked again, over restarts: what was said last counts", async () => {
  const { rig, requestId } = await unboundTerminal();
  await rig.order("tickFollowUp", { requestId, code: "funds_arrived", done: true });
  await rig.order("tickFollowUp", { requestId, code: "check_bank_account", done: true });
  await rig.restart();
  const first = await ticked(rig);
  await rig.order("tickFollowUp", { requestId, code: "funds_arrived", done: false });
  await rig.restart();
  const second = await ticked(rig);
  await rig.order("tickFollowUp", { requestId, code: "funds_arrived", done: true });
  await rig.restart();

  expect([first, second, await ticked(rig)]).toEqual([
    ["funds_arrived", "check_bank_account"],
    ["check_bank_account"],
    ["funds_arrived", "check_bank_account"],
  ]);
});

test("Ticked again and again, it fills no journal: forty times for anybody, then for whoever is let in", async () => {
  const { rig, requestId } = await unboundTerminal({ technician: true });
  await rig.order("leaveMenu", {});
  const before = (await recordsOf(rig)).length;
  const tick = (done: boolean) => rig.order("tickFollowUp", { requestId, code: "funds_arrived", done });
  const same = [await tick(false), (await recordsOf(rig)).length - before];
  for (let times = 0; times < 500; times++) await tick(times % 2 === 0);
  const written = (await recordsOf(rig)).length - before;
  await rig.restart();
  const anybody = await tick(true);
  await rig.as("technician", "openStaffMenu");
  const technician = await tick(true);

  expect({ same, written, anybody, technician, ticked: await ticked(rig) }).toEqual({
    same: [{ ok: true, value: undefined }, 0],
    written: 40,
    anybody: { ok: false, error: { code: "host/not-now" } },
    technician: { ok: true, value: undefined },
    ticked: ["funds_arrived"],
  });
});

test("What is not on the list, and a request that unbound nothing, are not ticked: nothing is written", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.withdraw();
  const cancelled = (await rig.reach("cancelled")).unbind.requestId ?? "";
  await rig.order("closeOutcome", {});
  const requestId = await unbind(rig);
  const before = (await recordsOf(rig)).length;

  const answers = [
    await rig.order("tickFollowUp", { requestId, code: "deposit_refund", done: true }),
    await rig.order("tickFollowUp", { requestId: cancelled, code: "funds_arrived", done: true }),
    await rig.order("tickFollowUp", {
      requestId: "01980000-0000-7000-8000-0000000000dd",
      code: "funds_arrived",
      done: true,
    }),
  ];

  const refused = { ok: false, error: { code: "host/not-now" } };
  expect({ answers, ticked: await ticked(rig), records: (await recordsOf(rig)).length - before }).toEqual({
    answers: [refused, refused, refused],
    ticked: [],
    records: 0,
  });
});

/** The terminal, a card and an account; the account first, then the card with two epochs, then the terminal. */
async function fourUnbinds() {
  const replacement = { state: "validated" } as const;
  const rig = await createRig({ bindings: [{}, { ...lakala, replacement }, { ...kaiyibao, replacement }] });
  await rig.setUp();
  const ids: string[] = [];
  for (const target of [kaiyibao, lakala]) {
    ids.push(await unbind(rig, target));
    await rig.order("closeOutcome", {});
    await rig.order("leaveMenu", {});
  }
  await rig.upstream.operator.bindAgain({ sn, ...lakala });
  const isAgain = ({ providerId, epoch }: { providerId: string; epoch: number }) =>
    providerId === lakala.providerId && epoch === 2;
  await rig.until(({ bindings }) => bindings.state === "known" && bindings.list.some(isAgain));
  ids.push(await unbind(rig, lakala));
  await rig.order("closeOutcome", {});
  await rig.order("leaveMenu", {});
  ids.push(await unbind(rig));
  return { rig, ids };
}

test("Several unbinds, one card twice: each stands in the history with its epoch, also after a restart", async () => {
  const { rig, ids } = await fourUnbinds();
  const list = ({ history }: Awaited<ReturnType<Rig["see"]>>) =>
    history.map(({ requestId, providerId, epoch, state }) => [ids.indexOf(requestId), providerId, epoch, state]);
  const before = list(await rig.see());

  await rig.restart();

  const all = [
    [3, "generic-pos", 1, "completed"],
    [2, "lakala-settlement-card", 2, "completed"],
    [1, "lakala-settlement-card", 1, "completed"],
    [0, "kaiyibao", 1, "completed"],
  ];
  expect([before, list(await rig.see())]).toEqual([all, all]);
});

test("The evidence of every one of them, the earlier too, after everything is wiped: each proves its own unbind", async () => {
  const { rig, ids } = await fourUnbinds();
  await rig.restart();

  const proofs = [];
  for (const requestId of ids) proofs.push(await savedEvidence(rig, requestId));

  const proven = { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] };
  expect(proofs).toEqual([proven, proven, proven, proven]);
});

test("Follow-ups of an earlier unbind are ticked on their own", async () => {
  const { rig, ids } = await fourUnbinds();
  const [account = "", , card = ""] = ids;

  await rig.order("tickFollowUp", { requestId: account, code: "confirm_result", done: true });
  await rig.order("tickFollowUp", { requestId: card, code: "new_account_effective", done: true });

  const { history } = await rig.see();
  const done = history.map(({ followUps }) => followUps.filter(({ doneAt }) => doneAt).map(({ code }) => code));
  expect(done).toEqual([[], ["new_account_effective"], [], ["confirm_result"]]);
});

test("The evidence of a request that unbound nothing says so", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.withdraw();
  const { unbind: cancelled } = await rig.reach("cancelled");
  await rig.order("closeOutcome", {});
  await unbind(rig);

  const { conclusion, wrong } = await savedEvidence(rig, cancelled.requestId ?? "");

  expect({ conclusion, wrong }).toEqual({ conclusion: "decided-only", wrong: [] });
});

test("To unbind and close the account: closing is on the list, and nothing is closed by it", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm({ intent: "unbind_and_close" });
  await rig.reach("approved");
  await rig.execute();
  const { history } = await rig.reach("completed");

  expect(history[0]?.followUps.some(({ code }) => code === "close_account")).toBe(true);
});
