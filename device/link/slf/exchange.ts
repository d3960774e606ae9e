/**
 * One SLF command in flight over one open serial link. The sequence number tells an answer from a late one, and a request
 * that is sent again from a new one. Lives as long as its link, no longer; asks nothing by itself.
 */

import { err, ok, type Result } from "../../base/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import type { SlfCommand } from "../../serial/slf/command.ts";
import { control, encodeFrame, type SlfFraming, slf1 } from "../../serial/slf/frame.ts";
import { encodeRequest, parseAnswer, type SlfAnswer } from "../../serial/slf/message.ts";
import { createExchangeQueue, type QueueFull } from "../exchangeQueue.ts";
import { createSlfWire, pause } from "./wire.ts";

export type SlfTiming = {
  /** How often a frame, a wake-up or a request to repeat is sent before the exchange is given up. */
  readonly maxSends: number;
  /** T1: from a frame to its ACK or NAK. */
  readonly acknowledgeMs: number;
  readonly wakeUpMs: number;
};

export const slfTiming: SlfTiming = { maxSends: 3, acknowledgeMs: 2_000, wakeUpMs: 1_000 };

/** More than the core ever has waiting; one more is told to its caller, not kept. */
const maxWaiting = 8;

export type SlfExchangeFailure =
  /** The link is gone, and this exchange with it. */
  | { readonly code: "link/closed" }
  /** Never acknowledged. It may have arrived all the same. */
  | { readonly code: "link/not-taken" }
  /** Acknowledged, and not answered in time, or not intact. */
  | { readonly code: "link/timed-out" }
  /** The terminal broke the exchange off. */
  | { readonly code: "link/ended" }
  | QueueFull;

type Ending = Result<SlfAnswer, SlfExchangeFailure>;

export type SlfExchange = {
  /** Sends the command when its turn comes and returns its answer, whatever its result code says. */
  run(command: SlfCommand<unknown>, timing?: SlfTiming): Promise<Ending>;
  isClosed(): boolean;
  /** Whether this link has ever carried an intact answer, and whether what came since then made none. */
  heard(): { readonly answer: boolean; readonly garbage: boolean };
  /** Stops listening and leaves the link open. */
  release(): void;
  close(): Promise<void>;
};

export type SlfExchangeOptions = {
  readonly link: SerialLink;
  readonly clock: Clock;
  readonly framing?: SlfFraming;
  /** Sends ENQ before each frame, for a secure processor that sleeps. */
  readonly wakeUp?: boolean;
};

type Request = { readonly sequence: number; readonly name: string };

const ack = Uint8Array.of(control.ack);
const nak = Uint8Array.of(control.nak);
const enq = Uint8Array.of(control.enq);
const eot = Uint8Array.of(control.eot);

