import { expect, test } from "vitest";
import type { Language } from "../../device/contract/codes.ts";
import { requestPayload } from "../../device/contract/messages/request.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { App } from "../../renderer/app.tsx";
import { screenOf, stageOf } from "../../renderer/state/screenOf.ts";
import { createFakeHost } from "../support/fakeHost.ts";
import { merchantName } from "../support/snapshots/shop.ts";
import { snapshots, withMenu, withoutMenu } from "../support/snapshots.ts";
import { draw } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

const languages: readonly Language[] = ["zh-CN", "en"];
const all = Object.entries(snapshots as Record<string, Snapshot>);

const drawn = async (snapshot: Snapshot, language: Language) =>
  draw(<App host={createFakeHost({ ...snapshot, language })} />);

/** What comes from outside and stays as it is in every language. */
const foreign = [merchantName, "店铺搬迁", "商户号已停用", "示例市•••", "中文"];

test.for(languages.flatMap((language) => all.map(([name, snapshot]) => [language, name, snapshot] as const)))(
  "In %s, the snapshot %s is drawn on its screen",
  async ([language, , snapshot]) => {
    const root = await drawn(snapshot, language);
    expect(root.find("screen")?.attributes.get("data-screen")).toBe(screenOf(snapshot));
  },
);

test.for(all)("In English, nothing of the snapshot %s is told in Chinese", async ([, snapshot]) => {
  const root = await drawn(snapshot, "en");
  const ours = foreign.reduce((text, data) => text.replaceAll(data, ""), root.textContent);
  expect(ours).not.toMatch(/[一-鿿]/);
});

test.for([...Object.values<Snapshot>(withMenu), ...Object.values<Snapshot>(withoutMenu)])(
  "The words of a finished unbind do not appear in state $unbind.state ($session.phase) unless the upstream has unbound",
  async (snapshot) => {
    const committed = ["committed", "finished"].includes(stageOf[snapshot.unbind.state]);
    const finished = [
      /解绑成功|解绑完成|已解绑|解绑已生效/,
      /unbinding complete|unbound upstream|successfully|unbound by/i,
    ];
    const texts = await Promise.all(languages.map(async (language) => (await drawn(snapshot, language)).textContent));
    const said = texts.map((text, index) => finished[index]?.test(text));
    expect(committed || !said.includes(true)).toBe(true);
  },
);

test("The four states after the commit are told apart by name and by colour", async () => {
  const { unboundUpstream, wiped, completedPendingSync, completed } = snapshots;
  const told = [unboundUpstream, wiped, completedPendingSync, completed].map(async (snapshot) => {
    const state = (await drawn(snapshot, "zh-CN")).find("field", "state");
    return [state?.textContent, state?.attributes.get("class")];
  });
  expect(await Promise.all(told)).toEqual([
    [expect.stringContaining("支付机构已解绑"), "hero info"],
    [expect.stringContaining("本机已清除"), "hero info"],
    [expect.stringContaining("已解绑，待同步"), "hero warn"],
    [expect.stringContaining("解绑完成"), "hero good"],
  ]);
});

test("What the upstream does not take is told in words of its own, with the way out", async () => {
  const { attestationRefused, reportRefused, reportRefusedAtHome } = snapshots;
  const told = [attestationRefused, reportRefused, reportRefusedAtHome].map(async (snapshot) => {
    const root = await drawn(snapshot, "zh-CN");
    const state = root.find("field", "state") ?? root.find("field", "request");
    return [state?.textContent, root.find("action", "bind-again") !== undefined];
  });
  expect(await Promise.all(told)).toEqual([
    [expect.stringMatching(/证明被拒收.*重新绑定/), false],
    [expect.stringMatching(/报告被拒收.*重新绑定/), false],
    [expect.stringMatching(/报告被拒收.*重新绑定/), true],
  ]);
});

test("Without a receipt there is no voucher code, and a spoken answer is not told as proof", async () => {
  const root = await drawn(snapshots.completedPendingSync, "zh-CN");
  expect([root.find("field", "qr"), root.find("field", "proof")?.textContent]).toEqual([
    undefined,
    expect.stringContaining("正式凭证要等联网后"),
  ]);
});

