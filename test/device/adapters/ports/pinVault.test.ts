import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodePinVault } from "../../../../device/adapters/node/nodePinVault.ts";
import { createNodeSigner } from "../../../../device/adapters/node/nodeSigner.ts";
import { describePinVault, merchantHolder } from "../../../support/describePinVault.ts";
import { credentialPlace } from "../../../support/keyPlaces.ts";
import { createMemoryPinVault, type MemoryPins } from "../../../support/memoryPinVault.ts";
import { digitsOf } from "../../../support/pin.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const quick = { n: 16, r: 1, p: 1 };
const recordFile = "pin-merchant.json";
const pepperFile = "pin-pepper.json";
const kekFile = "device-key.kek";

describePinVault("the vault in files", async () => {
  const dir = await makeScratchDir();
  return { start: async () => createNodePinVault({ dir, cost: quick }) };
});

describePinVault("the vault in files, its pepper wrapped with systemd's credential", async () => {
  const { dir, keys } = await credentialPlace("host");
  return { start: async () => createNodePinVault({ dir, keys: keys(), cost: quick }) };
});

describePinVault("the vault in memory", async () => {
  const store: MemoryPins = new Map();
  return { start: async () => createMemoryPinVault(store) };
});

async function makeVaultWithPin(pin = "739154") {
  const dir = join(await makeScratchDir(), "state");
  const vault = createNodePinVault({ dir, cost: quick });
  await vault.set("merchant", digitsOf(pin), merchantHolder);
  return { dir, vault };
}

test("the cost is OWASP's 32 MiB unless a test says otherwise, and the record tells it", async () => {
  const dir = await makeScratchDir();
  const vault = createNodePinVault({ dir });
  await vault.set("merchant", digitsOf("739154"), merchantHolder);

  const matched = await vault.matches("merchant", digitsOf("739154"));

  const { version, kdf, n, r, p } = JSON.parse(await readFile(join(dir, recordFile), "utf8"));
  expect({ matched, version, kdf, n, r, p }).toEqual({
    matched: { ok: true, value: true },
    version: 1,
    kdf: "scrypt",
    n: 32768,
    r: 8,
    p: 3,
  });
});

test("a right PIN renews a record of a lower cost; a wrong one does not", async () => {
  const { dir } = await makeVaultWithPin();
  const renewed = createNodePinVault({ dir, cost: { n: 32, r: 2, p: 1 } });
  const cost = async () => JSON.parse(await readFile(join(dir, recordFile), "utf8")).n;

  await renewed.matches("merchant", digitsOf("111222"));
  const afterWrong = await cost();
  await renewed.matches("merchant", digitsOf("739154"));
  const afterRight = await cost();

  const still = [await renewed.matches("merchant", digitsOf("739154")), await renewed.holder("merchant")];
  expect({ afterWrong, afterRight, still }).toEqual({
    afterWrong: 16,
    afterRight: 32,
    still: [
      { ok: true, value: true },
      { ok: true, value: merchantHolder },
    ],
  });
});

test("a record that costs more than the policy asks for is left as it is", async () => {
  const { dir } = await makeVaultWithPin();
  const before = await readFile(join(dir, recordFile), "utf8");

  const matched = await createNodePinVault({ dir, cost: { n: 8, r: 1, p: 1 } }).matches("merchant", digitsOf("739154"));

  expect({ matched, record: await readFile(join(dir, recordFile), "utf8") }).toEqual({
    matched: { ok: true, value: true },
    record: before,
  });
});

test("a record of one role is of no use in the place of another's", async () => {
  const { dir, vault } = await makeVaultWithPin();
  await writeFile(join(dir, "pin-technician.json"), await readFile(join(dir, recordFile)), { mode: 0o600 });

  expect(await vault.matches("technician", digitsOf("739154"))).toEqual({ ok: true, value: false });
});

test("no file of the vault holds the digits, and all are private", async () => {
  const { dir } = await makeVaultWithPin("739154739154");
  const names = await readdir(dir);
  const files = await Promise.all(names.map((name) => readFile(join(dir, name))));

  const spellings = ["739154", Buffer.of(7, 3, 9, 1, 5, 4)];
  const holding = files.filter((bytes) => spellings.some((spelling) => bytes.includes(spelling)));

  const modes = await Promise.all(["", ...names].map(async (name) => (await stat(join(dir, name))).mode & 0o777));
  expect({ names, holding, modes }).toEqual({
    names: [kekFile, recordFile, pepperFile],
    holding: [],
    modes: [0o700, 0o600, 0o600, 0o600],
  });
});

test("the same PIN on two terminals, or set twice on one, leaves different records", async () => {
  const recordOf = async ({ dir }: { dir: string }) => JSON.parse(await readFile(join(dir, recordFile), "utf8")).hash;
  const first = await makeVaultWithPin();
  const before = await recordOf(first);
  await first.vault.set("merchant", digitsOf("739154"), merchantHolder);

  const hashes = [before, await recordOf(first), await recordOf(await makeVaultWithPin())];

  expect(new Set(hashes).size).toBe(3);
});

test("with systemd's credential a copied folder does not judge a PIN: its pepper is wrapped by what is not in it", async () => {
  const { dir, keys } = await credentialPlace("host");
  await createNodePinVault({ dir, keys: keys(), cost: quick }).set("merchant", digitsOf("739154"), merchantHolder);

  const copied = await createNodePinVault({ dir, cost: quick }).matches("merchant", digitsOf("739154"));

  expect({ names: (await readdir(dir)).sort(), copied }).toEqual({
    names: [recordFile, pepperFile],
    copied: { ok: false, error: { code: "pin/vault-unusable", reason: "wrapping key missing (credential_host)" } },
  });
});

