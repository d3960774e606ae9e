// The main job from an empty disk to the end, in one story.

import { expect, test } from "vitest";
import { bindingIn, createRig } from "../../support/rig.ts";

test("A merchant unbinds the terminal: set PIN, read, apply, approved, execute, wiped, completed", async () => {
  const rig = await createRig();
  await rig.setUp();
  const home = await rig.see();
  expect({ service: home.service, sn: home.terminal.sn, binding: bindingIn(home), pin: home.pin }).toMatchObject({
    service: { phase: "working" },
    binding: { state: "bound", epoch: 1 },
    pin: { standings: { merchant: { set: true } }, entry: null },
  });

  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  const done = await rig.reach("completed");

  expect(done.unbind).toMatchObject({
    state: "completed",
    failure: null,
    receipt: { payload: { outcome: "unbound_now" } },
    wipe: [
      { name: "payment_application", result: "done" },
      { name: "payment_keys", result: "notPerformed" },
      { name: "binding_record", result: "done" },
      { name: "merchant_pin", result: "done" },
    ],
  });
});

test("A payment application that cannot be asked: the request says nothing of its batch, and its gate stays shut", async () => {
  const rig = await createRig();
  await rig.setUp();
  rig.payments().fail({ code: "payment/no-answer" });

  const { unbind } = await rig.draft();

  expect({
    funds: unbind.summary?.payload.funds,
    batch: unbind.checks.find(({ code }) => code === "OPEN_BATCH"),
  }).toEqual({
    funds: undefined,
    batch: { code: "OPEN_BATCH", level: "should", outcome: "failed", fact: "payment/no-answer" },
  });
});
