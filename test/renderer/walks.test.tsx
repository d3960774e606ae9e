// Each of the five providers, walked by a merchant who has never seen the page: the real page with the real core behind it, and
// nothing pressed that its words do not lead to.

import { beforeEach, expect, test, vi } from "vitest";
import type { Target } from "../../device/bindings/binding.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import type { Texts } from "../../device/text/texts.ts";
import { App } from "../../renderer/app.tsx";
import { createMemoryPrinter } from "../support/memoryPrinter.ts";
import { requestIdOf } from "../support/proving.ts";
import { createRig, genericTarget, type Rig, type RigOptions, simIdentity } from "../support/rig.ts";
import { draw } from "../support/tinyDom.ts";
import { type Stranger, strangerAt } from "./stranger.ts";
import "../support/wholePage.ts";

beforeEach(() => {
  vi.useRealTimers();
});

type Walk = { readonly rig: Rig; readonly merchant: Stranger };

function wordsInChinese(): Texts {
  const texts = pageTexts.in("zh-CN");
  if (!texts) throw new Error("not loaded");
  return texts;
}
const texts = wordsInChinese();

async function openAt(target: Target, options: RigOptions = {}): Promise<Walk> {
  const subject = target.bindingKind.startsWith("terminal") ? {} : { subject: "6200000000004421" };
  const replacement = { state: "validated", accountMasked: "•••• 9900" } as const;
  const binding = { ...target, ...subject, merchantName: "海风示例便利店", replacement };
  const rig = await createRig({ bindings: [binding], reviewMs: 5_000, ...options });
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn: simIdentity.sn, ...target, covers: ["unbind"] });
  const merchant = strangerAt(rig, await draw(<App host={rig.kiosk()} />));
  await merchant.look();
  return { rig, merchant };
}

const stateOf = (rig: Rig) => rig.shown.at(-1)?.unbind.state;
const isSent = (rig: Rig) => !["ready", "draft", "precheck"].includes(stateOf(rig) ?? "");

/** From the reason on: what the page leads to next, until the request is on its way. */
async function agreeAndSubmit({ rig, merchant }: Walk): Promise<void> {
  await merchant.press("同意并继续");
  await rig.until(({ unbind }) => unbind.state === "ready" || unbind.state === "blocked");
  await merchant.look();
  // Only where something was found that need not stand in the way.
  if (merchant.canPress("继续")) await merchant.press("继续");
  await merchant.hold("按住 2 秒提交", () => isSent(rig));
}

async function submit(walk: Walk, target: Target): Promise<void> {
  const { merchant } = walk;
  const reasons = bundledProfiles.find(({ providerId }) => providerId === target.providerId)?.reasons ?? [];
  const reason = reasons.find(({ code }) => code !== "other")?.code ?? "other";
  await merchant.press(texts.unbind.bindingKinds[target.bindingKind].begin);
  await merchant.typePin();
  await merchant.press(texts.unbind.reasons[reason]);
  await agreeAndSubmit(walk);
}

/** Looks after it later, from the home screen. */
async function execute({ rig, merchant }: Walk): Promise<void> {
  await rig.order("leaveMenu", {});
  await merchant.look();
  for (const words of ["查看进度", "执行解绑", "暂停收款并解绑"]) await merchant.press(words);
  await merchant.typePin();
}

test.for(bundledProfiles.map(({ providerId, bindingKind, name }) => ({ providerId, bindingKind, name: name.zh })))(
  "From home to the voucher at $name",
  async ({ providerId, bindingKind }) => {
    const walk = await openAt({ providerId, bindingKind }, { printer: createMemoryPrinter() });
    const { rig, merchant } = walk;

    await submit(walk, { providerId, bindingKind });
    const submitted = merchant.taps();
    const told = merchant.reads();
    const { unbind } = await rig.reach("approved", "completed");
    const inTwoSteps = unbind.state === "approved";
    if (inTwoSteps) await execute(walk);
    const executed = merchant.taps() - submitted;
    await rig.reach("completed");
    await merchant.look();
    const result = merchant.reads();
    await merchant.press("扫码带走凭证");

    const asked = (rig.shown.flatMap((seen) => seen.unbind.summary ?? []).at(-1)?.payload as object) ?? {};
    expect({
      tapsToSubmit: submitted <= (providerId === genericTarget.providerId ? 7 : 9),
      tapsToExecute: executed <= 4,
      terms: "consent" in asked,
      stage: /提交|审核|执行|完成/.test(told),
      done: ["解绑完成", "解绑时间", "打印凭证", "存到 U 盘"].filter((words) => !result.includes(words)),
      voucher: merchant.reads().includes("扫"),
    }).toEqual({ tapsToSubmit: true, tapsToExecute: true, terms: false, stage: true, done: [], voucher: true });
    console.log(`taps at ${providerId}: ${submitted} to submitted, ${executed} to execute with a PIN as one`);
  },
);

