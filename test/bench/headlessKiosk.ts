/** The kiosk without a screen: the real core on the adapters for Node, from the configuration file that Electron reads. */

import { join } from "node:path";
import { createStateFormat } from "../../device/adapters/common/stateFormat.ts";
import { createNodeClock } from "../../device/adapters/node/nodeClock.ts";
import { createNodeEnrolmentCode } from "../../device/adapters/node/nodeEnrolmentCode.ts";
import { createNodeEvidenceStore } from "../../device/adapters/node/nodeEvidenceStore.ts";
import { createNodeHash } from "../../device/adapters/node/nodeHash.ts";
import { createNodeJournalFile } from "../../device/adapters/node/nodeJournalFile.ts";
import { createNodeLog } from "../../device/adapters/node/nodeLog.ts";
import { createNodeMerchantStore } from "../../device/adapters/node/nodeMerchantStore.ts";
import { createNodeOfflineSecret } from "../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../../device/adapters/node/nodePinVault.ts";
import { createNodeProfileStore } from "../../device/adapters/node/nodeProfileStore.ts";
import { createNodeRandom } from "../../device/adapters/node/nodeRandom.ts";
import { createNodeRemovableMedia } from "../../device/adapters/node/nodeRemovableMedia.ts";
import { createNodeSigner } from "../../device/adapters/node/nodeSigner.ts";
import { createNodeSimPaymentState } from "../../device/adapters/node/nodeSimPaymentState.ts";
import { createNodeUpstream } from "../../device/adapters/node/nodeUpstream.ts";
import { createNodeStateFiles } from "../../device/adapters/node/stateFiles.ts";
import { createSimPaymentApp } from "../../device/adapters/sim/simPaymentApp.ts";
import type { OrderInput, OrderName } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { createKiosk, type Kiosk } from "../../device/kiosk/createKiosk.ts";
import { type KioskConfig, readConfig } from "../../device/shell/config.ts";
import { createTerminalPort } from "../../device/shell/terminalPort.ts";
import type { Operator } from "../upstream/operator.ts";

export const benchPin = "274951";

export type HeadlessKiosk = {
  readonly kiosk: Kiosk;
  readonly config: KioskConfig;
  /** Gives an order that must succeed. */
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<void>;
  type(pin: string): Promise<void>;
  /** Resolves with the first snapshot of which this is true. */
  until(seen: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** The bytes that the journal took last, as one piece. */
  lastAppended(): Uint8Array;
  /** When the terminal said something last, in ns on CLOCK_MONOTONIC. */
  lastHeardNs(): bigint;
  close(): Promise<void>;
};

const patienceMs = 30_000;

/** Starts it; throws when the configuration cannot be used. */
export async function startHeadlessKiosk(configPath: string): Promise<HeadlessKiosk> {
  const read = readConfig(configPath);
  if (!read.ok) throw new Error(`${configPath}: ${JSON.stringify(read.error)}`);
  const config = read.value;
  const dir = config.stateDir;
  const clock = createNodeClock();
  const journalFile = createNodeJournalFile({ dir });
  const terminalPort = createTerminalPort(config.serial, clock);
  let appended: Uint8Array = new Uint8Array();
  let heardNs = 0n;
  const kiosk = createKiosk(
    {
      clock,
      log: createNodeLog({ dir, clock }),
      journalFile: {
        ...journalFile,
        append(bytes) {
          appended = bytes;
          return journalFile.append(bytes);
        },
      },
      stateFormat: createStateFormat({ files: createNodeStateFiles(dir) }),
      random: createNodeRandom(),
      hash: createNodeHash(),
      serialLink: {
        async open() {
          const opened = await terminalPort.open();
          if (opened.ok)
            opened.value.onBytes(() => {
              heardNs = process.hrtime.bigint();
            });
          return opened;
        },
      },
      signer: createNodeSigner({ dir }),
      upstream: createNodeUpstream({ baseUrl: config.upstream.baseUrl, tls: config.upstream.tls, clock }),
      paymentApp: createSimPaymentApp({ clock, store: createNodeSimPaymentState({ dir }) }),
      pinVault: createNodePinVault({ dir }),
      merchantStore: createNodeMerchantStore({ dir }),
      evidenceStore: createNodeEvidenceStore({
        dir: join(dir, "evidence"),
        media: createNodeRemovableMedia({ dir: undefined }),
      }),
      profileStore: createNodeProfileStore({ dir }),
      offlineSecret: createNodeOfflineSecret({ dir }),
      removableMedia: createNodeRemovableMedia({ dir: config.carrierDir }),
      enrolmentCode: createNodeEnrolmentCode({ path: config.upstream.enrolmentCodeFile }),
    },
    {
      audience: config.upstream.audience ?? config.upstream.baseUrl,
      upstreamKeys: config.upstream.keys,
      agreementKey: config.upstream.agreementKey,
      app: "jiebang bench",
      language: config.language,
      simulated: config.simulated,
    },
  );
  await kiosk.start();

  const order: HeadlessKiosk["order"] = async (name, input) => {
    const answer = await kiosk.order(name, input);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
  };
  return {
    kiosk,
    config,
    order,
    async type(pin) {
      for (const digit of pin) await order("pressDigit", { digit: Number(digit) });
      await order("submitEntry", {});
    },
    until: (seen) => snapshotOf(kiosk, seen),
    lastAppended: () => appended,
    lastHeardNs: () => heardNs,
    async close() {
      await kiosk.stop();
      await journalFile.close();
    },
  };
}

/** First start: waits for the binding, and sets the PIN by the upstream's leave. */
export async function setUpTerminal(headless: HeadlessKiosk, operator: Operator, pin: string): Promise<void> {
  await headless.until(({ bindings }) => bindings.state === "known");
  await headless.order("askPinReset", { role: "merchant" });
  const { pinReset } = await headless.kiosk.snapshot();
  const challenge = pinReset?.groups.join("") ?? "";
  const { code } = await operator.unlockPin({ challenge, role: "merchant" });
  await headless.order("enterPinReset", {});
  for (const digits of [code, pin, pin]) await headless.type(digits);
  await headless.until(({ pin }) => pin.standings.merchant.set && !pin.entry);
}

function snapshotOf(kiosk: Kiosk, seen: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    let last: Snapshot | null = null;
    const stop = kiosk.listen(look);
    const giveUp = setTimeout(() => {
      stop();
      reject(new Error(`did not come about: ${JSON.stringify(last?.service)} ${last?.unbind.state}`));
    }, patienceMs);
    function look(snapshot: Snapshot): void {
      last = snapshot;
      if (!seen(snapshot)) return;
      stop();
      clearTimeout(giveUp);
      resolve(snapshot);
    }
    kiosk.snapshot().then(look, reject);
  });
}
