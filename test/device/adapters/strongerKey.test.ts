// A machine that has got a better way to keep keys: what lies in the state folder moves, and nothing in it is lost.

import { chmod, copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { offlineSecretFile } from "../../../device/adapters/common/offlineSecret.ts";
import type { KeyStore } from "../../../device/adapters/node/keyStore.ts";
import { createNodeOfflineSecret } from "../../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodePinVault } from "../../../device/adapters/node/nodePinVault.ts";
import { createNodeSigner } from "../../../device/adapters/node/nodeSigner.ts";
import { createNodeStateCounter } from "../../../device/adapters/node/nodeStateCounter.ts";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import type { Result } from "../../../device/base/result.ts";
import type { DeviceKey, KeyStorage } from "../../../device/ports/signer.ts";
import { accountPlace, credentialPlace, type KeyPlace, tpmPlace } from "../../support/keyPlaces.ts";
import { digitsOf } from "../../support/pin.ts";
import { describeWithTpm, startSoftTpm } from "../../support/softTpm.ts";
import { createAgreementKey } from "../../upstream/agreementKey.ts";

const message = utf8("a challenge");
const holder = { principalId: "01980000-0000-7000-8000-00000000000a", setBy: "technician" } as const;
const quick = { n: 16, r: 1, p: 1 };

function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** What a program left that knew no better place than a file. */
async function leaveInFile({ dir }: KeyPlace): Promise<DeviceKey> {
  const key = value(await createNodeSigner({ dir }).key());
  value(await createNodePinVault({ dir, cost: quick }).set("merchant", digitsOf("739154"), holder));
  const { publicJwk: upstreamKey } = await createAgreementKey();
  const names = { audience: "https://upstream.test", sn: "FX26T1000001", deviceKid: key.kid };
  value(await createNodeOfflineSecret({ dir }).agree({ ...names, upstreamKey }));
  value(await createNodeStateCounter({ dir }).keep("7 abc"));
  return key;
}

/** Everything that hangs on a wrapping key, as a process with these keys finds it. */
async function secrets(dir: string, keys?: KeyStore) {
  const with_ = keys ? { dir, keys } : { dir };
  return {
    pin: await createNodePinVault({ ...with_, cost: quick }).matches("merchant", digitsOf("739154")),
    hmac: await createNodeOfflineSecret(with_).hmac(message),
    counter: await createNodeStateCounter(with_).read(),
  };
}

async function protections(dir: string): Promise<readonly string[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(".json"));
  const stored = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), "utf8"))));
  return [...new Set(stored.flatMap(({ protection }) => protection ?? []))].sort();
}

/** Whether this key of the terminal has signed it. */
async function isSignedBy({ publicJwk }: DeviceKey, signature: Uint8Array, input: string): Promise<boolean> {
  return compactVerify(`${input}.${base64url(signature)}`, await importJWK(publicJwk, "ES256")).then(
    () => true,
    () => false,
  );
}

const input = `${base64url(utf8('{"alg":"ES256"}'))}.${base64url(utf8("unbind"))}`;