export function createSlfExchange(options: SlfExchangeOptions): SlfExchange {
  const { link, clock, framing = slf1, wakeUp = false } = options;
  /** Of the command in flight. */
  let timing = slfTiming;
  /** An SLF-0 payload holds no control bytes, so that its sequence cannot be one either. */
  const firstSequence = framing.profile === "slf-1" ? 0x00 : 0x20;
  const wire = createSlfWire({ link, clock, framing });
  let sequence = firstSequence;
  let heardAnswer = false;
  let heardGarbage = false;
  const queue = createExchangeQueue(maxWaiting);

  const giveUp = async (code: "link/not-taken" | "link/timed-out"): Promise<Ending> => {
    await wire.say(eot);
    return err({ code });
  };

  const hear = async (untilMs: number) => {
    const heard = await wire.hear(untilMs);
    if (heard.kind === "broken") heardGarbage = true;
    return heard;
  };

  /** Acknowledges every answer, and returns this request's; any other one is late. What is no answer may be our own request, echoed by a peer that does not speak SLF. */
  const answerIn = async (payload: Uint8Array, request: Request): Promise<SlfAnswer | null> => {
    const answer = parseAnswer(payload);
    if (!answer) return null;
    await wire.say(ack);
    return answer.sequence === request.sequence && answer.name === request.name ? answer : null;
  };

  /** Null when the terminal is awake. */
  const wake = async (): Promise<Ending | null> => {
    for (let sends = 0; sends < timing.maxSends; sends++) {
      await wire.say(enq);
      const untilMs = clock.monotonic() + timing.wakeUpMs;
      for (let heard = await hear(untilMs); heard.kind !== "nothing"; heard = await hear(untilMs)) {
        if (heard.kind === "ack") return null;
        if (heard.kind === "closed") return err({ code: "link/closed" });
        if (heard.kind === "eot") return err({ code: "link/ended" });
        if (heard.kind === "frame") await wire.say(ack);
        if (heard.kind === "enq") {
          // Both began at once: the terminal yields, and hears from us again when its own try is over.
          await pause(clock, contentionMs(clock));
          break;
        }
      }
    }
    return giveUp("link/not-taken");
  };

  /** What came of one send: "again", the whole ending, or null when it was acknowledged and the answer is to come. */
  const acknowledgement = async (request: Request): Promise<"again" | Ending | null> => {
    const untilMs = clock.monotonic() + timing.acknowledgeMs;
    for (;;) {
      const heard = await hear(untilMs);
      switch (heard.kind) {
        case "ack":
          return null;
        case "frame": {
          // An answer says that the request has arrived, also when the ACK before it has not.
          const answer = await answerIn(heard.payload, request);
          if (answer) return ok(answer);
          break;
        }
        case "eot":
          return err({ code: "link/ended" });
        case "closed":
          return err({ code: "link/closed" });
        case "enq":
          break;
        case "nak":
        case "broken":
        case "nothing":
          return "again";
      }
    }
  };

  const answerTo = async (request: Request, answerMs: number): Promise<Ending> => {
    let untilMs = clock.monotonic() + answerMs;
    let repeats = 0;
    for (;;) {
      const heard = await hear(untilMs);
      switch (heard.kind) {
        case "frame": {
          const answer = await answerIn(heard.payload, request);
          if (answer) return ok(answer);
          break;
        }
        case "broken":
          if (heard.reason === "noise") break;
          if (++repeats === timing.maxSends) return giveUp("link/timed-out");
          await wire.say(nak);
          untilMs = Math.max(untilMs, clock.monotonic() + timing.acknowledgeMs);
          break;
        case "enq":
          await wire.say(ack);
          break;
        case "eot":
          return err({ code: "link/ended" });
        case "closed":
          return err({ code: "link/closed" });
        case "nothing":
          return giveUp("link/timed-out");
        case "ack":
        case "nak":
          break;
      }
    }
  };

  const converse = async (command: SlfCommand<unknown>): Promise<Ending> => {
    const asleep = wakeUp ? await wake() : null;
    if (asleep) return asleep;
    const request = { sequence, name: command.name };
    sequence = sequence === 0xff ? firstSequence : sequence + 1;
    const frame = encodeFrame(encodeRequest({ ...request, body: command.body }), framing);
    for (let sends = 0; sends < timing.maxSends; sends++) {
      await wire.say(frame);
      const taken = await acknowledgement(request);
      if (taken !== "again") return taken ?? answerTo(request, command.answerMs);
    }
    return giveUp("link/not-taken");
  };

  const takeTurn = async (command: SlfCommand<unknown>, given: SlfTiming): Promise<Ending> => {
    if (wire.isClosed()) return err({ code: "link/closed" });
    timing = given;
    const silent = await wire.begin();
    heardGarbage ||= !silent;
    const ending: Ending = silent ? await converse(command) : err({ code: "link/not-taken" });
    wire.end(ending.ok ? "well" : "badly");
    if (!ending.ok) return wire.isClosed() ? err({ code: "link/closed" }) : ending;
    heardAnswer = true;
    heardGarbage = false;
    return ending;
  };

  return {
    run: (command, given = slfTiming) => queue.run(() => takeTurn(command, given)),
    isClosed: wire.isClosed,
    heard: () => ({ answer: heardAnswer, garbage: heardGarbage }),
    release: wire.release,
    close: wire.close,
  };
}

/** 100 to 300 ms. The microseconds of a running clock are chance enough between two peers of which one yields. */
function contentionMs(clock: Clock): number {
  return 100 + (Math.floor(clock.monotonic() * 1_000) % 201);
}
