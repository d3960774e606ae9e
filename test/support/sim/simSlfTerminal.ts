/**
 * The simulated terminal with its second tongue: on the same line it also speaks SLF-1, for the same identity. Frames and
 * their control bytes are SLF, everything else is AT. Its SLF can be silent, slow, noisy, lossy and garbled.
 */

import { createEmitter } from "../../../device/base/emitter.ts";
import type { Clock } from "../../../device/ports/clock.ts";
import type { PaymentApp } from "../../../device/ports/paymentApp.ts";
import { createSlfDecoder, type SlfEvent } from "../../../device/serial/slf/decoder.ts";
import { control, encodeFrame, type SlfFraming, slf1 } from "../../../device/serial/slf/frame.ts";
import { encodeAnswer, parseRequest, type SlfRequest } from "../../../device/serial/slf/message.ts";
import { createSlfRepeats } from "../../../device/serial/slf/repeats.ts";
import type { SimFarEnd } from "./simFarEnd.ts";
import { answerToSlf } from "./simSlfAnswers.ts";
import type { SimTerminal } from "./simTerminal.ts";
import { createSimWire } from "./simTerminalWire.ts";

const interByteMs = 150;
const acknowledgeMs = 2_000;
const maxSends = 3;

/** What becomes of one thing that is said: an ACK, an answer. */
export type SimSlfFault = "fine" | "drop" | "corrupt" | "duplicate" | { readonly delayMs: number };

export type SimSlfTerminal = SimFarEnd & {
  /** What becomes of the next things it says, one each. */
  nextSays(...faults: readonly SimSlfFault[]): void;
  /** What becomes of the next frames that reach it in one piece, one each. */
  nextHears(...faults: readonly ("fine" | "drop" | "corrupt")[]): void;
  /** Hears and carries out, and says nothing. */
  goesSilent(): void;
  speaksAgain(): void;
  /** Hears nothing for this long, as while it starts. */
  isDeaf(forMs: number): void;
  /** Says bytes that belong to no frame before everything it says. */
  isNoisy(noisy: boolean): void;
  /** Takes this long to carry a command out; 0 makes it prompt again. */
  isSlow(byMs: number): void;
  /** Answers these commands with the result code from now on. */
  refuses(resultCode: string, ...names: readonly string[]): void;
  /** Says the bytes now, unasked. */
  says(bytes: Uint8Array): void;
  /** Sends no faster than this rate, 10 bits a byte; null for as fast as can be. */
  paces(baudRate: number | null): void;
  /** The commands that were carried out, in order. */
  carriedOut(): readonly string[];
};

export type SimSlfOptions = {
  readonly clock: Clock;
  /** Who it is, and the AT on the same line. */
  readonly terminal: SimTerminal;
  readonly payments: PaymentApp;
  readonly tusn?: string;
  readonly framing?: SlfFraming;
  /** False where the line carries SLF alone. */
  readonly speaksAt?: boolean;
  /** What it refuses, by what: for a terminal that outlives this, and goes on refusing. */
  readonly refused?: Map<string, string>;
};

/** What begins SLF on a line that carries AT as well. */
const controls: ReadonlySet<number> = new Set([control.stx, control.eot, control.enq, control.ack, control.nak]);

