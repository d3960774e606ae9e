// Choosing a PIN and being let in by it, with a power that goes and a vault that disappears.

import { expect, test } from "vitest";
import { another, createEntry, createStaffedEntry, type Desk, pins, roles, wrong } from "./entry.ts";

const plain = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
const good = pins.merchant;
const firstChoice = { role: "merchant", upstreamGrant: true } as const;

async function atFirstChoice() {
  const desk = await createEntry();
  desk.now().setNew("merchant", firstChoice);
  return desk;
}

test("On the first start a PIN is chosen, repeated and set", async () => {
  const desk = await atFirstChoice();
  const asked = desk.now().view().entry;

  const answers = [await desk.type(good), await desk.type(good)];

  expect({ asked, answers, view: desk.now().view() }).toEqual({
    asked: { role: "merchant", purpose: "choose", typed: 0, checking: false, failure: null, keypad: plain },
    answers: ["more", "set"],
    view: {
      standings: {
        merchant: { set: true, triesLeft: 7, waitUntil: null },
        technician: { set: false, triesLeft: 8, waitUntil: null },
        factory: { set: false, triesLeft: 8, waitUntil: null },
      },
      rolesOffered: null,
      entry: null,
    },
  });
});

test("Typed differently the second time, it is chosen anew", async () => {
  const desk = await atFirstChoice();
  await desk.type(good);

  const answer = await desk.type(wrong);

  expect({ answer, entry: desk.now().view().entry }).toMatchObject({
    answer: "pin/not-repeated",
    entry: { purpose: "choose", typed: 0, checking: false, failure: { code: "pin/not-repeated" } },
  });
});

test("A menu that closes during the first choice leaves nobody a choice that was given to another", async () => {
  const desk = await atFirstChoice();
  desk.now().press(2);

  desk.now().close();

  expect(desk.now().view().entry).toBeNull();
});

test.each(["nothing", "half", "all"] as const)(
  "The power goes while the first PIN is written (%s of it): it is chosen again or it is the one that was typed",
  async (landing) => {
    const wrongEnds: string[] = [];
    for (const at of [1, 2, 3]) {
      const desk = await atFirstChoice();
      await desk.type(good);
      desk.mishaps().dieAt(at, landing);
      await desk.type(good);
      await desk.restart();
      if (!desk.now().view().standings.merchant.set) {
        desk.now().setNew("merchant", firstChoice);
        await desk.type(good);
        await desk.type(good);
      }
      desk.now().askToUnlock(["merchant"]);
      const told = await desk.type(good);
      if (told !== "matched") wrongEnds.push(`${at}: ${told}`);
    }
    expect(wrongEnds).toEqual([]);
  },
);

test.each([1, 2, 3])(
  "A vault file that disappears is a fault and no role without a PIN, wherever the first choice was interrupted (%i)",
  async (at) => {
    const desk = await atFirstChoice();
    await desk.type(good);
    desk.mishaps().dieAt(at, "all");
    await desk.type(good);
    await desk.restart();
    await desk.restart();
    desk.pins.clear();
    await desk.restart();

    const unlocking = desk.now().askToUnlock(["merchant"]);

    expect(unlocking).toEqual({ ok: false, error: { code: "pin/vault-unusable" } });
  },
);

test("A PIN that was forgotten on purpose, for another merchant, is no fault: the role has none yet", async () => {
  const desk = await createStaffedEntry();
  await desk.authenticator().forget("merchant");
  await desk.restart();

  const unlocking = desk.now().askToUnlock(["merchant"]);

  expect(unlocking).toEqual({ ok: false, error: { code: "pin/not-set" } });
});

