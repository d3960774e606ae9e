import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeOfflineSecret } from "../../../../device/adapters/node/nodeOfflineSecret.ts";
import { createNodeSigner } from "../../../../device/adapters/node/nodeSigner.ts";
import { base64url } from "../../../../device/base/bytes.ts";
import { describeOfflineSecret } from "../../../support/describeOfflineSecret.ts";
import { credentialPlace } from "../../../support/keyPlaces.ts";
import { createMemoryOfflineSecret, type MemoryOfflineSecretStore } from "../../../support/memoryOfflineSecret.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";
import { createAgreementKey } from "../../../upstream/agreementKey.ts";

const secretFile = "offline-secret.json";
const agreement = {
  upstreamKey: (await createAgreementKey()).publicJwk,
  audience: "https://upstream.test",
  sn: "FX26T1000001",
  deviceKid: "A".repeat(43),
};
const kekFile = "device-key.kek";

describeOfflineSecret("the secret in a file", async () => {
  const dir = await makeScratchDir();
  return { start: async () => createNodeOfflineSecret({ dir }) };
});

describeOfflineSecret("the secret wrapped with systemd's credential", async () => {
  const { dir, keys } = await credentialPlace("host");
  return { start: async () => createNodeOfflineSecret({ dir, keys: keys() }) };
});

describeOfflineSecret("the secret in memory", async () => {
  const store: MemoryOfflineSecretStore = { bytes: null };
  return { start: async () => createMemoryOfflineSecret(store) };
});

test("the secret's files are private and do not hold it in the clear", async () => {
  const dir = join(await makeScratchDir(), "state");
  const key = await createAgreementKey();
  const { upstreamKey: _, ...names } = agreement;
  const half = await createNodeOfflineSecret({ dir }).agree({ ...names, upstreamKey: key.publicJwk });
  const secret = half.ok ? await key.secretWith({ ...names, terminalKey: half.value }) : new Uint8Array();

  const files = (await readdir(dir)).sort();
  const modes = await Promise.all(files.map(async (name) => (await stat(join(dir, name))).mode & 0o777));
  const bytes = await readFile(join(dir, secretFile));

  const clear = [Buffer.from(secret), base64url(secret), Buffer.from(secret).toString("hex")];
  expect({ files, modes, length: secret.length, clear: clear.some((form) => bytes.includes(form)) }).toEqual({
    files: [kekFile, secretFile],
    modes: [0o600, 0o600],
    length: 32,
    clear: false,
  });
});

test("with systemd's credential no wrapping key lies on the disk, and the secret needs it back", async () => {
  const { dir, keys } = await credentialPlace("host");
  await createNodeOfflineSecret({ dir, keys: keys() }).agree(agreement);

  const without = await createNodeOfflineSecret({ dir }).agree(agreement);

  expect({ names: await readdir(dir), without }).toEqual({
    names: [secretFile],
    without: {
      ok: false,
      error: { code: "offline/secret-unusable", reason: "wrapping key missing (credential_host)" },
    },
  });
});

test("the signing key's file in the secret's place is not a secret", async () => {
  const dir = await makeScratchDir();
  await createNodeSigner({ dir }).key();
  await writeFile(join(dir, secretFile), await readFile(join(dir, "device-key.json")), { mode: 0o600 });

  expect(await createNodeOfflineSecret({ dir }).agree(agreement)).toEqual({
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
  await createNodeOfflineSecret({ dir }).agree(agreement);
  await damage.spoil(dir);
  const before = await readFile(join(dir, secretFile));

  const secret = createNodeOfflineSecret({ dir });
  const answers = [await secret.agree(agreement), await secret.hmac(new Uint8Array(1))];

  const unusable = { ok: false, error: { code: "offline/secret-unusable", reason: damage.reason } };
  expect({ answers, untouched: before.equals(await readFile(join(dir, secretFile))) }).toEqual({
    answers: [unusable, unusable],
    untouched: true,
  });
});

test("two processes that start at once on an empty directory do not both make a secret", async () => {
  const dir = await makeScratchDir();

  const told = await Promise.all([
    createNodeOfflineSecret({ dir }).agree(agreement),
    createNodeOfflineSecret({ dir }).agree(agreement),
  ]);
  const settled = await createNodeOfflineSecret({ dir }).agree(agreement);

  expect(told.filter((one) => one.ok).every((one) => JSON.stringify(one) === JSON.stringify(settled))).toBe(true);
});

test("a place that cannot be written says so", async () => {
  const file = join(await makeScratchDir(), "file");
  await writeFile(file, "");

  expect(await createNodeOfflineSecret({ dir: file }).agree(agreement)).toEqual({
    ok: false,
    error: { code: "offline/secret-unusable", reason: "ENOTDIR" },
  });
});

test("a secret of an earlier program answers as before, until another is agreed on", async () => {
  const dir = await makeScratchDir();
  const { files } = JSON.parse(await readFile(new URL("../../../fixtures/state-1.json", import.meta.url), "utf8"));
  await writeFile(join(dir, secretFile), JSON.stringify(files[secretFile]), { mode: 0o600 });
  await writeFile(join(dir, kekFile), Buffer.from(files[kekFile], "base64url"), { mode: 0o600 });
  const before = await createNodeOfflineSecret({ dir }).hmac(new Uint8Array(1));

  const agreed = await createNodeOfflineSecret({ dir }).agree(agreement);

  const after = await createNodeOfflineSecret({ dir }).hmac(new Uint8Array(1));
  expect({ ok: [before.ok, agreed.ok, after.ok], same: JSON.stringify(before) === JSON.stringify(after) }).toEqual({
    ok: [true, true, true],
    same: false,
  });
});
