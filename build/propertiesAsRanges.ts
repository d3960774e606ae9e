/**
 * Engines before Chromium 64 know no property of a character (`\p{L}`): what has it is written out, as this Node knows it.
 * Few ranges stand in the expression; many are read from a short text when the script starts.
 */

import type { Plugin } from "vite";

/** More of them, and a text is shorter. */
const mostWritten = 16;
const virtual = "virtual:ranges-";

export const propertiesAsRanges: Plugin = {
  name: "properties-as-ranges",
  // What is left then is JavaScript.
  enforce: "post",
  transform(code, id) {
    if (id.includes("/node_modules/") || !code.includes("\\p{")) return undefined;
    const read = new Set<string>();
    let changed = code;
    for (const { start, end, pattern, flags } of literalsIn(this.parse(code)).reverse()) {
      changed = changed.slice(0, start) + withRanges(pattern, flags, read) + changed.slice(end);
    }
    const imports = [...read].map((name) => `import { ranges as rangesOf${name} } from "${virtual}${name}";\n`);
    return imports.join("") + changed;
  },
  resolveId: (id) => (id.startsWith(virtual) ? `\0${id}` : undefined),
  load(id) {
    if (!id.startsWith(`\0${virtual}`)) return undefined;
    const points = rangesOf(id.slice(virtual.length + 1)).flat();
    // The steps from where a range begins to where it ends, and on to the next.
    const steps = points.map((point, nth) => (point - (points[nth - 1] ?? 0)).toString(36)).join(" ");
    return `let point = 0;
      const written = (step, nth) => (nth % 2 ? "-" : "") + "\\\\u{" + (point += parseInt(step, 36)).toString(16) + "}";
      export const ranges = "${steps}".split(" ").map(written).join("");`;
  },
};

type Literal = { readonly start: number; readonly end: number; readonly pattern: string; readonly flags: string };

/** Every regular expression with a property in it, in the order of the text. */
function literalsIn(node: unknown): Literal[] {
  if (typeof node !== "object" || node === null) return [];
  const { start, end, regex } = node as Partial<Literal> & { regex?: Literal | null };
  if (regex && start !== undefined && end !== undefined) {
    return regex.pattern.includes("\\p{") ? [{ start, end, pattern: regex.pattern, flags: regex.flags }] : [];
  }
  return Object.values(node).flatMap(literalsIn);
}

/** The same expression as JavaScript; what it reads at the start is added to `read`. */
function withRanges(pattern: string, flags: string, read: Set<string>): string {
  const short = pattern.replace(/^(\\p\{\w+\})$/, "[$1]").replace(/\\p\{(\w+)\}/g, (said, property) => {
    const ranges = rangesOf(property);
    return ranges.length > mostWritten ? said : ranges.map((range) => range.map(written).join("-")).join("");
  });
  const parts = short.split(/\\p\{(\w+)\}/);
  if (parts.length === 1) return `/${short}/${flags}`;
  const text = parts.map((part, at) => {
    if (at % 2 === 0) return JSON.stringify(part);
    read.add(part);
    return `rangesOf${part}`;
  });
  return `new RegExp(${text.join(" + ")}, "${flags}")`;
}

const written = (point: number) => `\\u{${point.toString(16)}}`;

type Range = readonly [from: number, to: number];
const known = new Map<string, readonly Range[]>();

function rangesOf(property: string): readonly Range[] {
  const ranges = known.get(property) ?? findRanges(new RegExp(`^\\p{${property}}$`, "u"));
  known.set(property, ranges);
  return ranges;
}

function findRanges(has: RegExp): readonly Range[] {
  const ranges: Range[] = [];
  for (let from = 0; from <= 0x10ffff; from++) {
    if (!has.test(String.fromCodePoint(from))) continue;
    let to = from;
    while (to < 0x10ffff && has.test(String.fromCodePoint(to + 1))) to += 1;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}
