/**
 * Received bytes to the answer of the one command in flight. Pure: no time, no port. However the bytes are cut,
 * the events are the same. With the echo required (V.250 section 5.2.3) nothing that came before the echo of this
 * very command counts as its answer: the echo is the only correlation AT has.
 */

import { type FinalResult, finalOf } from "./finals.ts";
import { createLineSplitter } from "./lines.ts";
import { isUnsolicited } from "./unsolicited.ts";

/** More than any identity or status answer; a terminal that says more than this is not answering. */
export const maxAnswerBytes = 16 * 1024;

export type Awaited = {
  /** The command as sent, without its CR. */
  readonly line: string;
  /** Whether an information line can belong to the answer. All others are strays. */
  owns(line: string): boolean;
};

export type AtResponse = {
  /** The information lines that belong to the command, trimmed, in order. */
  readonly lines: readonly string[];
  /** The lines that came in the place of the answer and do not belong to it, unsolicited ones left out. */
  readonly others: readonly string[];
  /** Null only for an answer that was broken off. */
  readonly final: FinalResult | null;
  readonly echoed: boolean;
  /** What has come of a line that has not ended; empty for an answer with a final result. A data prompt is ">" and no line. */
  readonly rest: string;
};

export type AtEvent =
  | { readonly kind: "answer"; readonly answer: AtResponse }
  /** A line that is no part of the answer in flight: unsolicited, late or noise. */
  | { readonly kind: "stray"; readonly line: string }
  /** A final result that answers nothing in flight: the sign of a late answer. */
  | { readonly kind: "staleFinal"; readonly final: FinalResult }
  /** A bound was passed; the command in flight, if any, is given up. */
  | { readonly kind: "overflow"; readonly of: "line" | "answer" };

export type AtReader = {
  /** Starts to wait for an answer; forgets an unfinished line of before. */
  begin(awaited: Awaited, echo: "required" | "optional"): void;
  feed(bytes: Uint8Array): readonly AtEvent[];
  /** Stops waiting and returns what has come so far, or null when nothing was awaited. */
  breakOff(): AtResponse | null;
};

type Flight = {
  awaited: Awaited;
  mustEcho: boolean;
  echoed: boolean;
  lines: string[];
  others: string[];
  bytes: number;
};

export function createAtReader(): AtReader {
  const splitter = createLineSplitter();
  let flight: Flight | null = null;

  const readLine = (line: string): readonly AtEvent[] => {
    const final = finalOf(line);
    const trimmed = line.trim();
    if (!flight) return final ? [{ kind: "staleFinal", final }] : [{ kind: "stray", line: trimmed }];

    const { awaited, mustEcho, echoed, lines, others } = flight;
    if (!echoed && trimmed === awaited.line) {
      // What was taken on trust before the echo is now known to be older than the command.
      flight.echoed = true;
      flight.others = [];
      return lines.splice(0).map((earlier) => ({ kind: "stray", line: earlier }));
    }
    const counts = echoed || !mustEcho;
    if (final && !counts) return [{ kind: "staleFinal", final }];
    if (final) {
      flight = null;
      return [{ kind: "answer", answer: { lines, others, final, echoed, rest: "" } }];
    }
    if (!counts || !awaited.owns(trimmed)) {
      if (counts && !isUnsolicited(trimmed)) others.push(trimmed);
      return [{ kind: "stray", line: trimmed }];
    }
    lines.push(trimmed);
    return [];
  };

  const readByte = (byte: number): readonly AtEvent[] => {
    const step = splitter.push(byte);
    if (flight && ++flight.bytes > maxAnswerBytes) {
      flight = null;
      return [{ kind: "overflow", of: "answer" }];
    }
    if (step.kind === "line") return readLine(step.text);
    if (step.kind === "open") return [];
    flight = null;
    return [{ kind: "overflow", of: "line" }];
  };

  return {
    begin(awaited, echo) {
      splitter.clear();
      flight = { awaited, mustEcho: echo === "required", echoed: false, lines: [], others: [], bytes: 0 };
    },
    feed(bytes) {
      const events: AtEvent[] = [];
      for (const byte of bytes) events.push(...readByte(byte));
      return events;
    },
    breakOff() {
      const rest = splitter.clear().trim();
      const answer = flight && { lines: flight.lines, others: flight.others, final: null, echoed: flight.echoed, rest };
      flight = null;
      return answer;
    },
  };
}
