/**
 * A serial link as AT uses it: one command goes out, and its answer comes back or does not. Knows what else is heard
 * meanwhile, and how long the terminal takes; judges none of it. Lives as long as its link, no longer.
 */

import { fromLatin1 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import type { FinalResult } from "../../serial/at/finals.ts";
import { type AtEvent, type AtResponse, createAtReader } from "../../serial/at/reader.ts";
import { isBootNotice, isUnsolicited } from "../../serial/at/unsolicited.ts";

export type AtWireFailure =
  /** The link is gone, and this wire with it. */
  | { readonly code: "link/closed" }
  /** No final result in time. It may still come. */
  | { readonly code: "link/timed-out" }
  /** More than an answer can hold. */
  | { readonly code: "link/overflow" }
  /** The caller's signal said stop. The answer may still come. */
  | { readonly code: "link/aborted" };

/** How a command line ends: with CR (ITU-T V.250 section 5.2.1), or as some firmware wants it. */
export type LineEnd = "\r" | "\r\n";

export type AtWire = {
  send(command: AtCommand<unknown>, waitMs: number, signal?: AbortSignal): Promise<Result<AtResponse, AtWireFailure>>;
  /** Bytes that are no command. */
  write(bytes: Uint8Array): Promise<void>;
  /** True once nothing has come for this long; false when that takes longer than `atMostMs`. */
  quiet(spanMs: number, atMostMs: number): Promise<boolean>;
  endLinesWith(end: LineEnd): void;
  /** Whether the terminal says back what it is sent. Then nothing counts as an answer before the echo of its command. */
  echoes(): boolean;
  forgetEcho(): void;
  /** Lines and results that fit no command, since this was asked last: the traces of a late answer. */
  takeOddities(): number;
  /** The longest that an answer has taken. */
  slowestMs(): number;
  /** Says that an answer may have taken this long: it came after its question was given up and another was asked. */
  mayTake(spanMs: number): void;
  /** Whether this link has ever carried an intact answer, whether what came since then made none, and whether that was text. */
  heard(): { readonly answer: boolean; readonly garbage: boolean; readonly text: boolean };
  isClosed(): boolean;
  close(): Promise<void>;
};

export type AtWireParts = {
  readonly link: SerialLink;
  readonly clock: Clock;
  /** The terminal answered in digits or says that it has restarted: what was set up is lost. */
  readonly onSetUpLost: () => void;
  /** A final result that answers nothing came while nothing was asked. */
  readonly onStaleFinal: () => void;
};

/** Leaves a data prompt without sending anything (3GPP TS 27.005 section 3.5.2). */
const promptEscape = Uint8Array.of(0x1b);

type Flight = {
  readonly command: AtCommand<unknown>;
  readonly sentMs: number;
  bytes: number;
  end(ending: Result<AtResponse, AtWireFailure>): void;
};

export function createAtWire({ link, clock, onSetUpLost, onStaleFinal }: AtWireParts): AtWire {
  const reader = createAtReader();
  let flight: Flight | null = null;
  let lineEnd: LineEnd = "\r";
  let closed = false;
  let echoes = false;
  let oddities = 0;
  let slowestMs = 0;
  let heardAnswer = false;
  let heardGarbage = false;
  /** Since the last answer. */
  let heardBytes = 0;
  let heardNoText = 0;
  let lastByteMs = Number.NEGATIVE_INFINITY;

  const land = (ending: Result<AtResponse, AtWireFailure>) => {
    const landed = flight;
    flight = null;
    landed?.end(ending);
  };

  const take = (event: AtEvent) => {
    switch (event.kind) {
      case "answer":
        heardAnswer = true;
        heardGarbage = false;
        heardBytes = 0;
        heardNoText = 0;
        echoes ||= event.answer.echoed;
        if (flight) slowestMs = Math.max(slowestMs, clock.monotonic() - flight.sentMs);
        if (event.answer.final?.numeric) onSetUpLost();
        return land(ok(event.answer));
      case "stray":
        if (isBootNotice(event.line)) onSetUpLost();
        oddities += isUnsolicited(event.line) ? 0 : 1;
        return;
      case "staleFinal":
        oddities++;
        if (!flight) onStaleFinal();
        return;
      case "overflow":
        heardGarbage = true;
        return land(err({ code: "link/overflow" }));
    }
  };

  const timeOut = () => {
    const command = flight?.command;
    const received = flight?.bytes ?? 0;
    const partial = reader.breakOff();
    if (partial && command?.mayLackFinal && partial.lines.length > 0) return land(ok(partial));
    const refusal = partial && wordsAlone(partial);
    if (partial && refusal) {
      oddities -= partial.others.length;
      return land(ok({ ...partial, lines: [], others: [], final: refusal }));
    }
    // The echo alone, with its line ends, is not garbage: it says that the line is good and nobody answers.
    const echoBytes = partial?.echoed && command ? command.line.length + 4 : 0;
    heardGarbage ||= received > echoBytes;
    if (partial?.rest === ">") void link.write(promptEscape);
    return land(err({ code: "link/timed-out" }));
  };

  const abort = () => {
    reader.breakOff();
    land(err({ code: "link/aborted" }));
  };

  const stop = () => {
    closed = true;
    reader.breakOff();
    land(err({ code: "link/closed" }));
  };

  link.onBytes((bytes) => {
    lastByteMs = clock.monotonic();
    if (flight) flight.bytes += bytes.length;
    heardBytes += bytes.length;
    for (const byte of bytes) if (!isText(byte)) heardNoText++;
    for (const event of reader.feed(bytes)) take(event);
  });
  link.onClosed(stop);

  return {
    async send(command, waitMs, signal) {
      if (closed) return err({ code: "link/closed" });
      if (signal?.aborted) return err({ code: "link/aborted" });
      const ended = new Promise<Result<AtResponse, AtWireFailure>>((end) => {
        flight = { command, sentMs: clock.monotonic(), bytes: 0, end };
      });
      const mine = flight;
      reader.begin(command, echoes ? "required" : "optional");
      const callOff = clock.after(waitMs, timeOut);
      signal?.addEventListener("abort", abort);
      link.write(fromLatin1(command.line + lineEnd)).then((written) => {
        if (!written.ok && flight === mine) stop();
      });
      const ending = await ended;
      callOff();
      signal?.removeEventListener("abort", abort);
      return ending;
    },
    async write(bytes) {
      await link.write(bytes);
    },
    quiet: (spanMs, atMostMs) =>
      new Promise((resolve) => {
        const startedMs = clock.monotonic();
        const look = () => {
          const nowMs = clock.monotonic();
          const silentMs = nowMs - lastByteMs;
          if (closed || silentMs >= spanMs) resolve(true);
          else if (nowMs - startedMs >= atMostMs) resolve(false);
          // Never so short a time that adding it to the clock changes nothing.
          else clock.after(Math.max(1, spanMs - silentMs), look);
        };
        look();
      }),
    endLinesWith(end) {
      lineEnd = end;
    },
    echoes: () => echoes,
    forgetEcho() {
      echoes = false;
    },
    takeOddities() {
      const taken = oddities;
      oddities = 0;
      return taken;
    },
    slowestMs: () => slowestMs,
    mayTake(spanMs) {
      slowestMs = Math.max(slowestMs, spanMs);
    },
    heard: () => ({ answer: heardAnswer, garbage: heardGarbage, text: heardNoText * 4 <= heardBytes }),
    isClosed: () => closed,
    async close() {
      stop();
      await link.close();
    },
  };
}

/** One line of words and no more: the terminal's own way to say no, which nobody has listed. */
function wordsAlone({ lines, others, rest }: AtResponse): FinalResult | null {
  const [only, ...more] = [...lines, ...others];
  if (only === undefined || more.length > 0 || rest !== "" || !/^[A-Z][A-Z !.]{3,63}$/i.test(only)) return null;
  return { result: "ERROR", code: null, text: only, numeric: false };
}

/** Printable ASCII and the line ends; at a wrong rate most bytes are neither, and few by chance alone. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a || byte === 0x09;
}
