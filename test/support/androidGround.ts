/** The core on Android's half, real Java on a desktop JVM: that process dies at a step by which something on its disk changes. */

import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import { type AndroidHost, startAndroidHost } from "./androidHost.ts";
import type { Ground } from "./deaths.ts";
import { counting } from "./outsideWork.ts";
import type { Platform, PlatformPorts } from "./rig.ts";

const hash = createScriptHash();
const random = createWebRandom();

export async function onAndroid(): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-ground-"));
  let host: AndroidHost | null = null;
  /** Of the process that starts next. */
  let death: string | null = null;

  const platform: Platform = {
    journal: {
      get bytes() {
        return new Uint8Array(kept("journal.jsonl") ?? []);
      },
      get mark() {
        return kept("journal.mark")?.toString() || null;
      },
    },
    async start(mishaps) {
      await host?.kill();
      const started = startAndroidHost(dir);
      host = started;
      started.gone.then(mishaps.die);
      const ports = portsOver(waitedFor(await started.bridge(), started.gone));
      if (death) await started.order(death);
      death = null;
      return ports;
    },
  };

  function kept(name: string): Buffer | null {
    const path = join(dir, "state", name);
    return existsSync(path) ? readFileSync(path) : null;
  }

  return {
    options: { platform },
    dyingAt: (nth, landing) => () => {
      death = `die ${nth} ${landing}`;
    },
    operations: async () => ((await host?.order("operations")) ?? "").split(" ").filter((name) => name !== ""),
    async close() {
      await host?.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function portsOver(bridge: Bridge): PlatformPorts {
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
