import * as fc from "fast-check";
import { correction, generate } from "lean-qr";
import { describe, expect, test } from "vitest";
import { objectIn } from "../../../device/evidence/bundle.ts";
import { objectNames } from "../../../device/evidence/finding.ts";
import { isQrPart, joinQrParts, maxQrBytes, qrParts } from "../../../device/evidence/qrParts.ts";
import { hash } from "./keys.ts";
import { type Form, forms, sealedBundle, sealedText, tellUnbind } from "./unbindStory.ts";

const { terminal, parts } = await tellUnbind({ form: "offlineSigned", twoPersons: true });
const { receipt = "", report = "", offline } = parts;
const answer = offline?.tier === "offline_signed" ? offline.answer : "";
const bundle = await sealedText(terminal, parts);

async function sealed(form: Form) {
  const told = await tellUnbind({ form });
  return sealedBundle(told.terminal, told.parts);
}

function partsOf(text: string): readonly string[] {
  const split = qrParts(text, hash);
  if (!split.ok) throw new Error(split.error.code);
  return split.value;
}

/** The version of the smallest code that holds the text at level L. */
function versionOf(text: string): number {
  return (generate(text, { minCorrectionLevel: correction.L, maxCorrectionLevel: correction.L }).size - 17) / 4;
}

describe("splitting", () => {
  test("receipt and offline answer are one code each, and that code is the object itself", () => {
    expect([partsOf(receipt), partsOf(answer)]).toEqual([[receipt], [answer]]);
  });

  test("no code of any object or bundle is above version 25", { timeout: 60_000 }, async () => {
    const bundles = await Promise.all(forms.map(sealed));
    const all = bundles.flatMap((one) => objectNames.flatMap((name) => objectIn(one, name) ?? []));
    const versions = [...all, bundle].flatMap((text) => partsOf(text).map(versionOf));
    expect(versions.filter((version) => version > 25)).toEqual([]);
  });

  test("a full part fills a code of version 25, and no more", () => {
    const [full = ""] = partsOf("a".repeat(20_000));
    expect([full.length <= maxQrBytes, versionOf(full)]).toEqual([true, 25]);
  });

  test("more than 64 codes are nobody's to scan", () => {
    expect(qrParts("a".repeat(100_000), hash)).toEqual({ ok: false, error: { code: "qr/too-large", maxParts: 64 } });
  });
});

describe("joining", () => {
  const series = partsOf(bundle);
  const missing = (...numbers: number[]) => ({
    ok: false,
    error: { code: "qr/parts-missing", count: series.length, missing: numbers },
  });

  test.each([
    ["a bundle", bundle],
    ["a long object", report],
    ["a short object", receipt],
    ["text in any script", "解绑 ✓\n"],
  ])("%s comes back as it was", (_, text) => {
    expect(joinQrParts(partsOf(text), hash)).toEqual({ ok: true, value: text });
  });

  test("in any order, some of them twice", () => {
    const anyOrder = fc.shuffledSubarray([...series, ...series.slice(0, 3)], { minLength: series.length + 3 });
    fc.assert(
      fc.property(anyOrder, (scanned) => {
        expect(joinQrParts(scanned, hash)).toEqual({ ok: true, value: bundle });
      }),
      { numRuns: 50 },
    );
  });

  test("what is not there yet is named", () => {
    const scanned = series.filter((_, index) => index !== 1 && index !== 3);
    expect([joinQrParts(scanned, hash), joinQrParts([], hash)]).toEqual([
      missing(2, 4),
      { ok: false, error: { code: "qr/parts-missing", count: 1, missing: [1] } },
    ]);
  });

  test("a part of another series is refused at its place", () => {
    const [, foreign = ""] = partsOf(`${bundle} `);
    expect(joinQrParts([...series.slice(0, 1), foreign], hash)).toEqual({
      ok: false,
      error: { code: "qr/another-series", place: 2 },
    });
  });

  test.each([
    ["another text", "https://example.com"],
    ["a lone object among parts", receipt],
    ["number 0", `JBQ1.${"A".repeat(16)}.0.2.abc`],
    ["a number beyond the count", `JBQ1.${"A".repeat(16)}.3.2.abc`],
    ["more parts than there may be", `JBQ1.${"A".repeat(16)}.1.65.abc`],
    ["nothing in it", `JBQ1.${"A".repeat(16)}.1.2.`],
    ["a blank in it", `JBQ1.${"A".repeat(16)}.1.2.a b`],
    ["more than a code holds", `JBQ1.${"A".repeat(16)}.1.2.${"a".repeat(maxQrBytes)}`],
  ])("%s is no part", (_, text) => {
    expect(joinQrParts([...series.slice(0, 1), text], hash)).toEqual({
      ok: false,
      error: { code: "qr/not-a-part", place: 2 },
    });
  });

  test("the same number with other letters is damage", () => {
    const [first = ""] = series;
    expect(joinQrParts([first, `${first.slice(0, -1)}!`.replace("!", first.endsWith("A") ? "B" : "A")], hash)).toEqual({
      ok: false,
      error: { code: "qr/damaged" },
    });
  });

  test("one letter changed in any part is damage", () => {
    const anyChange = fc.tuple(fc.nat(series.length - 1), fc.nat(200));
    fc.assert(
      fc.property(anyChange, ([which, at]) => {
        const scanned = series.map((part, index) => {
          const place = part.length - 1 - at;
          const letter = part[place] === "A" ? "B" : "A";
          return index === which ? part.slice(0, place) + letter + part.slice(place + 1) : part;
        });
        expect(joinQrParts(scanned, hash)).toMatchObject({ ok: false, error: { code: "qr/damaged" } });
      }),
      { numRuns: 200 },
    );
  });

  test("whatever is scanned, it is refused or it is what was split", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 })), (scanned) => {
        expect(joinQrParts(scanned, hash).ok).toBe(false);
      }),
    );
  });

  test("a part says that it is one", () => {
    expect([isQrPart(series[0] ?? ""), isQrPart(receipt)]).toEqual([true, false]);
  });
});
