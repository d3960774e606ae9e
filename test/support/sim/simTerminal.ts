/**
 * A terminal that is not there: takes the bytes of a serial line and gives the bytes a terminal would, echo and result
 * codes as ITU-T V.250 says. It can be slow, silent, noisy, late, garbled, paced like a real line, and unplugged.
 */

import { fromLatin1 } from "../../../device/base/bytes.ts";
import { createEmitter } from "../../../device/base/emitter.ts";
import type { Clock } from "../../../device/ports/clock.ts";
import {
  answerTo,
  defaultSimIdentity,
  defaultSimSettings,
  type SimAnswer,
  type SimIdentity,
  type SimSettings,
} from "./simTerminalAnswers.ts";
import { createSimWire } from "./simTerminalWire.ts";

/** ITU-T V.250 section 5.2.1 leaves the length to the terminal; what is longer is not a command. */
const maxCommandLength = 512;

/** Lines and OK, a final result, or (null) nothing at all. */
export type SimOwnAnswer = readonly string[] | { readonly final: string } | null;

export type SimTerminal = {
  /** Bytes from the computer. */
  receive(bytes: Uint8Array): void;
  /** Bytes to the computer. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Somebody pulled the plug; whoever wired the terminal to a port closes that port. */
  onUnplugged(listener: () => void): () => void;

  /** Changes what it says of itself from the next command on. */
  becomes(change: Partial<SimIdentity>): void;
  /** What it says of itself now. */
  identity(): SimIdentity;
  /** Answers a command line in its own way: once with each of these, and with the last from then on. */
  answers(commandLine: string, ...answers: readonly SimOwnAnswer[]): void;
  /** Waits this long before each answer; 0 makes it prompt again. */
  isSlow(byMs: number): void;
  /** Takes bytes and gives none, not even the echo. */
  goesSilent(): void;
  speaksAgain(): void;
  /** Says things nobody asked for before and inside every answer. */
  isNoisy(noisy: boolean): void;
  /** The next answer, or the next one to that command line, comes this much later, whatever is asked meanwhile. */
  answersLate(byMs: number, commandLine?: string): void;
  /** Sends only bytes that are no text, as a line at the wrong rate does. */
  talksGarbage(garbage: boolean): void;
  /** Echoes nothing, whatever ATE says. */
  neverEchoes(): void;
  /** Starts with these settings from now on, and has them now: what AT&W kept of an earlier owner. */
  keepsProfile(profile: Partial<SimSettings>): void;
  /** Takes a command only where a line ends so. */
  endsLinesAt(end: "\r" | "\n" | "\r\n"): void;
  /** Hears nothing for this long, as while it starts. */
  isDeaf(forMs: number): void;
  /** Refuses with this line, or (null) by saying nothing. */
  refusesWith(final: string | null): void;
  /** Each answer comes with the next command only, for ever. */
  answersOneLate(): void;
  /** Says this line unasked, again and again, until it is unplugged. */
  storms(line: string, everyMs: number): void;
  /** Sends no faster than this rate, 10 bits a byte; null for as fast as can be. */
  paces(baudRate: number | null): void;
  /** Forgets all set-up and says so. */
  reboots(): void;
  /** Says these lines now, unasked. */
  says(...lines: readonly string[]): void;
  unplug(): void;
  /** Is there again, freshly started. */
  plugIn(): void;
  isPluggedIn(): boolean;
};

