/** Every answer of the collection, fed whole, cut in two and byte by byte, is read as it was meant. */

import { describe, expect, test } from "vitest";
import { fromLatin1 } from "../../../../device/base/bytes.ts";
import type { AtAnswer, IdentityAnswers } from "../../../../device/identity/atAnswer.ts";
import { imeiFrom } from "../../../../device/identity/imeiClaims.ts";
import { otherNumbersFrom } from "../../../../device/identity/otherNumbers.ts";
import type { Reading } from "../../../../device/identity/reading.ts";
import { serialFrom } from "../../../../device/identity/serialClaims.ts";
import type { AtCommand } from "../../../../device/serial/at/command.ts";
import { ati } from "../../../../device/serial/at/commands/ati.ts";
import { attention } from "../../../../device/serial/at/commands/attention.ts";
import { caretSn } from "../../../../device/serial/at/commands/caretSn.ts";
import { cbc } from "../../../../device/serial/at/commands/cbc.ts";
import { cesq } from "../../../../device/serial/at/commands/cesq.ts";
import { cfun } from "../../../../device/serial/at/commands/cfun.ts";
import { cgsnImei } from "../../../../device/serial/at/commands/cgsnImei.ts";
import { cgsnImeisv } from "../../../../device/serial/at/commands/cgsnImeisv.ts";
import { cgsnBare, cgsnSerial } from "../../../../device/serial/at/commands/cgsnSerial.ts";
import { cpin } from "../../../../device/serial/at/commands/cpin.ts";
import { csq } from "../../../../device/serial/at/commands/csq.ts";
import { egmr } from "../../../../device/serial/at/commands/egmr.ts";
import { gsn } from "../../../../device/serial/at/commands/gsn.ts";
import { hashCgsn } from "../../../../device/serial/at/commands/hashCgsn.ts";
import { ccid, iccid } from "../../../../device/serial/at/commands/iccid.ts";
import { cgmi, cgmm, cgmr } from "../../../../device/serial/at/commands/product.ts";
import { c5greg, cereg, cgreg, creg, registrationOf } from "../../../../device/serial/at/commands/registration.ts";
import { passesByItself } from "../../../../device/serial/at/equipmentErrors.ts";
import { fieldsOf, payloadOf, prefixOf } from "../../../../device/serial/at/fields.ts";
import { type AtEvent, createAtReader } from "../../../../device/serial/at/reader.ts";
import { isUnsolicited } from "../../../../device/serial/at/unsolicited.ts";
import collected from "../../../fixtures/at-answers.json" with { type: "json" };

type Case = {
  readonly name: string;
  readonly command?: string;
  /** A command that is read in the way of another one. */
  readonly readAs?: string;
  readonly bytes: string;
  readonly final?: string | null;
  readonly error?: { readonly code?: number; readonly text?: string };
  readonly numeric?: boolean;
  readonly echoed?: boolean;
  readonly lines?: readonly string[];
  /** What has come of a line that has not ended. */
  readonly rest?: string;
  readonly unsolicited?: readonly string[];
  readonly staleFinals?: number;
  /** Whether the refusal passes by itself. */
  readonly passes?: boolean;
  /** What the command's own parser makes of the lines. */
  readonly means?: unknown;
  /** What the first line that came unasked reports about registration. */
  readonly report?: unknown;
  /** The fields of the only line. */
  readonly fields?: readonly string[];
  /** Which identity this answer alone tells; null where it must tell none of that kind. */
  readonly tells?: Readonly<Record<string, string | null>>;
};

const cases = collected as readonly Case[];

const known: readonly AtCommand<unknown>[] = [
  ...[ati, attention, caretSn, cbc, ccid, cesq, cfun, cgsnBare, cgsnImei, cgsnImeisv, cgsnSerial],
  ...[cpin, csq, egmr, gsn, hashCgsn, iccid, cgmi, cgmm, cgmr, creg, cgreg, cereg, c5greg],
];

/** A command nobody wrote a file for: it owns its own prefixes and whatever no other command is known to say. */
function commandFor(line: string): AtCommand<unknown> {
  const own = new Set(line.match(/[+^#*][A-Z0-9]+/g) ?? []);
  return (
    known.find((command) => command.line === line) ?? {
      line,
      waitMs: 1_000,
      owns: (text) => own.has(prefixOf(text) ?? "") || !isUnsolicited(text),
      parse: () => null,
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

/** The identity that one answer tells twice, with every other question refused. What was computed and not told is left out. */
function toldBy(command: AtCommand<unknown>, lines: readonly string[]): Readonly<Record<string, string | null>> {
  const refused = { kind: "refused", code: null } as const;
  const tell = <T>(asked: AtCommand<T>): AtAnswer<T> => {
    const value = asked === command ? asked.parse(lines) : null;
    return value === null ? refused : { kind: "told", value };
  };
  const answers: IdentityAnswers = {
    cgsn0: tell(cgsnSerial),
    cgsn1: tell(cgsnImei),
    cgsn2: tell(cgsnImeisv),
    cgsn: tell(cgsnBare),
    gsn: tell(gsn),
    hashCgsn: tell(hashCgsn),
    caretSn: tell(caretSn),
    egmr: tell(egmr),
    ati: tell(ati),
  };
  const rounds = [answers, answers] as const;
  const imei = imeiFrom(rounds);
  const others = otherNumbersFrom(rounds, imei);
  const warnings = imei.status === "read" ? imei.warnings : [];
  const told = (reading: Reading) => (reading.status === "read" ? reading.value : null);
  return {
    imei: warnings.includes("imei-check-digit-derived") ? null : told(imei),
    checkDigit: warnings.includes("imei-check-digit-wrong") ? "wrong" : "right",
    imeiWithoutCheckDigit: told(others.imeiWithoutCheckDigit),
    imeisv: told(others.imeisv),
    serial: told(serialFrom(rounds, imei)),
    meid: told(others.meid),
    esn: told(others.esn),
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
    const meaning = wanted.readAs === undefined ? command : commandFor(wanted.readAs);

    const readings = (feedings(fromLatin1(wanted.bytes))[feeding] ?? []).map((pieces) => read(pieces, command));

    for (const { answer, strays, staleFinals } of readings) {
      const unsolicited = strays.filter(isUnsolicited);
      const lines = answer?.lines ?? [];
      const all = {
        final: answer?.final?.result ?? null,
        error: { code: answer?.final?.code, text: answer?.final?.text },
        numeric: answer?.final?.numeric,
        echoed: answer?.echoed,
        lines,
        rest: answer?.rest,
        unsolicited,
        staleFinals,
        passes: passesByItself(answer?.final?.code ?? null),
        means: meaning?.parse(lines),
        report: registrationOf(unsolicited[0] ?? ""),
        fields: fieldsOf(payloadOf(lines[0] ?? "")).map((field) => field.text),
        tells: meaning ? toldBy(meaning, lines) : {},
      };
      const { name: _name, command: _command, readAs: _readAs, bytes: _bytes, ...expected } = wanted;
      expect(all).toMatchObject(expected);
    }
  });
});
