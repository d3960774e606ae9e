/** An apt repository as Debian's own tools make it: a pool of packages, their index, and a release file that is signed. */

import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { err, ok, type Result } from "../../device/base/result.ts";
import type { BuildFailure } from "../failure.ts";

const run = promisify(execFile);
const suite = "stable";
const architectures = ["amd64", "arm64"] as const;
const longestIndex = 16 * 1_024 * 1_024;

/**
 * Adds the .deb files of `packages` to the repository in `into`, and signs it with `key` of gpg's keyring. Answers the
 * names of all that are in it now. Needs apt-ftparchive and gpg.
 */
export async function makeRepository(parts: {
  readonly packages: string;
  readonly into: string;
  readonly key: string;
}): Promise<Result<readonly string[], BuildFailure>> {
  const { packages, into, key } = parts;
  const pool = join(into, "pool");
  await mkdir(pool, { recursive: true });
  for (const name of await debiansIn(packages)) await copyFile(join(packages, name), join(pool, name));
  const held = await debiansIn(pool);
  if (held.length === 0)
    return err({ code: "build/no-packages", says: `There is no package in ${packages}: npm run package makes one.` });

  const dist = join(into, "dists", suite);
  for (const architecture of architectures) {
    const dir = join(dist, "main", `binary-${architecture}`);
    const index = await ftparchive(["--arch", architecture, "packages", "pool"], into);
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "Packages"), index);
    await writeFile(join(dir, "Packages.gz"), gzipSync(index));
  }
  const described = { Origin: "Jiebang", Label: "Jiebang", Suite: suite, Codename: suite, Components: "main" };
  const facts = Object.entries({ ...described, Architectures: architectures.join(" ") });
  const options = facts.flatMap(([name, value]) => ["-o", `APT::FTPArchive::Release::${name}=${value}`]);
  const release = await ftparchive([...options, "release", `dists/${suite}`], into);
  return sign({ into, dist, release, key, held });
}

/** InRelease comes last and at once: whoever asks meanwhile gets the one before, which does not fit, and asks again. */
async function sign(parts: {
  readonly into: string;
  readonly dist: string;
  readonly release: string;
  readonly key: string;
  readonly held: readonly string[];
}): Promise<Result<readonly string[], BuildFailure>> {
  const { into, dist, release, key, held } = parts;
  const unsigned = join(dist, "Release");
  const signed = join(dist, "InRelease");
  await writeFile(unsigned, release);
  const gpg = ["--batch", "--yes", "--local-user", key, "--digest-algo", "SHA512"];
  try {
    await run("gpg", [...gpg, "--clearsign", "--output", `${signed}.new`, unsigned]);
    await run("gpg", [...gpg, "--detach-sign", "--armor", "--output", `${unsigned}.gpg`, unsigned]);
    await run("gpg", ["--batch", "--yes", "--export", "--output", join(into, "jiebang.gpg"), key]);
  } catch (failure) {
    const said = failure instanceof Error && "stderr" in failure ? String(failure.stderr) : "";
    return err({ code: "build/not-signed", says: `gpg could not sign with ${key}:\n${said}` });
  }
  await rename(`${signed}.new`, signed);
  return ok(held);
}

async function ftparchive(words: readonly string[], dir: string): Promise<string> {
  const { stdout } = await run("apt-ftparchive", [...words], { cwd: dir, maxBuffer: longestIndex });
  return stdout;
}

async function debiansIn(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.filter((name) => name.endsWith(".deb")).sort();
}
