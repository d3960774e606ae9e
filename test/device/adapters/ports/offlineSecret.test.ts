import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeOfflineSecret } from "../../../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodeSigner } from "../../../../device/adapters/node/nodeSigner.ts";
import { describeOfflineSecret } from "../../../support/describeOfflineSecret.ts";
import { createMemoryOfflineSecret, type MemoryOfflineSecretStore } from "../../../support/memoryOfflineSecret.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const secretFile = "offline-secret.json";
const kekFile = "device-key.kek";

describeOfflineSecret("the secret in a file", async () => {
  const dir = await makeScratchDir();
  return { start: async () => createNodeOfflineSecret({ dir }) };
});

describeOfflineSecret("the secret wrapped with systemd's credential", async () => {
  const options = await makeServiceDirs();
  return { start: async () => createNodeOfflineSecret(options) };
});

describeOfflineSecret("the secret in memory", async () => {
  const store: MemoryOfflineSecretStore = { bytes: null };
  return { start: async () => createMemoryOfflineSecret(store) };
});

async function makeServiceDirs() {
  const root = await makeScratchDir();
  const credentialsDir = join(root, "credentials");
  await mkdir(credentialsDir);
  await writeFile(join(credentialsDir, "jiebang-kek"), new Uint8Array(32).fill(7), { mode: 0o440 });
  return { dir: join(root, "state"), credentialsDir };
}

test("the secret's files are private and do not hold it in the clear", async () => {
  const dir = join(await makeScratchDir(), "state");
  const told = await createNodeOfflineSecret({ dir }).reveal();

  const names = (await readdir(dir)).sort();
  const modes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).mode & 0o777));
  const text = await readFile(join(dir, secretFile), "utf8");

  expect({ names, modes, clear: told.ok && text.includes(told.value) }).toEqual({
    names: [kekFile, secretFile],
    modes: [0o600, 0o600],
    clear: false,
  });
});

test("with systemd's credential no wrapping key lies on the disk, and the secret needs it back", async () => {
  const options = await makeServiceDirs();
  await createNodeOfflineSecret(options).reveal();

  const without = await createNodeOfflineSecret({ dir: options.dir }).reveal();

  expect({ names: await readdir(options.dir), without }).toEqual({
    names: [secretFile],
    without: {
      ok: false,
      error: { code: "offline/secret-unusable", reason: "wrapping key missing (credential)" },
    },
  });
});

test("the signing key's file in the secret's place is not a secret", async () => {
  const dir = await makeScratchDir();
  await createNodeSigner({ dir }).key();
  await writeFile(join(dir, secretFile), await readFile(join(dir, "device-key.json")), { mode: 0o600 });

  expect(await createNodeOfflineSecret({ dir }).reveal()).toEqual({
    ok: false,
    error: { code: "offline/secret-unusable", reason: "damaged, or wrapped with another key" },
  });
});

const damages: Record<string, { spoil: (dir: string) => Promise<unknown>; reason: string }> = {
  "open to others": { spoil: (dir) => chmod(join(dir, secretFile), 0o604), reason: "mode is 0604, must be 0600" },
  empty: { spoil: (dir) => writeFile(join(dir, secretFile), ""), reason: "damaged" },
  "not an object": { spoil: (dir) => writeFile(join(dir, secretFile), "null"), reason: "damaged" },
  "10 MB long": {
    spoil: (dir) => writeFile(join(dir, secretFile), new Uint8Array(10_000_000)),
    reason: "longer than 1024 bytes",
  },
  "with a changed bit": {
    spoil: async (dir) => {
      const { wrapped, ...rest } = JSON.parse(await readFile(join(dir, secretFile), "utf8"));
      const changed = (wrapped[0] === "A" ? "B" : "A") + wrapped.slice(1);
      await writeFile(join(dir, secretFile), JSON.stringify({ ...rest, wrapped: changed }));
    },
    reason: "damaged, or wrapped with another key",
  },
  "without its wrapping key": { spoil: (dir) => rm(join(dir, kekFile)), reason: "wrapping key missing (file)" },
};

test.each(Object.entries(damages))("a secret %s is unusable, and no new one takes its place", async (_, damage) => {
  const dir = await makeScratchDir();
  await createNodeOfflineSecret({ dir }).reveal();
  await damage.spoil(dir);
  const before = await readFile(join(dir, secretFile));

  const secret = createNodeOfflineSecret({ dir });
  const answers = [await secret.reveal(), await secret.hmac(new Uint8Array(1))];

  const unusable = { ok: false, error: { code: "offline/secret-unusable", reason: damage.reason } };
  expect({ answers, untouched: before.equals(await readFile(join(dir, secretFile))) }).toEqual({
    answers: [unusable, unusable],
    untouched: true,
  });
});

test("two processes that start at once on an empty directory do not both make a secret", async () => {
  const dir = await makeScratchDir();

  const told = await Promise.all([
    createNodeOfflineSecret({ dir }).reveal(),
    createNodeOfflineSecret({ dir }).reveal(),
  ]);
  const settled = await createNodeOfflineSecret({ dir }).reveal();

  expect(told.filter((one) => one.ok).every((one) => JSON.stringify(one) === JSON.stringify(settled))).toBe(true);
});

test("a place that cannot be written says so", async () => {
  const file = join(await makeScratchDir(), "file");
  await writeFile(file, "");

  expect(await createNodeOfflineSecret({ dir: file }).reveal()).toEqual({
    ok: false,
    error: { code: "offline/secret-unusable", reason: "ENOTDIR" },
  });
});