test("The operator says who they are, where several may, and is let in by the PIN of that role only", async () => {
  const desk = await createStaffedEntry();
  desk.now().askToUnlock(["merchant", "technician"]);
  const offered = desk.now().view();
  const notOffered = desk.now().chooseRole("factory");
  desk.now().chooseRole("technician");

  const answers = [await desk.type(pins.merchant), await desk.type(pins.technician)];

  expect({ offered: offered.rolesOffered, entry: offered.entry, notOffered, answers }).toEqual({
    offered: ["merchant", "technician"],
    entry: null,
    notOffered: { ok: false, error: { code: "host/not-now" } },
    answers: ["pin/wrong", "matched"],
  });
});

test("Roles without a PIN are not offered, and one that is left over is not asked for", async () => {
  const desk = await atFirstChoice();
  await desk.type(good);
  await desk.type(good);
  desk.now().askToUnlock(["merchant", "technician"]);
  const { rolesOffered, entry } = desk.now().view();

  const nobody = desk.now().askToUnlock(["technician"]);

  expect({ rolesOffered, role: entry?.role, nobody }).toEqual({
    rolesOffered: null,
    role: "merchant",
    nobody: { ok: false, error: { code: "pin/not-set" } },
  });
});

test("Each PIN that is set is another principal's, and the journal says whose and who typed it", async () => {
  const desk = await createStaffedEntry();
  const before = await desk.letIn("merchant");
  desk.now().setNew("merchant", { role: "merchant", upstreamGrant: false });
  await desk.type(another);
  await desk.type(another);
  const after = await desk.letIn("merchant", another);

  const set = desk.events().filter(({ type, role }) => type === "set" && role === "merchant");

  expect({ set, differ: before.principalId !== after.principalId }).toEqual({
    set: [before, after].map((principal) => ({ type: "set", ...principal, setBy: "merchant" })),
    differ: true,
  });
});

test.each([1, 2, 3, 4])(
  "A power cut while a PIN is changed (%i) never makes one principal out of two PINs",
  async (at) => {
    const desk = await createStaffedEntry();
    const before = await desk.letIn("merchant");
    desk.now().setNew("merchant", { role: "merchant", upstreamGrant: false });
    await desk.type(another);
    desk.mishaps().dieAt(desk.mishaps().operations.length + at, "all");
    await desk.type(another);
    desk.mishaps().die();
    await desk.restart();
    const isNew = desk.pins.get("merchant")?.pin === another;

    const after = await desk.letIn("merchant", isNew ? another : good);

    expect(after.principalId !== before.principalId).toBe(isNew);
  },
);

test("A vault that calls a change failed although it landed: the PIN that is there is the new principal's", async () => {
  const change = async (desk: Desk) => {
    desk.now().setNew("merchant", { role: "merchant", upstreamGrant: false });
    await desk.type(another);
    return desk.type(another);
  };
  const rehearsal = await createStaffedEntry();
  await change(rehearsal);
  const desk = await createStaffedEntry();
  const before = desk.authenticator().principal("merchant");
  desk.mishaps().failAt(rehearsal.mishaps().operations.lastIndexOf("pin.set") + 1, "all");
  const told = await change(desk);

  const after = await desk.letIn("merchant", another);

  const landed = desk.pins.get("merchant")?.holder.principalId;
  expect({ told, after: after.principalId, differ: landed !== before?.principalId }).toEqual({
    told: "pin/vault-unusable",
    after: landed,
    differ: true,
  });
});

test("A PIN that another role has, or that is to be replaced, is refused", async () => {
  const desk = await createStaffedEntry();
  const told: string[] = [];
  for (const pin of [pins.factory, good]) {
    desk.now().setNew("merchant", { role: "merchant", upstreamGrant: false });
    await desk.type(pin);
    told.push(await desk.type(pin));
  }

  expect(told).toEqual(["pin/already-used", "pin/already-used"]);
});

test("Choosing PINs is no way to guess somebody else's: after two they are not compared any more, and it costs them no try", async () => {
  const desk = await createStaffedEntry();
  for (const pin of ["418203", "640827", "905173", "283946", "517340"]) {
    desk.now().setNew("merchant", { role: "merchant", upstreamGrant: false });
    await desk.type(pin);
    await desk.type(pin);
  }

  expect({ most: desk.compared.technician.most, standing: desk.now().view().standings.technician }).toEqual({
    most: 2,
    standing: { set: true, triesLeft: 8, waitUntil: null },
  });
});

