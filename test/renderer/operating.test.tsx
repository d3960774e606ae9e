import { afterEach, expect, test, vi } from "vitest";
import type { OrderInput } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import { App } from "../../renderer/app.tsx";
import { createFakeHost } from "../support/fakeHost.ts";
import { contactOfProvider } from "../support/snapshots/shop.ts";
import { snapshots } from "../support/snapshots.ts";
import { card } from "../support/stories.ts";
import { draw, settled } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

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

test("A second person sees who asks, for what, why, and what comes of it, before typing a PIN", async () => {
  const { root } = await operate(snapshots.approvePin);
  const told = (name: string) => root.find("field", `approve-${name}`)?.textContent ?? "";
  const words = pageTexts.in("zh-CN")?.unbind;
  if (!words) throw new Error("not loaded");
  const { effects, name } = words.bindingKinds.terminal_to_merchant;
  const { reason } = snapshots.approvePin.unbind;

  expect({
    asks: told("asks"),
    what: told("what"),
    reason: told("reason"),
    ends: told("ends"),
    stays: told("stays"),
    intent: told("intent"),
  }).toEqual({
    asks: words.roles.technician,
    what: `${name} · ${snapshots.approvePin.unbind.profile?.name.zh}`,
    reason: `${words.reasons.other} · ${reason?.text}`,
    ends: effects.ends,
    stays: effects.stays,
    intent: words.intents.unbind_and_close,
  });
});

test("Digits are sent one by one, from the screen and from a keyboard", async () => {
  const { host, press, key } = await operate(snapshots.choosePin);
  await press("digit-7");
  key("3");
  key("3", true);
  key("Backspace");
  key("Enter");
  key("x");
  expect(host.orders.filter(([name]) => name !== "stayInMenu")).toEqual([
    ["pressDigit", { digit: 7 }],
    ["pressDigit", { digit: 3 }],
    ["eraseDigit", {}],
    ["submitEntry", {}],
  ]);
});

test("While a wait runs, the pad takes nothing", async () => {
  const { host, key, disabled } = await operate(snapshots.enterPinWait);
  key("3");
  const touches = host.orders.filter(([name]) => name !== "stayInMenu");
  expect([disabled("digit-3"), touches]).toEqual([true, []]);
});

test("A reason goes on by itself; agreeing says all that must be vouched for, and what was ticked besides", async () => {
  const { host, root, press } = await operate(snapshots.draft);
  await press("reason-switch_provider");
  await settled();
  const vouched = ["account_and_contact_verified", "documents_ready"].map(
    (code) => root.find("field", `statement-${code}`) !== undefined,
  );
  await press("intent-unbind_and_close", "change");
  await settled();
  await press("way-offline", "change");
  await settled();
  await press("agree");
  await press("statement-funds_sufficient", "change");
  await settled();
  await press("agree");
  const policy = snapshots.draft.unbind.policy?.hash;
  const choice = { code: "switch_provider", intent: "unbind_and_close", way: "offline", consent: true, policy };
  const must = ["account_and_contact_verified", "documents_ready"];
  expect([vouched, host.orders]).toEqual([
    [true, true],
    [
      ["chooseReason", { ...choice, statements: must }],
      ["chooseReason", { ...choice, statements: [...must, "funds_sufficient"] }],
    ],
  ]);
});

test("The reason that has no name of its own takes a remark, from a phrase as well", async () => {
  const { host, press, root } = await operate(snapshots.draft);
  const before = root.find("action", "draft-next");
  for (const action of ["reason-other", "phrase-1", "draft-next", "agree"]) {
    await press(action);
    await settled();
  }
  const [, given] = host.orders[0] ?? [];
  expect([before, given]).toEqual([undefined, expect.objectContaining({ code: "other", text: "店铺搬迁" })]);
});

test("A remark is typed by keys on the screen as well: letters, digits, a blank, and back", async () => {
  const { host, press } = await operate(snapshots.draft);
  const keys = ["type-A", "type-B", "code-erase", "type-space", "code-layer", "type-7"];
  for (const action of ["reason-other", "show-keys", ...keys, "draft-next", "agree"]) {
    await press(action);
    await settled();
    await settled();
  }
  const [, given] = host.orders[0] ?? [];
  expect(given).toEqual(expect.objectContaining({ code: "other", text: "A 7" }));
});

