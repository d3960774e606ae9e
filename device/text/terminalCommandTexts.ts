/**
 * What every language must say in the commands that ask a terminal. Names, problems and errors are the page's; what
 * can be done about an error is another thing at a shell. `{name}` stands for a fact.
 */

import type { ErrorCode } from "../contract/errors.ts";
import type { Sentences } from "./sentences.ts";

type Option = "--port PATH" | "--baud N" | "--driver at|slf" | "--save FILE" | "--seconds N" | "--json";

type Exit =
  | "done"
  | "incomplete"
  | "notLooked"
  | "silent"
  | "garbage"
  | "lost"
  | "anotherTerminal"
  | "missing"
  | "busy"
  | "denied"
  | "notATty"
  | "openFailed"
  | "ambiguous"
  | "interrupted";

export type TerminalCommandTexts = {
  readonly usage: string;
  readonly about: string;
  readonly commandsTitle: string;
  readonly commands: Sentences<"identify" | "status" | "probe" | "monitor">;
  readonly options: Sentences<Option>;
  readonly exits: Sentences<Exit>;
  readonly remedies: Sentences<Extract<ErrorCode, `link/${string}`>>;
  readonly failures: Sentences<"cli/file-unwritable">;
  /** Numbers that no screen shows. */
  readonly fields: Sentences<"imeiWithoutCheckDigit" | "meid" | "esn" | "vendorSn">;
  readonly warning: string;
  readonly tampers: Sentences<"clear" | "tripped">;
  readonly printers: Sentences<"ready" | "no_paper" | "fault">;
  readonly sims: Sentences<"ready" | "locked" | "absent" | "faulty">;
  readonly radios: Sentences<"on" | "off" | "flight" | "other">;
  readonly networkStates: Sentences<"off" | "home" | "searching" | "denied" | "unknown" | "roaming" | "emergency">;
  readonly rejected: string;
  readonly heard: Sentences<"answer" | "garbage" | "silence">;
  readonly found: string;
  readonly listening: string;
  readonly saved: string;
};
