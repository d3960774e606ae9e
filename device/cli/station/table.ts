/** The ports of a run while it goes on: a table that redraws itself on a screen, a line for each change elsewhere. */

import type { CommandTexts } from "../../text/commandTexts.ts";
import { fill } from "../../text/fill.ts";
import { widthOf } from "../columns.ts";
import { failureLine } from "../failureLine.ts";
import type { PortState } from "./run.ts";

export type Table = {
  show(state: PortState): void;
  /** Draws what has changed since, and says below what went wrong; nothing is drawn afterwards. */
  end(): void;
};

export type TableParts = {
  readonly tell: (text: string) => void;
  /** How wide the screen is that can be redrawn; null where there is none. */
  readonly columns: number | null;
  /** Calls back after the span; returns the function that calls it off. */
  readonly after: (spanMs: number, run: () => void) => () => void;
  readonly texts: CommandTexts;
};

/** As often as an eye follows. */
const redrawEveryMs = 100;
const [upOneLine, clearLine] = ["\u001b[A", "\u001b[2K"];

export function createTable(ports: readonly string[], { tell, columns, after, texts }: TableParts): Table {
  const states = new Map<string, PortState>();
  const width = Math.max(4, ...ports.map((port) => port.length));
  let drawn = 0;
  let callOff: (() => void) | null = null;

  const lineOf = ({ port, phase, sn, imei }: PortState, why: string) =>
    `${port.padEnd(width)}  ${texts.station.phases[phase]}  ${sn ?? "-"}  ${imei ?? "-"}  ${why}`.trimEnd();
  const explained = (state: PortState) => lineOf(state, state.failure ? failureLine(state.failure, texts) : "");
  /** A line that went on below would not be found again when it is redrawn. */
  const cut = (line: string) => {
    let [shown, left] = ["", (columns ?? 0) - 1];
    for (const char of line) {
      left -= widthOf(char);
      if (left >= 0) shown += char;
    }
    return shown;
  };

  function draw(): void {
    callOff = null;
    const known = ports.flatMap((port) => states.get(port) ?? []);
    const counted = (phases: readonly PortState["phase"][]) =>
      known.filter(({ phase }) => phases.includes(phase)).length;
    const passed = counted(["passed", "before"]);
    const summary = fill(texts.station.progress, {
      passed,
      failed: counted(["failed", "stopped"]),
      all: ports.length,
    });
    const lines = [...known.map((state) => cut(lineOf(state, state.failure?.code ?? ""))), cut(summary)];
    tell(`${upOneLine.repeat(drawn)}${lines.map((line) => `${clearLine}\r${line}\n`).join("")}`);
    drawn = lines.length;
  }

  return {
    show(state) {
      states.set(state.port, state);
      if (columns === null) tell(`${explained(state)}\n`);
      else callOff ??= after(redrawEveryMs, draw);
    },
    end() {
      callOff?.();
      if (columns === null) return;
      draw();
      for (const state of states.values()) if (state.failure) tell(`${explained(state)}\n`);
    },
  };
}
