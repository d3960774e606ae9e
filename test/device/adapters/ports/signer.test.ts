import { chmod, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKeyStore } from "../../../../device/adapters/node/keyStore.ts";
import { createNodeSigner } from "../../../../device/adapters/node/nodeSigner.ts";
import { createTpm } from "../../../../device/adapters/node/tpm.ts";
import { describeSigner, type SignerHooks } from "../../../support/describeSigner.ts";
import {
  accountPlace,
  credentialPlace,
  type KeyPlace,
  softwarePlace,
  tpmPlace,
  turningAccount,
} from "../../../support/keyPlaces.ts";
import { createMemorySigner, type MemorySignerStore } from "../../../support/memorySigner.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";
import { describeWithTpm, startSoftTpm } from "../../../support/softTpm.ts";

const keyFile = "device-key.json";
const kekFile = "device-key.kek";

/** Of a signer that has made its key already. */
async function kept({ dir, keys }: KeyPlace): Promise<SignerHooks> {
  await createNodeSigner({ dir, keys: keys() }).key();
  return { start: async () => createNodeSigner({ dir, keys: keys() }) };
}

describeSigner("the key in a file", async () => kept(await softwarePlace()));
describeSigner("the key under systemd's own key", async () => kept(await credentialPlace("host")));
describeSigner("the key under a key that systemd unseals by the TPM", async () => kept(await credentialPlace("tpm2")));
describeSigner("the key under the account of Windows", async () => kept(await accountPlace()));
describeWithTpm("with a TPM", () => {
  describeSigner("the key in the TPM", async () => kept(await tpmPlace(await startSoftTpm())));
});
describeSigner("the key in memory", async () => {
  const store: MemorySignerStore = { privateKey: null };
  return { start: async () => createMemorySigner(store) };
});

test("the key's files are private and do not hold the private half in the clear", async () => {
  const dir = join(await makeScratchDir(), "state");
  await createNodeSigner({ dir }).key();

  const names = await readdir(dir);
  const modes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mode & 0o777));
  const text = await readFile(join(dir, keyFile), "utf8");

  expect({ names, modes, members: Object.keys(JSON.parse(text)).sort() }).toEqual({
    names: [keyFile, kekFile],
    modes: [0o600, 0o600],
    members: ["iv", "protection", "publicJwk", "tag", "version", "wrapped"],
  });
});

test.each([
  ["software", softwarePlace, [keyFile, kekFile]],
  ["credential_host", () => credentialPlace("host"), [keyFile]],
  ["credential_tpm2", () => credentialPlace("tpm2"), [keyFile]],
  ["dpapi", accountPlace, [keyFile, "wrapping-key.dpapi"]],
] as const)(
  "a key that is kept as %s says so, and leaves no other wrapping key on the disk",
  async (storage, place, names) => {
    const { dir, keys } = await place();

    const key = await createNodeSigner({ dir, keys: keys() }).key();

    expect({ storage: key.ok && key.value.storage, names: (await readdir(dir)).sort() }).toEqual({ storage, names });
  },
);

const exposed = "signer/key-exposed";
const unreadable = "signer/key-unreadable";
const damages: Record<string, { spoil: (dir: string) => Promise<unknown>; reason: string; code?: string }> = {
  "open to others": {
    spoil: (dir) => chmod(join(dir, keyFile), 0o644),
    code: exposed,
    reason: "mode is 0644, must be 0600",
  },
  "that is a link to another file": {
    spoil: (dir) =>
      rename(join(dir, keyFile), join(dir, "elsewhere")).then(() => symlink("elsewhere", join(dir, keyFile))),
    code: unreadable,
    reason: "ELOOP",
  },
  empty: { spoil: (dir) => writeFile(join(dir, keyFile), ""), reason: "damaged" },
  "not JSON": { spoil: (dir) => writeFile(join(dir, keyFile), "key"), reason: "damaged" },
  "not an object": { spoil: (dir) => writeFile(join(dir, keyFile), "null"), reason: "damaged" },
  "10 MB long": {
    spoil: (dir) => writeFile(join(dir, keyFile), new Uint8Array(10_000_000)),
    reason: "longer than 4096 bytes",
  },
  "with a changed bit": {
    spoil: (dir) => change(dir, (key) => ({ ...key, wrapped: flipFirst(key.wrapped) })),
    reason: "damaged, or wrapped with another key",
  },
  "with a short tag": {
    spoil: (dir) => change(dir, (key) => ({ ...key, tag: "AAAA" })),
    reason: "damaged",
  },
  "with another public half": {
    spoil: (dir) => change(dir, (key) => ({ ...key, publicJwk: { ...key.publicJwk, x: flipFirst(key.publicJwk.x) } })),
    reason: "damaged, or wrapped with another key",
  },
  "with the private half in the public one": {
    spoil: (dir) => change(dir, (key) => ({ ...key, publicJwk: { ...key.publicJwk, d: key.publicJwk.x } })),
    reason: "damaged",
  },
  "with a public half of another curve": {
    spoil: (dir) => change(dir, (key) => ({ ...key, publicJwk: { ...key.publicJwk, crv: "P-384" } })),
    reason: "damaged",
  },
  "without its wrapping key": { spoil: (dir) => rm(join(dir, kekFile)), reason: "wrapping key missing (file)" },
  "with a short wrapping key": {
    spoil: (dir) => writeFile(join(dir, kekFile), "short"),
    reason: "wrapping key too short (file)",
  },
  "with another wrapping key": {
    spoil: (dir) => writeFile(join(dir, kekFile), new Uint8Array(32)),
    reason: "damaged, or wrapped with another key",
  },
  "with an open wrapping key": {
    spoil: (dir) => chmod(join(dir, kekFile), 0o640),
    code: exposed,
    reason: "mode is 0640, must be 0600",
  },
};

