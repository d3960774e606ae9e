/** The papers speak of the code that is there: what they name by its path exists. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";

const decisions = join(projectDir, "build/decisions");
const papers = [join(projectDir, "README.md"), ...readdirSync(decisions).map((name) => join(decisions, name))];

/** A path from the project's folder; one with a word in capitals or a star stands for many. */
const paths = /(?<![\w/.@-])(?:device|electron|renderer|test|build)\/[\w./*-]*\w/g;

test("every path that a paper names is there", () => {
  const named = papers.flatMap((paper) => readFileSync(paper, "utf8").match(paths) ?? []);
  const single = named.filter((path) => !/\*|\/[A-Z]+\b/.test(path));

  const missing = single.filter((path) => !existsSync(join(projectDir, path)));

  expect({ missing, looked: single.length > 60 }).toEqual({ missing: [], looked: true });
});

test("every page that a paper leads to is there", () => {
  const led = papers.flatMap((paper) =>
    [...readFileSync(paper, "utf8").matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, to = ""]) => join(paper, "..", to)),
  );

  expect({ missing: led.filter((path) => !existsSync(path)), looked: led.length > 5 }).toEqual({
    missing: [],
    looked: true,
  });
});
