// Others write instants in many ways; here there is one.

import fc from "fast-check";
import { expect, test } from "vitest";
import { inOurWriting, instantOf } from "../../../device/base/instant.ts";

test.each([
  ["2026-01-01T08:00:00.000Z", "2026-01-01T08:00:00.000Z"],
  ["2026-01-01T08:00:00Z", "2026-01-01T08:00:00.000Z"],
  ["2026-01-01t08:00:00z", "2026-01-01T08:00:00.000Z"],
  ["2026-01-01T16:00:00+08:00", "2026-01-01T08:00:00.000Z"],
  ["2026-01-01T00:30:00.5-07:30", "2026-01-01T08:00:00.500Z"],
  ["2025-12-31T23:59:59.123456789-00:00", "2025-12-31T23:59:59.123Z"],
  ["2024-02-29T00:00:00+00:00", "2024-02-29T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z"],
  ["2017-01-01T07:59:60.25+08:00", "2016-12-31T23:59:59.999Z"],
  ["2026-01-01T08:00:60Z", "2026-01-01T08:00:59.999Z"],
])("%s is %s", (text, ours) => {
  expect(inOurWriting(text)).toBe(ours);
});

test.each([
  "2026-01-01",
  "2026-01-01 08:00:00Z",
  "2026-01-01T08:00Z",
  "2026-01-01T08:00:00",
  "2026-01-01T08:00:00.Z",
  "2026-01-01T08:00:00+0800",
  "2026-01-01T08:00:00+24:00",
  "2026-01-01T08:00:00+08:60",
  "2026-02-29T08:00:00Z",
  "2026-13-01T08:00:00Z",
  "2026-01-32T08:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T08:60:00Z",
  "2026-01-01T08:00:61Z",
  "0000-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  "+002026-01-01T08:00:00Z",
  "2026-01-01T08:00:00.000Z\n",
  "yesterday",
  "",
])("%j is none", (text) => {
  expect(inOurWriting(text)).toBe(null);
});

test("An instant is the same with any offset", () => {
  const instants = fc.integer({ min: 0, max: 253_370_764_800_000 });
  const offsets = fc.integer({ min: -1439, max: 1439 });
  fc.assert(
    fc.property(instants, offsets, (ms, minutes) => {
      const two = (number: number) => String(number).padStart(2, "0");
      const away = Math.abs(minutes);
      const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
      const text = instantOf(ms + minutes * 60_000).replace("Z", offset);
      expect(text.length === 29 ? inOurWriting(text) : instantOf(ms)).toBe(instantOf(ms));
    }),
  );
});
