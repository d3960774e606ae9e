/** The figures as a table, for a terminal or in Markdown. */

import { judged, type Row, type Unit } from "./figure.ts";

const head = ["figure", "ours", "floor", "ratio", "goal", "verdict"] as const;

export function plainTable(rows: readonly Row[]): string {
  const lines = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    line(head),
    line(["---", "---:", "---:", "---:", "---:", "---"]),
    ...rows.map((row) => line(cellsOf(row))),
  ].join("\n");
}

/** A whole page: on what the figures were taken, and the table. */
export function figuresPage(facts: readonly string[], rows: readonly Row[]): string {
  return `# Figures

\`npm run bench -- --markdown\` takes every figure in turn with its floor, and writes this page. The figures are medians. A figure
that misses its goal says so.

${facts.map((fact) => `- ${fact}`).join("\n")}

${markdownTable(rows)}
`;
}

function cellsOf({ figure, outcome }: Row): readonly string[] {
  const { title, floor: floorTitle, unit, goal } = figure;
  const name = floorTitle ? `${title} / ${floorTitle}` : title;
  if (!outcome.measured) return [name, "-", "-", "-", "-", `not measured: ${outcome.reason.split("\n")[0]}`];
  const { ours, floor } = outcome;
  const isRatio = floor !== null;
  return [
    name,
    inUnit(ours, unit),
    isRatio ? inUnit(floor, unit) : "-",
    isRatio ? (ours / floor).toFixed(2) : "-",
    `≤ ${isRatio ? goal.toFixed(2) : inUnit(goal, unit)}`,
    judged(outcome) <= goal ? "met" : "below goal",
  ];
}

/** Three significant digits are more than a busy machine can repeat; bytes are counted and not measured. */
export function inUnit(value: number, unit: Unit): string {
  const digits = unit === "bytes" || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