const barePepper = Buffer.alloc(32, 9);
const beforeWrapping: { [how: string]: (dir: string) => Promise<void> } = {
  "by an earlier program": async (dir: string) => {
    await rm(join(dir, pepperFile));
  },
  "by an earlier program, and wrapped when the power went": async () => {},
};

test.each(Object.entries(beforeWrapping))(
  "a pepper that was kept unwrapped %s is wrapped at its next use, and gone",
  async (_, undo) => {
    const dir = join(await makeScratchDir(), "state");
    await mkdir(dir, { mode: 0o700 });
    await writeFile(join(dir, "pin-pepper"), barePepper, { mode: 0o600 });
    const vault = () => createNodePinVault({ dir, cost: quick });
    await vault().set("merchant", digitsOf("739154"), merchantHolder);
    await undo(dir);
    await writeFile(join(dir, "pin-pepper"), barePepper, { mode: 0o600 });

    const matched = [
      await vault().matches("merchant", digitsOf("739154")),
      await vault().matches("merchant", digitsOf("739154")),
    ];

    const files = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name))));
    expect({ matched, bare: files.some((bytes) => bytes.includes(barePepper)), names: await readdir(dir) }).toEqual({
      matched: [
        { ok: true, value: true },
        { ok: true, value: true },
      ],
      bare: false,
      names: [kekFile, recordFile, pepperFile],
    });
  },
);

test("a record without the pepper of its terminal matches nothing", async () => {
  const copied = await makeVaultWithPin();
  const other = await makeVaultWithPin("00482061");
  await writeFile(join(other.dir, recordFile), await readFile(join(copied.dir, recordFile)));

  const matched = await other.vault.matches("merchant", digitsOf("739154"));

  expect(matched).toEqual({ ok: true, value: false });
});

type Record = { n: number; salt: string; principalId: string; setBy: string };

async function change(dir: string, edit: (record: Record) => object) {
  const record = JSON.parse(await readFile(join(dir, recordFile), "utf8"));
  await writeFile(join(dir, recordFile), JSON.stringify(edit(record)));
}

const damages: { [what: string]: { spoil: (dir: string) => Promise<unknown>; reason: string } } = {
  "with a record open to others": {
    spoil: (dir) => chmod(join(dir, recordFile), 0o644),
    reason: "mode is 0644, must be 0600",
  },
  "with an empty record": { spoil: (dir) => writeFile(join(dir, recordFile), ""), reason: "record damaged" },
  "with a record that is a list": { spoil: (dir) => writeFile(join(dir, recordFile), "[]"), reason: "record damaged" },
  "with a record that would take all memory": {
    spoil: (dir) => change(dir, (record) => ({ ...record, n: 2 ** 30 })),
    reason: "record damaged",
  },
  "with a record of no cost": {
    spoil: (dir) => change(dir, (record) => ({ ...record, n: 1 })),
    reason: "record damaged",
  },
  "with a record of nobody": {
    spoil: (dir) => change(dir, (record) => ({ ...record, principalId: "" })),
    reason: "record damaged",
  },
  "with a record that a cashier set": {
    spoil: (dir) => change(dir, (record) => ({ ...record, setBy: "cashier" })),
    reason: "record damaged",
  },
  "with a record without salt": {
    spoil: (dir) => change(dir, (record) => ({ ...record, salt: "" })),
    reason: "record damaged",
  },
  "with a directory as its record": {
    spoil: async (dir) => {
      await rm(join(dir, recordFile));
      await mkdir(join(dir, recordFile));
    },
    reason: "not a plain file",
  },
  "without its pepper": { spoil: (dir) => rm(join(dir, pepperFile)), reason: "pepper missing" },
  "with a pepper that is no JSON": {
    spoil: (dir) => writeFile(join(dir, pepperFile), "short"),
    reason: "pepper damaged",
  },
  "without the key that wraps its pepper": {
    spoil: (dir) => rm(join(dir, kekFile)),
    reason: "wrapping key missing (file)",
  },
  "with an open pepper": {
    spoil: (dir) => chmod(join(dir, pepperFile), 0o604),
    reason: "mode is 0604, must be 0600",
  },
};

test.each(Object.entries(damages))("a vault %s is unusable and says neither yes nor no", async (_, damage) => {
  const { dir, vault } = await makeVaultWithPin();
  await damage.spoil(dir);

  const matched = await vault.matches("merchant", digitsOf("739154"));

  expect(matched).toEqual({ ok: false, error: { code: "pin/vault-unusable", reason: damage.reason } });
});

test("a vault that lost its pepper takes a new PIN only after the old one was erased", async () => {
  const { dir, vault } = await makeVaultWithPin();
  await rm(join(dir, pepperFile));

  const over = await vault.set("merchant", digitsOf("00482061"), merchantHolder);
  await vault.erase("merchant");
  const after = await vault.set("merchant", digitsOf("00482061"), merchantHolder);

  expect({ over, after }).toEqual({
    over: { ok: false, error: { code: "pin/vault-unusable", reason: "pepper missing" } },
    after: { ok: true },
  });
});

test("signing key, secret and pepper that are made at the same moment share one wrapping key", async () => {
  const dir = await makeScratchDir();
  const vault = () => createNodePinVault({ dir, cost: quick });

  const made = [
    await Promise.all([createNodeSigner({ dir }).key(), vault().set("merchant", digitsOf("739154"), merchantHolder)]),
    await Promise.all([createNodeSigner({ dir }).key(), vault().matches("merchant", digitsOf("739154"))]),
  ];

  expect(made.flat().map(({ ok }) => ok)).toEqual([true, true, true, true]);
});