test("The challenge is read out in five groups of four letters", async () => {
  const { offlineChallenge } = snapshots;
  const root = await drawn(offlineChallenge, "zh-CN");
  const told = root.find("field", "challenge")?.textContent;
  expect([told, told?.split(" ").map((group) => group.length)]).toEqual([
    offlineChallenge.unbind.challenge?.groups.join(" "),
    [4, 4, 4, 4, 4],
  ]);
});

test("Keys stand in the order that the host gives them", async () => {
  const { approvePin, enterPin } = snapshots;
  const keypads = [approvePin, enterPin].map(({ pin }) => pin.entry?.keypad.map((digit) => `digit-${digit}`));
  const drawnKeys = async (snapshot: Snapshot) => {
    const names = [...(await drawn(snapshot, "zh-CN")).everything()].map((each) => each.attributes.get("data-action"));
    return names.filter((name) => name?.startsWith("digit-"));
  };
  expect(await Promise.all([approvePin, enterPin].map(drawnKeys))).toEqual(keypads);
  expect(keypads[0]).not.toEqual(keypads[1]);
});

test("Every binding is listed with its state, its masked subject and what ending it does, or why it cannot be", async () => {
  const cardsOf = async (snapshot: Snapshot) => {
    const root = await drawn(snapshot, "zh-CN");
    const cards = [...root.everything()].filter((each) => each.attributes.get("data-field")?.startsWith("binding-"));
    return cards.filter((each) => each.localName === "li").map((each) => each.textContent);
  };
  expect({
    menu: await cardsOf(snapshots.menu),
    afterwards: (await cardsOf(snapshots.homeCardUnbound)).at(-1),
  }).toEqual({
    menu: [
      expect.stringMatching(/已绑定.*不能再为本店收款.*解绑这台终端/),
      expect.stringMatching(/4421.*已绑定.*不再结算到这张卡.*解绑这张卡/),
      expect.stringMatching(/6789.*已绑定.*没有这家机构的资料/),
    ],
    afterwards: expect.not.stringContaining("解绑这张卡"),
  });
});

test("The states before the commit and the finished one can be told apart by their own words", async () => {
  const submitted = await drawn(snapshots.submitted, "zh-CN");
  const completed = await drawn(snapshots.completed, "zh-CN");
  expect([submitted.find("field", "state")?.textContent, completed.find("field", "state")?.textContent]).toEqual([
    expect.stringContaining("已提交，尚未解绑"),
    expect.stringContaining("解绑完成"),
  ]);
});

test.for(["summary", "summaryOfCard"] as const)(
  "The %s shows every value that will be signed, in the order of signing",
  async (name) => {
    const payload = snapshots[name].unbind.summary?.payload;
    const root = await drawn(snapshots[name], "zh-CN");
    const shown = [...root.everything()].filter((each) => each.attributes.get("data-field")?.startsWith("signed-"));
    const rows = shown.map((element) => element.parentNode?.textContent ?? "");
    const values = [...leaves(payload)];
    let row = 0;
    const missing = values.filter((value) => {
      const found = rows.findIndex((text, index) => index >= row && text.includes(value));
      if (found >= 0) row = found;
      return found < 0;
    });
    // A check is one row, with all of its facts.
    const checks = payload?.precheck.checks ?? [];
    const count = values.length - [...leaves(checks)].length + checks.length;
    expect({ missing, rows: rows.length }).toEqual({ missing: [], rows: count });
  },
);

test("Between them, the summaries have every field that a request can have", () => {
  const payloads = [snapshots.summary, snapshots.summaryOfCard].map(({ unbind }) => unbind.summary?.payload ?? {});
  const fields = new Set(payloads.flatMap((payload) => Object.keys(payload)));
  expect(Object.keys(requestPayload.shape).filter((field) => !fields.has(field))).toEqual([]);
});

function* leaves(value: unknown): Generator<string> {
  if (value && typeof value === "object") for (const part of Object.values(value)) yield* leaves(part);
  else if (value !== undefined) yield String(value);
}
