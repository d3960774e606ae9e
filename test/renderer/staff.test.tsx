import { options } from "preact";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { errorPageTexts } from "../../device/text/errorPageTexts.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import { staffPageTexts } from "../../device/text/staffPageTexts.ts";
import { App } from "../../renderer/app.tsx";
import { Pins } from "../../renderer/screens/staff/Pins.tsx";
import { screenOf } from "../../renderer/state/screenOf.ts";
import { createFakeHost } from "../support/fakeHost.ts";
import { simIdentity } from "../support/rig.ts";
import { snapshots } from "../support/snapshots.ts";
import { draw, settled } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

afterEach(() => vi.useRealTimers());

async function operate(snapshot: Snapshot) {
  const host = createFakeHost(snapshot);
  const root = await draw(<App host={host} />);
  return {
    host,
    root,
    async press(...actions: readonly string[]) {
      for (const action of actions) {
        const button = root.find("action", action);
        if (!button) throw new Error(`there is no ${action}`);
        button.fire("click");
        await settled();
      }
    },
    async keys(keys: readonly string[]) {
      for (const key of keys) {
        dispatchEvent(Object.assign(new Event("keydown"), { key }));
        await settled();
      }
    },
    async show(next: Snapshot) {
      host.show(next);
      await settled();
    },
    orders: () => host.orders.filter(([name]) => name !== "stayInMenu"),
    screen: () => root.find("screen")?.attributes.get("data-screen"),
    text: (field: string) => root.find("field", field)?.textContent,
  };
}

const { factory, factoryWithoutCode, factoryRefused, firstPinAfterEnrolment, staffMenu, staffMenuReleased } = snapshots;
const { merchantLocked, merchantLockedStaffMenu, released } = snapshots;

test("A scanner types the code and sends it; then it is nowhere on the page", async () => {
  const { press, keys, orders, root, text } = await operate(factory);
  await press("begin-enrolment");
  await keys([..."BCDF-GHJK-LMNP"]);
  const typed = text("code");
  await keys(["Enter", "Enter"]);
  expect({ typed, orders: orders(), left: root.textContent.includes("GHJK"), now: text("code") }).toEqual({
    typed: "BCDF-GHJK-LMNP",
    orders: [["provision", { code: "BCDF-GHJK-LMNP" }]],
    left: false,
    now: "还没有输入",
  });
});

test("A scanner that types faster than anything is drawn loses nothing, from the first character of a screen to its Enter", async () => {
  const { root, orders } = await operate(factory);
  const { requestAnimationFrame } = options;
  onTestFinished(() => {
    Object.assign(options, { requestAnimationFrame });
  });
  // On a slow machine many keys come between two frames.
  options.requestAnimationFrame = () => {};
  const betweenKeys = () => new Promise((resolve) => setImmediate(resolve));
  root.find("action", "begin-enrolment")?.fire("click");
  await betweenKeys();
  for (const key of [..."BCDF-GHJK-LMNP", "Enter"]) {
    dispatchEvent(Object.assign(new Event("keydown"), { key }));
    await betweenKeys();
  }
  expect(orders()).toEqual([["provision", { code: "BCDF-GHJK-LMNP" }]]);
});

test("A code is typed with the fingers too: letters, digits, a dash, and back", async () => {
  const { press, orders } = await operate(factory);
  await press("begin-enrolment", "type-B", "type-Z", "code-erase", "type-dash", "code-layer", "type-7", "send-code");
  expect(orders()).toEqual([["provision", { code: "B-7" }]]);
});

test("Where no code lies anywhere, that is told only to whoever wanted it from the file", async () => {
  const { press, host, show, orders, text } = await operate(factoryWithoutCode);
  const before = text("provisioning-failure");
  await press("begin-enrolment");
  const opened = text("provisioning-failure");
  host.refuseWith({ code: "provisioning/no-code" });
  await press("code-from-file");
  await show(factoryWithoutCode);
  expect([before, opened, orders(), text("provisioning-failure")]).toEqual([
    undefined,
    undefined,
    [["provision", {}]],
    expect.stringContaining("provisioning/no-code"),
  ]);
});