test("What the provider does not say is told as not said", async () => {
  const { root, press } = await operate(snapshots.draftOfCard);
  await press("reason-account_security");
  await settled();
  const told = ["documents", "review-by"].map((field) => root.find("field", field)?.textContent);
  expect(told).toEqual(["未说明", "由谁审核：未说明"]);
});

test("The other bindings are seen before one is unbound", async () => {
  const { root, press } = await operate(snapshots.draft);
  await press("reason-switch_provider");
  await settled();
  expect(root.find("field", "effect-others")?.textContent).toMatch(/结算卡.*4421.*银行账户.*6789/);
});

test("A request that was refused is applied for again with everything as it was", async () => {
  const { host, root, press } = await operate(snapshots.rejected);
  await press("apply-again");
  host.show(snapshots.draft);
  await settled();
  await settled();
  await press("agree");
  const { reason, intent, way } = snapshots.rejected.unbind;
  expect([host.orders[0], host.orders[1]?.[1], root.find("action", "draft-back") !== undefined]).toEqual([
    ["beginUnbind", snapshots.rejected.unbind.target],
    expect.objectContaining({ code: reason?.code, intent, way }),
    true,
  ]);
});

test("Where all is well, nobody has to press anything to come to what is signed", async () => {
  const orders = await Promise.all(
    [snapshots.checksPassed, snapshots.checksWithSideEffects].map(async (each) => (await operate(each)).host.orders),
  );
  expect(orders).toEqual([[["showSummary", {}]], []]);
});

test("What there is only one of, nobody has to choose", async () => {
  const [first, ...others] = snapshots.home.offered.beginUnbind ?? [];
  const only = { ...snapshots.home, offered: { ...snapshots.home.offered, beginUnbind: first ? [first] : [] } };
  const orders = await Promise.all(
    [only, snapshots.home].map(async (each) => {
      const { host, press } = await operate(each);
      await press("open-menu");
      return host.orders;
    }),
  );
  expect([others.length, orders]).toEqual([1, [[["beginUnbind", first]], [["openMenu", {}]]]]);
});

test("Each kind of binding is begun below its own name, at its own provider, where that is offered", async () => {
  const { host, root, press } = await operate(snapshots.menu);
  await press(`begin-unbind-${card.providerId}-${card.bindingKind}`);
  expect([host.orders, root.find("action", "begin-unbind-other-bank-bank_account_to_pos")]).toEqual([
    [["beginUnbind", card]],
    undefined,
  ]);
});

test("A check is waived with a reason, and only where that is allowed", async () => {
  const { host, root, press, disabled } = await operate(snapshots.checksFailed);
  const offered = ["waive-BATTERY_LOW", "waive-OPEN_BATCH"].map((name) => root.find("action", name) !== undefined);
  await press("waive-BATTERY_LOW");
  await settled();
  const before = disabled("waive-yes");
  await press("waiver-terminal_broken", "change");
  await settled();
  await press("waive-yes");
  expect([offered, before, host.orders]).toEqual([
    [true, false],
    true,
    [["waiveCheck", { check: "BATTERY_LOW", reason: "terminal_broken" }]],
  ]);
});

test("The second person is asked for while one is awaited, and nothing can be sent before", async () => {
  const { host, root, press } = await operate(snapshots.awaitingSecond);
  await press("approve");
  expect([root.find("action", "send"), root.find("action", "go-offline"), host.orders]).toEqual([
    undefined,
    undefined,
    [["approveUnbind", {}]],
  ]);
});

test("Where a gate is closed, what stands in the way is told with what to do about it", async () => {
  const told = await Promise.all(
    [snapshots.confirmed, snapshots.gateClosed].map(async (each) => {
      const { root } = await operate(each);
      return ["check-BATTERY_LOW", "check-OPEN_BATCH"].map((field) => root.find("field", field)?.textContent);
    }),
  );
  expect(told).toEqual([
    [expect.stringMatching(/电量只有 12%/), undefined],
    [expect.stringMatching(/电量只有 12%/), expect.stringMatching(/还有 2 笔交易没有结算/)],
  ]);
});

