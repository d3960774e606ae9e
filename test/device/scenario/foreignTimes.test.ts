// An upstream that writes instants in its own way, as RFC 3339 lets it, is understood in everything that it says.

import { expect, test, vi } from "vitest";
import { fromUtf8, utf8 } from "../../../device/base/bytes.ts";
import { instantOf, msOf } from "../../../device/base/instant.ts";
import { ok } from "../../../device/base/result.ts";
import { brokenPromises } from "../../support/promises.ts";
import { createRig, type Rig, simIdentity, withInstants } from "../../support/rig.ts";
import { savedEvidence } from "../../support/savedEvidence.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Eight hours ahead, as a clock on a wall in Shanghai shows it. */
const inShanghai = (instant: string) => instantOf(msOf(instant) + 8 * 3_600_000).replace("Z", "+08:00");
const inShort = (instant: string) => inShanghai(instant).replace(/\.\d+/, "").replace("T", "t");
/** Every second of every minute is a leap second: nothing is as bad as that. */
const leaping = (instant: string) => instant.replace(/:\d\d\.\d{3}Z$/, ":60Z");

async function writing(write: (instant: string) => string): Promise<Rig> {
  const rig = await createRig({ writesInstant: write });
  // What is not signed is written in the same way.
  rig.line.meddler = async (exchange, upstream) => {
    const answer = await upstream(exchange);
    if (!answer.ok) return answer;
    return ok({ ...answer.value, body: utf8(withInstants(fromUtf8(answer.value.body) ?? "", write)) });
  };
  await rig.setUp();
  return rig;
}

test.each([
  ["with an offset", inShanghai],
  ["with an offset, in small letters and without milliseconds", inShort],
  ["as leap seconds", leaping],
])("Instants %s: checked, granted, unbound, wiped and proven", async (_, write) => {
  const rig = await writing(write);
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  const { unbind } = await rig.reach("completed");

  expect({
    unboundAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(unbind.receipt?.payload.unboundAt ?? ""),
    evidence: await savedEvidence(rig),
    broken: await brokenPromises(rig),
  }).toEqual({
    unboundAt: true,
    evidence: { conclusion: "unbound-now-proven", toThirdParties: true, wrong: [] },
    broken: [],
  });
});

test("An order with an offset is carried out before it has run out, and not after", async () => {
  const rig = await writing(inShanghai);
  const { sn } = simIdentity;
  await rig.upstream.operator.orderUnbind({ sn, validMs: 3_600_000 });
  const { unbind } = await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");

  expect(unbind.origin).toBe("upstream");
});
