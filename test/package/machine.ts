/**
 * A machine to install the package on: this one's own files under a layer that is thrown away, with a systemd that boots
 * there or without any. Needs root. What is done in it leaves nothing behind outside, whatever is installed there.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type Machine = {
  /** Runs a line of shell as root; what it must read from its standard input may be given. */
  sh(line: string, input?: string): Promise<Ran>;
  /** The same, and throws with all it said when it fails. */
  must(line: string, input?: string): Promise<string>;
  close(): Promise<void>;
};

const readyWithinMs = 90_000;

/** A policy that forbids services to start is an image's, not a terminal's; nor is a terminal bought with the kiosk on it. */
const layerScript = `set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
rm -f "$1/root/usr/sbin/policy-rc.d"
if [ -e "$1/root/var/lib/dpkg/info/jiebang.list" ]; then chroot "$1/root" dpkg --purge jiebang >&2; fi
rm -rf "$1/root/etc/jiebang" "$1/root/var/lib/jiebang"
`;

/** /run must be of its own before systemd-nspawn looks at it. */
const bootScript = `${layerScript}
: > "$1/root/etc/machine-id"
mount -t tmpfs tmpfs /run
exec systemd-nspawn --quiet --directory="$1/root" --boot --register=no --keep-unit --console=pipe --link-journal=no \\
  --machine=jiebang-test --bind-ro="$2:/packages" --bind=/dev/pts:/hostpts systemd.unit=basic.target
`;

/**
 * Devices and network are this machine's; processes and what is in /run and /tmp are of its own. Not chroot, in which
 * nobody may make a user namespace. bash looks after orphans.
 */
const plainScript = `${layerScript}
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount --rbind /sys "$1/root/sys"
mount -t tmpfs -o mode=755 tmpfs "$1/root/run"
mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
mkdir "$1/root/packages" "$1/root/outside"
mount --bind "$2" "$1/root/packages"
cd "$1/root"
pivot_root . outside
umount --lazy /outside
exec bash -c 'echo ready >/run/ready; while :; do sleep 1; done'
`;

/** Boots a machine that sees `packageDir` as /packages and this machine's ptys in /hostpts. */
export function bootMachine(packageDir: string): Promise<Machine> {
  return open(["sh", "-c", bootScript], packageDir, async (machine) => {
    const { stdout } = await machine.sh("systemctl is-system-running");
    return /running|degraded/.test(stdout);
  });
}

/** A machine without a service manager that sees `packageDir` as /packages. */
export function openPlainMachine(packageDir: string): Promise<Machine> {
  const words = ["unshare", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "sh", "-c", plainScript];
  return open(words, packageDir, async (machine) => (await machine.sh("test -e /run/ready")).code === 0);
}

async function open(
  words: readonly string[],
  packageDir: string,
  isReady: (machine: Machine) => Promise<boolean>,
): Promise<Machine> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-machine-"));
  const unshared = ["--mount", "--propagation", "private", ...words, "sh", dir, packageDir];
  const holder = spawn("unshare", unshared, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  holder.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const machine = machineOf(holder, dir);
  const end = Date.now() + readyWithinMs;
  while (!(await isReady(machine))) {
    if (Date.now() > end || holder.exitCode !== null) {
      await machine.close();
      throw new Error(`the machine did not come up: ${said}`);
    }
    await delay(100);
  }
  return machine;
}

function machineOf(holder: ChildProcess, dir: string): Machine {
  const pid = holder.pid ?? 0;
  const gone = once(holder, "exit");

  const sh = async (line: string, input = ""): Promise<Ran> => {
    const init = await findInit(pid);
    if (init === undefined) return { code: 255, stdout: "", stderr: "there is no machine" };
    const inside = ["-t", String(init), "-m", "-u", "-i", "-p", "-n", "-C", "-r", "-w"];
    const env = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb"];
    return run("nsenter", [...inside, ...env, "sh", "-c", line], input);
  };
  return {
    sh,
    async must(line, input) {
      const { code, stdout, stderr } = await sh(line, input);
      if (code !== 0) throw new Error(`${line}: exit ${code}\n${stdout}\n${stderr}`);
      return stdout;
    },
    async close() {
      const init = await findInit(pid);
      if (init !== undefined) process.kill(init, "SIGKILL");
      else holder.kill("SIGKILL");
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The first process of the machine: the one child of the one that holds it. */
async function findInit(holder: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${holder}/task/${holder}/children`, "utf8").catch(() => "");
  const init = Number(children.trim().split(" ")[0]);
  return init > 0 ? init : undefined;
}

function run(program: string, words: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(program, [...words], { maxBuffer: 64 * 1_024 * 1_024 }, (failure, stdout, stderr) => {
      const code = failure === null ? 0 : typeof failure.code === "number" ? failure.code : 255;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
