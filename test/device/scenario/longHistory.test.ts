// A terminal in use for years has more unbinds behind it than a page holds. Every one of them can be reached.

import { expect, test, vi } from "vitest";
import type { Job } from "../../../device/cli/kiosk/job.ts";
import { jobs } from "../../../device/cli/kiosk/otherJobs.ts";
import { createRig, type Rig } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 120_000 });

const most = 43;

/** So many requests that were withdrawn; their ids, the newest first. */
async function manyWithdrawn(rig: Rig): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < most; n++) {
    await rig.confirm();
    await rig.reach("submitted", "underReview");
    await rig.withdraw();
    const { unbind } = await rig.reach("cancelled");
    ids.unshift(unbind.requestId ?? "");
    await rig.order("closeOutcome", {});
  }
  return ids;
}

test("Forty-three requests: the newest twenty are in view, all others a page away, and the command line lists all", async () => {
  const rig = await createRig({ reviewMs: "manual" });
  await rig.setUp();
  const all = await manyWithdrawn(rig);
  const idsOf = (entries: readonly { readonly requestId?: string | undefined }[] = []) =>
    entries.map(({ requestId }) => requestId);

  const { history, historyCount, historyPage, offered } = await rig.see();
  await rig.order("readHistory", { from: 20 });
  const { historyPage: second, offered: offeredThen } = await rig.see();
  await rig.order("readHistory", { from: 40 });
  const third = (await rig.see()).historyPage;
  await rig.order("readHistory", { from: 10_000 });
  const beyond = (await rig.see()).historyPage;
  await rig.order("leaveMenu", {});
  const host = rig.kiosk();
  const listed = await jobs["history show"]({
    headless: { host },
    operator: { order: (name, input) => host.order(name, input) },
  } as Pick<Job, "operator"> as Job);

  expect({
    first: [idsOf(history), historyCount, historyPage],
    second: [idsOf(second?.entries), second?.from],
    third: [idsOf(third?.entries), third?.from],
    beyond: idsOf(beyond?.entries),
    listed: listed.ok && idsOf(listed.value.at.history),
    // What is offered about each of them is what is in view: a snapshot does not grow with the past.
    saved: [idsOf(offered.saveEvidence), idsOf(offeredThen.saveEvidence)],
  }).toEqual({
    first: [all.slice(0, 20), most, null],
    second: [all.slice(20, 40), 20],
    third: [all.slice(40), 40],
    beyond: all.slice(-1),
    listed: all,
    saved: [all.slice(0, 20), all.slice(0, 40)],
  });
});