export function createSimSlfTerminal(options: SimSlfOptions): SimSlfTerminal {
  const { clock, terminal, payments, framing = slf1, speaksAt = true, refused = new Map() } = options;
  const sent = createEmitter<Uint8Array>();
  const wire = createSimWire(clock, sent.emit);
  const decoder = createSlfDecoder(framing);
  const carriedOut: string[] = [];
  const sayFaults: SimSlfFault[] = [];
  const hearFaults: ("fine" | "drop" | "corrupt")[] = [];
  let repeats = createSlfRepeats();
  let callOffSilence: () => void = () => {};
  /** Stops sending the answer that waits for its ACK. */
  let callOffAnswer: () => void = () => {};
  let answer: { readonly frame: Uint8Array; sends: number } | null = null;
  let silent = false;
  let deafUntilMs = Number.NEGATIVE_INFINITY;
  let noisy = false;
  let slowMs = 0;
  /** Counts the starts, and the exchanges broken off; what was under way before is not answered. */
  let starts = 0;
  let endings = 0;

  const emit = (bytes: Uint8Array) => {
    if (!silent && terminal.isPluggedIn()) wire.send(bytes);
  };

  const say = (bytes: Uint8Array) => {
    const fault = sayFaults.shift() ?? "fine";
    if (noisy) emit(Uint8Array.of(0xff, 0x00, 0x4f));
    if (fault === "drop") return;
    if (typeof fault === "object")
      clock.after(
        fault.delayMs,
        unlessRestarted(() => emit(bytes)),
      );
    else emit(fault === "corrupt" ? garbled(bytes) : bytes);
    if (fault === "duplicate") emit(bytes);
  };

  const unlessRestarted = (run: () => void) => {
    const begun = starts;
    return () => {
      if (starts === begun) run();
    };
  };

  const forgetAnswer = () => {
    callOffAnswer();
    answer = null;
  };

  const sendAnswer = () => {
    callOffAnswer();
    if (!answer) return;
    if (answer.sends++ === maxSends) {
      forgetAnswer();
      say(Uint8Array.of(control.eot));
      return;
    }
    say(answer.frame);
    callOffAnswer = clock.after(acknowledgeMs, sendAnswer);
  };

  const beginAnswer = (frame: Uint8Array) => {
    answer = { frame, sends: 0 };
    sendAnswer();
  };

  const carryOut = async (request: SlfRequest) => {
    const [begun, current] = [starts, endings];
    const { sequence, name } = request;
    if (slowMs > 0) await new Promise<void>((resolve) => clock.after(slowMs, resolve));
    if (begun !== starts) return;
    const refusal = refused.get(name);
    const identity = terminal.identity();
    const { tusn = `00002404${identity.sn}` } = options;
    if (refusal === undefined) carriedOut.push(name);
    const told =
      refusal === undefined
        ? await answerToSlf(request, { identity, tusn, payments })
        : { rc: refusal, body: new Uint8Array() };
    if (begun !== starts) return;
    const frame = encodeFrame(encodeAnswer({ sequence, name, ...told }), framing);
    repeats.keep(sequence, frame);
    if (current === endings) beginAnswer(frame);
  };

  const meet = (request: SlfRequest) => {
    const met = repeats.meet(request.sequence);
    if (met.kind === "answered") beginAnswer(met.answer);
    if (met.kind !== "new") return;
    forgetAnswer();
    void carryOut(request);
  };

  const take = (event: SlfEvent) => {
    switch (event.kind) {
      case "enq":
        return say(Uint8Array.of(control.ack));
      case "frame": {
        say(Uint8Array.of(control.ack));
        const request = parseRequest(event.payload);
        return request ? meet(request) : undefined;
      }
      case "broken":
        return event.reason === "noise" ? undefined : say(Uint8Array.of(control.nak));
      case "ack":
        return forgetAnswer();
      case "nak":
        return sendAnswer();
      case "eot":
        endings++;
        return forgetAnswer();
    }
  };

  const takeByte = (byte: number) => {
    if (speaksAt && !decoder.isOpen() && !controls.has(byte)) terminal.receive(Uint8Array.of(byte));
    else for (const event of decoder.feed(Uint8Array.of(byte))) take(event);
  };

  const restart = () => {
    starts++;
    repeats = createSlfRepeats();
    decoder.silence();
    callOffSilence();
    forgetAnswer();
    wire.cut();
  };

  if (speaksAt) terminal.onBytes(sent.emit);
  terminal.onUnplugged(restart);

  return {
    receive(bytes) {
      if (!terminal.isPluggedIn() || clock.monotonic() < deafUntilMs) return;
      const fault = bytes[0] === control.stx ? (hearFaults.shift() ?? "fine") : "fine";
      if (fault === "drop") return;
      for (const byte of fault === "corrupt" ? garbled(bytes) : bytes) takeByte(byte);
      callOffSilence();
      if (!decoder.isOpen()) return;
      callOffSilence = clock.after(interByteMs, () => {
        for (const event of decoder.silence()) take(event);
      });
    },
    onBytes: sent.listen,
    onUnplugged: terminal.onUnplugged,
    unplug: terminal.unplug,
    plugIn: terminal.plugIn,
    isPluggedIn: terminal.isPluggedIn,
    nextSays: (...faults) => void sayFaults.push(...faults),
    nextHears: (...faults) => void hearFaults.push(...faults),
    goesSilent() {
      silent = true;
      wire.cut();
    },
    speaksAgain() {
      silent = false;
    },
    isDeaf(forMs) {
      deafUntilMs = clock.monotonic() + forMs;
    },
    isNoisy(value) {
      noisy = value;
    },
    isSlow(byMs) {
      slowMs = byMs;
    },
    refuses(resultCode, ...names) {
      for (const name of names) refused.set(name, resultCode);
    },
    says: emit,
    paces: wire.setBaudRate,
    carriedOut: () => carriedOut,
  };
}

/** One bit in the middle of it: of a single byte another control byte or none, of a frame one that fails its check. */
function garbled(bytes: Uint8Array): Uint8Array {
  const middle = bytes.length >> 1;
  return bytes.map((byte, at) => (at === middle ? byte ^ 0x40 : byte));
}
