/**
 * The Debian packages each job of the project needs, and how they get there.
 * Installs only as root and only these; otherwise it says the line to type.
 */

import { execFile, spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { err, ok, type Result } from "../device/base/result.ts";
import type { BuildFailure } from "./failure.ts";

const run = promisify(execFile);

export type DebianJob =
  | "android"
  | "androidApp"
  | "electron"
  | "display"
  | "terminal"
  | "tpm"
  | "qr"
  | "peers"
  | "package"
  | "checker"
  | "repository"
  | "installed"
  | "machine";

/** A package, or its name before and since Debian 13, which renamed libraries for 64-bit time. */
type DebianPackage = string | readonly [before13: string, since13: string];

/** What the program of Electron is linked with. The packages that we make depend on them. */
export const electronLibraries: readonly DebianPackage[] = [
  ["libasound2", "libasound2t64"],
  ["libatk-bridge2.0-0", "libatk-bridge2.0-0t64"],
  ["libatspi2.0-0", "libatspi2.0-0t64"],
  ["libcups2", "libcups2t64"],
  "libdrm2",
  "libgbm1",
  ["libgtk-3-0", "libgtk-3-0t64"],
  "libnspr4",
  "libnss3",
  "libxcomposite1",
  "libxdamage1",
  "libxkbcommon0",
  "libxrandr2",
];

const packagesOf: Readonly<Record<DebianJob, readonly DebianPackage[]>> = {
  electron: [...electronLibraries, "fonts-noto-cjk"],
  // Without a window manager Chromium says that it is in kiosk mode and keeps its default size.
  display: ["xvfb", "matchbox-window-manager", "x11-utils"],
  terminal: ["socat"],
  // dpkg-deb and tar are there on every Debian.
  package: ["zstd"],
  checker: ["lintian"],
  repository: ["apt-utils", "gpg"],
  // What the package needs of a terminal, and hands that reach for its screen.
  installed: ["openbox", "systemd", "xdotool", "zstd"],
  // A whole terminal: a systemd that boots, and both window hosts.
  machine: ["cage", "openbox", "seatd", "systemd-container", "xauth", "xdotool", "xserver-xorg-core", "xwayland"],
  qr: ["zbar-tools"],
  // Compiles and runs the Java of the Android half.
  android: ["default-jdk-headless"],
  // Makes the app: resources, signature, alignment; Maven brings the classes of Android and the dexer.
  androidApp: ["aapt", "apksigner", "maven", "zipalign"],
  // A TPM made of software, and the programs by which the kiosk reaches one.
  tpm: ["swtpm", "tpm2-tools"],
  // Programs of other people: two browsers, two that speak AT, as the computer and as the modem, one that speaks TLS, one that
  // draws QR codes, one that reads what a browser prints, and two that check signatures.
  peers: ["chromium", "firefox-esr", "gammu", "iaxmodem", "openssl", "poppler-utils", "python3-jwcrypto", "qrencode"],
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is dpkg-query's own template language
const statusFormat = "${Package} ${db:Status-Status}\\n";

const listsGoStaleAfterMs = 24 * 60 * 60 * 1_000;

/** Makes sure that the packages of these jobs are installed. Off Debian it trusts that the libraries are there. */
export async function ensureDebianPackages(jobs: readonly DebianJob[]): Promise<Result<void, BuildFailure>> {
  const renamed = await hasRenamedLibraries();
  if (renamed === undefined) return ok();
  const wanted = jobs.flatMap((job) => packagesOf[job]).map((entry) => nameOn(entry, renamed));
  const missing = await findMissing(wanted);
  if (missing.length === 0) return ok();

  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  if (process.getuid?.() !== 0)
    return err({
      code: "build/debian-packages-missing",
      says: `Debian packages are missing. Install them, then try again:\n  sudo ${install.join(" ")}`,
    });

  console.log(`Installing Debian packages: ${missing.join(" ")}`);
  if (await listsAreStale()) await aptGet(["update"]);
  const installed =
    (await aptGet(install.slice(1))) || ((await aptGet(["update"])) && (await aptGet(install.slice(1))));
  if (installed && (await findMissing(wanted)).length === 0) return ok();
  return err({
    code: "build/debian-packages-not-installed",
    says: `apt-get could not install them. See what it says:\n  ${install.join(" ")}`,
  });
}

export function nameOn(entry: DebianPackage, renamed: boolean): string {
  return typeof entry === "string" ? entry : entry[renamed ? 1 : 0];
}

/** Undefined where there is no Debian. Testing and unstable carry no VERSION_ID and have the new names. */
async function hasRenamedLibraries(): Promise<boolean | undefined> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (!/^ID=debian$/m.test(release)) return undefined;
  const version = /^VERSION_ID="?(\d+)/m.exec(release)?.[1];
  return version === undefined || Number(version) >= 13;
}

async function findMissing(names: readonly string[]): Promise<readonly string[]> {
  // dpkg-query exits 1 when it does not know one of the names, and still prints the others.
  const { stdout } = await run("dpkg-query", ["-W", "-f", statusFormat, ...names]).catch(
    (failure: { stdout?: string }) => ({ stdout: failure.stdout ?? "" }),
  );
  const installed = new Set(
    stdout
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return names.filter((name) => !installed.has(name));
}

async function listsAreStale(): Promise<boolean> {
  const fetched = await stat("/var/lib/apt/lists/partial").catch(() => undefined);
  return fetched === undefined || Date.now() - fetched.mtimeMs > listsGoStaleAfterMs;
}

/** Its output goes to stderr and only when it fails, so that a start stays readable. */
function aptGet(args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=120", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("error", () => resolve(false));
    child.once("close", (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}
