import { expect, test } from "vitest";
import { outcomeOf, type Row } from "./figure.ts";
import { median, quantile } from "./statistics.ts";
import { figuresPage, markdownTable, plainTable } from "./table.ts";

const start = { name: "start", title: "start", floor: "bare window", unit: "ms", goal: 1.25 } as const;
const page = { name: "page", title: "page", floor: "", unit: "bytes", goal: 40_000 } as const;

test("one slow round does not move the middle", () => {
  expect([median([5, 1, 900, 3, 4]), median([1, 2, 3, 4]), quantile([10, 20, 30], 0.25)]).toEqual([4, 2.5, 15]);
});

test("a figure meets its goal up to and with the ratio itself, and is reported when it does not", () => {
  const rows: readonly Row[] = [
    { figure: start, outcome: outcomeOf({ ours: [125, 124, 126], floors: [100, 100, 90] }) },
    { figure: start, outcome: outcomeOf({ ours: [126], floors: [100] }) },
    { figure: page, outcome: outcomeOf({ ours: [40_001], floors: null }) },
    { figure: page, outcome: { measured: false, reason: "it did not build\nat line 3" } },
  ];

  expect(markdownTable(rows)).toBe(`| figure | ours | floor | ratio | goal | verdict |
| --- | ---: | ---: | ---: | ---: | --- |
| start / bare window | 125 ms | 100 ms | 1.25 | ≤ 1.25 | met |
| start / bare window | 126 ms | 100 ms | 1.26 | ≤ 1.25 | below goal |
| page | 40001 bytes | - | - | ≤ 40000 bytes | below goal |
| page | - | - | - | - | not measured: it did not build |`);
});

test("in a terminal the columns stand below one another", () => {
  const rows: readonly Row[] = [{ figure: start, outcome: outcomeOf({ ours: [9.876], floors: [8] }) }];

  expect(plainTable(rows)).toBe(`figure               ours     floor    ratio  goal    verdict
start / bare window  9.88 ms  8.00 ms  1.23   ≤ 1.25  met`);
});

test("the page of figures says on what they were taken, and then the table", () => {
  const page = figuresPage(["Machine: two cores", "Runtime: none"], []);

  expect(page.split("\n").slice(-7)).toEqual([
    "",
    "- Machine: two cores",
    "- Runtime: none",
    "",
    "| figure | ours | floor | ratio | goal | verdict |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    "",
  ]);
});
