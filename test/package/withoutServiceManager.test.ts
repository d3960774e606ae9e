/** The package on any Debian, from outside: installed, set up, running, an unbind that outlives an update, gone. Nothing of this machine changes. */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { makeDebianPackage } from "../../build/packaging/debianPackage.ts";
import { readSourceDate } from "../../build/packaging/reproducible.ts";
import { goodPin } from "../support/rig.ts";
import { asKiosk, identity, openPlainTerminal, type PlainTerminal, soon, unbindRequest } from "./plainTerminal.ts";
import { screenSize, takePicture } from "./screen.ts";

const ribbon = "#7a1fa2";

/** Runs one line where nothing can be written to /etc. */
const onReadOnlyEtc = "unshare --mount sh -c 'mount --bind /etc /etc && mount -o remount,bind,ro /etc && eval \"$0\"'";

describe.skipIf(inject("notInstallable") !== null)("a terminal without a service manager", () => {
  const { dir, edition, program } = inject("notInstallable") === null ? inject("madePackages") : nothingMade();
  const nameOf = (version: string) => `jiebang_${version}_amd64.deb`;
  const next = "0.2.0~development";
  let terminal: PlainTerminal;

  beforeAll(async () => {
    terminal = await openPlainTerminal(dir);
    await terminal.machine.must(`dpkg --install /packages/${nameOf(edition.debianVersion)}`);
  });
  afterAll(() => terminal?.close());

  test("systemd finds nothing to say about the units, and little that they are exposed to", async () => {
    const { machine } = terminal;
    const units = ["jiebang.service", "jiebang-x11.service", "jiebang-display.service"];
    const verified = await machine.sh(`systemd-analyze verify --man=no ${units.join(" ")}`);
    const levels = await Promise.all(
      units.map(async (unit) => {
        const { stdout } = await machine.sh(`systemd-analyze security --offline=true ${unit} | tail -1`);
        return Number(/([\d.]+) [A-Z]+/.exec(stdout)?.[1]);
      }),
    );

    expect({ verified, tooExposed: levels.filter((level) => !(level <= 4.5)) }).toEqual({
      verified: { code: 0, stdout: "", stderr: "" },
      tooExposed: [],
    });
  });

  test("it is set up, and started as its own user its first screen stands, its page behind a system call filter", async () => {
    const { machine, setupArguments } = terminal;
    const setup = await machine.sh(`jiebang-setup ${setupArguments}`);
    await terminal.start();

    const status = await machine.must(`cat /proc/${await terminal.page()}/status`);
    const value = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1];
    const picture = await takePicture(machine);
    const uid = (await machine.must("id --user jiebang")).trim();
    expect({
      setup: setup.code,
      told: setup.stdout.includes(`The terminal answers at 115200 baud over slf: SN ${identity.sn}`),
      page: [value("Uid"), value("CapEff"), value("Seccomp"), value("NoNewPrivs")],
      corner: picture.colourAt(screenSize.width - 1, screenSize.height - 1),
      drawn: picture.colours > 20,
    }).toEqual({
      setup: 0,
      told: true,
      page: [uid, "0000000000000000", "2", "1"],
      corner: ribbon,
      drawn: true,
    });
  });

  test("a page that stands still feeds no watchdog, and is brought back", async () => {
    const { machine, page, told } = terminal;
    const fed = () => told("WATCHDOG=1");
    const before = await page();

    await machine.must(`kill -STOP ${before}`);
    const atFirst = await fed();
    await vi.waitFor(async () => expect(["", before]).not.toContain(await page()), soon);
    const meanwhile = (await fed()) - atFirst;
    await vi.waitFor(async () => expect(await fed()).toBeGreaterThan(atFirst + meanwhile), soon);

    // What was asked before it stood still may have been told after it.
    expect(meanwhile).toBeLessThanOrEqual(1);
  });

  test("an unbind under review goes on after an update, by the command line of the new version", async () => {
    const { machine, upstream, command } = terminal;
    const { operator } = upstream;
    await terminal.stop();
    const { code } = await operator.issueCode({ sn: identity.sn });
    const sourceDate = await readSourceDate();
    const newer = { ...edition, debianVersion: next };
    await makeDebianPackage(newer, { program, file: join(dir, nameOf(next)), sourceDate, level: 1 });

    const states: unknown[] = [];
    const step = async (words: string, typed: readonly string[]) => {
      const { stdout } = await command(`${words} --json`, typed);
      const { exitCode, unbind } = JSON.parse(stdout);
      states.push([words.split(" --")[0], exitCode, unbind?.state]);
    };
    await step("provision --code-fd 0", [code]);
    await terminal.choosePin(goodPin);
    await step(`unbind ${unbindRequest} --pin-fd 0`, [goodPin]);
    const updated = await machine.must(`dpkg --install /packages/${nameOf(next)}`);
    const [asked] = (await operator.list()).requests;
    if (asked) await operator.approve({ requestId: asked.requestId });
    await step("unbind check", []);
    await step("unbind execute --pin-fd 0", [goodPin]);

    const { requests, terminals } = await operator.list();
    expect({ states, updated: updated.includes(`(${next})`), requests, binding: terminals[0]?.bindingState }).toEqual({
      states: [
        ["provision", 0, undefined],
        ["unbind", 40, "submitted"],
        ["unbind check", 41, "approved"],
        ["unbind execute", 0, "completed"],
      ],
      updated: true,
      requests: [expect.objectContaining({ state: "unbound", attested: true })],
      binding: "unbound",
    });
  });

  test("what stands in the way of the installed kiosk is told by its name, and nothing is lost of what was there", async () => {
    const { machine, setupArguments } = terminal;
    const withoutNamespaces = "unshare --user --map-current-user --keep-caps sh -c";
    const ways = {
      noKey: `jiebang-setup ${setupArguments.replace("/root/provider.jwk", "/root/nothing.jwk")}`,
      noNamespaces: `${asKiosk} env DISPLAY=:0 ${withoutNamespaces} 'echo 0 >/proc/sys/user/max_user_namespaces && exec jiebang'`,
      noDisplay: `${asKiosk} jiebang`,
      root: "DISPLAY=:0 jiebang",
      setupOnReadOnly: `${onReadOnlyEtc} "jiebang-setup ${setupArguments}"`,
      packageOnReadOnly: `${onReadOnlyEtc} "dpkg --install /packages/${nameOf(edition.debianVersion)}"`,
    };
    const before = await machine.must("cat /etc/jiebang/config.json");

    const told: Record<string, unknown> = {};
    for (const [way, line] of Object.entries(ways)) {
      const { code, stdout, stderr } = await machine.sh(line);
      told[way] = [code, `${stdout}${stderr}`.trim().split("\n").at(-1)];
    }
    const older = await machine.must(`dpkg --install /packages/${nameOf(edition.debianVersion)}`);
    const after = await machine.must("cat /etc/jiebang/config.json");
    const { stdout } = await machine.sh("jiebang-terminal identify --help");
    await machine.must(`dpkg --install /packages/${nameOf(next)}`);

    expect({
      told,
      older: older.includes("older than the version before"),
      kept: after === before,
      runs: stdout.includes("jiebang-terminal identify"),
    }).toEqual({
      told: {
        noKey: [2, expect.stringContaining("/root/nothing.jwk")],
        noNamespaces: [78, expect.stringMatching(/^This system forbids user namespaces/)],
        noDisplay: [69, "There is no display: DISPLAY is not set"],
        root: [78, expect.stringMatching(/^This does not run as root/)],
        setupOnReadOnly: [2, "Cannot write /etc/jiebang/tls/ca.pem (EROFS)."],
        packageOnReadOnly: [1, expect.any(String)],
      },
      older: true,
      kept: true,
      runs: true,
    });
  });

  test("a purge leaves nothing but the state, which it names, and nobody's", async () => {
    const { machine } = terminal;

    const purged = await machine.must("dpkg --purge jiebang");

    const left = await machine.must(
      "ls -d /etc/jiebang /usr/lib/jiebang /run/jiebang /var/lib/jiebang 2>/dev/null || true",
    );
    const owner = await machine.must("stat --format='%U %a' /var/lib/jiebang");
    const user = await machine.sh("getent passwd jiebang");
    expect({ named: purged.includes("/var/lib/jiebang"), left, owner, user: user.stdout }).toEqual({
      named: true,
      left: "/var/lib/jiebang\n",
      owner: "root 700\n",
      user: "",
    });
  });
});

/** Nothing of it is looked at where the tests are skipped. */
function nothingMade(): ReturnType<typeof inject<"madePackages">> {
  return Object.create(null);
}
