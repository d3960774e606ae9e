/** What is packed for terminals has the runtime that the project pins, and no other; what is packed for trying says so. */

import { expect, test } from "vitest";
import { readPinnedElectronVersion } from "../../build/electronRuntime.ts";
import { chooseEdition, nameEdition } from "../../build/packaging/edition.ts";
import { hostTarget, targets } from "../../build/target.ts";

const official = { dir: "/runtime", executable: "/runtime/electron", version: "45.4.1", origin: "official" } as const;
const release = { target: "linux-x64", development: false } as const;
const refused = { ok: false, error: { code: "build/runtime-not-shippable", says: expect.any(String) } };

test("the test runtime is never released, even if it had the pinned version", async () => {
  const version = await readPinnedElectronVersion();
  expect(await chooseEdition({ ...official, version, origin: "test" }, release)).toEqual(refused);
});

test("an official Electron of another version is not released", async () => {
  expect(await chooseEdition({ ...official, version: "33.2.1" }, release)).toEqual(refused);
});

test("without an official Electron nothing is released", async () => {
  expect(await chooseEdition(undefined, release)).toEqual(refused);
});

test("the test runtime is packed for no machine but the one it runs on, not even for trying", async () => {
  const others = targets.filter((target) => target !== hostTarget);
  const editions = others.map((target) =>
    chooseEdition({ ...official, origin: "test" }, { target, development: true }),
  );
  expect(await Promise.all(editions)).toEqual(others.map(() => refused));
});

test("a development edition is a development edition by all its names", async () => {
  const runtime = { ...official, version: "33.2.1", origin: "test" } as const;
  const made = nameEdition({ runtime, target: "linux-x64", development: true, version: "1.2.3" });
  expect(made).toEqual({
    runtime,
    target: "linux-x64",
    development: true,
    version: "1.2.3-development",
    debianVersion: "1.2.3~development",
    stem: "jiebang-1.2.3-development-linux-x64",
  });
});

test("a release by the pinned official runtime is named by its version alone", async () => {
  const runtime = { ...official, version: await readPinnedElectronVersion() };
  const chosen = await chooseEdition(runtime, { target: "linux-arm64", development: false });
  const { version, stem } = chosen.ok ? chosen.value : { version: "", stem: "" };
  expect({ isRelease: /^\d+\.\d+\.\d+$/.test(version), stem }).toEqual({
    isRelease: true,
    stem: `jiebang-${version}-linux-arm64`,
  });
});
