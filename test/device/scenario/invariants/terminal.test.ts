// I7 to I10: the journal, the PIN, and what is secret.

import { describe, expect, test, vi } from "vitest";
import { peekJws } from "../../../../device/trust/jws.ts";
import { carryOn } from "../../../support/operator.ts";
import { brokenPromises } from "../../../support/promises.ts";
import { createRig, genericTarget, goodPin } from "../../../support/rig.ts";
import { approved, journalText, unbound } from "../../../support/stories.ts";

// Hours of the kiosk's time go by in some of these.
vi.setConfig({ testTimeout: 60_000 });

describe("I7: a damaged journal puts the kiosk out of service: nothing is sent, nothing is wiped, payments are as they were", () => {
  test.each(["edited", "truncated", "removed"])("%s", async (damage) => {
    const rig = await approved();
    await rig.upstream.operator.setFault({ fault: { kind: "silence", route: "execution" } });
    await rig.execute();
    await rig.reach("executing");
    const { bytes } = rig.disk.journal;
    if (damage === "edited") bytes[bytes.length - 60] = 0x20;
    else
      rig.disk.journal.bytes =
        damage === "removed" ? new Uint8Array() : bytes.slice(0, bytes.lastIndexOf(0x0a, bytes.length - 2) + 1);
    const before = rig.witnessed.length;
    await rig.restart();
    await rig.clock.advance(600_000);
    const { service, journal } = await rig.see();
    const told = [await rig.order("checkNow", {}), await rig.order("resumeWipe", {})];

    const sent = rig.witnessed.slice(before).filter(({ what }) => !what.includes("health"));
    expect({
      service: service.phase === "outOfService" && service.failure.code,
      journal: journal.status,
      told: told.map((answer) => !answer.ok && answer.error.code),
      sent,
      wouldPay: await rig.wouldPay(),
    }).toEqual({
      service: "journal/damaged",
      journal: "damaged",
      told: ["host/not-now", "host/not-now"],
      sent: [],
      wouldPay: false,
    });
  });
});

test("I8: a try is on the disk before the PIN is compared", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.order("beginUnbind", genericTarget);
  const from = rig.mishaps().operations.length;
  await rig.type("860397");

  expect(
    rig
      .mishaps()
      .operations.slice(from)
      .filter((name) => name !== "journal.leaveMark"),
  ).toEqual(["journal.append", "pin.matches"]);
});

test("I9: a locked PIN blocks neither payments, nor the question to the upstream, nor the wipe", async () => {
  const rig = await approved();
  await rig.order("leaveMenu", {});
  for (let i = 0; i < 10; i++) {
    await rig.order("executeUnbind", {});
    await rig.type("860397");
    const { pin, at } = await rig.see();
    const { triesLeft, waitUntil } = pin.standings.merchant;
    if (triesLeft > 0) await rig.clock.advance((waitUntil ?? at) - at);
  }
  const { triesLeft: left } = (await rig.see()).pin.standings.merchant;
  const asked = await rig.order("checkNow", {});
  const wouldPay = await rig.wouldPay();
  const order = await rig.order("executeUnbind", {});
  const refused = await rig.type(goodPin);

  expect({ left, asked, wouldPay, order, refused }).toEqual({
    left: 0,
    asked: { ok: true, value: undefined },
    wouldPay: true,
    order: { ok: true, value: undefined },
    refused: { ok: false, error: { code: "pin/locked" } },
  });
});

test("I9: a wipe that was interrupted goes on by itself and without a PIN", async () => {
  const erasing = (await unbound()).mishaps().operations.indexOf("merchant.eraseBindings");
  const rig = await approved();
  rig.mishaps().dieAt(erasing + 1, "half");
  await carryOn(rig);
  rig.disk.pins.clear();
  await rig.restart();

  expect((await rig.reach("completed")).unbind.state).toBe("completed");
});

test("I9: a wipe that stopped at an item is resumed by anybody who is there", async () => {
  const erasing = (await unbound()).mishaps().operations.indexOf("merchant.eraseBindings");
  const rig = await approved();
  rig.mishaps().failAt(erasing + 1);
  await rig.execute();
  const { unbind } = await rig.reach("wipeIncomplete");
  const wouldPay = await rig.wouldPay();
  await rig.order("leaveMenu", {});

  const answer = await rig.order("resumeWipe", {});
  await rig.reach("completed");

  expect({ item: unbind.wipe.at(-1)?.result, wouldPay, answer, broken: await brokenPromises(rig) }).toEqual({
    item: "done",
    wouldPay: false,
    answer: { ok: true, value: undefined },
    broken: [],
  });
});

test("I10: neither PIN nor one-time code is anywhere but where it belongs", async () => {
  const rig = await createRig();
  const refusals = [await rig.type("274")];
  await rig.setUp();
  await rig.order("beginUnbind", genericTarget);
  refusals.push(await rig.type("860397"), await rig.type("0"));
  await rig.order("leaveMenu", {});
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("saveEvidence", {});
  await rig.restart();

  const messages = rig.witnessed.filter(({ what }) => what !== "POST /v1/enrolments");
  const places = {
    journal: journalText(rig),
    mark: rig.disk.journal.mark,
    log: rig.log.notes,
    evidence: [...rig.evidence],
    merchant: rig.disk.merchant,
    payments: rig.disk.payments,
    snapshots: rig.shown,
    refusals,
    messages: messages.map(({ what, body }) => [what, body, decoded(body)]),
  };
  const found = Object.entries(places).flatMap(([place, held]) => {
    const text = JSON.stringify(held);
    return [goodPin, "860397", rig.code, rig.code.replaceAll("-", "")]
      .filter((secret) => text.includes(secret))
      .map((secret) => `${place}: ${secret}`);
  });
  const enrolment = rig.witnessed.find(({ what }) => what === "POST /v1/enrolments");

  expect({ evidence: rig.evidence.size, found, code: decoded(enrolment?.body ?? "").includes(rig.code) }).toEqual({
    evidence: 1,
    found: [],
    code: true,
  });
});

/** The payload of a compact JWS in plain text, where there is one. */
function decoded(body: string): string {
  const jws = [...body.matchAll(/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g)].map(([found]) => found);
  return jws.map((one) => JSON.stringify(peekJws(one))).join("\n");
}