test("Payments that are not settled are settled by the button beside them, before anything is submitted", async () => {
  const walk = await openAt(genericTarget, { openBatch: 3 });
  const { rig, merchant } = walk;
  await merchant.press("解绑这台终端");
  await merchant.typePin();
  await merchant.press(texts.unbind.reasons.switch_provider);
  await merchant.press("同意并继续");
  await rig.until(({ unbind }) => unbind.state === "ready" || unbind.state === "blocked");
  await merchant.look();
  const problem = merchant.reads().includes("还有 3 笔交易没有结算");

  await merchant.press("现在结算");
  await rig.until(({ unbind }) => unbind.summary !== null);
  await merchant.look();

  expect([problem, merchant.reads().includes("没有未结算的交易"), merchant.canPress("按住 2 秒提交")]).toEqual([
    true,
    true,
    true,
  ]);
});

test("A gate that closed says which problem closed it and how to go on, and that nothing is changed", async () => {
  const walk = await openAt(genericTarget, { openBatch: 2 });
  const { rig, merchant } = walk;
  await submit(walk, genericTarget);
  await rig.reach("approved");
  rig.payments().fail({ code: "payment/settlement-failed", reason: "host down" });

  await execute(walk);
  await rig.until(({ unbind }) => unbind.failure?.code === "unbind/gate-closed");
  await merchant.look();
  const closed = merchant.reads();
  rig.payments().fail(null);
  await merchant.press("执行解绑");
  await merchant.press("暂停收款并解绑");
  await rig.reach("completed");

  const says = ["还有 2 笔交易没有结算", "绑定没有改变"].filter((words) => !closed.includes(words));
  expect([says, stateOf(rig)]).toEqual([[], "completed"]);
});

test("What is held for a risk says so and whom to ask, and can be withdrawn", async () => {
  const walk = await openAt(genericTarget, { reviewMs: "manual" });
  const { rig, merchant } = walk;
  await submit(walk, genericTarget);
  await rig.reach("underReview");
  await rig.upstream.operator.hold({ requestId: await requestIdOf(rig), state: "risk_hold", code: "velocity" });
  await rig.reach("riskHold");
  await merchant.look();
  const held = merchant.reads();

  await merchant.press("撤回申请");
  await merchant.press("确认撤回");
  await rig.reach("cancelled");
  await merchant.look();

  expect({
    held: ["风险审核中", "没有提供联系方式", "绑定没有改变"].filter((words) => !held.includes(words)),
    after: merchant.reads().includes("已撤回"),
  }).toEqual({ held: [], after: true });
});

test("What was rejected says why and whom to ask, and is applied for again with everything as it was, in three presses", async () => {
  const walk = await openAt(genericTarget, { reviewMs: "manual" });
  const { rig, merchant } = walk;
  await submit(walk, genericTarget);
  await rig.reach("underReview");
  const requestId = await requestIdOf(rig);
  await rig.upstream.operator.reject({ requestId, code: "documents_incomplete", text: "请补交营业执照" });
  await rig.reach("rejected");
  await merchant.look();
  const [rejected, before] = [merchant.reads(), merchant.taps()];

  await merchant.press("重新申请");
  await agreeAndSubmit(walk);

  const { unbind } = await rig.see();
  expect({
    says: ["审核没有通过", "请补交营业执照", "没有提供联系方式"].filter((words) => !rejected.includes(words)),
    taps: merchant.taps() - before,
    again: unbind.reason?.code,
    another: unbind.requestId !== requestId,
  }).toEqual({ says: [], taps: 3, again: "business_adjustment", another: true });
});
