/** Everything that is handed out for one target: a folder that runs, an archive of it, a Debian package, and what is in them. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { platformOf } from "../target.ts";
import { describeMaterials } from "./billOfMaterials.ts";
import { debianFileName, makeDebianPackage } from "./debianPackage.ts";
import type { Edition } from "./edition.ts";
import { packApp } from "./packApp.ts";
import { readSourceDate, settleTree } from "./reproducible.ts";

const run = promisify(execFile);

export type Packages = {
  /** The program as it runs. */
  readonly program: string;
  /** What may be handed out, SHA256SUMS last. */
  readonly files: readonly string[];
};

/** Makes everything in `into`; what was there for the same edition is made anew, other editions stay. */
export async function makePackages(edition: Edition, into: string): Promise<Packages> {
  const sourceDate = await readSourceDate();
  const program = join(into, edition.stem);
  await mkdir(into, { recursive: true });
  await packApp(edition, program);
  await settleTree(program, sourceDate);

  const files = [join(into, `${edition.stem}.cdx.json`)];
  await writeFile(join(into, `${edition.stem}.cdx.json`), await describeMaterials(edition, sourceDate));
  if (platformOf(edition.target) === "linux") {
    const archive = join(into, `${edition.stem}.tar.zst`);
    const debian = join(into, debianFileName(edition));
    await makeArchive(program, archive);
    await rm(debian, { force: true });
    await makeDebianPackage(edition, { program, file: debian, sourceDate });
    files.push(archive, debian);
  }
  const sums = join(into, "SHA256SUMS");
  await writeFile(sums, await sumUp(into));
  return { program, files: [...files, sums] };
}

async function makeArchive(program: string, file: string): Promise<void> {
  const same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"];
  const where = [`--directory=${dirname(program)}`, basename(program)];
  await run("tar", ["--create", `--file=${file}`, "--use-compress-program=zstd -T0 -10", ...same, ...where]);
}

/** As `sha256sum --check` reads it: all files that lie there, whichever run made them. */
async function sumUp(dir: string): Promise<string> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== "SHA256SUMS").map((entry) => entry.name);
  const lines = await Promise.all(
    names.sort().map(async (name) => {
      const hash = createHash("sha256");
      await pipeline(createReadStream(join(dir, name)), hash);
      return `${hash.digest("hex")}  ${name}\n`;
    }),
  );
  return lines.join("");
}