test("Who sets whose PIN: one's own, and a technician the merchant's with an upstream grant", async () => {
  const desk = await createEntry();
  const staffed = await createStaffedEntry();
  const told = (at: typeof desk, granted: boolean) =>
    roles.map((setter) =>
      roles.map((role) => {
        const answer = at.now().setNew(role, { role: setter, upstreamGrant: granted });
        return answer.ok ? at.now().view().entry?.purpose : answer.error.code;
      }),
    );
  const [no, grant] = ["host/not-permitted", "host/needs-upstream-grant"];

  expect({ first: told(desk, true), later: told(staffed, false), granted: told(staffed, true) }).toEqual({
    first: [
      ["choose", no, no],
      ["choose", "choose", no],
      [no, no, "choose"],
    ],
    later: [
      ["change", no, no],
      [grant, "change", no],
      [no, no, "change"],
    ],
    granted: [
      ["change", no, no],
      ["change", "change", no],
      [no, no, "change"],
    ],
  });
});

test("A PIN that was handed over lets nobody in until its holder has chosen another", async () => {
  const desk = await createEntry();
  desk.now().setNew("merchant", { role: "technician", upstreamGrant: true });
  await desk.type(wrong);
  await desk.type(wrong);
  desk.now().askToUnlock(["merchant"]);
  const told = [await desk.type(wrong), desk.now().view().entry?.purpose];
  await desk.type(wrong);
  told.push(await desk.type(wrong), await desk.type(pins.merchant), await desk.type(pins.merchant));

  const principal = await desk.letIn("merchant");

  expect({ told, principal }).toEqual({
    told: ["more", "change", "pin/already-used", "more", "matched"],
    principal: desk.authenticator().principal("merchant"),
  });
});

test("A second person approves by a PIN of their own, and nobody approves twice", async () => {
  const desk = await createStaffedEntry();
  const technician = await desk.letIn("technician");
  const oneself = desk.now().askSecond("technician", technician);
  desk.now().askSecond("merchant", technician);
  const asked = desk.now().view().entry?.purpose;

  const answers = [await desk.type(pins.technician), await desk.type(pins.merchant)];

  expect({ oneself, asked, answers }).toEqual({
    oneself: { ok: false, error: { code: "pin/same-person" } },
    asked: "approve",
    answers: ["pin/wrong", "approved"],
  });
});

test("Shuffled keys are in another order for each entry, and all ten are there", async () => {
  const desk = await createStaffedEntry({ shuffled: true });
  const orders = Array.from({ length: 20 }, () => {
    desk.now().askToUnlock(["merchant"]);
    return desk.now().view().entry?.keypad ?? [];
  });

  const digits = orders.map((order) => [...order].sort((a, b) => a - b).join(""));
  expect({ digits: new Set(digits), differ: new Set(orders.map(String)).size }).toEqual({
    digits: new Set(["0123456789"]),
    differ: 20,
  });
});

test("What is being compared is not disturbed by a second wish to be let in", async () => {
  const desk = await createStaffedEntry();
  desk.now().askToUnlock(["merchant"]);
  const answer = desk.type(good);
  const second = desk.now().askToUnlock(["technician"]);

  expect({ answer: await answer, second, entry: desk.now().view().entry }).toEqual({
    answer: "matched",
    second: { ok: false, error: { code: "host/not-now" } },
    entry: null,
  });
});

test("A menu that closes while the PIN is compared leaves no entry open", async () => {
  const desk = await createStaffedEntry();
  desk.now().askToUnlock(["merchant"]);
  const answer = desk.type(wrong);
  desk.now().close();
  await answer;

  expect(desk.now().view().entry).toBe(null);
});
