/** The package on a terminal, as the README says it is put there: installed, set up, running, looked at from outside, gone. */

import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { createPtyTerminal, type PtyTerminal } from "../support/ptyTerminal.ts";
import { type RunningUpstream, startUpstream } from "../upstream/server.ts";
import { bootMachine, type Machine } from "./machine.ts";
import { screenSize, takePicture, useVirtualDisplay } from "./screen.ts";

const { dir: packageDir, edition } = inject("madePackages");
const identity = { sn: "JB26T1000042", imei: "490154203237518" } as const;
const ribbon = "#7a1fa2";
/** What is this machine's outside, or man-db's own cache of pages that somebody read. */
const elsewhere = ["/home", "/proc", "/root", "/sys", "/tmp", "/work", "/var/cache/man", "/var/lib/jiebang", "/var/log"]
  .map((path) => `-not -path '${path}/*'`)
  .join(" ");
const soon = { timeout: 60_000, interval: 250 };

describe.skipIf(process.getuid?.() !== 0)("a terminal", () => {
  let machine: Machine;
  let upstream: RunningUpstream;
  let terminal: PtyTerminal;
  let port: string;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "jiebang-package-"));
    upstream = await startUpstream({ stateDir: join(dir, "upstream"), reviewMs: 0 });
    await upstream.operator.registerTerminal(identity);
    terminal = await createPtyTerminal({ path: join(dir, "terminal"), identity, baudRate: 115_200 });
    const device = await realpath(join(dir, "terminal"));
    await chmod(device, 0o666);
    port = device.replace("/dev/pts/", "/hostpts/");
    machine = await bootMachine(packageDir);
    await machine.must("cat > /root/provider.jwk", await readFile(upstream.publicKeyFile, "utf8"));
    await machine.must("cat > /root/agreement.jwk", await readFile(upstream.agreementKeyFile, "utf8"));
    await useVirtualDisplay(machine);
    // Nobody types "y" here, and nothing is fetched: what the package needs is on this machine.
    await machine.must("printf 'APT::Get::Assume-Yes \"true\";\\n' > /etc/apt/apt.conf.d/99test");
  });
  afterAll(async () => {
    await machine?.close();
    await terminal?.stop();
    await upstream?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const property = async (name: string) =>
    (await machine.must(`systemctl show jiebang-x11 --property=${name} --value`)).trim();
  const journal = () => machine.must("journalctl --unit='jiebang*' --output=short-precise --no-pager");
  const pageOf = async () => (await machine.sh("pgrep -f '[t]ype=renderer'")).stdout.trim();

  test("is installed and set up by the lines of the README, and its first screen stands", async () => {
    const said: string[] = [];
    for (const line of await readmeLines()) {
      const { code, stdout, stderr } = await machine.sh(`cd /packages && ${line}`, answers());
      said.push(stdout);
      if (code !== 0) throw new Error(`${line}: ${code}\n${stdout}${stderr}${await journal()}`);
    }

    const picture = await takePicture(machine);
    const corners = [
      picture.colourAt(0, screenSize.height - 1),
      picture.colourAt(screenSize.width - 1, screenSize.height - 1),
    ];
    expect({
      told: said.join("").includes(`The terminal answers at 115200 baud over at: SN ${identity.sn}`),
      state: await property("ActiveState"),
      corners,
      drawn: picture.colours > 20,
    }).toEqual({ told: true, state: "active", corners: [ribbon, ribbon], drawn: true });
  });

  test("its keys are encrypted under systemd's own key, which is nowhere in the state", async () => {
    const kept = await machine.must("cat /var/lib/jiebang/device-key.json");
    const names = await machine.must("ls /var/lib/jiebang /etc/credstore.encrypted");

    expect({
      protection: JSON.parse(kept).protection,
      inFile: names.includes("device-key.kek"),
      sealed: names.includes("jiebang-kek-host"),
    }).toEqual({ protection: "credential_host", inFile: false, sealed: true });
  });

  test("systemd finds nothing to say about the units, and little that they are exposed to", async () => {
    const units = ["jiebang.service", "jiebang-x11.service", "jiebang-display.service"];
    const verified = await machine.sh(`systemd-analyze verify ${units.join(" ")}`);
    const exposed = await Promise.all(
      units.map(async (unit) => (await machine.sh(`systemd-analyze security --threshold=45 ${unit} | tail -1`)).stdout),
    );
    const levels = exposed.map((line) => Number(/([\d.]+) [A-Z]+/.exec(line)?.[1]));

    expect({ verified, tooExposed: levels.filter((level) => !(level <= 4.5)) }).toEqual({
      verified: { code: 0, stdout: "", stderr: "" },
      tooExposed: [],
    });
  });

  test("its page is the kiosk's own user's, without rights, behind a system call filter", async () => {
    const status = await machine.must(`cat /proc/${await pageOf()}/status`);
    const value = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1];
    const uid = (await machine.must("id --user jiebang")).trim();

    expect({
      uid: value("Uid"),
      capabilities: value("CapEff"),
      seccomp: value("Seccomp"),
      noNewPrivs: value("NoNewPrivs"),
    }).toEqual({ uid, capabilities: "0000000000000000", seccomp: "2", noNewPrivs: "1" });
  });

  test("a page that stands still feeds no watchdog, and is brought back", async () => {
    const page = await pageOf();
    await vi.waitFor(async () => expect(await property("WatchdogTimestampMonotonic")).not.toBe("0"), soon);

    await machine.must(`kill -STOP ${page}`);
    const fed = async () => Number(await property("WatchdogTimestampMonotonic"));
    const stopped = await fed();
    await vi.waitFor(async () => expect(await pageOf()).not.toBe(page), soon);
    const silence = (await fed()) - stopped;
    await vi.waitFor(async () => expect(await fed()).toBeGreaterThan(stopped + silence), soon);

    expect({ restarts: await property("NRestarts"), state: await property("ActiveState") }).toEqual({
      restarts: "0",
      state: "active",
    });
  });

  test("a program that dies is started again, and after three that did not hold the safe screen stands", async () => {
    await machine.must("echo 0 > /var/lib/jiebang/failed-starts && systemctl restart jiebang-x11");
    const log = () => machine.must("journalctl --unit=jiebang-x11 --output=cat --no-pager");

    for (let died = 1; died <= 3; died++) {
      await machine.must("kill -KILL $(pgrep -o -f '^/usr/lib/jiebang/[^ ]*/jiebang$')");
      await vi.waitFor(async () => expect(await property("NRestarts")).toBe(String(died)), soon);
      await vi.waitFor(async () => expect(await property("ActiveState")).toBe("active"), soon);
    }

    const told = (await log()).split("\n").filter((line) => line.includes("host/starts-failed"));
    const ports = (await machine.sh(`fuser ${port}`)).stdout;
    expect({ told: told.map((line) => JSON.parse(line).starts), ports }).toEqual({ told: [3], ports: "" });
    await machine.must("echo 0 > /var/lib/jiebang/failed-starts && systemctl restart jiebang-x11");
  });

  test("an update starts the new version, an idle reinstallation changes nothing, and conffiles are kept", async () => {
    await machine.must("printf '# the operator was here\\n' >> /etc/jiebang/xorg.conf");
    const before = await property("MainPID");

    await machine.must(`dpkg --install /packages/${debianName()}`);
    await vi.waitFor(async () => expect(await property("ActiveState")).toBe("active"), soon);
    for (const script of ["postinst configure", "prerm upgrade 9.9", "postrm upgrade 9.9"])
      await machine.must(`/var/lib/dpkg/info/jiebang.${script}`);

    const kept = await machine.must("tail -1 /etc/jiebang/xorg.conf");
    expect({ kept, restarted: (await property("MainPID")) !== before }).toEqual({
      kept: "# the operator was here\n",
      restarted: true,
    });
  });

  test("the command line is there without npm, for whoever types", async () => {
    const asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    const identified = await machine.sh(
      `systemctl stop jiebang-x11; ${asNobody} jiebang-terminal identify --port ${port} --json`,
    );
    const usage = await machine.sh("jiebang-terminal");

    expect({
      sn: JSON.parse(identified.stdout).identity.sn.value,
      exit: identified.code,
      noise: identified.stderr,
      called: usage.stderr.includes("jiebang-terminal identify"),
    }).toEqual({ sn: identity.sn, exit: 0, noise: "", called: true });
  });

  test("the installed program takes no switch and no environment, and root is told what to do", async () => {
    const program = `/usr/lib/jiebang/${edition.debianVersion}/jiebang`;
    const asKiosk = "setpriv --reuid=jiebang --regid=jiebang --clear-groups";
    const attempts = {
      switch: `${asKiosk} ${program} --remote-debugging-port=9222`,
      environment: `${asKiosk} env SSL_CERT_FILE=/tmp/x ${program}`,
      root: "DISPLAY=:0 jiebang",
      noDisplay: `${asKiosk} jiebang`,
    };
    const codes = await Promise.all(
      Object.entries(attempts).map(async ([name, line]) => [name, (await machine.sh(line)).code]),
    );

    expect(Object.fromEntries(codes)).toEqual({ switch: 78, environment: 78, root: 78, noDisplay: 69 });
  });

  test("a purge leaves nothing but the state, which it names, and nobody's", async () => {
    const purged = await machine.must("apt-get purge jiebang");
    const left = await machine.must(`find / -xdev -iname '*jiebang*' ${elsewhere} | sort`);
    const owner = await machine.must("stat --format='%U %a' /var/lib/jiebang");
    const user = await machine.sh("getent passwd jiebang");

    const kept = ["/var/lib/jiebang", "/etc/credstore.encrypted/jiebang-kek-host"];
    expect({ named: kept.map((path) => purged.includes(path)), left, owner, user: user.stdout }).toEqual({
      named: [true, true],
      left: "/etc/credstore.encrypted/jiebang-kek-host\n/etc/systemd/system/jiebang-display.service.d\n/etc/systemd/system/jiebang-x11.service.d\n/var/lib/jiebang\n",
      owner: "root 700\n",
      user: "",
    });
  });

  function debianName(): string {
    return `jiebang_${edition.debianVersion}_amd64.deb`;
  }

  function answers(): string {
    return `${port}\n${upstream.baseUrl}\n/root/provider.jwk\n/root/agreement.jwk\n`;
  }

  /** What stands in the block, between making the package and purging it; for X11, because a display is drawn there. */
  async function readmeLines(): Promise<readonly string[]> {
    const readme = await readFile(join(projectDir, "README.md"), "utf8");
    const block = /## Install on a terminal.*?```\n(.*?)```/s.exec(readme)?.[1] ?? "";
    const lines = block
      .trim()
      .split("\n")
      .map((line) => line.replace(/ +#.*$/, ""));
    return lines.slice(1, -1).map((line) =>
      line
        .replace(/^sudo /, "")
        .replace(/jiebang_[\d.]+_amd64\.deb/, debianName())
        .replace(/^jiebang-setup$/, "jiebang-setup --simulated --host x11 --lang en")
        .replace(/(status|-u) jiebang$/, "$1 jiebang-x11 --no-pager"),
    );
  }
});
