import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, fromLatin1 } from "../../../../device/base/bytes.ts";
import { cgsnImei } from "../../../../device/serial/at/commands/cgsnImei.ts";
import { cgsnBare } from "../../../../device/serial/at/commands/cgsnSerial.ts";
import { maxLineBytes } from "../../../../device/serial/at/lines.ts";
import { type AtEvent, type AtReader, createAtReader, maxAnswerBytes } from "../../../../device/serial/at/reader.ts";

/** Bytes as a port brings them: noise, but with many of the pieces that mean something. */
const wireBytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc
        .constantFrom("\r\n", "\r", "\n", "OK", "ERROR", "0", "AT+CGSN=1", "+CGSN: 1", "+CME ERROR: ", "RDY", " ")
        .map(fromLatin1),
    ),
    { maxLength: 40 },
  )
  .map(concat);

function eventsOf(reader: AtReader, pieces: readonly Uint8Array[]): readonly AtEvent[] {
  return pieces.flatMap((piece) => [...reader.feed(piece)]);
}

function waiting(echo: "required" | "optional"): AtReader {
  const reader = createAtReader();
  reader.begin(cgsnImei, echo);
  return reader;
}

describe("the reader", () => {
  test("however the bytes are cut, the events are the same", () => {
    fc.assert(
      fc.property(wireBytes, fc.array(fc.nat(400)), fc.constantFrom("required", "optional"), (bytes, cuts, echo) => {
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));

        const cut = eventsOf(waiting(echo), pieces);

        expect(cut).toEqual(eventsOf(waiting(echo), [bytes]));
      }),
    );
  });

  test("without the echo of this very command nothing is an answer", () => {
    fc.assert(
      fc.property(wireBytes, (bytes) => {
        const withoutEcho = fromLatin1(
          String.fromCharCode(...bytes)
            .split("AT+CGSN=1")
            .join("AT+CGSN=0"),
        );

        const events = eventsOf(waiting("required"), [withoutEcho]);

        expect(events.filter((event) => event.kind === "answer")).toEqual([]);
      }),
    );
  });

  test("whatever came before the echo, the answer after it is read", () => {
    fc.assert(
      fc.property(wireBytes, (before) => {
        const reader = waiting("required");
        const quiet = fromLatin1(
          String.fromCharCode(...before)
            .split("AT+CGSN=1")
            .join(""),
        );

        const events = eventsOf(reader, [
          quiet,
          fromLatin1('\r\nAT+CGSN=1\r\r\n+CGSN: "490154203237518"\r\n\r\nOK\r\n'),
        ]);

        expect(events.at(-1)).toMatchObject({ kind: "answer", answer: { lines: ['+CGSN: "490154203237518"'] } });
      }),
    );
  });

  test("a late answer that comes before the echo is stray, its OK is stale, and the right answer is kept", () => {
    const reader = createAtReader();
    reader.begin(cgsnBare, "required");

    const events = eventsOf(reader, [
      fromLatin1("\r\n+CPIN: READY\r\n\r\nOK\r\nAT+CGSN\r\r\n1234567890\r\n\r\nOK\r\n"),
    ]);

    expect(events.map((event) => (event.kind === "answer" ? event.answer.lines : event.kind))).toEqual([
      "stray",
      "staleFinal",
      ["1234567890"],
    ]);
  });

  test("a line of the greatest length is read, and one byte more is an overflow after which the next line is read", () => {
    const reader = createAtReader();

    const events = eventsOf(reader, [
      fromLatin1(`${"a".repeat(maxLineBytes)}\r\n`),
      fromLatin1(`${"b".repeat(maxLineBytes + 1)}\r\nRDY\r\n`),
    ]);

    expect(events).toEqual([
      { kind: "stray", line: "a".repeat(maxLineBytes) },
      { kind: "overflow", of: "line" },
      { kind: "stray", line: "RDY" },
    ]);
  });

  test("a terminal that never stops talking is given up at the bound, not kept in memory", () => {
    const reader = createAtReader();
    reader.begin(cgsnBare, "required");
    const babble = fromLatin1(`AT+CGSN\r\n${"blah blah blah\r\n".repeat(maxAnswerBytes / 16)}OK\r\n`);

    const events = eventsOf(reader, [babble]);

    expect(events.filter((event) => event.kind !== "stray").map((event) => event.kind)).toEqual([
      "overflow",
      "staleFinal",
    ]);
  });

  test("a fresh command does not glue its answer to half a line from before", () => {
    const reader = createAtReader();
    reader.feed(fromLatin1("\r\n9999"));
    reader.begin(cgsnImei, "optional");

    const events = eventsOf(reader, [fromLatin1("490154203237518\r\nOK\r\n")]);

    expect(events).toMatchObject([{ kind: "answer", answer: { lines: ["490154203237518"] } }]);
  });
});
