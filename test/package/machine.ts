/**
 * A machine to install the package on: this one's own files under a layer that is thrown away, booted with a systemd of
 * its own. Needs root. What is done in it leaves nothing behind outside.
 */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export const canBootMachines = process.getuid?.() === 0;

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type Machine = {
  /** Runs a line of shell as root; what it must read from its standard input may be given. */
  sh(line: string, input?: string): Promise<Ran>;
  /** The same, and throws with all it said when it fails. */
  must(line: string, input?: string): Promise<string>;
  close(): Promise<void>;
};

const bootWithinMs = 90_000;

/** /run must be of its own before systemd-nspawn looks at it; a policy that forbids services to start is an image's, not a terminal's. */
const bootScript = `set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
: > "$1/root/etc/machine-id"
rm -f "$1/root/usr/sbin/policy-rc.d" "$1/root/etc/jiebang/config.json"
mount -t tmpfs tmpfs /run
exec systemd-nspawn --quiet --directory="$1/root" --boot --register=no --keep-unit --console=pipe --link-journal=no \\
  --machine=jiebang-test --bind-ro="$2:/packages" --bind=/dev/pts:/hostpts systemd.unit=basic.target
`;

/** Boots a machine that sees `packageDir` as /packages and this machine's ptys in /hostpts. */
export async function bootMachine(packageDir: string): Promise<Machine> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-machine-"));
  const words = ["--mount", "--propagation", "private", "sh", "-c", bootScript, "sh", dir, packageDir];
  const container = spawn("unshare", words, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  container.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const pid = container.pid ?? 0;
  const gone = once(container, "exit");

  const sh = async (line: string, input = ""): Promise<Ran> => {
    const init = await findInit(pid);
    if (init === undefined) return { code: 255, stdout: "", stderr: "there is no machine" };
    const inside = ["-t", String(init), "-m", "-u", "-i", "-p", "-n", "-C", "-r", "-w"];
    const env = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb"];
    return run("nsenter", [...inside, ...env, "sh", "-c", line], input);
  };
  const machine: Machine = {
    sh,
    async must(line, input) {
      const { code, stdout, stderr } = await sh(line, input);
      if (code !== 0) throw new Error(`${line}: exit ${code}\n${stdout}\n${stderr}`);
      return stdout;
    },
    async close() {
      const init = await findInit(pid);
      if (init !== undefined) process.kill(init, "SIGKILL");
      else container.kill("SIGKILL");
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
  const end = Date.now() + bootWithinMs;
  while (!/running|degraded/.test((await sh("systemctl is-system-running")).stdout)) {
    if (Date.now() > end || container.exitCode !== null) {
      await machine.close();
      throw new Error(`the machine did not boot: ${said}`);
    }
    await delay(200);
  }
  return machine;
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