test("While payments are stopped and gates are judged, there is nothing to press but the way back and the withdrawal", async () => {
  const { root } = await operate(snapshots.preparing);
  const actions = [...root.everything()].map((each) => each.attributes.get("data-action")).filter(Boolean);
  expect(actions).toEqual(["drawing", "language", "details", "leave", "withdraw"]);
});

test("A code is typed on the same keys, and can be left", async () => {
  const { host, press, disabled } = await operate(snapshots.enterVerification);
  await press("digit-5");
  const tooFew = disabled("pin-submit");
  await press("leave-entry");
  const typed = host.orders.filter(([name]) => name !== "stayInMenu");
  expect([tooFew, typed]).toEqual([
    true,
    [
      ["pressDigit", { digit: 5 }],
      ["leaveEntry", {}],
    ],
  ]);
});

test("A follow-up is ticked, and taken back, for the unbind it belongs to", async () => {
  const { host, press } = await operate(snapshots.completed);
  await press("follow-up-update_pos_system", "change");
  await press("follow-up-funds_arrived", "change");
  const requestId = snapshots.completed.unbind.requestId;
  expect(host.orders).toEqual([
    ["tickFollowUp", { requestId, code: "update_pos_system", done: true }],
    ["tickFollowUp", { requestId, code: "funds_arrived", done: false }],
  ]);
});

test("A history of several pages is turned to the older ones, and back to the newest when it is left", async () => {
  const [entry] = snapshots.history.history;
  const entries = entry ? [entry] : [];
  const first = { ...snapshots.history, historyCount: 45 };
  const { host, root, press, disabled } = await operate(first);
  await press("see-history");
  await settled();
  await press("history-older");
  host.show({ ...first, historyPage: { from: 44, entries } });
  await settled();
  const last = [root.find("field", "history-range")?.textContent, disabled("history-older"), disabled("history-newer")];
  await press("history-newer");
  await press("leave-history");

  expect([last, host.orders.filter(([name]) => name === "readHistory")]).toEqual([
    ["第 45 条起，共 45 条", true, false],
    [
      ["readHistory", { from: 20 }],
      ["readHistory", { from: 24 }],
      ["readHistory", { from: 0 }],
    ],
  ]);
});

test("The history is opened from the screen that waits, exports each entry, and is left again", async () => {
  const { host, root, press } = await operate(snapshots.history);
  await press("see-history");
  await settled();
  const there = root.find("screen")?.attributes.get("data-screen");
  await press(`save-${snapshots.history.history[1]?.requestId}`);
  await press("leave-history");
  await settled();
  expect([there, host.orders, root.find("screen")?.attributes.get("data-screen")]).toEqual([
    "history",
    [["saveEvidence", { requestId: snapshots.history.history[1]?.requestId }]],
    "unbound",
  ]);
});

test("A contact is told only where the provider signed it, and once", async () => {
  const told = await Promise.all(
    [snapshots.riskHold, { ...snapshots.riskHold, unbind: { ...snapshots.riskHold.unbind, profile: null } }].map(
      async (each) => {
        const { root } = await operate(each);
        return [root.find("field", "support-contact")?.textContent, /没有提供联系方式/.test(root.textContent)];
      },
    ),
  );
  expect(told).toEqual([
    [contactOfProvider, false],
    [undefined, true],
  ]);
});

test("What is not settled yet is settled by the button beside it, where the terminal can", async () => {
  const { checksFailed } = snapshots;
  const { host, root, press } = await operate(checksFailed);
  const beside = root.find("field", "check-OPEN_BATCH")?.find("action", "settle") !== undefined;
  await press("settle");
  const { settleBatch: _, ...offered } = checksFailed.offered;
  const nobody = await operate({ ...checksFailed, offered });
  expect([beside, host.orders, nobody.root.find("action", "settle")]).toEqual([true, [["settleBatch", {}]], undefined]);
});

