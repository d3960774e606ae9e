/**
 * A simulated terminal behind a line, or within itself, where things go wrong as planned. Sits between the terminal and
 * whatever wires it to a port, so that the same plan works in memory, on the mock binding and on a pty.
 */

import { concat, fromLatin1 } from "../../base/bytes.ts";
import { createEmitter } from "../../base/emitter.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SimFarEnd } from "./simFarEnd.ts";
import type { SimFault, SimFaultPlan } from "./simFaults.ts";
import { createSimGatedLine } from "./simGatedLine.ts";
import type { SimTerminal } from "./simTerminal.ts";
import { createSimWire } from "./simTerminalWire.ts";

/** The plug as the harness knows it, where it has more to do than the terminal: to take a device file away. */
export type SimPlug = { unplug(): void; plugIn(): void };

/** Times count from this call. The terminal must be unpaced: the pace of the line is kept here, `baudRate` in bits a second. */
export function createSimFaultyTerminal(options: {
  readonly terminal: SimFarEnd & Pick<SimTerminal, "reboots" | "becomes">;
  readonly plan: SimFaultPlan;
  readonly clock: Clock;
  readonly plug?: SimPlug;
  readonly baudRate?: number | null;
}): SimFarEnd {
  const { terminal, plan, clock, plug = terminal, baudRate = null } = options;
  const sent = createEmitter<Uint8Array>();
  const wire = createSimWire(clock, sent.emit);
  wire.setBaudRate(baudRate);
  const line = createSimGatedLine(clock, wire.send);
  const matches = new Map<SimFault, number>();
  /** Faults by time whose time has come, for the next answer. */
  const ripe: SimFault[] = [];
  let active: readonly SimFault[] = [];
  let answered = 0;
  let command = "";
  let echoed = false;
  let deaf = false;
  /** Counts the times the plug was pulled; what was on its way before is lost by it. */
  let pulls = 0;
  /** What the terminal says while it is handed bytes; null when it speaks by itself. */
  let heard: Uint8Array[] | null = null;
  let spoken: Uint8Array[] = [];

  const later = (spanMs: number, run: () => void) => {
    const begun = pulls;
    clock.after(spanMs, () => {
      if (pulls === begun) run();
    });
  };

  const storm = ({ lines, times, everyMs }: Extract<SimFault, { fault: "storm" }>) => {
    const bytes = fromLatin1(lines.map((text) => `\r\n${text}\r\n`).join(""));
    line.say(bytes);
    for (let time = 1; time < times; time++) {
      if (everyMs === 0) line.say(bytes);
      else later(time * everyMs, () => line.say(bytes));
    }
  };

  const breakDown = (fault: SimFault): void => {
    if (fault.fault !== "reboot" && fault.fault !== "unplug") return;
    active = [];
    if (fault.fault === "reboot") {
      deaf = true;
      later(fault.forMs, () => {
        deaf = false;
        terminal.reboots();
      });
      return;
    }
    plug.unplug();
    if (fault.replugAfterMs === undefined) return;
    clock.after(fault.replugAfterMs, () => {
      const { sn, imei } = fault.as ?? {};
      terminal.becomes({ ...(sn !== undefined && { sn }), ...(imei !== undefined && { imei }) });
      plug.plugIn();
    });
  };

  /** A piece of the answer to the last command, with all that is to happen to it. */
  const answer = (piece: Uint8Array) => {
    let bytes = piece;
    let delayMs = 0;
    let lateMs = 0;
    let split: Extract<SimFault, { fault: "split" }> | null = null;
    let broken: SimFault | null = null;
    for (const fault of active) {
      if (fault.fault === "drop") bytes = bytes.subarray(0, Math.max(0, fault.afterBytes - answered));
      if (fault.fault === "duplicate") bytes = concat([bytes, bytes]);
      if (fault.fault === "delay") delayMs += fault.byMs;
      if (fault.fault === "late") lateMs += fault.byMs;
      if (fault.fault === "corrupt") {
        const { atByte, xor } = fault;
        bytes = bytes.map((byte, index) => (index === atByte - answered ? byte ^ xor : byte));
      }
      if (fault.fault === "split") split = fault;
      if (fault.fault === "reboot" || fault.fault === "unplug") {
        const most = Math.max(0, fault.afterBytes - answered);
        if (bytes.length >= most) broken ??= fault;
        bytes = bytes.subarray(0, most);
      }
    }
    answered += piece.length;
    const say = () => {
      if (!split) return line.say(bytes, delayMs);
      for (let at = 0; at < bytes.length; at += split.bytes) {
        line.say(bytes.subarray(at, at + split.bytes), delayMs + (at / split.bytes) * split.everyMs);
      }
    };
    if (lateMs > 0) later(lateMs, say);
    else say();
    if (broken) breakDown(broken);
  };

  const isDue = (fault: SimFault, given: string): boolean => {
    const { when } = fault;
    if ("atMs" in when || (when.command !== undefined && when.command !== given)) return false;
    const times = (matches.get(fault) ?? 0) + 1;
    matches.set(fault, times);
    return when.nth === undefined || when.nth === times;
  };

  const beginAnswer = (given: string) => {
    active = [...ripe.splice(0), ...plan.faults.filter((fault) => isDue(fault, given))];
    answered = 0;
    for (const fault of active) {
      if (fault.fault === "storm") storm(fault);
      if ((fault.fault === "reboot" || fault.fault === "unplug") && fault.afterBytes === 0) return breakDown(fault);
    }
  };

  const said = (byte: number): Uint8Array => {
    heard = [];
    terminal.receive(Uint8Array.of(byte));
    const all = concat(heard);
    heard = null;
    return all;
  };

  const receive = (byte: number) => {
    if (deaf) return;
    if (byte !== 0x0d) {
      // The next command has begun: the answer to the last one is over.
      if (command === "") active = [];
      command += String.fromCharCode(byte);
      const echo = said(byte);
      echoed = echo.length === 1 && echo[0] === byte;
      if (echo.length > 0) line.say(echo);
      return;
    }
    const given = command.trim();
    command = "";
    const all = said(byte);
    const echo = echoed && all[0] === 0x0d ? all.subarray(0, 1) : new Uint8Array();
    if (echo.length > 0) line.say(echo);
    beginAnswer(given);
    if (!deaf && terminal.isPluggedIn() && all.length > echo.length) answer(all.subarray(echo.length));
  };

  terminal.onBytes((bytes) => {
    if (deaf) return;
    if (heard) return void heard.push(bytes);
    // One answer of several parts is one answer, whatever happens to it.
    if (spoken.push(bytes) > 1) return;
    queueMicrotask(() => {
      const all = concat(spoken);
      spoken = [];
      if (!deaf) answer(all);
    });
  });
  terminal.onUnplugged(() => {
    pulls++;
    deaf = false;
    line.cut();
    wire.cut();
    command = "";
    active = [];
  });
  for (const fault of plan.faults) {
    const { when } = fault;
    if (!("atMs" in when)) continue;
    clock.after(when.atMs, () => {
      if (fault.fault === "storm" && terminal.isPluggedIn()) storm(fault);
      else if (fault.fault === "reboot" || fault.fault === "unplug") breakDown(fault);
      else ripe.push(fault);
    });
  }

  return {
    receive: (bytes) => {
      for (const byte of bytes) receive(byte);
    },
    onBytes: sent.listen,
    onUnplugged: terminal.onUnplugged,
    unplug: () => terminal.unplug(),
    plugIn: () => terminal.plugIn(),
    isPluggedIn: () => terminal.isPluggedIn(),
  };
}