export function createSimTerminal(options: { clock: Clock; identity?: Partial<SimIdentity> }): SimTerminal {
  const { clock } = options;
  const sent = createEmitter<Uint8Array>();
  const unplugged = createEmitter<void>();
  const own = new Map<string, readonly SimOwnAnswer[]>();
  let identity: SimIdentity = { ...defaultSimIdentity, ...options.identity };
  let settings: SimSettings = defaultSimSettings;
  let received: number[] = [];
  let command = "";
  let busy = false;
  let present = true;
  let silent = false;
  let noisy = false;
  let garbled = false;
  let echoless = false;
  let slowMs = 0;
  /** Counts the starts; what was under way before one is forgotten by it. */
  let starts = 0;
  let profile: SimSettings = defaultSimSettings;
  let lineEnd = "\r";
  let deafUntilMs = Number.NEGATIVE_INFINITY;
  let refusal: string | null | undefined;
  let isOneLate = false;
  let owed: (() => void) | null = null;
  let late: { readonly byMs: number; readonly commandLine: string | null } | null = null;

  const wire = createSimWire(clock, (bytes) => {
    if (present) sent.emit(bytes);
  });

  const send = (text: string) => {
    if (!present || silent) return;
    const bytes = fromLatin1(text);
    // Framing errors at a wrong rate: high bytes, and never a line end that would make a line of them.
    wire.send(garbled ? bytes.map((byte) => 0x80 | (byte * 37)) : bytes);
  };

  const sayLine = (line: string) => send(`\r\n${line}\r\n`);

  /** ITU-T V.250 section 6.2.6: in words every part stands between line ends, in digits each only ends with one. */
  const sendAnswer = ({ lines, final }: SimAnswer, { words, quiet }: SimSettings) => {
    if (noisy) for (const line of ["+CREG: 2", "SMS DONE"]) sayLine(line);
    if (lines.length > 0) send(words ? `\r\n${lines.join("\r\n")}\r\n` : `${lines.join("\r\n")}\r\n`);
    if (noisy) sayLine("+CIEV: 7,1");
    if (quiet) return;
    send(words ? `\r\n${final}\r\n` : `${final}\r`);
  };

  const execute = (line: string) => {
    const body = /^.*?AT(.*)$/i.exec(line)?.[1];
    if (body === undefined) return;
    const [told, ...later] = own.get(line) ?? [];
    if (later.length > 0) own.set(line, later);
    if (told === null) return;
    const standard = answerTo(body, identity, settings, profile);
    if (standard.failed && told === undefined && refusal === null) return;
    const answer: SimAnswer =
      told === undefined
        ? { ...standard, ...(standard.failed && refusal && { final: refusal }) }
        : "final" in told
          ? { lines: [], final: told.final, failed: true, settings }
          : { lines: told, final: settings.words ? "OK" : "0", failed: false, settings };
    settings = answer.settings;
    deliver(line, answer, settings);
  };

  const unlessRestarted = (run: () => void) => {
    const begun = starts;
    return () => {
      if (starts === begun) run();
    };
  };

  const deliver = (line: string, answer: SimAnswer, format: SimSettings) => {
    if (late && (late.commandLine === null || late.commandLine === line)) {
      clock.after(
        late.byMs,
        unlessRestarted(() => sendAnswer(answer, format)),
      );
      late = null;
    } else if (slowMs > 0) {
      busy = true;
      clock.after(
        slowMs,
        unlessRestarted(() => {
          busy = false;
          sendAnswer(answer, format);
          work();
        }),
      );
    } else if (isOneLate) {
      owed?.();
      owed = () => sendAnswer(answer, format);
    } else {
      sendAnswer(answer, format);
    }
  };

  const work = () => {
    while (!busy && received.length > 0) {
      const char = String.fromCharCode(received.shift() ?? 0);
      if (settings.echo && !echoless) send(char);
      if (char === "\b") command = command.slice(0, -1);
      else if (lineEnd.includes(char)) command += char;
      // Control characters that do not end the line are no part of it (ITU-T V.250 section 5.2.1).
      else if (char !== "\n" && char !== "\r" && command.length < maxCommandLength) command += char;
      if (!command.endsWith(lineEnd)) continue;
      const line = command.slice(0, -lineEnd.length);
      command = "";
      execute(line);
    }
  };

  const restart = () => {
    starts++;
    settings = profile;
    owed = null;
    command = "";
    received = [];
    busy = false;
  };

  return {
    receive(bytes) {
      if (!present || silent || clock.monotonic() < deafUntilMs) return;
      received.push(...bytes);
      work();
    },
    onBytes: sent.listen,
    onUnplugged: unplugged.listen,
    becomes(change) {
      identity = { ...identity, ...change };
    },
    identity: () => identity,
    answers(commandLine, ...answers) {
      own.set(commandLine, answers);
    },
    isSlow(byMs) {
      slowMs = byMs;
    },
    goesSilent() {
      silent = true;
      wire.cut();
    },
    speaksAgain() {
      silent = false;
    },
    isNoisy(value) {
      noisy = value;
    },
    answersLate(byMs, commandLine) {
      late = { byMs, commandLine: commandLine ?? null };
    },
    talksGarbage(value) {
      garbled = value;
    },
    neverEchoes() {
      echoless = true;
    },
    keepsProfile(change) {
      profile = { ...profile, ...change };
      settings = profile;
    },
    endsLinesAt(end) {
      lineEnd = end;
    },
    isDeaf(forMs) {
      deafUntilMs = clock.monotonic() + forMs;
    },
    refusesWith(final) {
      refusal = final;
    },
    answersOneLate() {
      isOneLate = true;
    },
    storms(line, everyMs) {
      const storm = unlessRestarted(() => {
        sayLine(line);
        clock.after(everyMs, storm);
      });
      storm();
    },
    paces(baudRate) {
      wire.setBaudRate(baudRate);
    },
    reboots() {
      restart();
      sayLine("RDY");
    },
    says(...lines) {
      for (const line of lines) sayLine(line);
    },
    unplug() {
      present = false;
      wire.cut();
      restart();
      unplugged.emit();
    },
    plugIn() {
      present = true;
    },
    isPluggedIn: () => present,
  };
}
