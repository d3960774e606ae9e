/** What every language must say at a station and no screen says. `{name}` stands for a fact. */

import type { Sentences } from "./sentences.ts";

type Failure =
  | "station/no-port"
  | "station/too-many-ports"
  | "station/codes-line-wrong"
  | "station/code-twice"
  | "station/codes-sn-twice"
  | "station/codes-none"
  | "station/codes-too-many"
  | "station/no-code-left"
  | "station/sn-twice"
  | "station/imei-twice"
  | "station/sn-seen"
  | "station/imei-seen"
  | "station/terminal-changed"
  | "station/stopped"
  | "station/state-dir-unusable"
  | "station/in-use"
  | "station/report-unreadable";

export type StationTexts = {
  readonly usage: string;
  readonly about: string;
  readonly options: readonly string[];
  readonly notes: readonly string[];
  /** As wide as one another, for the columns of the table. */
  readonly phases: Sentences<"reading" | "waiting" | "enrolling" | "passed" | "before" | "failed" | "stopped">;
  readonly progress: string;
  readonly written: string;
  readonly labels: Sentences<"printed" | "missing">;
  readonly boxes: Sentences<"ask" | "matched" | "foreign" | "missing">;
  readonly failures: Sentences<Failure>;
};
