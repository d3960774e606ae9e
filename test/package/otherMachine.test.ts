// The package for a machine with another processor, made on this one: everything of it but the runtime, in whose place
// something of its shape lies.

import { execFile } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { findOfficialElectron, readPinnedElectronVersion } from "../../build/electronRuntime.ts";
import { chooseEdition } from "../../build/packaging/edition.ts";
import { makePackages } from "../../build/packaging/makePackages.ts";
import { readTarget } from "../../build/target.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

const run = promisify(execFile);

/** e_machine of an ELF header (System V ABI, chapter 4). */
const aarch64 = 183;

/** A header, and the fuses as @electron/fuses looks for them: where they begin, form 1, how many, each of them off. */
function programOfItsShape(): Buffer {
  const header = Buffer.alloc(4_096);
  header.write("\x7fELF\x02\x01\x01", "latin1");
  header.writeUInt16LE(aarch64, 18);
  return Buffer.concat([header, Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09000000000", "latin1")]);
}

/** An archive without a file: how long the header is, the header's own length, that of its text, and its text. */
function emptyAsar(): Buffer {
  const text = '{"files":{}}';
  const lengths = [4, 8 + text.length, 4 + text.length, text.length];
  return Buffer.concat([Buffer.from(Uint32Array.from(lengths).buffer), Buffer.from(text)]);
}

async function runtimeOfItsShape(dir: string): Promise<void> {
  const files = {
    electron: programOfItsShape(),
    version: await readPinnedElectronVersion(),
    LICENSE: "as its makers wrote it",
    "LICENSES.chromium.html": "and theirs",
    "chrome-sandbox": "",
    "resources/default_app.asar": emptyAsar(),
    "locales/en-US.pak": "",
    "locales/fr.pak": "",
    "locales/zh-CN.pak": "",
  };
  for (const folder of ["resources", "locales"]) await mkdir(join(dir, folder), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content, { mode: 0o755 });
}

test.skipIf(inject("notInstallable") !== null)(
  "for arm64 it holds the native half for arm64 and no other, and says of itself what Debian calls that machine",
  async () => {
    const dir = await makeScratchDir();
    await runtimeOfItsShape(join(dir, "runtime"));
    vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", join(dir, "runtime"));
    onTestFinished(() => void vi.unstubAllEnvs());

    const found = await findOfficialElectron("linux-arm64");
    const chosen = await chooseEdition(found.ok ? found.value : undefined, {
      target: "linux-arm64",
      development: false,
    });
    if (!chosen.ok) throw new Error(chosen.error.says);
    const { version, stem } = chosen.value;
    const into = join(dir, "made");
    const { program } = await makePackages(chosen.value, into);

    const field = async (name: string) =>
      (await run("dpkg-deb", ["--field", join(into, `jiebang_${version}_arm64.deb`), name])).stdout.trim();
    const resources = await readdir(join(program, "resources"), { recursive: true });
    const native = resources.filter((name) => name.endsWith(".node"));
    expect({
      names: (await readdir(into)).sort(),
      control: [await field("Package"), await field("Version"), await field("Architecture")],
      program: await readTarget(join(program, "jiebang")),
      locales: (await readdir(join(program, "locales"))).sort(),
      native: await Promise.all(native.map((name) => readTarget(join(program, "resources", name)))),
    }).toEqual({
      names: ["SHA256SUMS", stem, `${stem}.cdx.json`, `${stem}.tar.zst`, `jiebang_${version}_arm64.deb`].sort(),
      control: ["jiebang", version, "arm64"],
      program: "linux-arm64",
      locales: ["en-US.pak", "zh-CN.pak"],
      native: ["linux-arm64"],
    });
  },
);
