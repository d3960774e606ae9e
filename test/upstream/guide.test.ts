// The guide for providers says what the schemas say: each message has an example that a terminal would take.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as z from "zod/mini";
import { projectDir } from "../../build/paths.ts";
import { problemStatus, problemTitle } from "./answers.ts";
import { answers, signedPayloads } from "./operations.ts";

const guide = readFileSync(join(projectDir, "build/provider/guide.md"), "utf8");
const examples = [...guide.matchAll(/^```json (\w+)\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => ({
  name,
  text,
}));

const schemas: Readonly<Record<string, z.ZodMiniType>> = {
  ...answers,
  ...Object.fromEntries(Object.entries(signedPayloads).map(([name, { schema }]) => [name, schema])),
};

/** A profile is as long as a file, and lies in one. */
function withFiles(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("file" in value) return JSON.parse(readFileSync(join(projectDir, String(value.file)), "utf8"));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withFiles(member)]));
}

test("each message and each answer has an example, and none has another name", () => {
  const { CompactJws: _, ...named } = schemas;
  expect([...new Set(examples.map(({ name }) => name))].sort()).toEqual(Object.keys(named).sort());
});

test.each(examples)("the example of $name is one", ({ name, text }) => {
  const parsed = schemas[name]?.safeParse(withFiles(JSON.parse(text)));
  expect(parsed?.error?.issues ?? "parsed").toBe("parsed");
});

test("its table of problems is that of the answers", () => {
  const rows = [...guide.matchAll(/^\| ([a-z-]+) \| (\d{3}) \| (.*) \|$/gm)].map(([, kind, status, title]) => [
    kind,
    Number(status),
    title,
  ]);
  expect(rows).toEqual(
    Object.entries(problemStatus).map(([kind, status]) => [
      kind,
      status,
      problemTitle[kind as keyof typeof problemTitle],
    ]),
  );
});