test("What a try before has left is not told of a code that is just being sent", async () => {
  const { press, text } = await operate(factoryWithoutCode);
  await press("begin-enrolment", "type-B", "send-code");
  expect(text("provisioning-failure")).toBe(undefined);
});

test("A refused code is told once, with what to do", async () => {
  const { press, host, show, text } = await operate(factory);
  await press("begin-enrolment", "type-B");
  host.refuseWith({ code: "upstream/code-refused" });
  await press("send-code");
  await show(factoryRefused);
  expect([text("provisioning-failure"), text("refusal")]).toEqual([
    expect.stringContaining("upstream/code-refused"),
    undefined,
  ]);
});

test("Whoever enrolled the terminal sees its label, then home, where the merchant's first PIN takes the provider's code", async () => {
  const { press, show, screen, text, orders } = await operate(factory);
  await press("begin-enrolment", "type-B", "send-code");
  await show(firstPinAfterEnrolment);
  const label = { screen: screen(), kid: text("key-id"), sn: text("sn"), imei: text("imei"), qr: text("qr") };
  await press("label-next");
  const home = { screen: screen(), meaning: text("first-pin-meaning") };
  await press("first-pin");
  expect([label, home, orders().slice(-1)]).toEqual([
    {
      screen: "label",
      kid: firstPinAfterEnrolment.provisioning.key?.kid.match(/.{1,4}/g)?.join(" "),
      ...simIdentity,
      qr: expect.anything(),
    },
    { screen: "home", meaning: expect.stringContaining("只给负责人本人") },
    [["askPinReset", { role: "merchant" }]],
  ]);
});

test("A terminal that enrolled by itself asks nobody for a PIN, and a merchant who has one is offered no first one", async () => {
  const { show, screen, text } = await operate(factory);
  await show(firstPinAfterEnrolment);
  const first = [screen(), text("first-pin-meaning") !== undefined];
  await show(snapshots.home);
  expect([first, [screen(), text("first-pin-meaning")]]).toEqual([
    ["home", true],
    ["home", undefined],
  ]);
});

test("How the key is kept is told as it is", async () => {
  const { text } = await operate(factory);
  expect(text("key-storage")).toContain("没有硬件保护");
});

test("Staff are asked for their PIN; where they have none, the PINs are shown instead", async () => {
  const home = await operate(snapshots.home);
  await home.press("staff");
  await home.show(staffMenu);
  const first = await operate(factory);
  await first.press("staff");
  expect([home.orders(), home.screen(), first.orders(), first.screen()]).toEqual([
    [["openStaffMenu", {}]],
    "staff",
    [],
    "pins",
  ]);
});

test("A technician binds a released terminal again by the same code", async () => {
  const { press, show, orders, screen } = await operate(released);
  await press("bind-again");
  await show(staffMenuReleased);
  await press("type-K", "send-code");
  await show(snapshots.boundAgain);
  const shown = screen();
  await press("label-next");
  expect([orders(), shown]).toEqual([
    [
      ["openStaffMenu", {}],
      ["bindAgain", { code: "K" }],
      ["leaveMenu", {}],
    ],
    "label",
  ]);
});

test("What nobody can tell is told so, and the serial line is a page of its own", async () => {
  const { press, text, orders } = await operate(staffMenu);
  await press("diagnostics");
  const facts = ["tusn", "upstreamTls", "freeBytes", "circuitNetwork"].map((name) => text(`diagnostic-${name}`));
  await press("transcript");
  expect([facts, text("transcript"), orders()]).toEqual([
    ["无法得知", "双向验证", "700 MiB", "denied (17)"],
    expect.stringContaining("AT+CREG?"),
    [["readDiagnostics", {}]],
  ]);
});

