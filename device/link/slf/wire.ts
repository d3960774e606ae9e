/**
 * A serial link as SLF uses it: half duplex, something is said and then something is heard, or nothing by a given time.
 * Knows when the line is silent; knows nothing of what is said.
 */

import type { Clock } from "../../ports/clock.ts";
import type { SerialLink } from "../../ports/serialLink.ts";
import { createSlfDecoder, type SlfEvent } from "../../serial/slf/decoder.ts";
import { control, type SlfFraming } from "../../serial/slf/frame.ts";

/** No gap inside a frame is longer. */
const interByteMs = 150;
/** A line that has not fallen silent in this time is not going to. */
const maxNoiseMs = 3_000;
/** The longest frame takes 1.1 s at 9600 baud. */
const longestFrameMs = 2_000;
/** More than any exchange leaves unheard while it writes. */
const maxUnheard = 64;

export type Heard = SlfEvent | { readonly kind: "nothing" } | { readonly kind: "closed" };

export type SlfWire = {
  /** Waits for the line to fall silent where the last conversation ended badly. False when it does not. */
  begin(): Promise<boolean>;
  end(how: "well" | "badly"): void;
  say(bytes: Uint8Array): Promise<void>;
  /** The next thing on the line, or nothing by then (monotonic); a frame that has begun in time is waited for. */
  hear(untilMs: number): Promise<Heard>;
  isClosed(): boolean;
  /** Stops listening and leaves the link open. */
  release(): void;
  close(): Promise<void>;
};

export function createSlfWire(options: { link: SerialLink; clock: Clock; framing: SlfFraming }): SlfWire {
  const { link, clock, framing } = options;
  const decoder = createSlfDecoder(framing);
  const unheard: SlfEvent[] = [];
  let listener: ((heard: Heard) => void) | null = null;
  let conversing = false;
  let closed = false;
  /** Something may still be on its way. */
  let unsettled = false;
  let lastByteMs = clock.monotonic() - interByteMs;
  let callOffSilence: () => void = () => {};

  const say = async (bytes: Uint8Array): Promise<void> => {
    if (closed) return;
    const written = await link.write(bytes);
    if (!written.ok) stop();
  };

  const tell = (event: SlfEvent) => {
    if (!conversing) {
      unsettled = true;
      // A late answer. Without the ACK the terminal would say it twice more.
      if (event.kind === "frame") void say(Uint8Array.of(control.ack));
    } else if (listener) listener(event);
    else if (unheard.length < maxUnheard) unheard.push(event);
  };

  const takeBytes = (bytes: Uint8Array) => {
    lastByteMs = clock.monotonic();
    for (const event of decoder.feed(bytes)) tell(event);
    callOffSilence();
    if (!decoder.isOpen()) return;
    callOffSilence = clock.after(interByteMs, () => {
      for (const event of decoder.silence()) tell(event);
    });
  };

  const stop = () => {
    closed = true;
    callOffSilence();
    for (const stopListening of listening) stopListening();
    listener?.({ kind: "closed" });
  };

  const listening = [link.onBytes(takeBytes), link.onClosed(() => stop())];

  return {
    async begin() {
      const latestMs = clock.monotonic() + maxNoiseMs;
      while (unsettled && !closed) {
        const silentMs = clock.monotonic() - lastByteMs;
        if (silentMs >= interByteMs) break;
        if (clock.monotonic() >= latestMs) return false;
        await pause(clock, interByteMs - silentMs);
      }
      unheard.length = 0;
      conversing = true;
      return true;
    },
    end(how) {
      conversing = false;
      unsettled = how === "badly";
    },
    say,
    hear(untilMs) {
      const latestMs = untilMs + longestFrameMs;
      if (closed) return Promise.resolve({ kind: "closed" });
      if (clock.monotonic() >= latestMs) return Promise.resolve({ kind: "nothing" });
      const next = unheard.shift();
      if (next) return Promise.resolve(next);
      return new Promise((resolve) => {
        const look = () => {
          if (decoder.isInFrame() && clock.monotonic() < latestMs) callOff = clock.after(interByteMs, look);
          else listener?.({ kind: "nothing" });
        };
        let callOff = clock.after(Math.max(0, untilMs - clock.monotonic()), look);
        listener = (heard) => {
          callOff();
          listener = null;
          resolve(heard);
        };
      });
    },
    isClosed: () => closed,
    release: stop,
    async close() {
      stop();
      await link.close();
    },
  };
}

export function pause(clock: Clock, spanMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(spanMs, resolve));
}
