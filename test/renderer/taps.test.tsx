// How often a finger comes down, on the real page with the real core behind it, for each of the five providers. A PIN is one, a hold is one.

import { beforeEach, expect, test, vi } from "vitest";
import type { Target } from "../../device/bindings/binding.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import { App } from "../../renderer/app.tsx";
import { createRig, goodPin, type Rig, type RigOptions, simIdentity } from "../support/rig.ts";
import { draw, settled, type TinyElement } from "../support/tinyDom.ts";
import "../support/wholePage.ts";

beforeEach(() => {
  vi.useRealTimers();
});

/** A finger that counts. */
function fingerOn(rig: Rig, root: TinyElement) {
  let taps = 0;
  const shown = async () => {
    await rig.see();
    await settled();
    await settled();
  };
  const isThere = (action: string) => {
    const button = root.find("action", action);
    return button !== undefined && !button.attributes.has("disabled");
  };
  return {
    taps: () => taps,
    isThere,
    shown,
    async tap(action: string) {
      const button = root.find("action", action);
      if (!button || button.attributes.has("disabled")) throw new Error(`${action} cannot be pressed`);
      taps += 1;
      button.fire("click");
      await shown();
    },
    async typePin() {
      taps += 1;
      await rig.type(goodPin);
      await shown();
    },
    /** As long as it takes. */
    async hold(action: string, held: () => boolean) {
      taps += 1;
      root.find("action", action)?.fire("pointerdown");
      await vi.waitFor(() => expect(held()).toBe(true), { timeout: 10_000 });
      await shown();
    },
  };
}

async function openAt(target: Target, options: RigOptions = {}) {
  const binding = { ...target, merchantName: "海风示例便利店" };
  const subject = target.bindingKind.startsWith("terminal") ? {} : { subject: "6200000000004421" };
  const replacement = { state: "validated", accountMasked: "•••• 9900" } as const;
  const rig = await createRig({ bindings: [{ ...binding, ...subject, replacement }], reviewMs: 5_000, ...options });
  await rig.setUp();
  await rig.upstream.operator.authorise({ sn: simIdentity.sn, ...target, covers: ["unbind"] });
  const root = await draw(<App host={rig.kiosk()} />);
  const finger = fingerOn(rig, root);
  await finger.shown();
  return { rig, root, finger };
}

const stateOf = (rig: Rig) => rig.shown.at(-1)?.unbind.state;

/** From home until the request is on its way, by what the page offers. */
async function submit({ rig, finger }: Awaited<ReturnType<typeof openAt>>, reason: string): Promise<number> {
  await finger.tap("open-menu");
  await finger.typePin();
  await finger.tap(`reason-${reason}`);
  await finger.tap("agree");
  await rig.until(({ unbind }) => unbind.state === "ready" || unbind.state === "blocked");
  await finger.shown();
  if (finger.isThere("show-summary")) await finger.tap("show-summary");
  await finger.hold("confirm", () => !["ready", "draft", "precheck"].includes(stateOf(rig) ?? ""));
  return finger.taps();
}

test.for(bundledProfiles.map(({ providerId, bindingKind, reasons }) => ({ providerId, bindingKind, reasons })))(
  "From home to a submitted request at $providerId",
  async ({ providerId, bindingKind, reasons }) => {
    const at = await openAt({ providerId, bindingKind });
    const reason = reasons.find(({ code }) => code !== "other")?.code ?? "other";

    const taps = await submit(at, reason);

    expect(taps).toBeLessThanOrEqual(providerId === "generic-pos" ? 7 : 9);
    console.log(`taps from home to submitted, ${providerId}: ${taps}`);
  },
);

test("Carrying out what was approved takes three and a PIN", async () => {
  const at = await openAt({ providerId: "generic-pos", bindingKind: "terminal_to_merchant" });
  await submit(at, "switch_provider");
  await at.rig.reach("approved");
  await at.rig.order("leaveMenu", {});
  await at.finger.shown();
  const before = at.finger.taps();

  for (const action of ["see-progress", "execute", "execute-yes"]) await at.finger.tap(action);
  const taps = at.finger.taps() - before;
  await at.finger.typePin();
  await at.rig.reach("completed");

  expect([taps, stateOf(at.rig)]).toEqual([3, "completed"]);
});
