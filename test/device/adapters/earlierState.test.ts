/** What a program of format 1 left in its state folder: a later one still knows the PIN, the key and the secret. */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeOfflineSecret } from "../../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../../../device/adapters/node/nodePinVault.ts";
import { createNodeSigner } from "../../../device/adapters/node/nodeSigner.ts";
import { utf8 } from "../../../device/base/bytes.ts";
import { digitsOf } from "../../support/pin.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

type Earlier = {
  readonly pin: string;
  readonly kid: string;
  readonly secret: string;
  /** By name; what is no JSON in base64url. */
  readonly files: Readonly<Record<string, object | string>>;
};

const earlier: Earlier = JSON.parse(readFileSync(new URL("../../fixtures/state-1.json", import.meta.url), "utf8"));

async function earlierState(): Promise<string> {
  const dir = await makeScratchDir();
  for (const [name, content] of Object.entries(earlier.files)) {
    const bytes = typeof content === "string" ? Buffer.from(content, "base64url") : JSON.stringify(content);
    await writeFile(join(dir, name), bytes, { mode: 0o600 });
  }
  return dir;
}

test("PIN and holder, key and secret are those of the program before", async () => {
  const dir = await earlierState();
  const vault = createNodePinVault({ dir });
  const signer = createNodeSigner({ dir });
  const message = utf8("a challenge");

  const found = {
    pin: [await vault.matches("merchant", digitsOf(earlier.pin)), await vault.matches("merchant", digitsOf("111222"))],
    holder: await vault.holder("merchant"),
    key: await signer.key(),
    hmac: await createNodeOfflineSecret({ dir }).hmac(message),
  };

  const hmac = createHmac("sha256", Buffer.from(earlier.secret, "base64url")).update(message).digest();
  expect(found).toMatchObject({
    pin: [
      { ok: true, value: true },
      { ok: true, value: false },
    ],
    holder: { ok: true, value: { principalId: "01980000-0000-7000-8000-00000000000a", setBy: "technician" } },
    key: { ok: true, value: { kid: earlier.kid } },
    hmac: { ok: true, value: new Uint8Array(hmac) },
  });
});

test("a member that a later program added stops nobody who goes back to this one", async () => {
  const dir = await earlierState();
  for (const [name, content] of Object.entries(earlier.files))
    if (typeof content === "object") await writeFile(join(dir, name), JSON.stringify({ ...content, later: true }));

  const found = [
    await createNodePinVault({ dir }).holder("merchant"),
    await createNodeSigner({ dir }).key(),
    await createNodeOfflineSecret({ dir }).hmac(utf8("a challenge")),
  ];

  expect(found.map(({ ok }) => ok)).toEqual([true, true, true]);
});
