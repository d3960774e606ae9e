import { afterEach, expect, test, vi } from "vitest";
import type { Snapshot } from "../../device/contract/host.ts";
import { App } from "../../renderer/app.tsx";
import { createFakeHost } from "../support/fakeHost.ts";
import { snapshots, summary } from "../support/snapshots.ts";
import { draw, settled } from "../support/tinyDom.ts";

afterEach(() => vi.useRealTimers());

async function operate(snapshot: Snapshot) {
  const host = createFakeHost(snapshot);
  const root = await draw(<App host={host} />);
  return {
    host,
    root,
    press: async (action: string, event = "click", facts = {}) => {
      const button = root.find("action", action);
      if (!button) throw new Error(`there is no ${action}`);
      button.fire(event, facts);
      await Promise.resolve();
    },
    disabled: (action: string) => root.find("action", action)?.attributes.has("disabled"),
    key: (key: string, repeat = false) => dispatchEvent(Object.assign(new Event("keydown"), { key, repeat })),
  };
}

test("Digits are sent one by one, from the screen and from a keyboard", async () => {
  const { host, press, key } = await operate(snapshots.choosePin);
  await press("digit-7");
  key("3");
  key("3", true);
  key("Backspace");
  key("Enter");
  key("x");
  expect(host.orders).toEqual([
    ["pressDigit", { digit: 7 }],
    ["pressDigit", { digit: 3 }],
    ["eraseDigit", {}],
    ["submitPin", {}],
  ]);
});

test("While a wait runs, the pad takes nothing", async () => {
  const { host, key, disabled } = await operate(snapshots.enterPinWait);
  key("3");
  const touches = host.orders.filter(([name]) => name !== "stayInMenu");
  expect([disabled("digit-3"), touches]).toEqual([true, []]);
});

test("No reason or no consent, no checks", async () => {
  const { host, press, disabled } = await operate(snapshots.reason);
  const steps = [disabled("run-checks")];
  await press("reason-other", "change");
  await settled();
  await press("phrase-1");
  steps.push(disabled("run-checks"));
  await press("consent", "change");
  await settled();
  steps.push(disabled("run-checks"));
  await press("run-checks");
  expect([steps, host.orders]).toEqual([
    [true, true, false],
    [["chooseReason", { code: "other", consent: true, text: "店铺搬迁" }]],
  ]);
});

test("Letting go before two seconds confirms nothing; holding confirms what was on the screen", async () => {
  const { host, press } = await operate(snapshots.summary);
  await press("ask-confirm");
  await settled();
  vi.useFakeTimers();
  await press("confirm", "pointerdown");
  await vi.advanceTimersByTimeAsync(1_900);
  await press("confirm", "pointerup");
  await vi.advanceTimersByTimeAsync(5_000);
  const afterLettingGo = [...host.orders];
  await press("confirm", "keydown", { key: "Enter", repeat: false });
  await vi.advanceTimersByTimeAsync(2_000);
  expect([afterLettingGo, host.orders]).toEqual([[], [["confirmUnbind", { summaryHash: summary.hash }]]]);
});

test("A summary that changes under the question takes the question back", async () => {
  const { host, root, press } = await operate(snapshots.summary);
  await press("ask-confirm");
  await settled();
  const asked = root.find("dialog", "confirm") !== undefined;
  const { unbind } = snapshots.summary;
  host.show({ ...snapshots.summary, unbind: { ...unbind, summary: { ...summary, hash: "x".repeat(43) } } });
  await settled();
  expect([asked, root.find("dialog", "confirm")]).toEqual([true, undefined]);
});

test("Executing and withdrawing are asked about first", async () => {
  const { host, press } = await operate(snapshots.approved);
  await press("execute");
  await settled();
  await press("execute-no");
  await settled();
  const afterNo = [...host.orders];
  await press("withdraw");
  await settled();
  await press("withdraw-yes");
  expect([afterNo, host.orders]).toEqual([[], [["cancelUnbind", {}]]]);
});

test("While the menu is open, touches say that somebody is there, every five seconds at most", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { host } = await operate(snapshots.menu);
  for (let touch = 0; touch < 12; touch++) {
    dispatchEvent(new Event("pointerdown"));
    vi.advanceTimersByTime(1_000);
  }
  expect(host.orders).toEqual([
    ["stayInMenu", {}],
    ["stayInMenu", {}],
    ["stayInMenu", {}],
  ]);
});

test("With the menu closed, a touch says nothing", async () => {
  const { host } = await operate(snapshots.home);
  dispatchEvent(new Event("pointerdown"));
  expect(host.orders).toEqual([]);
});

test("An order that is refused is told with sentence, remedy and code, and can be put away", async () => {
  const { host, root, press } = await operate(snapshots.home);
  host.refuseWith({ code: "link/port-busy", facts: { path: "/dev/ttyS9" } });
  await press("read-again");
  await settled();
  const told = root.find("field", "refusal")?.textContent;
  await press("dismiss");
  await settled();
  expect([told, root.find("field", "refusal")]).toEqual([
    expect.stringMatching(/串口正被其他程序占用.*请关闭占用串口的程序.*link\/port-busy.*path=\/dev\/ttyS9/),
    undefined,
  ]);
});

test("A snapshot that arrives late does not replace a newer one", async () => {
  let deliver: (snapshot: Snapshot) => void = () => {};
  const late = new Promise<Snapshot>((resolve) => {
    deliver = resolve;
  });
  const host = { ...createFakeHost(snapshots.home), snapshot: () => late };
  const root = await draw(<App host={host} />);
  host.show(snapshots.menu);
  deliver({ ...snapshots.home, revision: 0 });
  await settled();
  expect(root.find("screen")?.attributes.get("data-screen")).toBe("menu");
});
