import { expect, test } from "vitest";
import type { Language } from "../../device/contract/codes.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { App } from "../../renderer/app.tsx";
import { screenOf, stageOf } from "../../renderer/state/screenOf.ts";
import { createFakeHost } from "../support/fakeHost.ts";
import { requestPayload, snapshots, unbindIn } from "../support/snapshots.ts";
import { draw } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

const languages: readonly Language[] = ["zh-CN", "en"];
const all = Object.entries(snapshots as Record<string, Snapshot>);

const drawn = async (snapshot: Snapshot, language: Language) =>
  draw(<App host={createFakeHost({ ...snapshot, language })} />);

/** What comes from outside and stays as it is in every language. */
const foreign = ["海风示例便利店（滨江路分店）", "海•••••店", "店铺搬迁", "••市••区••路18号", "中文"];

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

test.for(Object.values(unbindIn))(
  "The words of a finished unbind do not appear in state $state unless the upstream has unbound",
  async (unbind) => {
    const committed = ["committed", "finished"].includes(stageOf[unbind.state]);
    const session: Snapshot["session"] = {
      phase: "open",
      principal: { role: "merchant", principalId: "01890000-0000-7000-8000-000000000001" },
      closesAt: null,
    };
    const finished = [
      /解绑成功|解绑完成|已解绑|解绑已生效/,
      /unbinding complete|unbound upstream|successfully|unbound by/i,
    ];
    for (const view of [session, { phase: "closed" } as const]) {
      const texts = await Promise.all(
        languages.map(
          async (language) => (await drawn({ ...snapshots.home, session: view, unbind }, language)).textContent,
        ),
      );
      const said = texts.map((text, index) => finished[index]?.test(text));
      expect(committed || !said.includes(true)).toBe(true);
    }
  },
);

test("The four states after the commit are told apart by name and by colour", async () => {
  const { unboundUpstream, wiped, completedPendingSync, completed } = snapshots;
  const told = [unboundUpstream, wiped, completedPendingSync, completed].map(async (snapshot) => {
    const state = (await drawn(snapshot, "zh-CN")).find("field", "state");
    return [state?.textContent, state?.attributes.get("class")];
  });
  expect(await Promise.all(told)).toEqual([
    [expect.stringContaining("上游已解绑"), "banner info"],
    [expect.stringContaining("本机已清除"), "banner info"],
    [expect.stringContaining("已解绑，待同步"), "banner warn"],
    [expect.stringContaining("解绑完成"), "banner good"],
  ]);
});

test("Without a receipt there is no voucher code, and a spoken answer is not told as proof", async () => {
  const root = await drawn(snapshots.completedPendingSync, "zh-CN");
  expect([root.find("field", "qr"), root.find("field", "proof")?.textContent]).toEqual([
    undefined,
    expect.stringContaining("不能向第三方证明"),
  ]);
});

test("The challenge is read out in five groups of four letters", async () => {
  const root = await drawn(snapshots.offlineChallenge, "zh-CN");
  expect(root.find("field", "challenge")?.textContent).toBe("BCDF GHJK LMNP QRST VWXZ");
});

test("Keys stand in the order that the host gives them", async () => {
  const root = await drawn(snapshots.approvePin, "zh-CN");
  const keys = [...root.everything()].map((each) => each.attributes.get("data-action"));
  expect(keys.filter((name) => name?.startsWith("digit-"))).toEqual(
    [7, 0, 3, 9, 1, 8, 2, 5, 6, 4].map((digit) => `digit-${digit}`),
  );
});

test("Every binding is listed with its state, its masked subject and a path of its own", async () => {
  const root = await drawn(snapshots.menu, "zh-CN");
  const cards = [...root.everything()].filter((each) => each.attributes.get("data-field")?.startsWith("binding-"));
  const cardText = cards.filter((each) => each.localName === "li").map((each) => each.textContent);
  expect(cardText).toEqual([
    expect.stringMatching(/已绑定.*设备管理 › 解绑.*终端与商户解绑/),
    expect.stringMatching(/已绑定.*•••• 4421.*结算管理 › 结算卡管理 › 解绑.*结算卡解绑/),
    expect.stringMatching(/已绑定.*6789.*账户设置 › 解除绑定.*银行账户解绑/),
    expect.not.stringContaining("设备管理"),
  ]);
});

test("The states before the commit and the finished one can be told apart by their own words", async () => {
  const submitted = await drawn(snapshots.submitted, "zh-CN");
  const completed = await drawn(snapshots.completed, "zh-CN");
  expect([submitted.find("field", "state")?.textContent, completed.find("field", "state")?.textContent]).toEqual([
    expect.stringContaining("已提交，尚未解绑"),
    expect.stringContaining("解绑完成"),
  ]);
});

test("The summary shows every value that will be signed, in the order of signing", async () => {
  const root = await drawn(snapshots.summary, "zh-CN");
  const shown = [...root.everything()].filter((element) => element.attributes.get("data-field")?.startsWith("signed-"));
  const rows = shown.map((element) => element.parentNode?.textContent ?? "");
  const values = [...leaves(requestPayload)];
  let row = 0;
  const missing = values.filter((value) => {
    const found = rows.findIndex((text, index) => index >= row && text.includes(value));
    if (found >= 0) row = found;
    return found < 0;
  });
  // A check is one row, with all of its facts.
  const { checks } = requestPayload.precheck;
  const count = values.length - [...leaves(checks)].length + checks.length;
  expect({ missing, rows: rows.length }).toEqual({ missing: [], rows: count });
});

function* leaves(value: unknown): Generator<string> {
  if (value && typeof value === "object") for (const part of Object.values(value)) yield* leaves(part);
  else if (value !== undefined) yield String(value);
}