test("The provider's keys stand there with their dates, and the list of keys that was not believed with the reason", async () => {
  const { diagnostics } = staffMenu;
  const [kid, key] = ["A".repeat(43), "B".repeat(43)];
  const upstreamKeys = [
    { kid, notBefore: "2026-01-10T12:00:00.000Z", notAfter: "2026-03-10T12:00:00.000Z", inForce: false },
    { kid: key, notBefore: null, notAfter: null, inForce: true },
  ];
  const failure = { code: "trust/key-set-refused", facts: { serial: 2, why: "signer" } } as const;
  const refusedKeySet = { at: Date.UTC(2026, 3, 10, 12), failure };
  const { press, show, text } = await operate(staffMenu);
  await press("diagnostics");
  await show({ ...staffMenu, diagnostics: diagnostics && { ...diagnostics, upstreamKeys, refusedKeySet } });

  const fields = [
    `upstream-key-${kid}`,
    `standing-${kid}`,
    `standing-${key}`,
    "refused-key-set",
    "refused-key-set-why",
  ];
  expect(fields.map(text)).toEqual([
    "AAAA AAAA AAAA AAAA",
    expect.stringMatching(/^已停用，自 2026年1月10日 .*起，至 2026年3月10日 .*止$/),
    "有效，出自配置",
    expect.stringContaining("2026年4月10日"),
    expect.stringContaining("不相接，未予采信"),
  ]);
});

test("Everything for a technician goes to the stick in one press, and the screen says where it lies", async () => {
  const { press, show, text, orders } = await operate(staffMenu);
  await press("diagnostics", "save-log");
  await show({ ...staffMenu, logBundle: { on: "stick", place: "/media/stick/log.txt" } });
  expect([orders().at(-1), text("log-place")]).toEqual([
    ["saveLogBundle", {}],
    expect.stringContaining("/media/stick/log.txt"),
  ]);
});

test("The journal is turned page by page, and exported", async () => {
  const { press, text, orders } = await operate(staffMenu);
  await press("journal");
  const { records = [], place } = staffMenu.journalPage ?? {};
  const [newest, oldest] = [records[0], records.at(-1)];
  const shown = [text(`record-${newest?.seq}`), text(`record-${oldest?.seq}`), text("journal-place")];
  await press("journal-older", "export-journal");
  expect([shown, orders()]).toEqual([
    [
      expect.stringMatching(/解绑密码正确.*pin\/matched/),
      expect.stringMatching(/pin\/tried/),
      expect.stringContaining(place?.place ?? "nowhere"),
    ],
    [
      ["readJournal", {}],
      ["readJournal", { beforeSeq: staffMenu.journalPage?.lookedBackTo }],
      ["exportJournal", {}],
    ],
  ]);
});

test("The journal is searched by kind, by day and by the number that somebody reads out", async () => {
  const { press, orders, root, keys } = await operate(staffMenu);
  await press("journal", "search-journal");
  root.find("action", "about-unbind")?.fire("change");
  await settled();
  root.find("action", "days-week")?.fire("change");
  await settled();
  await press("search-1", "search-2");
  const early = root.find("action", "search-yes")?.attributes.has("disabled");
  await keys([..."34567", "8", "Enter"]);
  const wanted = { kind: "unbind", since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), caseNumber: "1234567" };
  await press("journal-older", "journal-newer");
  expect([early, orders()]).toEqual([
    true,
    [
      ["readJournal", {}],
      ["readJournal", wanted],
      ["readJournal", { ...wanted, beforeSeq: staffMenu.journalPage?.lookedBackTo }],
      ["readJournal", wanted],
    ],
  ]);
});

test("A lock that others left is told with the way out, and neither tries nor a wait are", async () => {
  const { pin } = snapshots.enterPinLocked;
  const entry = pin.entry && { ...pin.entry, failure: null };
  const { root, text } = await operate({ ...snapshots.enterPinLocked, pin: { ...pin, entry } });

  const told = [text("tries-left"), text("pin-wait"), text("pin-failure-code"), text("pin-failure")];
  const wayOut = root.find("action", "pin-forgotten")?.textContent;
  const way = { code: told[2], named: wayOut !== undefined && told[3]?.includes(wayOut) };
  expect([told.slice(0, 2), way]).toEqual([[undefined, undefined], { code: "pin/locked", named: true }]);
});

test("Whoever forgot a PIN comes to the PINs without one, and asks for a reset outside of any session", async () => {
  const { press, show, orders, screen } = await operate(snapshots.enterPinForgotten);
  await press("pin-forgotten");
  await show(merchantLocked);
  const there = screen();
  await press("reset-merchant");
  await show(snapshots.pinReset);
  const asked = screen();
  await press("enter-reset", "read-reset", "leave-reset");
  expect([there, asked, orders()]).toEqual([
    "pins",
    "pinReset",
    [
      ["leaveMenu", {}],
      ["askPinReset", { role: "merchant" }],
      ["enterPinReset", {}],
      ["readPinReset", {}],
      ["leavePinReset", {}],
    ],
  ]);
});

