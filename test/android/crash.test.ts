/**
 * The core with the platform's half in Java under it: that process dies at a step by which an unbind changes its disk, and
 * what is left is enough to finish. Not all of the steps each time: JIEBANG_DEATHS says how many, spread over all.
 */

import { expect, onTestFinished, test } from "vitest";
import { createEvidenceStore } from "../../device/adapters/common/evidenceStore.ts";
import { createMerchantStore } from "../../device/adapters/common/merchantStore.ts";
import { createOfflineSecret } from "../../device/adapters/common/offlineSecret.ts";
import { createProfileStore } from "../../device/adapters/common/profileStore.ts";
import { createRemovableMedia } from "../../device/adapters/common/removableMedia.ts";
import { createScriptHash } from "../../device/adapters/common/scriptHash.ts";
import { createWebRandom } from "../../device/adapters/common/webRandom.ts";
import { createAndroidJournalFile } from "../../device/adapters/webview/androidJournalFile.ts";
import { createAndroidKeyWrapping } from "../../device/adapters/webview/androidKeyWrapping.ts";
import { createAndroidPinVault } from "../../device/adapters/webview/androidPinVault.ts";
import { createAndroidSigner } from "../../device/adapters/webview/androidSigner.ts";
import { createAndroidStateFiles } from "../../device/adapters/webview/androidStateFiles.ts";
import type { Bridge } from "../../device/adapters/webview/bridge.ts";
import { type AndroidHost, startAndroidHost } from "../support/androidHost.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";
import type { Mishaps } from "../support/mishaps.ts";
import { carryOn } from "../support/operator.ts";
import { counting } from "../support/outsideWork.ts";
import { createRig, type PlatformPorts } from "../support/rig.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import { keysWithTwoBodies } from "../upstream/receivedLog.ts";

const hash = createScriptHash();
const random = createWebRandom();
const deaths = Number(process.env.JIEBANG_DEATHS ?? 20);

/** A terminal that is set up, on a platform's half that was started anew. */
async function prepare() {
  const dir = await makeScratchDir();
  let host: AndroidHost | null = null;
  onTestFinished(() => host?.kill());

  async function platform(mishaps: Mishaps): Promise<PlatformPorts> {
    await host?.kill();
    const started = startAndroidHost(dir);
    host = started;
    started.gone.then(mishaps.die);
    const bridge = waitedFor(await started.bridge(), started.gone);
    const files = createAndroidStateFiles(bridge, "state");
    const wrapping = createAndroidKeyWrapping(bridge);
    return {
      journalFile: createAndroidJournalFile(bridge),
      signer: createAndroidSigner({ bridge, hash, audience: "https://provider.example" }),
      pinVault: createAndroidPinVault({ bridge, hash, random, cost: { n: 16, r: 1, p: 1 } }),
      merchantStore: createMerchantStore({ files }),
      profileStore: createProfileStore({ files }),
      evidenceStore: createEvidenceStore({
        files: createAndroidStateFiles(bridge, "evidence"),
        media: createRemovableMedia({ folder: createAndroidStateFiles(bridge, "stick") }),
      }),
      offlineSecret: createOfflineSecret({ files, wrapping, hash }),
    };
  }

  const rig = await createRig({ openBatch: 3, platform });
  await rig.setUp();
  await rig.restart();
  return { rig, order: async (text: string) => (await host?.order(text)) ?? "" };
}

/** The clock of the rig waits for what is asked, as long as there is anybody to answer. */
function waitedFor(bridge: Bridge, gone: Promise<void>): Bridge {
  return {
    call(port, method, given) {
      const answer = bridge.call(port, method, given);
      void counting(Promise.race([answer, gone]));
      return answer;
    },
    onEvent: bridge.onEvent,
    onFault: bridge.onFault,
  };
}

/** What came of the story in which the process dies at that step; in which it dies at none, its steps as well. */
async function story(death?: { readonly at: number; readonly landing: "nothing" | "half" | "all" }) {
  const { rig, order } = await prepare();
  const before = (await order("operations")).split(" ").length;
  if (death) await order(`die ${death.at} ${death.landing}`);
  await carryOn(rig);
  const steps = death ? [] : (await order("operations")).split(" ").slice(before);
  const died = rig.mishaps().dead;
  if (died) {
    await rig.restart();
    await carryOn(rig);
  }
  const { unbind, journal, service } = await rig.see();
  const { requests } = await rig.upstream.operator.list();
  const log = await rig.upstream.operator.log();
  const told = {
    died,
    end: `${service.phase}, ${unbind.state}, journal ${journal.status}`,
    requests: requests.map(({ state, attested }) => ({ state, attested })),
    keysWithTwoBodies: keysWithTwoBodies(log),
  };
  return { steps, told };
}

const landings = ["nothing", "half", "all"] as const;

describeWithJdk("The core on Android's half", () => {
  test("wherever that process dies in an unbind, it is finished all the same, with one request", {
    timeout: 60_000 + deaths * 20_000,
  }, async () => {
    const { steps, told: whole } = await story();
    const wrong: unknown[] = [];
    let died = 0;
    const stories = Math.min(deaths, 3 * steps.length);
    for (let nth = 0; nth < stories; nth++) {
      const place = Math.floor((nth * 3 * steps.length) / stories);
      const death = { at: 1 + Math.floor(place / 3), landing: landings[place % 3] ?? "all" };
      const { told } = await story(death).catch((failed) => ({ told: { died: false, failed: String(failed) } }));
      if (told.died) died += 1;
      // A record that was half written is cut off, and told. No two runs take the same steps in the same order, so whether
      // the step is one that can be half done is seen by whether it died.
      const said = JSON.stringify(told).replace("journal tornTailCut", "journal intact");
      if (said !== JSON.stringify({ ...whole, died: told.died }))
        wrong.push({ death, step: steps[death.at - 1], told });
    }

    expect({ whole, wrong, enough: steps.length > 50 && died > stories / 2 }).toEqual({
      whole: {
        died: false,
        end: "working, completed, journal intact",
        requests: [{ state: "unbound", attested: true }],
        keysWithTwoBodies: [],
      },
      wrong: [],
      enough: true,
    });
  });
});
