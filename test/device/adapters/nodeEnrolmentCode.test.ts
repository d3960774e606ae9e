import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeEnrolmentCode } from "../../../device/adapters/node/nodeEnrolmentCode.ts";
import { makeScratchDir } from "../../support/scratchDir.ts";

const none = (file: string, reason: string) => ({ ok: false, error: { code: "provisioning/no-code", file, reason } });

test("the code is the word in the file, without the line's end", async () => {
  const path = join(await makeScratchDir(), "code");
  await writeFile(path, "AB12-CD34\n");

  expect(await createNodeEnrolmentCode({ path }).read()).toEqual({ ok: true, value: "AB12-CD34" });
});

test("a file that is missing is named; a code that is put there later is found then", async () => {
  const path = join(await makeScratchDir(), "code");
  const source = createNodeEnrolmentCode({ path });

  const before = await source.read();
  await writeFile(path, "AB12");

  expect([before, await source.read()]).toEqual([none(path, "ENOENT"), { ok: true, value: "AB12" }]);
});

test.each([
  ["empty", "\n", "empty"],
  ["more than one word", "AB12 CD34", "not one word"],
  ["too long a word", "A".repeat(65), "not one word"],
  ["longer than any code", "A".repeat(10_000), "longer than 256 bytes"],
  ["not text", new Uint8Array([0xff, 0xfe]), "not one word"],
])("a file that is %s holds no code, and is named with the reason", async (_, content, reason) => {
  const path = join(await makeScratchDir(), "code");
  await writeFile(path, content);

  expect(await createNodeEnrolmentCode({ path }).read()).toEqual(none(path, reason));
});

test("a folder or a link in the file's place holds no code", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "folder"));
  await symlink("/etc/hostname", join(dir, "link"));

  const codes = ["folder", "link"].map((name) => createNodeEnrolmentCode({ path: join(dir, name) }).read());

  expect(await Promise.all(codes)).toEqual([
    none(join(dir, "folder"), "not a plain file"),
    none(join(dir, "link"), "ELOOP"),
  ]);
});

test("without a path there is no code, and no file to name", async () => {
  expect(await createNodeEnrolmentCode({ path: undefined }).read()).toEqual({
    ok: false,
    error: { code: "provisioning/no-code" },
  });
});
