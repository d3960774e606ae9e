/** What the kiosk on Electron is made of: the core, and an adapter for each of its ports. No logic, no window. */

import { join } from "node:path";
import { createAbsentPaymentApp } from "../adapters/common/absentPaymentApp.ts";
import { createStateFormat } from "../adapters/common/stateFormat.ts";
import { type Credentials, handedOver } from "../adapters/node/credentials.ts";
import { type AccountVault, createKeyStore } from "../adapters/node/keyStore.ts";
import { createNodeEnrolmentCode } from "../adapters/node/nodeEnrolmentCode.ts";
import { createNodeEvidenceStore } from "../adapters/node/nodeEvidenceStore.ts";
import { createNodeHash } from "../adapters/node/nodeHash.ts";
import { createNodeJournalFile } from "../adapters/node/nodeJournalFile.ts";
import { createNodeMerchantStore } from "../adapters/node/nodeMerchantStore.ts";
import { createNodeOfflineSecret } from "../adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../adapters/node/nodePinVault.ts";
import { createNodeProfileStore } from "../adapters/node/nodeProfileStore.ts";
import { createNodeRandom } from "../adapters/node/nodeRandom.ts";
import { createNodeRemovableMedia } from "../adapters/node/nodeRemovableMedia.ts";
import { createNodeSigner } from "../adapters/node/nodeSigner.ts";
import { createNodeSimPaymentState } from "../adapters/node/nodeSimPaymentState.ts";
import { createNodeStateCounter } from "../adapters/node/nodeStateCounter.ts";
import { createNodeUpstream } from "../adapters/node/nodeUpstream.ts";
import { createNodeStateFiles } from "../adapters/node/stateFiles.ts";
import { findTpm } from "../adapters/node/tpm.ts";
import { createSimPaymentApp } from "../adapters/sim/simPaymentApp.ts";
import { createKiosk, type Kiosk } from "../kiosk/createKiosk.ts";
import type { KioskPorts } from "../kiosk/ports.ts";
import type { Surroundings } from "../kiosk/staff/diagnostics.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { paperWordsOf } from "../text/paperWords.ts";
import type { KioskConfig } from "./config.ts";
import { createPrinter } from "./printerConfig.ts";
import { createTerminalPort, driverOf } from "./terminalPort.ts";

export type ComposedKiosk = {
  readonly kiosk: Kiosk;
  /** Stops the kiosk and lets its state folder go. */
  stop(): Promise<void>;
};

/** What is signed names the program in so many characters; the end of a long version is not told. */
const longestApp = 32;

export function composeKiosk(parts: {
  readonly config: KioskConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** Name and version of the program. */
  readonly app: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where nothing is told: what the service manager has handed over. */
  readonly credentials?: Credentials;
  /** What the operating system keeps for this account; only a shell that has it hands it in. */
  readonly account?: AccountVault | null;
}): ComposedKiosk {
  const { config, clock, log, app, env, account = null } = parts;
  const { credentials = handedOver(env.CREDENTIALS_DIRECTORY) } = parts;
  const dir = config.stateDir;
  const keys = createKeyStore({ dir, credentials, tpm: findTpm(env), account });
  const journalFile = createNodeJournalFile({ dir });
  const driver = driverOf(config.serial);
  const removableMedia = createNodeRemovableMedia({ dir: config.carrierDir });
  const kiosk = createKiosk(
    {
      clock,
      log,
      journalFile,
      stateFormat: createStateFormat({ files: createNodeStateFiles(dir) }),
      stateCounter: createNodeStateCounter({ dir, keys }),
      random: createNodeRandom(),
      hash: createNodeHash(),
      serialLink: createTerminalPort(config.serial, clock),
      signer: createNodeSigner({ dir, keys }),
      upstream: createNodeUpstream({ baseUrl: config.upstream.baseUrl, tls: config.upstream.tls, clock }),
      paymentApp: choosePaymentApp(config, clock),
      pinVault: createNodePinVault({ dir, keys }),
      merchantStore: createNodeMerchantStore({ dir }),
      evidenceStore: createNodeEvidenceStore({ dir: join(dir, "evidence"), media: removableMedia }),
      profileStore: createNodeProfileStore({ dir }),
      enrolmentCode: createNodeEnrolmentCode({ path: config.upstream.enrolmentCodeFile }),
      offlineSecret: createNodeOfflineSecret({ dir, keys }),
      removableMedia,
      ...(config.printer && { printing: { printer: createPrinter(config.printer, clock), wordsOf: paperWordsOf } }),
    },
    {
      audience: config.upstream.audience ?? config.upstream.baseUrl,
      upstreamKeys: config.upstream.keys,
      agreementKey: config.upstream.agreementKey,
      app: app.slice(0, longestApp),
      language: config.language,
      simulated: config.simulated,
      shuffledKeypad: config.shuffledKeypad ?? false,
      sound: config.sound ?? true,
      ...(driver && { driver }),
      surroundings: surroundingsOf(config),
    },
  );
  return { kiosk, stop: () => kiosk.stop().then(() => journalFile.close()) };
}

function surroundingsOf({ upstream }: KioskConfig): Surroundings {
  const { protocol, origin } = new URL(upstream.baseUrl);
  const own = upstream.tls?.certFile === undefined ? "server" : "mutual";
  const { electron, node } = process.versions;
  return {
    upstreamOrigin: origin,
    upstreamTls: protocol === "https:" ? own : "none",
    runtime: `${electron ? `Electron ${electron}, ` : ""}Node.js ${node}`,
  };
}

function choosePaymentApp({ paymentApp, stateDir: dir }: KioskConfig, clock: Clock): KioskPorts["paymentApp"] {
  switch (paymentApp.kind) {
    case "none":
      return createAbsentPaymentApp();
    case "slf":
      return "terminal";
    case "simulated":
      return createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) });
  }
}
