import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeSigner } from "../../../../device/adapters/node/nodeSigner.ts";
import { describeSigner } from "../../../support/describeSigner.ts";
import { createMemorySigner, type MemorySignerStore } from "../../../support/memorySigner.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const keyFile = "device-key.json";
const kekFile = "device-key.kek";

describeSigner("the key in a file", async () => {
  const dir = await makeScratchDir();
  const first = createNodeSigner({ dir });
  await first.key();
  return { start: async () => createNodeSigner({ dir }) };
});

describeSigner("the key wrapped with systemd's credential", async () => {
  const options = await makeServiceDirs();
  await createNodeSigner(options).key();
  return { start: async () => createNodeSigner(options) };
});

describeSigner("the key in memory", async () => {
  const store: MemorySignerStore = { privateKey: null };
  return { start: async () => createMemorySigner(store) };
});

async function makeServiceDirs() {
  const root = await makeScratchDir();
  const credentialsDir = join(root, "credentials");
  await mkdir(credentialsDir);
  await writeFile(join(credentialsDir, "jiebang-kek"), new Uint8Array(32).fill(7), { mode: 0o440 });
  return { dir: join(root, "state"), credentialsDir };
}

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

test("with systemd's credential no wrapping key lies on the disk, and the signer says which of the two it is", async () => {
  const options = await makeServiceDirs();
  const signer = createNodeSigner(options);
  const before = signer.protection();
  await signer.key();

  expect({ before, after: signer.protection(), names: await readdir(options.dir) }).toEqual({
    before: null,
    after: "credential",
    names: [keyFile],
  });
});

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
  const { dir, credentialsDir } = await makeServiceDirs();
  await createNodeSigner({ dir, credentialsDir }).key();

  const without = await createNodeSigner({ dir }).key();

  expect(without).toEqual({
    ok: false,
    error: { code: "signer/key-unusable", reason: "wrapping key missing (credential)" },
  });
});

test("two processes that start at once on an empty directory do not both make a key", async () => {
  const dir = await makeScratchDir();

  const keys = await Promise.all([createNodeSigner({ dir }).key(), createNodeSigner({ dir }).key()]);
  const settled = await createNodeSigner({ dir }).key();

  const made = keys.filter((key) => key.ok);
  expect(made.every((key) => JSON.stringify(key) === JSON.stringify(settled))).toBe(true);
});
