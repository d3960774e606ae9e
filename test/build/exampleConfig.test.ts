/** The example that lies beside the installed program: the real schema takes it, and it leaves no field unexplained. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { configFile, readConfig, withoutRemarks } from "../../device/shell/config.ts";
import { fieldNameOf, pathsOf } from "../support/schemaFields.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

const path = join(projectDir, "build/linux/config.example.jsonc");
const example = readFileSync(path, "utf8");

/** Fields that stand in a remark, to be put in the place of the ones that they are named as. */
const alternatives = example.split("\n").flatMap((line) => {
  const property = /^ *\/\/ (".*),$/.exec(line)?.[1];
  return property === undefined ? [] : [JSON.parse(`{${property}}`) as Readonly<Record<string, unknown>>];
});

test("the kiosk reads the example as it stands", () => {
  expect(readConfig(path).ok).toBe(true);
});

test("each field in a remark may take the place of the one below", () => {
  const standing = JSON.parse(withoutRemarks(example));
  const refused = alternatives.filter((change) => {
    const name = Object.keys(change)[0] ?? "";
    return !(name in standing) || !configFile.safeParse({ ...standing, ...change }).success;
  });

  expect({ alternatives: alternatives.length, refused }).toEqual({ alternatives: 7, refused: [] });
});

test("with one error in it, that field is named and no other", async () => {
  const standing = JSON.parse(withoutRemarks(example));
  const file = join(await makeScratchDir(), "config.json");
  const named = Object.keys(standing).map((name) => {
    writeFileSync(file, JSON.stringify({ ...standing, [name]: null }));
    const read = readConfig(file);
    return read.ok
      ? "none"
      : read.error.problems.map((problem) => ("field" in problem ? problem.field : problem.code)).join();
  });

  expect(named).toEqual(Object.keys(standing));
});

test("every field that there can be is in it", () => {
  const standing = JSON.parse(withoutRemarks(example));
  const shown = new Set([standing, ...alternatives].flatMap((value) => namesIn(value)));
  const possible = [...pathsOf(configFile)].map((at) => fieldNameOf(at)).filter((name) => name !== "");

  expect(possible.filter((name) => !shown.has(name))).toEqual([]);
});

function namesIn(value: unknown, at: readonly (string | number)[] = []): readonly string[] {
  if (typeof value !== "object" || value === null) return [fieldNameOf(at)];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [fieldNameOf(at), ...entries.flatMap(([name, inner]) => namesIn(inner, [...at, name]))];
}
