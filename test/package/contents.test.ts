/** What is handed out: by its names, by what is in it, by what Debian says of it, and by its being the same again. */

import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { makePackages } from "../../build/packaging/makePackages.ts";
import { readTarget } from "../../build/target.ts";

const run = promisify(execFile);
const { dir, program, edition } = inject("madePackages");
const debian = join(dir, `jiebang_${edition.debianVersion}_amd64.deb`);
let listed: readonly { readonly mode: string; readonly path: string }[];

beforeAll(async () => {
  const { stdout } = await run("dpkg-deb", ["--contents", debian]);
  listed = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/))
    .map(([mode = "", , , , , path = ""]) => ({ mode, path }));
});

test("a folder, an archive, a Debian package, a bill of materials, and checksums that hold, all named as development", async () => {
  const names = (await readdir(dir)).sort();
  const { stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: dir });

  expect({ names, checked: stdout.trim().split("\n").length, development: edition.version }).toEqual({
    names: [
      "SHA256SUMS",
      edition.stem,
      `${edition.stem}.cdx.json`,
      `${edition.stem}.tar.zst`,
      `jiebang_${edition.debianVersion}_amd64.deb`,
    ],
    checked: 3,
    development: expect.stringMatching(/^\d+\.\d+\.\d+-development$/),
  });
});

test("made a second time, somewhere else and by somebody with other habits, it is the same to the last byte", async () => {
  const again = join(dir, "again");
  const habits = { umask: process.umask(0o077), zone: process.env.TZ };
  process.env.TZ = "Asia/Shanghai";
  try {
    await makePackages(edition, again);
  } finally {
    process.umask(habits.umask);
    if (habits.zone === undefined) delete process.env.TZ;
    else process.env.TZ = habits.zone;
  }

  const [first, second] = await Promise.all([dir, again].map((made) => readFile(join(made, "SHA256SUMS"), "utf8")));
  expect(second).toBe(first);
});

test("Debian's own checker finds no error", async () => {
  // It exits with 2 where it has found one, and says it on its standard output.
  const said = await run("lintian", ["--allow-root", "--fail-on", "error", debian]).catch(
    (failure: { code: unknown; stdout: string; stderr: string }) => failure,
  );

  expect(said).toEqual({ stdout: "", stderr: "" });
});

test("nobody but root owns a file, none is setuid, and only programs can be executed", () => {
  const writable = listed.filter(({ mode }) => !mode.startsWith("l") && /^.....w|^........w/.test(mode));
  const special = listed.filter(({ mode }) => /[sStT]/.test(mode));
  const programs = listed.filter(({ mode, path }) => mode === "-rwxr-xr-x" && !path.endsWith("/"));

  expect({
    writable,
    special,
    programs: programs.map(({ path }) => path.replace(edition.debianVersion, "VERSION")),
  }).toEqual({
    writable: [],
    special: [],
    programs: [
      "./usr/bin/jiebang",
      "./usr/lib/jiebang/VERSION/chrome_crashpad_handler",
      "./usr/lib/jiebang/VERSION/jiebang",
      "./usr/lib/jiebang/wayland-session",
      "./usr/lib/jiebang/x11-session",
    ],
  });
});

test("the file that says that a version is whole comes last of that version", () => {
  const ofVersion = listed.filter(({ path }) => path.startsWith(`./usr/lib/jiebang/${edition.debianVersion}/`));

  expect(ofVersion.at(-1)?.path).toBe(`./usr/lib/jiebang/${edition.debianVersion}/whole`);
});

test("two languages, one archive, and one native file, for this machine", async () => {
  const resources = (await readdir(join(program, "resources"), { recursive: true })).sort();
  const native = resources.filter((name) => name.endsWith(".node"));

  expect({
    locales: (await readdir(join(program, "locales"))).sort(),
    top: resources.filter((name) => !name.includes("/")),
    native: await Promise.all(native.map((name) => readTarget(join(program, "resources", name)))),
  }).toEqual({
    locales: ["en-US.pak", "zh-CN.pak"],
    top: ["app.asar", "app.asar.unpacked"],
    native: ["linux-x64"],
  });
});

test("the bill of materials names what is bundled and the runtime, and nothing of the build", async () => {
  const bill = JSON.parse(await readFile(join(dir, `${edition.stem}.cdx.json`), "utf8"));
  const { dependencies } = JSON.parse(await readFile("package.json", "utf8"));
  const names: readonly string[] = bill.components.map(({ name }: { name: string }) => name);

  expect({
    format: `${bill.bomFormat} ${bill.specVersion}`,
    what: `${bill.metadata.component.name} ${bill.metadata.component.version}`,
    missing: [...Object.keys(dependencies), "electron"].filter((name) => !names.includes(name)),
    ofTheBuild: names.filter((name) => ["vite", "vitest", "typescript", "electron-builder"].includes(name)),
  }).toEqual({ format: "CycloneDX 1.5", what: `jiebang ${edition.version}`, missing: [], ofTheBuild: [] });
});
