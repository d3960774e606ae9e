import fc from "fast-check";
import { expect, test } from "vitest";
import { fromLatin1 } from "../../../device/base/bytes.ts";
import { parseTranscript, type TranscriptEntry, transcriptLine } from "../../../device/serial/transcript.ts";

const story = `0 # open /dev/ttyPOS
3 => 41540d  AT\\r
5 <= 41540d0d0a4f4b0d0a  AT\\r\\r\\nOK\\r\\n
`;

test("a transcript is read line by line: who spoke, what, and when", () => {
  expect(parseTranscript(story)).toEqual({
    ok: true,
    value: [
      { kind: "note", text: "open /dev/ttyPOS", atMs: 0 },
      { kind: "sent", bytes: fromLatin1("AT\r"), atMs: 3 },
      { kind: "received", bytes: fromLatin1("AT\r\r\nOK\r\n"), atMs: 5 },
    ],
  });
});

test("hex alone is enough for a transcript that somebody types", () => {
  expect(parseTranscript("=> 41540d\r\n\r\n<= 4f4b0d0a\r\n# by hand")).toEqual({
    ok: true,
    value: [
      { kind: "sent", bytes: fromLatin1("AT\r"), atMs: null },
      { kind: "received", bytes: fromLatin1("OK\r\n"), atMs: null },
      { kind: "note", text: "by hand", atMs: null },
    ],
  });
});

test.each([
  ["an odd digit", "=> 415", "shape"],
  ["a digit that is none", "=> 4g", "shape"],
  ["capitals", "=> 4F", "shape"],
  ["no bytes", "<= ", "shape"],
  ["another mark", "-> 41", "shape"],
  ["a note with an escape sequence", "# \u001b[2J", "shape"],
  ["a text that says something else than the bytes", "<= 4f4b  ERROR", "text-differs"],
  ["a time before the one above it", "7 => 41\n6 <= 41", "time-goes-back"],
  ["more bytes than any answer has", `<= ${"00".repeat(16_385)}`, "entry-too-long"],
])("a transcript with %s is refused as a whole", (_name, text, wrong) => {
  expect(parseTranscript(`# first\n${text}`)).toEqual({
    ok: false,
    error: { code: "transcript/malformed", line: text.split("\n").length + 1, wrong },
  });
});

test("a file without an end is not read to it", () => {
  expect(parseTranscript("#".repeat(8 * 1024 * 1024 + 1))).toMatchObject({ error: { code: "transcript/too-large" } });
});

test("whatever was recorded is read back the same", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((from) => Uint8Array.from(from));
  const entry = fc.oneof(
    fc.record({ kind: fc.constantFrom("sent" as const, "received" as const), bytes, atMs: fc.constant(7) }),
    fc.record({
      kind: fc.constant("note" as const),
      text: fc.constantFrom("", "closed", " 两 "),
      atMs: fc.constant(7),
    }),
  );
  fc.assert(
    fc.property(fc.array(entry), (entries: readonly TranscriptEntry[]) => {
      expect(parseTranscript(entries.map(transcriptLine).join("\n"))).toEqual({ ok: true, value: entries });
    }),
    { numRuns: 100 },
  );
});