test("The challenge of a reset is read out in five groups; while a wait lasts no code is asked for", async () => {
  const { text } = await operate(snapshots.pinReset);
  const waits = await operate(snapshots.pinResetWaits);
  expect([text("reset-challenge"), waits.root.find("action", "enter-reset")?.attributes.has("disabled")]).toEqual([
    snapshots.pinReset.pinReset?.groups.join(" "),
    true,
  ]);
});

test("Where a role has no PIN yet the words are those of a first one, with what it is for; later is a choice", async () => {
  const first = await operate(snapshots.pinResetFirst);
  const again = await operate(snapshots.pinResetWaits);
  const look = ({ root, text }: typeof first) => [
    [...root.everything()].find(({ localName }) => localName === "h1")?.textContent,
    text("reset-role"),
    text("reset-meaning"),
    root.find("action", "leave-reset")?.textContent,
  ];
  const words = staffPageTexts.in("zh-CN")?.reset;
  expect([look(first), look(again)]).toEqual([
    [words?.first.title, words?.first.whose.merchant, words?.meaning.merchant, words?.first.leave],
    [words?.again.title, words?.again.whose.merchant, undefined, words?.again.leave],
  ]);
});

test("Sounds are tried, and the screen is seen in five colours", async () => {
  const { press, root, screen } = await operate(staffMenu);
  await press("trials");
  const there = screen();
  await press("trial-done", "trial-failed", "trial-screen");
  const colours: (string | undefined)[] = [];
  for (let colour = 0; colour < 5; colour++) {
    colours.push(root.find("action", "trial-next")?.attributes.get("class"));
    await press("trial-next");
  }
  const back = screen();
  await press("leave-trials");
  expect([there, colours, back, screen()]).toEqual([
    "trials",
    ["trial white", "trial black", "trial red", "trial green", "trial blue"],
    "trials",
    "staff",
  ]);
});

test("A technician who lifts a lock says why, and only then it is lifted", async () => {
  const { press, show, orders, root } = await operate(snapshots.enterPinForgotten);
  await press("pin-forgotten");
  await show(merchantLocked);
  await press("lift-merchant");
  const early = root.find("action", "lift-yes")?.attributes.has("disabled");
  root.find("action", "lift-reason-stranger_tried")?.fire("change");
  await settled();
  await press("lift-yes");

  expect([early, orders().slice(-1)]).toEqual([
    true,
    [["liftPinLock", { role: "merchant", reason: "stranger_tried" }]],
  ]);
});

test("A scanner types a signed answer where there is no memory stick, and it is handed over whole", async () => {
  const { keys, orders, text } = await operate(snapshots.pinReset);
  await keys([..."eyJh.e30.c2ln", "x", "Backspace"]);
  const received = text("answer-scan");
  await keys(["Enter", "Enter"]);

  expect([received, orders()]).toEqual(["已收到 13 个字符", [["readPinReset", { answer: "eyJh.e30.c2ln" }]]]);
});

test("The code on the box is compared with this terminal: its numbers match, those of another are told as they were read", async () => {
  const { press, keys, root } = await operate(staffMenu);
  await press("label");
  const { sn, imei } = staffMenu.terminal;
  if (sn.status !== "read" || imei.status !== "read") throw new Error("the example terminal is read");
  const scan = async (code: string) => {
    await keys([...code, "Enter"]);
    const note = root.find("field", "box");
    return [note?.attributes.get("class"), note?.textContent.includes(code)];
  };

  expect([await scan(sn.value), await scan("FX26T9999"), await scan(`${sn.value};${imei.value}`)]).toEqual([
    ["banner good", false],
    ["banner bad", true],
    ["banner good", false],
  ]);
});

