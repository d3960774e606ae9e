/**
 * A terminal with the package on it and no service manager: who starts the kiosk here does what its unit says, and hears
 * what the kiosk tells. Its provider speaks TLS only, and the terminal takes its own payments.
 */

import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { createPtyTerminal } from "../support/ptyTerminal.ts";
import { type RunningUpstream, startUpstream } from "../upstream/server.ts";
import { type Machine, openPlainMachine, type Ran } from "./machine.ts";
import { displayNumber, virtualServer } from "./screen.ts";

export const identity = { sn: "JB26T1000042", imei: "490154203237518" } as const;
/** As the words of `jiebang-terminal unbind`. */
export const unbindRequest =
  "--reason switch_provider --accept-policy --state account_and_contact_verified --yes-sn-tail 0042";
export const soon = { timeout: 60_000, interval: 200 };

export type PlainTerminal = {
  readonly machine: Machine;
  readonly upstream: RunningUpstream;
  /** What `jiebang-setup` is given to set this terminal up. */
  readonly setupArguments: string;
  /** The command line as the kiosk's user; `typed` are the lines that are asked for. */
  command(words: string, typed?: readonly string[]): Promise<Ran>;
  /** The merchant's first PIN, at a shell and by the provider's leave, whose code is read out. */
  choosePin(pin: string): Promise<void>;
  /**
   * Starts the kiosk as its unit does, and waits for its first screen; with more in its environment than the unit gives,
   * and with another program in the place of the window host.
   */
  start(other?: { readonly env?: string; readonly program?: string }): Promise<void>;
  stop(): Promise<void>;
  /** How often the service manager was told this since the last start. */
  told(word: "READY=1" | "WATCHDOG=1"): Promise<number>;
  /** The process of the page. */
  page(): Promise<string>;
  close(): Promise<void>;
};

/** As a service of the user, with nothing that it could gain. */
export const asKiosk =
  "setpriv --reuid=jiebang --regid=jiebang --init-groups --no-new-privs --bounding-set=-all --inh-caps=-all";
const units = "/lib/systemd/system/jiebang-x11.service /lib/systemd/system/jiebang-x11.service.d/kiosk.conf";

export async function openPlainTerminal(packageDir: string): Promise<PlainTerminal> {
  const dir = await mkdtemp(join(tmpdir(), "jiebang-plain-"));
  const upstream = await startUpstream({ stateDir: join(dir, "upstream"), tls: true, reviewMs: "manual" });
  await upstream.operator.registerTerminal(identity);
  const link = join(dir, "terminal");
  const terminal = await createPtyTerminal({ path: link, identity, baudRate: 115_200 });
  const device = await realpath(link);
  await chmod(device, 0o666);
  const machine = await openPlainMachine(packageDir);

  const bring = async (name: string, file: string | undefined) =>
    machine.must(`umask 077; cat > /root/${name}`, await readFile(file ?? "", "utf8"));
  await bring("provider.jwk", upstream.publicKeyFile);
  await bring("agreement.jwk", upstream.agreementKeyFile);
  await bring("ca.pem", upstream.tls?.caFile);
  await bring("client.pem", upstream.tls?.client.certFile);
  await bring("client.key", upstream.tls?.client.keyFile);
  await machine.must(`mkdir /run/jiebang-display && setsid ${virtualServer} >/dev/null 2>&1 &`);
  await vi.waitFor(() => machine.must(`test -S /tmp/.X11-unix/X${displayNumber}`), soon);

  const page = async () => (await machine.sh("pgrep -f '[t]ype=renderer'")).stdout.trim();
  const told = async (word: string) => (await machine.must("cat /run/notified")).split(word).length - 1;

  return {
    machine,
    upstream,
    setupArguments: [
      `--port ${device} --driver slf --baud 115200 --upstream ${upstream.baseUrl}`,
      "--upstream-key /root/provider.jwk --agreement-key /root/agreement.jwk",
      "--ca /root/ca.pem --client-cert /root/client.pem --client-key /root/client.key",
      "--host x11 --lang en",
    ].join(" "),
    page,
    told,
    command: (words, typed = []) =>
      machine.sh(`${asKiosk} jiebang-terminal ${words}`, typed.map((line) => `${line}\n`).join("")),
    async choosePin(pin) {
      await machine.must(`mkfifo --mode=0666 /run/typed && : >/run/said
        setsid ${asKiosk} jiebang-terminal pin set --pin-fd 0 --code-fd 0 <>/run/typed >/run/said 2>&1 &`);
      const challenge = await vi.waitFor(async () => {
        const said = await machine.must("cat /run/said");
        return /([A-Z]{4} ){4}[A-Z]{4}/.exec(said)?.[0] ?? Promise.reject(new Error(said));
      }, soon);
      const { code } = await upstream.operator.unlockPin({ challenge, role: "merchant" });
      await machine.must("cat >/run/typed", `${code}\n${pin}\n${pin}\n`);
      await vi.waitFor(async () => expect((await machine.sh("pgrep -f '[p]in set'")).stdout).toBe(""), soon);
      await machine.must("rm /run/typed");
    },
    async start({ env = "", program = `$(sed -n 's/^ExecStart=//p' ${units})` } = {}) {
      await machine.must(`install -d -o jiebang -g jiebang -m 0700 /run/jiebang && : >/run/notified
        setsid socat -u UNIX-RECV:/run/notify,mode=0666,unlink-early OPEN:/run/notified,append >/dev/null 2>&1 &
        setsid ${asKiosk} env RUNTIME_DIRECTORY=/run/jiebang NOTIFY_SOCKET=/run/notify \\
          $(sed -n 's/^Environment=//p' ${units}) DISPLAY=:${displayNumber} ${env} ${program} >>/run/kiosk.log 2>&1 &`);
      await vi
        .waitFor(async () => expect(await told("READY=1")).toBe(1), soon)
        .catch(async (failure) => {
          throw new Error(`the kiosk did not start: ${await machine.must("cat /run/kiosk.log")}`, { cause: failure });
        });
    },
    async stop() {
      await machine.sh("pkill -TERM -o -f '^/usr/lib/jiebang/[^ ]*/jiebang$'");
      await vi.waitFor(async () => expect((await machine.sh("pgrep -u jiebang")).stdout).toBe(""), soon);
      await machine.sh("pkill -f '[U]NIX-RECV'");
    },
    async close() {
      await machine.close();
      await terminal.stop();
      await upstream.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
