/**
 * Leaves a state folder as today's program does: `npx tsx test/support/saveState.ts` writes it to test/fixtures, once for each
 * format and never again after its release. The keys in it have signed nothing.
 */

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStateFormat } from "../../device/adapters/common/stateFormat.ts";
import { createNodeOfflineSecret } from "../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../../device/adapters/node/nodePinVault.ts";
import { createNodeSigner } from "../../device/adapters/node/nodeSigner.ts";
import { createNodeStateCounter } from "../../device/adapters/node/nodeStateCounter.ts";
import { createNodeStateFiles } from "../../device/adapters/node/stateFiles.ts";
import { base64url } from "../../device/base/bytes.ts";
import type { Result } from "../../device/base/result.ts";
import { currentFormat } from "../../device/kiosk/claimState.ts";
import { createAgreementKey } from "../upstream/agreementKey.ts";
import { digitsOf } from "./pin.ts";

const pin = "739154";
const holder = { principalId: "01980000-0000-7000-8000-00000000000a", setBy: "technician" } as const;

function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const dir = await mkdtemp(join(tmpdir(), "jiebang-state-"));
const { kid } = value(await createNodeSigner({ dir }).key());
value(await createNodePinVault({ dir }).set("merchant", digitsOf(pin), holder));
const agreementKey = await createAgreementKey();
const names = { audience: "https://upstream.test", sn: "FX26T1000001", deviceKid: kid };
const upstreamKey = agreementKey.publicJwk;
const terminalKey = value(await createNodeOfflineSecret({ dir }).agree({ ...names, upstreamKey }));
const secret = base64url(await agreementKey.secretWith({ ...names, terminalKey }));
value(await createNodeStateCounter({ dir }).keep("7 abc"));
const stateFormat = createStateFormat({ files: createNodeStateFiles(dir) });
value(await stateFormat.write({ format: currentFormat, newestProgram: "0.1.0" }));

const files: Record<string, object | string> = {};
for (const name of await readdir(dir)) {
  const bytes = await readFile(join(dir, name));
  files[name] = name.endsWith(".json") ? JSON.parse(bytes.toString()) : bytes.toString("base64url");
}
await rm(dir, { recursive: true });
const saved = { pin, kid, secret, counter: "7 abc", files };
const path = new URL(`../fixtures/state-${currentFormat}.json`, import.meta.url);
await writeFile(path, `${JSON.stringify(saved, null, 2)}\n`, { flag: "wx" });
