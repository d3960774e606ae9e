import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeEnrolmentCode } from "../../../device/adapters/node/nodeEnrolmentCode.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

test("the code is the word in the file, without the line's end", async () => {
  const path = join(await makeScratchDir(), "code");
  await writeFile(path, "AB12-CD34\n");

  expect(await createNodeEnrolmentCode({ path }).read()).toBe("AB12-CD34");
});

test("a code that is put there later is found then", async () => {
  const path = join(await makeScratchDir(), "code");
  const source = createNodeEnrolmentCode({ path });

  const before = await source.read();
  await writeFile(path, "AB12");

  expect([before, await source.read()]).toEqual([null, "AB12"]);
});

test.each([
  ["empty", ""],
  ["more than one word", "AB12 CD34"],
  ["too long a word", "A".repeat(65)],
  ["longer than any code", "A".repeat(10_000)],
  ["not text", new Uint8Array([0xff, 0xfe])],
])("a file that is %s holds no code", async (_, content) => {
  const path = join(await makeScratchDir(), "code");
  await writeFile(path, content);

  expect(await createNodeEnrolmentCode({ path }).read()).toBeNull();
});

test("a folder or a link in the file's place holds no code", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "folder"));
  await symlink("/etc/hostname", join(dir, "link"));

  const codes = ["folder", "link"].map((name) => createNodeEnrolmentCode({ path: join(dir, name) }).read());

  expect(await Promise.all(codes)).toEqual([null, null]);
});

test("without a path there is no code", async () => {
  expect(await createNodeEnrolmentCode({ path: undefined }).read()).toBeNull();
});
