// The terminal is pulled, exchanged, or plugged in again while somebody checks, reads the summary, or confirms it: what is
// signed of the terminal was true when it was signed.

import { describe, expect, test, vi } from "vitest";
import { createRig, type Rig, simIdentity } from "../../support/rig.ts";

vi.setConfig({ testTimeout: 60_000 });

const other = { sn: "PX7A20260099", imei: "356938035643809" };

async function drafted(driver: "at" | "slf"): Promise<Rig> {
  const rig = await createRig({ driver });
  await rig.setUp();
  await rig.draft();
  return rig;
}

const failedMust = async (rig: Rig) => {
  const { checks } = (await rig.see()).unbind;
  return checks.filter(({ level, outcome }) => level === "must" && outcome === "failed").map(({ code }) => code);
};

describe.each(["at", "slf"] as const)("Over %s, with the summary on the screen", (driver) => {
  test.each<readonly [string, (rig: Rig) => void, string[]]>([
    ["pulled", (rig) => rig.terminal.unplug(), ["SN_UNREADABLE", "IMEI_UNREADABLE"]],
    [
      "exchanged for another one on the same port",
      (rig) => {
        rig.terminal.unplug();
        rig.terminal.becomes(other);
        rig.terminal.plugIn();
      },
      ["ID_MISMATCH"],
    ],
    ["exchanged while the line stays open", (rig) => rig.terminal.becomes(other), ["ID_MISMATCH"]],
  ])("the terminal is %s: it is noticed by itself, and is eligible once it is back", async (_how, change, failed) => {
    const rig = await drafted(driver);
    change(rig);
    await rig.order("stayInMenu", {});
    const gone = await rig.until(({ unbind }) => unbind.state === "blocked");
    const whatFailed = (await failedMust(rig)).filter((code) => code.startsWith("ID_") || code.endsWith("_UNREADABLE"));
    rig.terminal.becomes(simIdentity);
    if (!rig.terminal.isPluggedIn()) rig.terminal.plugIn();
    await rig.order("stayInMenu", {});
    const back = await rig.until(({ unbind }) => unbind.state === "ready");

    expect({ gone: gone.unbind.summary, whatFailed, back: back.unbind.summary }).toEqual({
      gone: null,
      whatFailed: failed,
      back: null,
    });
  });

  test.each<readonly [string, (rig: Rig) => void]>([
    ["exchanged", (rig) => rig.terminal.becomes(other)],
    ["an IMEI that is another", (rig) => rig.terminal.becomes({ imei: other.imei })],
    ["silent", (rig) => (driver === "slf" ? rig.slf() : rig.terminal).goesSilent()],
    ["gone", (rig) => rig.terminal.unplug()],
  ])(
    "confirmed at the very moment at which it is %s: nothing is signed, and the checks are made anew",
    async (_how, change) => {
      const rig = await drafted(driver);
      const { unbind } = await rig.see();
      change(rig);
      const answer = await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
      await rig.order("stayInMenu", {});
      await rig.reach("blocked");

      expect({
        answer: !answer.ok && answer.error.code.startsWith("unbind/"),
        confirmed: new TextDecoder().decode(rig.disk.journal.bytes).includes("requestConfirmed"),
        sent: rig.witnessed.filter(({ what }) => what.startsWith("POST /v1/unbind-requests")).length,
      }).toEqual({ answer: true, confirmed: false, sent: 0 });
    },
  );
});

test("Pulled and plugged in again while the summary is read: it is read anew before anybody confirms", async () => {
  const rig = await drafted("at");
  const { unbind } = await rig.see();
  rig.terminal.unplug();
  rig.terminal.plugIn();
  await rig.clock.advance(1_000);
  const answer = await rig.order("confirmUnbind", { summaryHash: unbind.summary?.hash ?? "" });
  await rig.until((seen) => seen.unbind.state === "ready");
  await rig.order("showSummary", {});
  const again = (await rig.see()).unbind.summary;
  const confirmed = await rig.order("confirmUnbind", { summaryHash: again?.hash ?? "" });

  expect({ answer: answer.ok, again: again?.payload.device.sn, confirmed: confirmed.ok }).toEqual({
    answer: false,
    again: simIdentity.sn,
    confirmed: true,
  });
});
