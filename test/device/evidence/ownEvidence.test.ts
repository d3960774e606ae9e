import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import { type Bundle, readBundle } from "../../../device/evidence/bundle.ts";
import { checkBundle } from "../../../device/evidence/check.ts";
import { refuseFromNowOn } from "../../support/decisions.ts";
import { createRig, type Rig } from "../../support/rig.ts";

/** Has the kiosk write its evidence, and reads it as somebody who has the upstream's key alone. */
async function evidenceOf(rig: Rig, forge: (bundle: Bundle) => Bundle = (bundle) => bundle) {
  await rig.order("saveEvidence", {});
  const [text = ""] = [...rig.evidence.values()].slice(-1);
  const bundle = readBundle(utf8(text));
  if (!bundle.ok) throw new Error(JSON.stringify(bundle.error));
  const pinnedUpstream = [rig.upstream.publicJwk];
  const { conclusion, findings, doubts } = await checkBundle(forge(bundle.value), {
    pinnedUpstream,
    hash: createNodeHash(),
  });
  const doubted = doubts.length > 0 ? { doubted: true } : {};
  return { conclusion, wrong: findings.filter(({ ok }) => !ok), ...doubted };
}

test("the evidence that the kiosk writes of a whole unbind proves it", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  expect(await evidenceOf(rig)).toEqual({ conclusion: "unbound-now-proven", wrong: [] });
});

test("the evidence of a request that is still reviewed claims no more than that", async () => {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("submitted", "underReview");
  expect(await evidenceOf(rig)).toEqual({ conclusion: "requested-only", wrong: [] });
});

test("the evidence of a grant that nobody used is sound, before and after it has expired", async () => {
  const rig = await createRig({ grantMs: 60_000 });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  const approved = await evidenceOf(rig);
  await rig.reach("expired");
  expect([approved, await evidenceOf(rig)]).toEqual([
    { conclusion: "approved-only", wrong: [] },
    { conclusion: "decided-only", wrong: [] },
  ]);
});

const endings: readonly (readonly [string, (rig: Rig, requestId: string) => Promise<unknown>])[] = [
  ["rejected", (rig, requestId) => rig.upstream.operator.reject({ requestId, code: "debts" })],
  ["cancelled", (rig) => rig.withdraw()],
  ["expired", (rig, requestId) => rig.upstream.operator.expire({ requestId })],
];

test.each(endings)(
  "the evidence of a request that is %s holds the upstream's word, and shows when it is left out",
  async (state, end) => {
    const rig = await createRig({ reviewMs: "manual" });
    await rig.setUp();
    await rig.confirm();
    const { unbind } = await rig.reach("underReview");
    await end(rig, unbind.requestId ?? "");
    await rig.until((seen) => seen.unbind.state === state);
    const whole = await evidenceOf(rig);
    const without = await evidenceOf(rig, ({ decision: _, ...rest }) => rest);

    expect([whole, without]).toEqual([
      { conclusion: "decided-only", wrong: [] },
      {
        conclusion: "inconsistent",
        wrong: [
          expect.objectContaining({ code: "evidence/sealed" }),
          expect.objectContaining({
            code: "evidence/journal-holds",
            facts: expect.objectContaining({ object: "decision" }),
          }),
        ],
      },
    ]);
  },
);

test("the evidence of an execution that was refused, and of the next one that was carried out, proves the unbind", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  refuseFromNowOn(rig, /execution$/, "grant-refused", "execution_refused");
  await rig.execute();
  await rig.reach("approved");
  rig.line.meddler = null;
  await rig.execute();
  await rig.reach("completed");

  expect(await evidenceOf(rig)).toEqual({ conclusion: "unbound-now-proven", wrong: [] });
});

test("a kiosk that was killed and started again writes evidence that holds", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.restart();
  await rig.execute();
  await rig.restart();
  await rig.reach("completed");
  expect(await evidenceOf(rig)).toEqual({ conclusion: "unbound-now-proven", wrong: [] });
});

const years = 365 * 86_400_000;

test.each([
  ["ten years on", 10 * years],
  ["ten years back", -10 * years],
])("a clock that jumps %s between execution and receipt: proven all the same", async (_, jumpMs) => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.upstream.operator.setFault({ fault: { kind: "answer-lost", route: "execution", times: 1 } });
  await rig.execute();
  await rig.reach("unknown");
  rig.clock.setNow(rig.clock.now() + jumpMs);
  await rig.reach("completed");
  const { conclusion, wrong } = await evidenceOf(rig);

  expect({ conclusion, wrong }).toEqual({ conclusion: "unbound-now-proven", wrong: [] });
});

test("clocks that were set back between grant and execution make no evidence fail: they are doubted, the order is proven", async () => {
  const rig = await createRig();
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  rig.clock.setNow(rig.clock.now() - 3_600_000);
  await rig.execute();
  await rig.reach("completed");
  expect(await evidenceOf(rig)).toEqual({ conclusion: "unbound-now-proven", wrong: [], doubted: true });
});
