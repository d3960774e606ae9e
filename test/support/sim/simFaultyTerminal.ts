/**
 * A simulated terminal behind a line, or within itself, where things go wrong as planned. Sits between the terminal and
 * whatever wires it to a port, so that the same plan works in memory, on the mock binding and on a pty.
 */

import { concat, fromLatin1 } from "../../../device/base/bytes.ts";
import { createEmitter } from "../../../device/base/emitter.ts";
import type { Clock } from "../../../device/ports/clock.ts";
import { createSlfDecoder } from "../../../device/serial/slf/decoder.ts";
import { control } from "../../../device/serial/slf/frame.ts";
import { parseRequest } from "../../../device/serial/slf/message.ts";
import type { SimFarEnd } from "./simFarEnd.ts";
import { type BreakDown, faulted } from "./simFaultedAnswer.ts";
import type { SimFault, SimFaultPlan } from "./simFaults.ts";
import { createSimGatedLine } from "./simGatedLine.ts";
import type { SimTerminal } from "./simTerminal.ts";
import { createSimWire } from "./simTerminalWire.ts";

/** The plug as the harness knows it, where it has more to do than the terminal: to take a device file away. */
export type SimPlug = { unplug(): void; plugIn(): void };

/** No gap inside an SLF frame is longer. */
const interByteMs = 150;

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
  /** The computer's frames; one that it broke off is forgotten when it has been silent. */
  const frames = createSlfDecoder();
  let lastByteMs = clock.monotonic();
  const isThere = () => !deaf && terminal.isPluggedIn();
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

  const breakDown = (fault: BreakDown): void => {
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

  const answer = (piece: Uint8Array) => {
    const { bytes, delayMs, lateMs, split, broken } = faulted(piece, answered, active);
    answered += piece.length;
    const say = () => {
      const size = split?.bytes ?? bytes.length;
      for (let at = 0; at < bytes.length; at += size) {
        line.say(bytes.subarray(at, at + size), delayMs + (at / size) * (split?.everyMs ?? 0));
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

  const hand = (byte: number): Uint8Array => {
    heard = [];
    terminal.receive(Uint8Array.of(byte));
    const all = concat(heard);
    heard = null;
    return all;
  };

  /** An AT command ends with its CR; the terminal may echo it. */
  const receiveText = (byte: number) => {
    if (byte !== 0x0d) {
      // The next command has begun: the answer to the last one is over.
      if (command === "") active = [];
      command += String.fromCharCode(byte);
      const echo = hand(byte);
      echoed = echo.length === 1 && echo[0] === byte;
      line.say(echo);
      return;
    }
    const given = command.trim();
    command = "";
    const all = hand(byte);
    const echo = echoed && all[0] === 0x0d ? all.subarray(0, 1) : new Uint8Array();
    line.say(echo);
    beginAnswer(given);
    if (all.length > echo.length && isThere()) answer(all.subarray(echo.length));
  };

  /** An SLF request is a command called SLF and its name; the ACK is the first byte of its answer. */
  const receiveFrame = (byte: number) => {
    if (!frames.isInFrame()) active = [];
    command = "";
    const frame = frames.feed(Uint8Array.of(byte)).find((event) => event.kind === "frame");
    const all = hand(byte);
    if (frame) beginAnswer(`SLF ${parseRequest(frame.payload)?.name ?? ""}`.trim());
    if (all.length > 0 && isThere()) answer(all);
  };

  const receive = (byte: number) => {
    if (deaf) return;
    if (frames.isInFrame() || byte === control.stx) receiveFrame(byte);
    else if (byte === 0x0d || byte >= 0x20) receiveText(byte);
    else line.say(hand(byte));
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
    receive(bytes) {
      if (clock.monotonic() - lastByteMs > interByteMs) frames.silence();
      lastByteMs = clock.monotonic();
      for (const byte of bytes) receive(byte);
    },
    onBytes: sent.listen,
    onUnplugged: terminal.onUnplugged,
    unplug: () => terminal.unplug(),
    plugIn: () => terminal.plugIn(),
    isPluggedIn: () => terminal.isPluggedIn(),
  };
}
