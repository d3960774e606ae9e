/** Where each file of the Debian package lies: the program in a folder of its own version, and the host files around it. */

import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { constants, gzipSync } from "node:zlib";
import { projectDir } from "../paths.ts";
import type { Edition } from "./edition.ts";

const run = promisify(execFile);
const hostFiles = join(projectDir, "build/linux");

type Placed = { readonly from: string; readonly to: string; readonly executable?: true; readonly zipped?: true };

/** What lies in build/linux, and where it is installed. */
const placed: readonly Placed[] = [
  { from: "jiebang.sh", to: "usr/bin/jiebang", executable: true },
  { from: "x11-session.sh", to: "usr/lib/jiebang/x11-session", executable: true },
  { from: "wayland-session.sh", to: "usr/lib/jiebang/wayland-session", executable: true },
  { from: "jiebang.service", to: "lib/systemd/system/jiebang.service" },
  { from: "jiebang-x11.service", to: "lib/systemd/system/jiebang-x11.service" },
  { from: "jiebang-display.service", to: "lib/systemd/system/jiebang-display.service" },
  { from: "kiosk.conf", to: "lib/systemd/system/jiebang.service.d/kiosk.conf" },
  { from: "kiosk.conf", to: "lib/systemd/system/jiebang-x11.service.d/kiosk.conf" },
  { from: "jiebang.rules", to: "lib/udev/rules.d/70-jiebang.rules" },
  { from: "jiebang.sysusers", to: "usr/lib/sysusers.d/jiebang.conf" },
  { from: "jiebang.tmpfiles", to: "usr/lib/tmpfiles.d/jiebang.conf" },
  { from: "jiebang.sysctl", to: "usr/lib/sysctl.d/60-jiebang.conf" },
  { from: "openbox.xml", to: "etc/jiebang/openbox.xml" },
  { from: "xorg.conf", to: "etc/jiebang/xorg.conf" },
  { from: "config.example.jsonc", to: "usr/share/doc/jiebang/examples/config.json" },
  { from: "debian/copyright", to: "usr/share/doc/jiebang/copyright" },
  { from: "debian/lintian-overrides", to: "usr/share/lintian/overrides/jiebang" },
  { from: "man/jiebang.1", to: "usr/share/man/man1/jiebang.1.gz", zipped: true },
  { from: "man/jiebang-terminal.1", to: "usr/share/man/man1/jiebang-terminal.1.gz", zipped: true },
  { from: "man/jiebang-config.5", to: "usr/share/man/man5/jiebang-config.5.gz", zipped: true },
  { from: "man/jiebang-setup.8", to: "usr/share/man/man8/jiebang-setup.8.gz", zipped: true },
];

/** Names under which the launcher does something else, by where they lie. */
const launcherNames = { "usr/bin/jiebang-terminal": "jiebang", "usr/sbin/jiebang-setup": "../bin/jiebang" } as const;

export type DebianTree = { readonly dir: string; readonly edition: Edition; readonly sourceDate: number };

/** Lays `dir` out as the package is to be unpacked, except for its control files. `program` is what packApp made. */
export async function layOutTree({ dir, edition, sourceDate }: DebianTree, program: string): Promise<void> {
  const programDir = `usr/lib/jiebang/${edition.debianVersion}`;
  await mkdir(join(dir, "usr/lib/jiebang"), { recursive: true });
  // The same file twice on one disk, not twice its bytes.
  await run("cp", ["--archive", "--link", program, join(dir, programDir)]);
  // The launcher takes a version whose last file is there; dpkg unpacks in the order of names.
  await writeFile(join(dir, programDir, "whole"), "");
  for (const { from, to, executable, zipped } of placed) {
    const target = join(dir, to);
    await mkdir(dirname(target), { recursive: true });
    if (zipped) await writeFile(target, zip(await readFile(join(hostFiles, from))));
    else await copyFile(join(hostFiles, from), target);
    if (executable) await chmod(target, 0o755);
  }
  for (const [name, target] of Object.entries(launcherNames)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await symlink(target, join(dir, name));
  }
  const changes = await readFile(join(projectDir, "build/CHANGELOG.md"));
  await writeFile(join(dir, "usr/share/doc/jiebang/CHANGELOG.md.gz"), zip(changes));
  await writeFile(join(dir, "usr/share/doc/jiebang/changelog.gz"), zip(Buffer.from(changelogOf(edition, sourceDate))));
}

export const maintainer = "Jiebang maintainers <maintainers@jiebang.example>";

/** Debian Policy, 4.4. */
function changelogOf({ debianVersion }: Edition, sourceDate: number): string {
  const day = new Date(sourceDate * 1_000).toUTCString().replace("GMT", "+0000");
  return `jiebang (${debianVersion}) stable; urgency=medium

  * What is new for those who use it stands in CHANGELOG.md.gz.

 -- ${maintainer}  ${day}
`;
}

/** gzip -9 -n: without a name and a time in it. */
function zip(bytes: Uint8Array): Buffer {
  return gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
}
