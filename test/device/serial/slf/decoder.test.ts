import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, hex } from "../../../../device/base/bytes.ts";
import { createSlfDecoder, type SlfEvent } from "../../../../device/serial/slf/decoder.ts";
import { encodeFrame, lengthOf, maxPayloadBytes, type SlfFraming, slf1 } from "../../../../device/serial/slf/frame.ts";
import vectors from "../../../fixtures/slf-frames.json" with { type: "json" };

type Vector = { readonly story: string; readonly profile: string; readonly lrcStart: number };

const framingOf = ({ profile, lrcStart }: Vector): SlfFraming => ({
  profile: profile === "slf-0" ? "slf-0" : "slf-1",
  lrcStart,
});

function brief(event: SlfEvent): string {
  if (event.kind === "frame") return `frame ${hex(event.payload)}`;
  return event.kind === "broken" ? `broken ${event.reason}` : event.kind;
}

/** What is heard when the bytes come in these chunks and then nothing more. */
function heard(chunks: readonly Uint8Array[], framing: SlfFraming = slf1): readonly string[] {
  const decoder = createSlfDecoder(framing);
  return [...chunks.flatMap((chunk) => decoder.feed(chunk)), ...decoder.silence()].map(brief);
}

const bytewise = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));
const everySplit = (bytes: Uint8Array) =>
  [...bytes.keys()].map((at) => [bytes.subarray(0, at), bytes.subarray(at)] as const);

const anyBytes = fc.uint8Array({ maxLength: 200 });
const anyPayload = fc.uint8Array({ maxLength: maxPayloadBytes });
const anyFraming = fc.constantFrom(slf1, { ...slf1, lrcStart: 0x7f });

test.each(vectors.frames)("encoded as written down: $story", (vector) => {
  expect(hex(encodeFrame(fromHex(vector.payload), framingOf(vector)))).toBe(vector.frame);
});

test.each(vectors.frames)("read whole, split anywhere and byte by byte: $story", (vector) => {
  const frame = fromHex(vector.frame);
  const readings = [[frame], bytewise(frame), ...(frame.length < 300 ? everySplit(frame) : [])];

  const told = new Set(readings.map((chunks) => heard(chunks, framingOf(vector)).join("; ")));

  expect([...told]).toEqual([`frame ${vector.payload}`]);
});

test.each(vectors.streams)("heard whole, split anywhere and byte by byte: $story", (vector) => {
  const bytes = fromHex(vector.bytes);
  const readings = [[bytes], bytewise(bytes), ...everySplit(bytes)];

  const told = new Set(readings.map((chunks) => heard(chunks, framingOf(vector)).join("; ")));

  expect([...told]).toEqual([vector.events.join("; ")]);
});

test("a length is four digits and at most 1024", () => {
  const told = [
    [0x00, 0x00],
    [0x00, 0x09],
    [0x02, 0x56],
    [0x10, 0x24],
    [0x10, 0x25],
    [0x99, 0x99],
    [0x00, 0x0a],
    [0x0a, 0x00],
    [0xa0, 0x00],
  ].map(([high = 0, low = 0]) => lengthOf(high, low));

  expect(told).toEqual([0, 9, 256, 1024, null, null, null, null, null]);
});

test("what a framing cannot carry is a bug of whoever sends it", () => {
  expect(() => encodeFrame(new Uint8Array(maxPayloadBytes + 1))).toThrow("1025 bytes");
  expect(() => encodeFrame(Uint8Array.of(0x02), { profile: "slf-0", lrcStart: 0 })).toThrow("control bytes");
});

describe("whatever the bytes", () => {
  test("every payload survives, in any chunking", () => {
    fc.assert(
      fc.property(anyPayload, anyFraming, fc.array(fc.nat(1100)), (payload, framing, cuts) => {
        const frame = encodeFrame(payload, framing);
        expect(heard(chunked(frame, cuts), framing)).toEqual([`frame ${hex(payload)}`]);
      }),
      { numRuns: 60 },
    );
  });

  test("the chunking changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyBytes,
            anyPayload.map((payload) => encodeFrame(payload)),
          ),
          { maxLength: 5 },
        ),
        fc.array(fc.nat(3000)),
        (parts, cuts) => {
          const bytes = concat(parts);
          expect(heard(chunked(bytes, cuts))).toEqual(heard([bytes]));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("after any noise and a silence, the next intact frame is heard, and alone", () => {
    fc.assert(
      fc.property(anyBytes, anyPayload, (noise, payload) => {
        const decoder = createSlfDecoder();
        decoder.feed(noise);
        decoder.silence();

        const told = [...decoder.feed(encodeFrame(payload)), ...decoder.silence()].map(brief);

        expect(told).toEqual([`frame ${hex(payload)}`]);
      }),
      { numRuns: 200 },
    );
  });

  test("one flipped bit in the payload or behind it never passes for a frame", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(), (payload, where) => {
        const frame = encodeFrame(payload);
        const bit = 24 + (where % ((frame.length - 3) * 8));
        frame[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));

        expect(heard([frame])).toEqual([expect.stringMatching(/^broken (etx|lrc)$/)]);
      }),
      { numRuns: 500 },
    );
  });

  test("a million random bytes yield only frames that were in them, checks and all", () => {
    const bytes = pseudoRandomBytes(1_000_000);
    const wire = Buffer.from(bytes);
    const decoder = createSlfDecoder();
    const frames: Uint8Array[] = [];
    // A silence now and then, or the first broken frame would be the last thing heard.
    for (let at = 0; at < bytes.length; at += 100) {
      for (const event of [...decoder.feed(bytes.subarray(at, at + 100)), ...decoder.silence()])
        if (event.kind === "frame") frames.push(encodeFrame(event.payload));
    }

    const invented = frames.filter((frame) => !wire.includes(Buffer.from(frame)));

    expect({ invented, some: frames.length > 0 }).toEqual({ invented: [], some: true });
  });
});

function chunked(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((place, at) => bytes.subarray(places[at], place));
}

/** xorshift32: the same bytes in every run. Half of them are of few values, or chance would make no frame of them. */
function pseudoRandomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = 0x9e3779b9;
  for (let at = 0; at < count; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = at % 200 < 100 ? state & 0xff : state & 0x07;
  }
  return bytes;
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