test.each([
  ["the terminal cannot be reached", snapshots.homeNoPort],
  ["one of its numbers cannot be read", snapshots.homeUnreadable],
])("Where %s nothing is offered to be unbound, but to read it again; it comes by itself", async (_why, snapshot) => {
  const { host, root } = await operate(snapshot);
  const look = () => ({
    unbind: root.find("action", "open-menu") !== undefined,
    readAgain: root.find("action", "read-again")?.attributes.get("class"),
    later: root.find("field", "unbind-later")?.textContent,
  });
  const before = look();
  host.show(snapshots.home);
  await settled();
  expect([before, look()]).toEqual([
    {
      unbind: false,
      readAgain: "action primary",
      later: pageTexts.in("zh-CN")?.screens.home.unbindLater,
    },
    { unbind: true, readAgain: "action quiet", later: undefined },
  ]);
});

test("What is agreed to can be read, and is signed for as it stood there", async () => {
  const { host, root, press } = await operate(snapshots.draft);
  const { policy } = snapshots.draft.unbind;
  if (!policy) throw new Error("the example shop has a policy");
  await press("reason-switch_provider");
  await settled();
  const read = root.find("details", "policy-text")?.textContent;
  const changed = { ...policy, text: "another", hash: "B".repeat(43) };
  host.show({ ...snapshots.draft, unbind: { ...snapshots.draft.unbind, policy: changed } });
  await settled();
  await press("agree");
  await settled();
  await press("agree");
  const agreed = host.orders.map(([, input]) => (input as OrderInput<"chooseReason">).policy);
  expect([read?.includes(policy.text.split("\n")[3] ?? "?"), agreed]).toEqual([true, [policy.hash, changed.hash]]);
});

test("Where a provider has no text, nobody is asked to agree to one", async () => {
  const { unbind } = snapshots.draft;
  const { host, root, press } = await operate({ ...snapshots.draft, unbind: { ...unbind, policy: null } });
  await press("reason-switch_provider");
  await settled();
  const asked = [root.find("field", "policy"), root.find("details", "policy-text")];
  await press("agree");
  const named = host.orders.map(([, input]) => "policy" in (input as object));
  expect([asked, named]).toEqual([[undefined, undefined], [false]]);
});

test("Another language comes without a moment of nothing", async () => {
  const { host, root } = await operate(snapshots.home);
  host.show({ ...snapshots.home, language: "en" });
  await settled();
  expect(root.find("action", "read-again")?.textContent).toBe("Read again");
});

test("Letting go before two seconds confirms nothing; holding confirms what was on the screen", async () => {
  const { host, press } = await operate(snapshots.summary);
  vi.useFakeTimers();
  await press("confirm", "pointerdown");
  await vi.advanceTimersByTimeAsync(1_900);
  await press("confirm", "pointerup");
  await vi.advanceTimersByTimeAsync(5_000);
  const afterLettingGo = [...host.orders];
  await press("confirm", "keydown", { key: "Enter", repeat: false });
  await vi.advanceTimersByTimeAsync(2_000);
  expect([afterLettingGo, host.orders]).toEqual([
    [],
    [["confirmUnbind", { summaryHash: snapshots.summary.unbind.summary?.hash }]],
  ]);
});

test("A summary that changes under the finger is not confirmed by it", async () => {
  const { host, press } = await operate(snapshots.summary);
  vi.useFakeTimers();
  await press("confirm", "pointerdown");
  await vi.advanceTimersByTimeAsync(1_000);
  host.show(snapshots.summaryAnew);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(host.orders).toEqual([]);
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

test("An order that is refused is told with sentence, remedy, number and code, and can be put away", async () => {
  const { host, root, press } = await operate(snapshots.home);
  host.refuseWith({ code: "link/port-busy", facts: { path: "/dev/ttyS9" } });
  await press("read-again");
  await settled();
  const told = root.find("field", "refusal")?.textContent;
  await press("dismiss");
  await settled();
  expect([told, root.find("field", "refusal")]).toEqual([
    expect.stringMatching(/被其他程序占用.*没有任何改动.*请.*问题编号 +\d{7}.*link\/port-busy.*path=\/dev\/ttyS9/),
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
