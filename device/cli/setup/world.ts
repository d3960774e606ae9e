/** What setup needs from outside: somebody who answers, ports to try, and a service manager. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type CredentialKind, makeCredential } from "../../adapters/node/credentials.ts";
import { createNodeClock } from "../../adapters/node/nodeClock.ts";
import { createNodeSerialLinkOpener } from "../../adapters/node/nodeSerialLink.ts";
import { findPorts } from "../station/ports.ts";
import type { TerminalWorld } from "../terminal/connection.ts";
import type { WindowHost } from "./arguments.ts";

export type SetupWorld = TerminalWorld & {
  /** What was typed on one line; null where nobody will type any more. */
  readonly ask: (question: string) => Promise<string | null>;
  /** Ports that a terminal may be on, the likeliest first. */
  readonly ports: () => Promise<readonly string[]>;
  /** Starts the kiosk in this window host, now and after each boot; false where that did not work or nobody can. */
  readonly start: (service: string, other: string) => Promise<boolean>;
  readonly hasServiceManager: boolean;
  /** A key of the service manager's for the kiosk's own keys; null where it cannot make one. */
  readonly makeCredential: () => Promise<CredentialKind | null>;
  readonly usualHost: WindowHost;
};

const usualPorts = ["/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*"];

export function createSetupWorld(streams: {
  readonly input: NodeJS.ReadableStream;
  readonly tell: (text: string) => void;
  readonly interrupted: Promise<void>;
}): SetupWorld {
  const lines = createInterface({ input: streams.input })[Symbol.asyncIterator]();
  return {
    clock: createNodeClock(),
    openerOf: createNodeSerialLinkOpener,
    interrupted: streams.interrupted,
    async ask(question) {
      streams.tell(question);
      const { value, done } = await lines.next();
      return done ? null : value;
    },
    ports: () => findPorts(usualPorts),
    async start(service, other) {
      await systemctl("disable", "--now", other);
      // Until the kiosk's first screen stands.
      return (await systemctl("enable", service)) && (await systemctl("restart", service));
    },
    makeCredential,
    hasServiceManager: existsSync("/run/systemd/system"),
    usualHost: existsSync("/usr/bin/cage") ? "cage" : "x11",
  };
}

function systemctl(...words: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile("systemctl", [...words], (failure) => resolve(failure === null));
  });
}
