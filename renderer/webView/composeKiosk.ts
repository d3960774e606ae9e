/** What the kiosk in a WebView is made of: the core, and an adapter for each of its ports, over one channel to the platform. */

import { createAbsentPaymentApp } from "../../device/adapters/common/absentPaymentApp.ts";
import { createEvidenceStore } from "../../device/adapters/common/evidenceStore.ts";
import { createMerchantStore } from "../../device/adapters/common/merchantStore.ts";
import { createOfflineSecret } from "../../device/adapters/common/offlineSecret.ts";
import { createProfileStore } from "../../device/adapters/common/profileStore.ts";
import { createRemovableMedia } from "../../device/adapters/common/removableMedia.ts";
import { createScriptHash } from "../../device/adapters/common/scriptHash.ts";
import { createStateCounter } from "../../device/adapters/common/stateCounter.ts";
import { createStateFormat } from "../../device/adapters/common/stateFormat.ts";
import { createWebClock } from "../../device/adapters/common/webClock.ts";
import { createWebRandom } from "../../device/adapters/common/webRandom.ts";
import { createAndroidEnrolmentCode } from "../../device/adapters/webview/androidEnrolmentCode.ts";
import { createAndroidJournalFile } from "../../device/adapters/webview/androidJournalFile.ts";
import { createAndroidKeyWrapping } from "../../device/adapters/webview/androidKeyWrapping.ts";
import { createAndroidLog } from "../../device/adapters/webview/androidLog.ts";
import { createAndroidPinVault } from "../../device/adapters/webview/androidPinVault.ts";
import { createAndroidSerialLinkOpener } from "../../device/adapters/webview/androidSerialLink.ts";
import { createAndroidSigner } from "../../device/adapters/webview/androidSigner.ts";
import { createAndroidStateFiles } from "../../device/adapters/webview/androidStateFiles.ts";
import { createAndroidTerminal } from "../../device/adapters/webview/androidTerminal.ts";
import { createAndroidUpstream } from "../../device/adapters/webview/androidUpstream.ts";
import type { Bridge } from "../../device/adapters/webview/bridge.ts";
import { createKiosk, type Kiosk } from "../../device/kiosk/createKiosk.ts";
import type { Surroundings } from "../../device/kiosk/staff/diagnostics.ts";
import type { WebViewConfig } from "./config.ts";

/** Name and version of the program, and of what it runs on. */
export type About = { readonly app: string; readonly runtime: string };

export function composeKiosk(bridge: Bridge, config: WebViewConfig, about: About): Kiosk {
  const clock = createWebClock();
  const random = createWebRandom();
  const hash = createScriptHash();
  const files = createAndroidStateFiles(bridge, "state");
  const wrapping = createAndroidKeyWrapping(bridge);
  const removableMedia = createRemovableMedia({ folder: createAndroidStateFiles(bridge, "stick") });
  const { driver } = config.serial;
  const terminal =
    config.serial.driver === "platform"
      ? { platformTerminal: createAndroidTerminal(bridge) }
      : {
          serialLink: createAndroidSerialLinkOpener({
            bridge,
            path: config.serial.path,
            baudRate: config.serial.baudRate,
          }),
        };
  const kiosk = createKiosk(
    {
      clock,
      random,
      hash,
      log: createAndroidLog({ bridge, clock }),
      journalFile: createAndroidJournalFile(bridge),
      stateFormat: createStateFormat({ files }),
      stateCounter: createStateCounter({ files, wrapping }),
      ...terminal,
      signer: createAndroidSigner({ bridge, hash, audience: config.upstream.audience ?? config.upstream.baseUrl }),
      upstream: createAndroidUpstream({ bridge, clock }),
      paymentApp: config.paymentApp.kind === "slf" ? "terminal" : createAbsentPaymentApp(),
      pinVault: createAndroidPinVault({ bridge, hash, random }),
      merchantStore: createMerchantStore({ files }),
      evidenceStore: createEvidenceStore({ files: createAndroidStateFiles(bridge, "evidence"), media: removableMedia }),
      profileStore: createProfileStore({ files }),
      enrolmentCode: createAndroidEnrolmentCode(files),
      offlineSecret: createOfflineSecret({ files, wrapping, hash }),
      removableMedia,
    },
    {
      audience: config.upstream.audience ?? config.upstream.baseUrl,
      upstreamKeys: config.upstream.keys,
      agreementKey: config.upstream.agreementKey,
      app: about.app,
      language: config.language,
      simulated: config.simulated,
      shuffledKeypad: config.shuffledKeypad ?? false,
      sound: config.sound ?? true,
      ...(driver && driver !== "platform" && { driver }),
      surroundings: surroundingsOf(config, about),
    },
  );
  bridge.onFault((fault) => kiosk.leaveService({ code: "host/channel-broken", facts: { fault } }));
  return kiosk;
}

function surroundingsOf({ upstream }: WebViewConfig, { runtime }: About): Surroundings {
  const { protocol, origin } = new URL(upstream.baseUrl);
  const own = upstream.tls?.certFile === undefined ? "server" : "mutual";
  return { upstreamOrigin: origin, upstreamTls: protocol === "https:" ? own : "none", runtime };
}
