import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeOfflineAnswers } from "../../../../device/adapters/node/nodeRemovableMedia.ts";
import { ok } from "../../../../device/base/result.ts";
import { describeOfflineAnswers } from "../../../support/describeRemovableMedia.ts";
import { createMemoryOfflineAnswers, type MemoryCarrier } from "../../../support/memoryRemovableMedia.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

describeOfflineAnswers("a folder", async () => {
  const dir = join(await makeScratchDir(), "stick");
  return {
    answers: createNodeOfflineAnswers({ dir }),
    plugIn: async () => void (await mkdir(dir)),
    pullOut: () => rm(dir, { recursive: true }),
    write: (name, text) => writeFile(join(dir, name), text),
    async list() {
      const names = await readdir(dir);
      return Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), "utf8")])),
      );
    },
  };
});

describeOfflineAnswers("a carrier in memory", async () => {
  const carrier: MemoryCarrier = { files: null };
  return {
    answers: createMemoryOfflineAnswers(carrier),
    async plugIn() {
      carrier.files = new Map();
    },
    async pullOut() {
      carrier.files = null;
    },
    async write(name, text) {
      carrier.files?.set(name, text);
    },
    list: async () => Object.fromEntries(carrier.files ?? []),
  };
});

test("without a configured folder there is no carrier", async () => {
  const answers = createNodeOfflineAnswers({ dir: undefined });

  const none = { ok: false, error: { code: "offline/no-carrier" } };
  expect([await answers.read(), await answers.put("unbind.txt", "")]).toEqual([none, none]);
});

test("links, folders and files that are too long are no answers", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "folder.jws"));
  await symlink("/etc/hostname", join(dir, "link.jws"));
  await writeFile(join(dir, "endless.jws"), "a".repeat(1_000_000));
  await writeFile(join(dir, "longest.jws"), `${"a".repeat(16_384)}\r\n`);
  await writeFile(join(dir, "longer.jws"), "a".repeat(16_385));
  await writeFile(join(dir, "bytes.jws"), new Uint8Array([0xff, 0xfe]));

  expect(await createNodeOfflineAnswers({ dir }).read()).toEqual(ok({ texts: ["a".repeat(16_384)], ignored: 3 }));
});

test("of a hundred answers sixty-four are taken, and the others are counted", async () => {
  const dir = await makeScratchDir();
  await Promise.all(Array.from({ length: 100 }, (_, i) => writeFile(join(dir, `${i + 100}.jws`), `a.a.${i}`)));

  expect(await createNodeOfflineAnswers({ dir }).read()).toEqual(
    ok({ texts: Array.from({ length: 64 }, (_, i) => `a.a.${i}`), ignored: 36 }),
  );
});

test("a folder with more in it than anybody looks through is refused", async () => {
  const dir = await makeScratchDir();
  await Promise.all(Array.from({ length: 4_097 }, (_, i) => mkdir(join(dir, String(i)))));

  expect(await createNodeOfflineAnswers({ dir }).read()).toEqual({
    ok: false,
    error: { code: "offline/carrier-unreadable", reason: "more than 4096 entries" },
  });
});

test.each(["../unbind.json", "unbind.jws", ".json", "unbind", "a/b.txt", ".unbind.txt", "", "绑.txt"])(
  "the name %j never becomes a file on the carrier",
  async (name) => {
    const putting = createNodeOfflineAnswers({ dir: await makeScratchDir() }).put(name, "");

    await expect(putting).rejects.toThrow("not a name for a carrier");
  },
);

test("a carrier where the name is taken by a folder says that it cannot be written", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "unbind.json"));

  expect(await createNodeOfflineAnswers({ dir }).put("unbind.json", "{}")).toEqual({
    ok: false,
    error: { code: "offline/carrier-not-writable", reason: "EISDIR" },
  });
});

test.skipIf(process.getuid?.() === 0)("a carrier that may not be looked at says so", async () => {
  const dir = await makeScratchDir();
  await chmod(dir, 0o300);

  expect(await createNodeOfflineAnswers({ dir }).read()).toEqual({
    ok: false,
    error: { code: "offline/carrier-unreadable", reason: "EACCES" },
  });
});