test("Each PIN offers what leads somewhere, and nothing else", async () => {
  const [texts, words] = [pageTexts.in("en"), staffPageTexts.in("en")];
  if (!texts || !words) throw new Error("not loaded");
  const offered = async (snapshot: Snapshot) => {
    const root = await draw(
      <Pins texts={texts} words={words} snapshot={snapshot} now={() => snapshot.at} send={vi.fn()} onBack={vi.fn()} />,
    );
    const actions = [...root.everything()].map((each) => each.attributes.get("data-action") ?? "");
    return actions.filter((action) => /-(merchant|technician|factory)$/.test(action)).join(" ");
  };
  expect({
    firstDay: await offered(factory),
    nobodyIn: await offered(merchantLocked),
    technicianIn: await offered(merchantLockedStaffMenu),
    released: await offered(released),
  }).toEqual({
    firstDay: "set-factory",
    nobodyIn: "lift-merchant reset-merchant change-technician reset-technician",
    technicianIn: "lift-merchant reset-merchant change-technician reset-technician",
    released: "change-technician reset-technician reset-factory",
  });
});

test("The end of a staff session that cannot be put off is told once, and does not stand in the way after it", async () => {
  const { press, root, text } = await operate(snapshots.staffSessionEnds);
  const warned = [root.find("dialog", "idle") !== undefined, text("closes-in")];
  await press("stay");
  expect([warned, root.find("dialog", "idle"), text("closes-in")]).toEqual([
    [true, expect.stringContaining("五分钟")],
    undefined,
    expect.stringMatching(/^本次登录 \d+秒后结束$/),
  ]);
});

test("Nobody who walks away leaves the PINs open for the next", async () => {
  const { press, screen } = await operate(factory);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const pressed = press("staff");
  await vi.advanceTimersByTimeAsync(1);
  await pressed;
  const there = screen();
  await vi.advanceTimersByTimeAsync(61_000);
  expect([there, screen()]).toEqual(["pins", "factory"]);
});

test("A wipe outranks every screen of the staff; a PIN and a challenge outrank an unbound terminal", () => {
  const { wipeWithStaff, wipeWithCode, changePinReleased, pinResetReleased, completed } = snapshots;
  expect([
    screenOf(wipeWithStaff, "diagnostics"),
    screenOf(wipeWithCode),
    screenOf(changePinReleased, "staff"),
    screenOf(pinResetReleased),
    screenOf(staffMenuReleased, "staff"),
    screenOf(completed, "staff"),
  ]).toEqual(["result", "result", "choosePin", "pinReset", "staff", "result"]);
});

test("A journal that nears its limit says so at home, how far it is, and what to do", async () => {
  const nearly = { ...snapshots.home.journal, usedPercent: 83, warning: "journal/near-limit" } as const;
  const { text, press, orders } = await operate({
    ...snapshots.home,
    journal: nearly,
    offered: { ...snapshots.home.offered, archiveJournal: true },
  });

  const { sentence, remedy } = (await errorPageTexts.load("zh-CN"))["journal/near-limit"];
  const { archive } = (await pageTexts.load("zh-CN")).screens.home;
  const told = text("journal")?.replaceAll(" ", "");
  await press("archive-journal");
  expect([told, orders()]).toEqual([`${sentence}${remedy}(83%)${archive}`, [["archiveJournal", {}]]]);
});

test.each([
  ["at home", snapshots.homeOrdered],
  ["where it is carried out", snapshots.ordered],
])("Who ordered an unbind that nobody applied for here, and why, is told %s", async (_where, snapshot) => {
  const { text } = await operate(snapshot);
  const { profile, reason } = snapshot.unbind;

  const told = text("ordered-by") ?? "";
  expect([profile?.name.zh, reason?.text].map((word) => word !== undefined && told.includes(word))).toEqual([
    true,
    true,
  ]);
});

test("Each entry of the staff's menu says how it stands with it", async () => {
  const { staffMenu } = snapshots;
  const { text } = await operate(staffMenu);
  expect(["diagnostics", "journal", "pins", "label", "trials"].map((name) => text(`status-${name}`))).toEqual([
    expect.stringContaining("可连接"),
    `${staffMenu.journal.records} 条记录`,
    expect.stringMatching(/商户负责人 已设置.*装机员 已设置/),
    simIdentity.sn,
    "没有设置打印机",
  ]);
});
