/**
 * Chromium's page sandbox refuses root. As root, the kiosk runs as another user, from files that user can reach.
 * As anybody else it runs as it is. Knows nothing about displays, terminals or configuration.
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { chmod, chown, copyFile, lstat, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import type { ElectronRuntime } from "./electronRuntime.ts";
import { atExit } from "./stopWithUs.ts";

const run = promisify(execFile);

export type KioskUser = { readonly uid: number; readonly gid: number };

export type Launcher = {
  /** Start this, with `appDir` as the first argument: the runtime's program, or a script that drops root first. */
  readonly executable: string;
  readonly appDir: string;
  /** Who the kiosk runs as; undefined when it runs as the one who asks. Devices that it opens must be theirs. */
  readonly user: KioskUser | undefined;
  /** Removes what was made for this launch. State folders stay. */
  readonly close: () => Promise<void>;
};

/** nobody and nogroup: there on every Debian, with an entry in passwd, which Node asks for. */
export const nobody: KioskUser = { uid: 65534, gid: 65534 };

/** Makes runtime and built app startable by a user who is not root, copying them only when that user cannot reach them. */
export async function createLauncher(runtime: ElectronRuntime, appDir: string): Promise<Launcher> {
  if (process.getuid?.() !== 0)
    return { executable: runtime.executable, appDir, user: undefined, close: async () => {} };

  const dir = await mkdtemp(join(tmpdir(), "jiebang-launch-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  const forget = atExit(remove);
  await chmod(dir, 0o755);
  const home = join(dir, "home");
  await mkdir(home, { mode: 0o700 });
  const runtimeDir = await reachable(nobody, runtime.dir, join(dir, "runtime"));
  const script = join(dir, "electron");
  const program = join(runtimeDir, relative(runtime.dir, runtime.executable));
  await writeFile(script, dropRootScript({ program, home, screenKey: await copyScreenKey(home) }));
  await chmod(script, 0o755);
  await chown(home, nobody.uid, nobody.gid);
  return {
    executable: script,
    appDir: await reachable(nobody, appDir, join(dir, "app")),
    user: nobody,
    close: async () => {
      forget();
      remove();
    },
  };
}

/** A folder the kiosk may write and finds again next time: `preferred`, or one in the temp folder if it cannot get there. */
export async function createStateDir(user: KioskUser | undefined, preferred: string): Promise<string> {
  await mkdir(preferred, { recursive: true });
  if (user === undefined) return preferred;
  await chown(preferred, user.uid, user.gid);
  if (await canRead(user, preferred)) return preferred;
  const dir = join(tmpdir(), `jiebang-${createHash("sha256").update(preferred).digest("hex").slice(0, 16)}`);
  await mkdir(dir, { mode: 0o700 })
    .then(() => chown(dir, user.uid, user.gid))
    .catch(() => {});
  const found = await lstat(dir);
  if (!found.isDirectory() || found.uid !== user.uid) throw new Error(`${dir} belongs to somebody else; remove it.`);
  return dir;
}

/** Whether this host lets the kiosk's user make the namespaces that the page sandbox is built from. */
export async function canSandboxPages(user: KioskUser | undefined): Promise<boolean> {
  return runsWell(asUser(user, ["unshare", "--user", "--map-root-user", "--pid", "--fork", "true"]));
}

async function reachable(user: KioskUser, dir: string, copyTo: string): Promise<string> {
  if (await canRead(user, dir)) return dir;
  await run("cp", ["--recursive", "--reflink=auto", dir, copyTo]);
  await run("chmod", ["--recursive", "a+rX", copyTo]);
  return copyTo;
}

async function canRead(user: KioskUser, dir: string): Promise<boolean> {
  const [program, ...args] = asUser(user, ["find", dir, "!", "-readable", "-print", "-quit"]);
  return run(program, args)
    .then(({ stdout }) => stdout === "")
    .catch(() => false);
}

type CommandLine = readonly [program: string, ...args: readonly string[]];

function asUser(user: KioskUser | undefined, command: CommandLine): CommandLine {
  if (user === undefined) return command;
  return ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", ...command];
}

async function runsWell([program, ...args]: CommandLine): Promise<boolean> {
  return run(program, args)
    .then(() => true)
    .catch(() => false);
}

/** A script, because whoever starts Electron (Playwright too) puts own switches right behind the program. */
function dropRootScript(at: {
  readonly program: string;
  readonly home: string;
  readonly screenKey: string | undefined;
}): string {
  const key = at.screenKey === undefined ? "" : ` XAUTHORITY=${quote(at.screenKey)}`;
  const command = asUser(nobody, [quote(at.program)]).join(" ");
  return `#!/bin/sh
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
export HOME=${quote(at.home)} XDG_RUNTIME_DIR=${quote(at.home)}${key}
exec ${command} "$@"
`;
}

/** Root's key to an X screen that is already there; the kiosk's user could not read it where it lies. */
async function copyScreenKey(home: string): Promise<string | undefined> {
  const copy = join(home, ".Xauthority");
  try {
    await copyFile(process.env.XAUTHORITY ?? join(homedir(), ".Xauthority"), copy);
    await chown(copy, nobody.uid, nobody.gid);
    return copy;
  } catch {
    return undefined;
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