type KeyText = { wrapped: string; publicJwk: { x: string } };

async function change(dir: string, edit: (key: KeyText) => object) {
  const key = JSON.parse(await readFile(join(dir, keyFile), "utf8"));
  await writeFile(join(dir, keyFile), JSON.stringify(edit(key)));
}

const flipFirst = (text: string) => (text[0] === "A" ? "B" : "A") + text.slice(1);

test.each(Object.entries(damages))("a key %s is unusable, and no new key takes its place", async (_, damage) => {
  const dir = await makeScratchDir();
  await createNodeSigner({ dir }).key();
  await damage.spoil(dir);
  const before = await readFile(join(dir, keyFile));

  const signer = createNodeSigner({ dir });
  const answers = [await signer.key(), await signer.sign(new Uint8Array(1))];

  const { code = "signer/key-unusable", reason } = damage;
  const unusable = { ok: false, error: { code, reason } };
  expect({ answers, untouched: before.equals(await readFile(join(dir, keyFile))) }).toEqual({
    answers: [unusable, unusable],
    untouched: true,
  });
});

test("a key that was wrapped with a credential needs it back", async () => {
  const { dir, keys } = await credentialPlace("host");
  await createNodeSigner({ dir, keys: keys() }).key();

  const without = await createNodeSigner({ dir }).key();

  expect(without).toEqual({
    ok: false,
    error: { code: "signer/key-unusable", reason: "wrapping key missing (credential_host)" },
  });
});

test("a Windows that does not know the account any more is told as the system's refusal", async () => {
  const { dir, keys } = await accountPlace();
  await createNodeSigner({ dir, keys: keys() }).key();
  const account = { ...turningAccount, reveal: () => raise("The data is invalid") };

  const key = await createNodeSigner({ dir, keys: createKeyStore({ dir, account }) }).key();

  expect(key).toEqual({ ok: false, error: { code: "signer/key-unreadable", reason: "account" } });
});

function raise(message: string): never {
  throw new Error(message);
}

test("two processes that start at once on an empty directory do not both make a key", async () => {
  const dir = await makeScratchDir();

  const keys = await Promise.all([createNodeSigner({ dir }).key(), createNodeSigner({ dir }).key()]);
  const settled = await createNodeSigner({ dir }).key();

  const made = keys.filter((key) => key.ok);
  expect(made.every((key) => JSON.stringify(key) === JSON.stringify(settled))).toBe(true);
});

describeWithTpm("a key in a TPM", () => {
  test("nothing of it lies in the folder but what only that TPM can use", async () => {
    const { dir, keys } = await tpmPlace(await startSoftTpm());

    const key = await createNodeSigner({ dir, keys: keys() }).key();

    const stored = JSON.parse(await readFile(join(dir, keyFile), "utf8"));
    expect({ storage: key.ok && key.value.storage, stored, names: await readdir(dir) }).toEqual({
      storage: "tpm",
      stored: {
        version: 2,
        publicJwk: key.ok && key.value.publicJwk,
        tpm: { public: expect.any(String), private: expect.any(String) },
      },
      names: [keyFile],
    });
  });

  test("a machine that was off and on goes on with it, also in a program that runs on", async () => {
    const tpm = await startSoftTpm();
    const { dir, keys } = await tpmPlace(tpm);
    const signer = createNodeSigner({ dir, keys: keys() });
    await signer.sign(new Uint8Array(1));
    await tpm.reset();

    expect((await signer.sign(new Uint8Array(1))).ok).toBe(true);
  });

  test("a TPM that was cleared is told as such, and no new key takes the place of the one that is lost", async () => {
    const tpm = await startSoftTpm();
    const { dir, keys } = await tpmPlace(tpm);
    await createNodeSigner({ dir, keys: keys() }).key();
    const before = await readFile(join(dir, keyFile));
    await tpm.clear();

    const signed = await createNodeSigner({ dir, keys: keys() }).sign(new Uint8Array(1));

    expect({ signed, untouched: before.equals(await readFile(join(dir, keyFile))) }).toEqual({
      signed: { ok: false, error: { code: "signer/chip-cleared", reason: "TPM 0x1DF" } },
      untouched: true,
    });
  });

  test("another machine's TPM does not know it either", async () => {
    const { dir, keys } = await tpmPlace(await startSoftTpm());
    await createNodeSigner({ dir, keys: keys() }).key();
    const elsewhere = createTpm((await startSoftTpm()).tcti);

    const signed = await createNodeSigner({ dir, keys: createKeyStore({ dir, tpm: elsewhere }) }).sign(
      new Uint8Array(1),
    );

    expect(signed).toEqual({ ok: false, error: { code: "signer/chip-cleared", reason: "TPM 0x1DF" } });
  });

  test("a TPM that does not answer is no lost key", async () => {
    const tpm = await startSoftTpm();
    const { dir, keys } = await tpmPlace(tpm);
    await createNodeSigner({ dir, keys: keys() }).key();
    await tpm.stop();

    const signed = await createNodeSigner({ dir, keys: keys() }).sign(new Uint8Array(1));

    expect(signed).toMatchObject({ ok: false, error: { code: "signer/key-unreadable" } });
  });

  test("a TPM that does not work at first is not used: the key is kept in the next best way", async () => {
    const tpm = await startSoftTpm();
    await tpm.stop();
    const { dir, keys } = await tpmPlace(tpm);

    const key = await createNodeSigner({ dir, keys: keys() }).key();

    expect(key).toMatchObject({ ok: true, value: { storage: "software" } });
  });
});
