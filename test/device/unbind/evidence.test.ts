import { expect, test } from "vitest";
import { createRig } from "../../support/rig.ts";

test("Saved evidence is told at once, not with the next thing that happens to change", async () => {
  const rig = await createRig({ reviewMs: 0 });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");

  await rig.order("saveEvidence", {});

  const [saved] = rig.evidence.keys();
  expect({ saved: saved !== undefined, shown: rig.shown.at(-1)?.unbind.evidencePlace }).toEqual({
    saved: true,
    shown: (await rig.see()).unbind.evidencePlace,
  });
});
