// What is not settled yet is settled from the checks, before there is a request.

import { expect, test, vi } from "vitest";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { createRig } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

const batchIn = ({ unbind, offered }: Snapshot) => {
  const check = unbind.checks.find(({ code }) => code === "OPEN_BATCH");
  return [check?.outcome, check?.fact, offered.settleBatch === true];
};

test.each(["at", "slf"] as const)(
  "Over %s: settled at once by order, while the shop takes money, and the checks say so",
  async (driver) => {
    const rig = await createRig({ openBatch: 3, driver });
    await rig.setUp();
    const before = await rig.draft();

    const answer = await rig.order("settleBatch", {});
    const after = await rig.reach("ready");

    expect([batchIn(before), answer, batchIn(after), await rig.wouldPay()]).toEqual([
      ["failed", "count=3", true],
      { ok: true, value: undefined },
      ["passed", undefined, false],
      true,
    ]);
  },
);

test("Where nothing on the terminal takes payments that could be asked, nobody is offered to settle", async () => {
  const rig = await createRig({ paymentApp: "none" });
  await rig.setUp();
  const drafted = await rig.draft();
  expect([batchIn(drafted), await rig.order("settleBatch", {})]).toEqual([
    ["failed", "payment/no-application", false],
    { ok: false, error: { code: "host/not-now" } },
  ]);
});