function describeMove(storage: KeyStorage, prepare: () => Promise<KeyPlace>): void {
  describe(`from a file to ${storage}`, () => {
    test("at the next start the secrets are wrapped anew and are the same; the key waits for the upstream", async () => {
      const place = await prepare();
      const { dir } = place;
      const old = await leaveInFile(place);
      const before = await secrets(dir);

      const signer = createNodeSigner({ dir, keys: place.keys() });
      const key = await signer.key();

      expect({
        key,
        secrets: await secrets(dir, place.keys()),
        kinds: await protections(dir),
      }).toEqual({ key: { ok: true, value: old }, secrets: before, kinds: ["file", storage].sort() });
    });

    test("the next key is durable before it is told, takes the old one's place, and the old one still proves what it signed", async () => {
      const place = await prepare();
      const { dir } = place;
      const old = await leaveInFile(place);
      const before = await secrets(dir);
      const next = value(await createNodeSigner({ dir, keys: place.keys() }).stronger());
      const signer = createNodeSigner({ dir, keys: place.keys() });
      const again = value(await signer.stronger());
      if (!next) throw new Error("nothing stronger");

      const used = [await signer.use("A".repeat(43)), await signer.use(next.kid), await signer.use(next.kid)];

      const restarted = createNodeSigner({ dir, keys: place.keys() });
      const byOld = value(await restarted.sign(utf8(input), old.kid));
      const byNext = value(await restarted.sign(utf8(input)));
      expect({
        again: again?.kid,
        named: next.kid === (await calculateJwkThumbprint(next.publicJwk)),
        used: used.map((one) => one.ok && one.value),
        key: await restarted.key(),
        stronger: await restarted.stronger(),
        signed: [await isSignedBy(old, byOld, input), await isSignedBy(next, byNext, input)],
        secrets: await secrets(dir, place.keys()),
        kinds: await protections(dir),
        left: (await readdir(dir)).filter((name) => name === "device-key.kek" || name === "device-key.next.json"),
      }).toEqual({
        again: next.kid,
        named: true,
        used: [false, true, true],
        key: { ok: true, value: { ...next, storage } },
        stronger: { ok: true, value: null },
        signed: [true, true],
        secrets: before,
        kinds: [storage],
        left: [],
      });
    });

    test("a power cut between any two of its writes leaves both keys, and the next start goes on", async () => {
      const place = await prepare();
      const { dir } = place;
      const old = await leaveInFile(place);
      const next = value(await createNodeSigner({ dir, keys: place.keys() }).stronger());
      if (!next) throw new Error("nothing stronger");
      const at = (name: string) => join(dir, name);
      // The old key was put away, and no more.
      await copyFile(at("device-key.json"), at(`device-key.${old.kid}.json`));
      const first = value(await createNodeSigner({ dir, keys: place.keys() }).key());
      // The next one was put in its place as well; what it was put aside as still lies there.
      await writeFile(at("device-key.json"), await readFile(at("device-key.next.json")));
      const signer = createNodeSigner({ dir, keys: place.keys() });
      const second = value(await signer.key());

      const stronger = await signer.stronger();

      const byOld = value(await signer.sign(utf8(input), old.kid));
      expect([first.kid, second.kid, stronger, await isSignedBy(old, byOld, input)]).toEqual([
        old.kid,
        next.kid,
        { ok: true, value: null },
        true,
      ]);
    });
  });
}

describeMove("credential_host", () => credentialPlace("host"));
describeMove("dpapi", () => accountPlace());
describeWithTpm("with a TPM", () => {
  describeMove("tpm", async () => tpmPlace(await startSoftTpm()));

  test("a next key that the TPM lost before it was ever in use is made anew; the one in use stays", async () => {
    const tpm = await startSoftTpm();
    const { dir, keys } = await tpmPlace(tpm);
    const old = value(await createNodeSigner({ dir }).key());
    const lost = value(await createNodeSigner({ dir, keys: keys() }).stronger());
    await tpm.clear();

    const signer = createNodeSigner({ dir, keys: keys() });
    const [key, next] = [value(await signer.key()), value(await signer.stronger())];

    const signed = next && (await isSignedBy(next, value(await signer.sign(utf8(input), next.kid)), input));
    expect([key, next?.kid === lost?.kid, signed]).toEqual([old, false, true]);
  });

  test("where secrets were sealed in a TPM that was cleared since, nothing is made up in their place", async () => {
    const tpm = await startSoftTpm();
    const place = await tpmPlace(tpm);
    await leaveInFile(place);
    await createNodeSigner({ dir: place.dir, keys: place.keys() }).key();
    await tpm.clear();

    const key = await createNodeSigner({ dir: place.dir, keys: place.keys() }).key();

    expect(key).toEqual({ ok: false, error: { code: "signer/chip-cleared", reason: "TPM 0x1DF" } });
  });
});

test("a secret that could not be opened on the way keeps the key that it needs, and moves with the next start", async () => {
  const place = await credentialPlace("host");
  const { dir } = place;
  await leaveInFile(place);
  const before = await secrets(dir);
  const secretFile = join(dir, offlineSecretFile.name);

  await chmod(secretFile, 0o644);
  const signer = createNodeSigner({ dir, keys: place.keys() });
  const next = value(await signer.stronger());
  value(await signer.use(next?.kid ?? ""));
  await chmod(secretFile, 0o600);
  await createNodeSigner({ dir, keys: place.keys() }).key();

  expect({
    secrets: await secrets(dir, place.keys()),
    left: (await readdir(dir)).filter((name) => name === "device-key.kek"),
  }).toEqual({ secrets: before, left: [] });
});
