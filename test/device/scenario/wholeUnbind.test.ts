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

test("What of the merchant can still be read after the wipe is what the attestation does not claim", async () => {
  const rig = await createRig();
  await rig.setUp();
  const merchantName = bindingIn(await rig.see())?.merchantName ?? "";
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});

  const places: Readonly<Record<string, string>> = {
    journal: new TextDecoder().decode(rig.disk.journal.bytes),
    evidence: [...rig.evidence.values()].join(),
    bindings: rig.disk.merchant.bindings.join(),
    pins: JSON.stringify([...rig.disk.pins]),
    payments: rig.disk.payments.text ?? "",
  };
  const readable = Object.keys(places).filter((place) => opened(places[place] ?? "").includes(merchantName));
  const attested = opened(rig.witnessed.find(({ what }) => what.endsWith("/attestation"))?.body ?? "");
  const notClaimed = ["journal", "evidence", "bindings", "pins", "payments"].filter((place) =>
    attested.includes(`merchant_absent_from_${place}`),
  );
  expect({ named: merchantName.length > 0, readable, notClaimed }).toEqual({
    named: true,
    readable: ["journal", "evidence"],
    notClaimed: ["journal", "evidence"],
  });
});

/** With what stands in base64url read as well, payloads of payloads included. */
function opened(text: string): string {
  const inner = text.replace(/[\w-]{40,}/g, (part) => ` ${Buffer.from(part, "base64url").toString("utf8")} `);
  return inner === text ? text : text + opened(inner);
}

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
