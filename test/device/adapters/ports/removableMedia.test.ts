import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeRemovableMedia } from "../../../../device/adapters/node/nodeRemovableMedia.ts";
import { ok } from "../../../../device/base/result.ts";
import { describeRemovableMedia } from "../../../support/describeRemovableMedia.ts";
import { createMemoryRemovableMedia, type MemoryStick } from "../../../support/memoryRemovableMedia.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

describeRemovableMedia("a folder", async () => {
  const dir = join(await makeScratchDir(), "stick");
  return {
    answers: createNodeRemovableMedia({ dir }),
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

describeRemovableMedia("a removable medium in memory", async () => {
  const media: MemoryStick = { files: null };
  return {
    answers: createMemoryRemovableMedia(media),
    async plugIn() {
      media.files = new Map();
    },
    async pullOut() {
      media.files = null;
    },
    async write(name, text) {
      media.files?.set(name, text);
    },
    list: async () => Object.fromEntries(media.files ?? []),
  };
});

test("without a configured folder there is no removable medium", async () => {
  const answers = createNodeRemovableMedia({ dir: undefined });

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

  expect(await createNodeRemovableMedia({ dir }).read()).toEqual(ok({ texts: ["a".repeat(16_384)], ignored: 3 }));
});

test("of a hundred answers sixty-four are taken, and the others are counted", async () => {
  const dir = await makeScratchDir();
  await Promise.all(Array.from({ length: 100 }, (_, i) => writeFile(join(dir, `${i + 100}.jws`), `a.a.${i}`)));

  expect(await createNodeRemovableMedia({ dir }).read()).toEqual(
    ok({ texts: Array.from({ length: 64 }, (_, i) => `a.a.${i}`), ignored: 36 }),
  );
});

test("a folder with more in it than anybody looks through is refused", async () => {
  const dir = await makeScratchDir();
  await Promise.all(Array.from({ length: 4_097 }, (_, i) => mkdir(join(dir, String(i)))));

  expect(await createNodeRemovableMedia({ dir }).read()).toEqual({
    ok: false,
    error: { code: "offline/carrier-unreadable", reason: "more than 4096 entries" },
  });
});

test.each(["../unbind.json", "unbind.jws", ".json", "unbind", "a/b.txt", ".unbind.txt", "", "绑.txt"])(
  "the name %j never becomes a file on the removable medium",
  async (name) => {
    const putting = createNodeRemovableMedia({ dir: await makeScratchDir() }).put(name, "");

    await expect(putting).rejects.toThrow("not a name for a removable medium");
  },
);

test("a removable medium where the name is taken by a folder says that it cannot be written", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "unbind.json"));

  expect(await createNodeRemovableMedia({ dir }).put("unbind.json", "{}")).toEqual({
    ok: false,
    error: { code: "offline/carrier-not-writable", reason: "EISDIR" },
  });
});

test.skipIf(process.getuid?.() === 0)("a removable medium that may not be looked at says so", async () => {
  const dir = await makeScratchDir();
  await chmod(dir, 0o300);

  expect(await createNodeRemovableMedia({ dir }).read()).toEqual({
    ok: false,
    error: { code: "offline/carrier-unreadable", reason: "EACCES" },
  });
});
