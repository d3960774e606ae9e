/** What the program of each format left in its state folder: today's still knows the PIN, the key and the secret. */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createStateFormat } from "../../../device/adapters/common/stateFormat.ts";
import { createNodeOfflineSecret } from "../../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../../../device/adapters/node/nodePinVault.ts";
import { createNodeSigner } from "../../../device/adapters/node/nodeSigner.ts";
import { createNodeStateCounter } from "../../../device/adapters/node/nodeStateCounter.ts";
import { createNodeStateFiles } from "../../../device/adapters/node/stateFiles.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import { currentFormat } from "../../../device/kiosk/claimState.ts";
import { digitsOf } from "../../support/pin.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

type Earlier = {
  readonly pin: string;
  readonly kid: string;
  readonly secret: string;
  /** Null where nothing was counted yet. */
  readonly counter?: string;
  /** By name; what is no JSON in base64url. */
  readonly files: Readonly<Record<string, object | string>>;
};

/** A format without a folder that shows it was never tried: this throws. */
function savedAt(format: number): Earlier {
  return JSON.parse(readFileSync(new URL(`../../fixtures/state-${format}.json`, import.meta.url), "utf8"));
}

async function folderOf({ files }: Earlier, change: (content: object) => object = (content) => content) {
  const dir = await makeScratchDir();
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string" ? Buffer.from(content, "base64url") : JSON.stringify(change(content));
    await writeFile(join(dir, name), bytes, { mode: 0o600 });
  }
  return dir;
}

const formats = Array.from({ length: currentFormat }, (_, at) => at + 1);

describe.each(formats)("a state of format %i", (format) => {
  test("PIN and holder, key, secret and counter are those that were left", async () => {
    const earlier = savedAt(format);
    const dir = await folderOf(earlier);
    const vault = createNodePinVault({ dir });
    const message = utf8("a challenge");

    const found = {
      format: await createStateFormat({ files: createNodeStateFiles(dir) }).read(),
      pin: [
        await vault.matches("merchant", digitsOf(earlier.pin)),
        await vault.matches("merchant", digitsOf("111222")),
      ],
      holder: await vault.holder("merchant"),
      key: await createNodeSigner({ dir }).key(),
      hmac: await createNodeOfflineSecret({ dir }).hmac(message),
      counter: await createNodeStateCounter({ dir }).read(),
    };

    const hmac = createHmac("sha256", Buffer.from(earlier.secret, "base64url")).update(message).digest();
    expect(found).toMatchObject({
      format: { ok: true, value: format === 1 ? null : { format } },
      pin: [
        { ok: true, value: true },
        { ok: true, value: false },
      ],
      holder: { ok: true, value: { principalId: "01980000-0000-7000-8000-00000000000a", setBy: "technician" } },
      key: { ok: true, value: { kid: earlier.kid } },
      hmac: { ok: true, value: new Uint8Array(hmac) },
      counter: { ok: true, value: earlier.counter ?? null },
    });
  });

  test("a member that a later program added stops nobody who goes back to this one", async () => {
    const dir = await folderOf(savedAt(format), (content) => ({ ...content, later: true }));

    const found = [
      await createStateFormat({ files: createNodeStateFiles(dir) }).read(),
      await createNodePinVault({ dir }).holder("merchant"),
      await createNodeSigner({ dir }).key(),
      await createNodeOfflineSecret({ dir }).hmac(utf8("a challenge")),
    ];

    expect(found.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  });
});
