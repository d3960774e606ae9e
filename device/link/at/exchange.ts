/**
 * One command in flight over one open serial link. After a time-out the port is dirty: a late answer may still come,
 * and nothing is sent until it has fallen silent and has said OK, alone, twice. Lives as long as its link, no longer.
 */

import { fromLatin1 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import type { AtCommand } from "../../serial/at/command.ts";
import { attention } from "../../serial/at/commands/attention.ts";
import { numberedErrors } from "../../serial/at/commands/cmee.ts";
import { lineEndRescue } from "../../serial/at/commands/lineEnds.ts";
import { setUp } from "../../serial/at/commands/setUp.ts";
import { type AtEvent, type AtResponse, createAtReader } from "../../serial/at/reader.ts";
import { isBootNotice, isUnsolicited } from "../../serial/at/unsolicited.ts";
import { type Aborted, createExchangeQueue, type QueueFull } from "../exchangeQueue.ts";

/** Without a byte for this long a port is quiet: longer than any gap inside an answer. */
const quietMs = 250;
/** A port that has not fallen quiet in this time is not going to. */
const maxNoiseMs = 3_000;
const maxTries = 3;
/** More than the core ever has waiting. */
const maxWaiting = 8;
/** Leaves a data prompt without sending anything (3GPP TS 27.005 section 3.5.2). */
const promptEscape = Uint8Array.of(0x1b);

export type ExchangeFailure =
  /** The link is gone, and this exchange with it. */
  | { readonly code: "link/closed" }
  /** No final result in time. The port is dirty now. */
  | { readonly code: "link/timed-out" }
  /** More than an answer can hold. The port is dirty now. */
  | { readonly code: "link/overflow" }
  /** Not sent: an earlier answer may still come. `synchronise` is the way out. */
  | { readonly code: "link/dirty" }
  | QueueFull
  | Aborted;

export type AtExchange = {
  /**
   * Sends the command when its turn comes and returns its answer, whatever its final result says. Aborted before its
   * turn it is never sent; aborted in flight it leaves the port dirty, because its answer may still come.
   */
  run(command: AtCommand<unknown>, signal?: AbortSignal): Promise<Result<AtResponse, ExchangeFailure>>;
  /** Brings terminal and reader into step: echo on, results in words, no answer under way. "link/timed-out" after three tries. */
  synchronise(signal?: AbortSignal): Promise<Result<void, ExchangeFailure>>;
  /** Says that the last answer fits its command so badly that it may be another one's. The port is dirty now. */
  distrust(): void;
  /** "unset": the terminal is new, has restarted or answers in digits, and has to be set up. */
  state(): "ready" | "unset" | "dirty" | "closed";
  /** Whether this link has ever carried an intact answer, whether what came since then made none, and whether that was text. */
  heard(): { readonly answer: boolean; readonly garbage: boolean; readonly text: boolean };
  close(): Promise<void>;
};

type Flight = {
  readonly command: AtCommand<unknown>;
  bytes: number;
  end(ending: Result<AtResponse, ExchangeFailure>): void;
};

export function createAtExchange({ link, clock }: { link: SerialLink; clock: Clock }): AtExchange {
  const reader = createAtReader();
  let flight: Flight | null = null;
  let closed = false;
  let dirty = false;
  let unset = true;
  let echoes = false;
  let heardAnswer = false;
  let heardGarbage = false;
  /** Since the last answer. */
  let heardBytes = 0;
  let heardNoText = 0;
  /** Lines and results that fit no command: the traces of a late answer. */
  let oddities = 0;
  let lastByteMs = clock.monotonic() - quietMs;
  const queue = createExchangeQueue(maxWaiting);

  const land = (ending: Result<AtResponse, ExchangeFailure>) => {
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
        unset ||= event.answer.final?.numeric === true;
        return land(ok(event.answer));
      case "stray":
        unset ||= isBootNotice(event.line);
        oddities += isUnsolicited(event.line) ? 0 : 1;
        return;
      case "staleFinal":
        oddities++;
        // Where no echo tells answers apart, a result that answers nothing means that we are out of step.
        dirty ||= !echoes && !flight;
        return;
      case "overflow":
        heardGarbage = true;
        dirty = true;
        return land(err({ code: "link/overflow" }));
    }
  };

  const timeOut = () => {
    const command = flight?.command;
    const received = flight?.bytes ?? 0;
    const partial = reader.breakOff();
    if (partial && command?.mayLackFinal && partial.lines.length > 0) return land(ok(partial));
    dirty = true;
    // The echo alone, with its line ends, is not garbage: it says that the line is good and nobody answers.
    const echoBytes = partial?.echoed && command ? command.line.length + 4 : 0;
    heardGarbage ||= received > echoBytes;
    if (partial?.rest === ">") void link.write(promptEscape);
    return land(err({ code: "link/timed-out" }));
  };

  const abort = () => {
    reader.breakOff();
    dirty = true;
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

  /** True once the port has been quiet, counted from `sinceMs` or the last byte; false when it will not be. */
  const quiet = (sinceMs: number) =>
    new Promise<boolean>((resolve) => {
      const startedMs = clock.monotonic();
      const look = () => {
        const nowMs = clock.monotonic();
        const silentMs = nowMs - Math.max(sinceMs, lastByteMs);
        if (closed || silentMs >= quietMs) resolve(true);
        else if (nowMs - startedMs >= maxNoiseMs) resolve(false);
        else clock.after(quietMs - silentMs, look);
      };
      look();
    });

  const send = async (
    command: AtCommand<unknown>,
    signal?: AbortSignal,
  ): Promise<Result<AtResponse, ExchangeFailure>> => {
    if (closed) return err({ code: "link/closed" });
    if (signal?.aborted) return err({ code: "link/aborted" });
    const ended = new Promise<Result<AtResponse, ExchangeFailure>>((end) => {
      flight = { command, bytes: 0, end };
    });
    const mine = flight;
    reader.begin(command, echoes ? "required" : "optional");
    const callOff = clock.after(command.waitMs, timeOut);
    signal?.addEventListener("abort", abort);
    link.write(fromLatin1(`${command.line}\r`)).then((written) => {
      if (!written.ok && flight === mine) stop();
    });
    const ending = await ended;
    callOff();
    signal?.removeEventListener("abort", abort);
    return ending;
  };

  const saysOkAlone = async (signal?: AbortSignal): Promise<boolean> => {
    oddities = 0;
    const answer = await send(attention, signal);
    const settled = await quiet(clock.monotonic());
    return answer.ok && answer.value.final?.result === "OK" && settled && oddities === 0;
  };

  const bringIntoStep = async (signal?: AbortSignal): Promise<boolean> => {
    // The terminal may have lost its echo with the rest of its set-up, so it is learned anew.
    echoes = false;
    if (dirty && !(await quiet(clock.monotonic()))) {
      heardGarbage = true;
      return false;
    }
    const set = await send(setUp, signal);
    dirty ||= !set.ok || set.value.final?.result !== "OK";
    if (!set.ok) return false;
    if (dirty && !((await saysOkAlone(signal)) && (await saysOkAlone(signal)))) return false;
    dirty = false;
    const numbered = await send(numberedErrors, signal);
    if (!numbered.ok) return false;
    unset = false;
    return true;
  };

  return {
    run: (command, signal) =>
      queue.runUnlessAborted(async () => {
        // Only silence parts one answer from the next where no echo does.
        if (!echoes) await quiet(lastByteMs);
        return dirty && !closed ? err({ code: "link/dirty" }) : send(command, signal);
      }, signal),
    synchronise: (signal) =>
      queue.runUnlessAborted(async () => {
        for (let tries = 1; tries <= maxTries && !closed && !signal?.aborted; tries++) {
          if (tries === maxTries && !heardAnswer) await link.write(lineEndRescue);
          if (await bringIntoStep(signal)) return ok();
        }
        return err({ code: closed ? "link/closed" : "link/timed-out" });
      }, signal),
    distrust() {
      dirty = true;
    },
    state: () => (closed ? "closed" : dirty ? "dirty" : unset ? "unset" : "ready"),
    heard: () => ({ answer: heardAnswer, garbage: heardGarbage, text: heardNoText * 4 <= heardBytes }),
    async close() {
      stop();
      await link.close();
    },
  };
}

/** Printable ASCII and the line ends; at a wrong rate most bytes are neither, and few by chance alone. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a || byte === 0x09;
}
