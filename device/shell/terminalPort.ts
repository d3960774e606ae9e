/** The terminal's port as the configuration describes it: where it is, and at which rate, or that the rate has to be found. */

import { createNodeSerialPort } from "../adapters/node/nodeSerialLink.ts";
import { createAutobaudOpener } from "../link/at/autobaud.ts";
import type { Driver } from "../link/terminal.ts";
import type { Clock } from "../ports/clock.ts";
import type { SerialLinkOpener } from "../ports/serialLink.ts";
import type { KioskConfig } from "./config.ts";

/** Undefined: to be found out. Where the rate has to be found out too, it is found by AT; asking in SLF would find it a second time. */
export function driverOf({ driver, baudRate }: KioskConfig["serial"]): Driver | undefined {
  return driver ?? (baudRate === undefined ? "at" : undefined);
}

export function createTerminalPort({ baudRate, ...place }: KioskConfig["serial"], clock: Clock): SerialLinkOpener {
  const openAt = createNodeSerialPort(place);
  return baudRate === undefined ? createAutobaudOpener({ openAt, clock }) : openAt(baudRate);
}
