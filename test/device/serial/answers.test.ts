/** Every answer of the collection, fed whole, cut in two and byte by byte, is read as it was meant. */

import { describe, expect, test } from "vitest";
import { fromLatin1 } from "../../../device/base/bytes.ts";
import type { AtCommand } from "../../../device/serial/at/command.ts";
import { ati } from "../../../device/serial/at/commands/ati.ts";
import { attention } from "../../../device/serial/at/commands/attention.ts";
import { cbc } from "../../../device/serial/at/commands/cbc.ts";
import { cgsnImei } from "../../../device/serial/at/commands/cgsnImei.ts";
import { cgsnImeisv } from "../../../device/serial/at/commands/cgsnImeisv.ts";
import { cgsnBare, cgsnSerial } from "../../../device/serial/at/commands/cgsnSerial.ts";
import { cpin } from "../../../device/serial/at/commands/cpin.ts";
import { csq } from "../../../device/serial/at/commands/csq.ts";
import { gsn } from "../../../device/serial/at/commands/gsn.ts";
import { cgmi, cgmm, cgmr } from "../../../device/serial/at/commands/product.ts";
import { cereg, cgreg, creg, registrationOf } from "../../../device/serial/at/commands/registration.ts";
import { prefixOf } from "../../../device/serial/at/fields.ts";
import { type AtEvent, createAtReader } from "../../../device/serial/at/reader.ts";
import { isUnsolicited } from "../../../device/serial/at/unsolicited.ts";
import collected from "../../fixtures/at-answers.json" with { type: "json" };

type Case = {
  readonly name: string;
  readonly command?: string;
  readonly bytes: string;
  readonly final?: string | null;
  readonly error?: { readonly code?: number; readonly text?: string };
  readonly numeric?: boolean;
  readonly echoed?: boolean;
  readonly lines?: readonly string[];
  readonly unsolicited?: readonly string[];
  readonly staleFinals?: number;
  /** What the command's own parser makes of the lines. */
  readonly means?: unknown;
  /** What the first line that came unasked reports about registration. */
  readonly report?: unknown;
};

const cases = collected as readonly Case[];

const known: readonly AtCommand<unknown>[] = [
  ...[ati, attention, cbc, cgsnImei, cgsnImeisv, cgsnBare, cgsnSerial, cpin, csq, gsn],
  ...[cgmi, cgmm, cgmr, creg, cgreg, cereg],
];

/** A command nobody wrote a file for: it owns its own prefixes and whatever no other command is known to say. */
function commandFor(line: string): AtCommand<unknown> {
  const own = new Set(line.match(/[+^#*][A-Z0-9]+/g) ?? []);
  return (
    known.find((command) => command.line === line) ?? {
      line,
      waitMs: 1_000,
      owns: (text) => own.has(prefixOf(text) ?? "") || !isUnsolicited(text),
      parse: ([first]) => registrationOf(first ?? ""),
    }
  );
}

function read(pieces: readonly Uint8Array[], command: AtCommand<unknown> | null) {
  const reader = createAtReader();
  if (command) reader.begin(command, "optional");
  const events: AtEvent[] = pieces.flatMap((piece) => [...reader.feed(piece)]);
  const answer = events.find((event) => event.kind === "answer")?.answer ?? reader.breakOff();
  return {
    answer,
    strays: events.flatMap((event) => (event.kind === "stray" ? [event.line] : [])),
    staleFinals: events.filter((event) => event.kind === "staleFinal").length,
  };
}

function feedings(bytes: Uint8Array): Record<string, readonly (readonly Uint8Array[])[]> {
  return {
    whole: [[bytes]],
    "cut in two": Array.from(bytes, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]),
    "byte by byte": [Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))],
  };
}

describe.each(Object.keys(feedings(new Uint8Array())))("fed %s", (feeding) => {
  test.each(cases.map((each) => [each.name, each] as const))("%s", (_, wanted) => {
    const command = wanted.command === undefined ? null : commandFor(wanted.command);

    const readings = (feedings(fromLatin1(wanted.bytes))[feeding] ?? []).map((pieces) => read(pieces, command));

    for (const { answer, strays, staleFinals } of readings) {
      const unsolicited = strays.filter(isUnsolicited);
      const { final, error, numeric, echoed, lines } = wanted;
      expect({
        ...(final !== undefined && { final: answer?.final?.result ?? null }),
        ...(error?.code !== undefined && { code: answer?.final?.code }),
        ...(error?.text !== undefined && { text: answer?.final?.text }),
        ...(numeric && { numeric: answer?.final?.numeric }),
        ...(echoed && { echoed: answer?.echoed }),
        ...(lines && { lines: answer?.lines }),
        ...(wanted.unsolicited && { unsolicited }),
        ...(wanted.staleFinals !== undefined && { staleFinals }),
        ...("means" in wanted && { means: command?.parse(answer?.lines ?? []) }),
        ...("report" in wanted && { report: registrationOf(unsolicited[0] ?? "") }),
      }).toMatchObject({
        ...(final !== undefined && { final }),
        ...(error?.code !== undefined && { code: error.code }),
        ...(error?.text !== undefined && { text: error.text }),
        ...(numeric && { numeric }),
        ...(echoed && { echoed }),
        ...(lines && { lines }),
        ...(wanted.unsolicited && { unsolicited: wanted.unsolicited }),
        ...(wanted.staleFinals !== undefined && { staleFinals: wanted.staleFinals }),
        ...("means" in wanted && { means: wanted.means }),
        ...("report" in wanted && { report: wanted.report }),
      });
    }
  });
});
