/** A Debian package out of the packed program: the same bytes for the same sources, on whatever machine. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { electronLibraries } from "../debianPackages.ts";
import { cacheDir, projectDir } from "../paths.ts";
import type { Target } from "../target.ts";
import { layOutTree, maintainer } from "./debianTree.ts";
import type { Edition } from "./edition.ts";
import { settleTree } from "./reproducible.ts";

const run = promisify(execFile);
const controlSources = join(projectDir, "build/linux/debian");
const scripts = ["postinst", "prerm", "postrm"];

/** As Debian calls a machine. */
const architectures: Partial<Record<Target, string>> = { "linux-x64": "amd64", "linux-arm64": "arm64" };

export function debianFileName({ debianVersion, target }: Pick<Edition, "debianVersion" | "target">): string {
  return `jiebang_${debianVersion}_${architectures[target]}.deb`;
}

/** Writes the package of the program in `program` to `file`, packed as tightly as `level` of zstd says. Needs dpkg-deb. */
export async function makeDebianPackage(
  edition: Edition,
  options: { readonly program: string; readonly file: string; readonly sourceDate: number; readonly level?: number },
): Promise<void> {
  const { program, file, sourceDate, level = 10 } = options;
  const dir = join(cacheDir, "packaging", `${edition.stem}-deb`);
  await rm(dir, { recursive: true, force: true });
  await layOutTree({ dir, edition, sourceDate }, program);
  await writeControl(dir, edition);
  await settleTree(dir, sourceDate);
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(sourceDate) };
  // zstd, because a terminal unpacks 200 MB while somebody waits; Debian knows it since 12.
  await run("dpkg-deb", ["--root-owner-group", "-Zzstd", `-z${level}`, "--build", dir, file], { env });
  await rm(dir, { recursive: true, force: true });
}

async function writeControl(dir: string, edition: Edition): Promise<void> {
  const files = await filesIn(dir);
  const control = join(dir, "DEBIAN");
  await mkdir(control);
  await writeFile(join(control, "control"), controlOf(edition, await kilobytesOf(files)));
  await copyFile(join(controlSources, "conffiles"), join(control, "conffiles"));
  await writeFile(join(control, "md5sums"), await checksumsOf(dir, files));
  for (const script of scripts) {
    await copyFile(join(controlSources, script), join(control, script));
    await chmod(join(control, script), 0o755);
  }
}

/** Libraries are told by their names before and since Debian 13, so that one package installs on both. */
function controlOf({ debianVersion, target, development }: Edition, kilobytes: number): string {
  const libraries = electronLibraries.map((library) => (typeof library === "string" ? library : library.join(" | ")));
  const depends = [
    "cage | openbox",
    "fonts-noto-cjk",
    // Of Debian 12, the oldest that it is installed on.
    "libc6 (>= 2.36)",
    "passwd",
    "systemd (>= 252)",
    ...libraries,
  ];
  return `Package: jiebang
Version: ${debianVersion}
Architecture: ${architectures[target]}
Maintainer: ${maintainer}
Installed-Size: ${kilobytes}
Depends: ${depends.join(", ")}
Recommends: cage, seatd, tpm2-tools, xwayland
Suggests: openbox, xauth, xserver-xorg
Section: misc
Priority: optional
Description: unbind kiosk that runs on a payment terminal
 Reads the terminal's serial number and IMEI over the serial port, shows an
 unbind menu behind a PIN, sends a signed request to the payment provider,
 and wipes the merchant's data once the provider's receipt is there.
 .
 Set it up with jiebang-setup.
${development ? " .\n This is a development edition, on a runtime that is out of support: not for\n production.\n" : ""}`;
}

async function filesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Debian Policy, 5.6.20: each file counts in whole kilobytes. */
async function kilobytesOf(files: readonly string[]): Promise<number> {
  let sum = 0;
  for (const file of files) sum += Math.ceil((await stat(file)).size / 1_024);
  return sum;
}

/** deb-md5sums(5). Against bad disks, not against people; conffiles may change and are left out. */
async function checksumsOf(dir: string, files: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const file of files) {
    const name = relative(dir, file);
    if (name.startsWith("etc/")) continue;
    lines.push(
      `${createHash("md5")
        .update(await readFile(file))
        .digest("hex")}  ${name}\n`,
    );
  }
  return lines.join("");
}
