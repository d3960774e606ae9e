import { expect, test } from "vitest";
import { ok } from "../../device/base/result.ts";
import type { Host } from "../../device/contract/host.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { type Caller, createRouter, sendSnapshots } from "../../electron/ipc/router.ts";

const mainFrame = { origin: "app://kiosk" };
const page: Caller = { sender: { mainFrame }, senderFrame: mainFrame };

// Of a snapshot the router knows nothing, so one field stands for all.
const snapshotOf = (revision: number) => ({ revision }) as Snapshot;

/** A router between a hand-made ipcMain and a kiosk that writes down what reaches it. */
function createRig(order?: Host["order"]) {
  const handlers = new Map<string, (caller: Caller, ...sent: readonly unknown[]) => Promise<unknown>>();
  const reached: unknown[] = [];
  const notes: unknown[] = [];
  const bugs: unknown[] = [];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const host: Host = {
    order:
      order ??
      (async (name, input) => {
        reached.push([name, input]);
        return ok();
      }),
    snapshot: async () => snapshotOf(7),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const router = createRouter({
    ipcMain: { handle: (channel, handler) => void handlers.set(channel, handler) },
    host,
    log: { note: (code, facts) => void notes.push([code, facts]) },
    onBug: (cause) => void bugs.push(cause),
  });
  const call = (channel: string, caller: Caller, ...sent: readonly unknown[]) =>
    handlers.get(channel)?.(caller, ...sent) ?? Promise.reject(new Error(`nobody answers ${channel}`));
  return { call, router, host, reached, notes, bugs, listeners };
}

const malformed = { ok: false, error: { code: "host/malformed-order" } };
const foreign = { ok: false, error: { code: "host/foreign-sender" } };

/** Nothing is missing in it: what is refused below is refused for its one fault. */
const reasonChosen = { code: "other", intent: "unbind_only", way: "online", consent: true, statements: [] };

test.each([
  ["pressDigit", { digit: 4 }],
  ["chooseReason", reasonChosen],
])("an order of the contract from the page reaches the kiosk as it was sent: %s", async (...sent) => {
  const rig = createRig();

  const answer = await rig.call("kiosk/order", page, ...sent);

  expect({ answer, reached: rig.reached, refusals: rig.router.refusals() }).toEqual({
    answer: { ok: true },
    reached: [sent],
    refusals: { malformed: 0, foreign: 0 },
  });
});

test.each([
  ["an order nobody knows", ["formatDisk", {}]],
  ["a name that every object has", ["constructor", {}]],
  ["a name that is no text", [{ toString: () => "openMenu" }, {}]],
  ["an order without its input", ["openMenu"]],
  ["something behind the input", ["openMenu", {}, {}]],
  ["a field too many", ["openMenu", { now: true }]],
  ["a field of the wrong type", ["pressDigit", { digit: "4" }]],
  ["a number out of range", ["pressDigit", { digit: 10 }]],
  ["a text too long", ["chooseReason", { ...reasonChosen, text: "x".repeat(201) }]],
  ["no consent", ["chooseReason", { ...reasonChosen, consent: false }]],
  ["a reason that no profile knows", ["chooseReason", { ...reasonChosen, code: "bored" }]],
  ["null", ["openMenu", null]],
  ["nothing at all", []],
])("%s is refused, counted, and never reaches the kiosk", async (_, sent) => {
  const rig = createRig();

  const answer = await rig.call("kiosk/order", page, ...sent);

  expect({ answer, reached: rig.reached, refusals: rig.router.refusals() }).toEqual({
    answer: malformed,
    reached: [],
    refusals: { malformed: 1, foreign: 0 },
  });
});

test.each<[string, Caller]>([
  ["another origin", foreignPage("https://kiosk")],
  ["an origin that begins like ours", foreignPage("app://kiosk.evil")],
  ["an opaque origin", foreignPage("null")],
  ["a frame inside the page", { sender: { mainFrame }, senderFrame: { origin: "app://kiosk" } }],
  ["a frame that is gone", { sender: { mainFrame }, senderFrame: null }],
  ["a page and a frame that are both gone", { sender: { mainFrame: null }, senderFrame: null }],
])("an order from %s is refused before it is read", async (_, caller) => {
  const rig = createRig();

  const answer = await rig.call("kiosk/order", caller, "openMenu", {});

  expect({ answer, reached: rig.reached, refusals: rig.router.refusals(), notes: rig.notes }).toEqual({
    answer: foreign,
    reached: [],
    refusals: { malformed: 0, foreign: 1 },
    notes: [["host/foreign-sender", { count: 1 }]],
  });
});

test("a snapshot is told to the page and to nobody else", async () => {
  const rig = createRig();

  const told = await rig.call("kiosk/snapshot", page);
  const refused = await rig.call("kiosk/snapshot", foreignPage("https://kiosk")).catch(String);

  expect({ told, refused, refusals: rig.router.refusals() }).toEqual({
    told: { revision: 7 },
    refused: "Error: host/foreign-sender",
    refusals: { malformed: 0, foreign: 1 },
  });
});

test("a page gone mad is counted call by call and noted ever more rarely", async () => {
  const rig = createRig();

  for (let call = 0; call < 100; call += 1) await rig.call("kiosk/order", page, "formatDisk", {});

  expect({ refusals: rig.router.refusals(), noted: rig.notes }).toEqual({
    refusals: { malformed: 100, foreign: 0 },
    noted: [1, 2, 4, 8, 16, 32, 64].map((count) => ["host/malformed-order", { count }]),
  });
});

test("a bug in the kiosk is reported, and the page learns only that there was one", async () => {
  const bug = new Error("digits 123456");
  const rig = createRig(async () => {
    throw bug;
  });

  const answer = await rig.call("kiosk/order", page, "openMenu", {});

  expect({ answer, bugs: rig.bugs }).toEqual({ answer: { ok: false, error: { code: "host/bug" } }, bugs: [bug] });
});

test("snapshots go to the page until it is gone, and then nobody listens any more", () => {
  const rig = createRig();
  const sent: unknown[] = [];
  let gone = false;

  sendSnapshots(rig.host, {
    isDestroyed: () => gone,
    send: (channel, snapshot) => void sent.push([channel, snapshot]),
  });
  for (const listener of rig.listeners) listener(snapshotOf(1));
  gone = true;
  for (const listener of rig.listeners) listener(snapshotOf(2));

  expect({ sent, listening: rig.listeners.size }).toEqual({
    sent: [["kiosk/snapshot", { revision: 1 }]],
    listening: 0,
  });
});

function foreignPage(origin: string): Caller {
  const frame = { origin };
  return { sender: { mainFrame: frame }, senderFrame: frame };
}
