/** The ports of a run while it goes on: a table that redraws itself on a screen, a line for each change elsewhere. */

import type { CommandTexts } from "../../text/commandTexts.ts";
import { fill } from "../../text/fill.ts";
import { widthOf } from "../columns.ts";
import { failureLine, type SaidFailure } from "../failureLine.ts";
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
  /** Whether what passed and what did not are told apart from afar, on such a screen. */
  readonly colours: boolean;
  /** Calls back after the span; returns the function that calls it off. */
  readonly after: (spanMs: number, run: () => void) => () => void;
  readonly texts: CommandTexts;
};

/** As often as an eye follows. */
const redrawEveryMs = 100;
const [upOneLine, clearLine] = ["\u001b[A", "\u001b[2K"];

/** Black on green, white on red (ECMA-48, SGR). */
const colourOf: Partial<Readonly<Record<PortState["phase"], string>>> = {
  passed: "\u001b[30;42m",
  before: "\u001b[30;42m",
  failed: "\u001b[97;41m",
  stopped: "\u001b[97;41m",
};
const plain = "\u001b[0m";

export function createTable(ports: readonly string[], { tell, columns, colours, after, texts }: TableParts): Table {
  const states = new Map<string, PortState>();
  const width = Math.max(4, ...ports.map((port) => port.length));
  let drawn = 0;
  let callOff: (() => void) | null = null;

  const lineOf = ({ port, phase, sn, imei }: PortState, why: string) =>
    `${port.padEnd(width)}  ${texts.station.phases[phase]}  ${sn ?? "-"}  ${imei ?? "-"}  ${why}`.trimEnd();
  const explained = (state: PortState) =>
    lineOf(
      state,
      whyOf(state, (failure) => failureLine(failure, texts)),
    );
  const whyOf = ({ failure, label }: PortState, said: (failure: SaidFailure) => string) => {
    if (failure) return said(failure);
    if (label === undefined) return "";
    return label === "printed" ? texts.station.labels.printed : said(label);
  };
  /** A line that went on below would not be found again when it is redrawn. */
  const cut = (line: string) => {
    let [shown, left] = ["", (columns ?? 0) - 1];
    for (const char of line) {
      left -= widthOf(char);
      if (left >= 0) shown += char;
    }
    return shown;
  };

  /** The word for how it went; a line that was cut off before it stays as it is. */
  const coloured = (line: string, phase: PortState["phase"]) => {
    const [word, colour] = [texts.station.phases[phase], colours && colourOf[phase]];
    return colour ? line.replace(`  ${word}  `, `  ${colour}${word}${plain}  `) : line;
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
    const lines = [
      ...known.map((state) =>
        coloured(
          cut(
            lineOf(
              state,
              whyOf(state, ({ code }) => code),
            ),
          ),
          state.phase,
        ),
      ),
      cut(summary),
    ];
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
