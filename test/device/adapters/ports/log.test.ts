import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNodeLog } from "../../../../device/adapters/node/nodeLog.ts";
import { caseNumber } from "../../../../device/base/caseNumber.ts";
import { createManualClock } from "../../../support/manualClock.ts";
import { makeScratchDir } from "../../../support/scratchDir.ts";

const clock = createManualClock();

async function linesOf(dir: string, name = "log.jsonl") {
  const text = await readFile(join(dir, name), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("a note is one private JSON line with its time, whatever its facts hold", async () => {
  const dir = join(await makeScratchDir(), "state");
  const log = createNodeLog({ dir, clock });
  log.note("link/closed", { path: '/dev/ttyS0\n{"code":"forged"}', tries: 3, late: false, rate: null });
  log.note("a note", { at: "never", code: "another" });

  const modes = await Promise.all([dir, join(dir, "log.jsonl")].map(async (path) => (await stat(path)).mode & 0o777));

  expect({ lines: await linesOf(dir), modes }).toEqual({
    lines: [
      {
        at: "2026-01-01T00:00:00.000Z",
        code: "link/closed",
        case: caseNumber("link/closed"),
        path: '/dev/ttyS0\n{"code":"forged"}',
        tries: 3,
        late: false,
        rate: null,
      },
      { at: "2026-01-01T00:00:00.000Z", code: "a note", case: caseNumber("a note") },
    ],
    modes: [0o700, 0o600],
  });
});

test("long texts and many facts are cut", async () => {
  const dir = await makeScratchDir();
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`fact${n}`, "x".repeat(10_000)]));
  createNodeLog({ dir, clock }).note("c".repeat(10_000), many);

  const [line] = await linesOf(dir);

  expect({
    members: Object.keys(line).length,
    longest: Math.max(...Object.values<string>(line).map((v) => v.length)),
  }).toEqual({ members: 27, longest: 200 });
});

test("the log never takes more than two files of its bound, over restarts too, and the newest note is there", async () => {
  const dir = await makeScratchDir();
  for (let start = 0; start < 4; start++) {
    const log = createNodeLog({ dir, clock, maxBytes: 1000 });
    for (let n = 0; n < 25; n++) log.note("tick", { n: start * 25 + n });
  }

  const names = await readdir(dir);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(dir, name))).size));
  const newest = (await linesOf(dir)).at(-1).n;

  expect({ names, tooLong: sizes.filter((size) => size > 1000), newest }).toEqual({
    names: ["log.1.jsonl", "log.jsonl"],
    tooLong: [],
    newest: 99,
  });
});

test("a log that cannot be written loses its notes and nothing else", async () => {
  const dir = await makeScratchDir();
  await mkdir(join(dir, "log.jsonl"));
  await writeFile(join(dir, "file"), "");

  const noted = [dir, join(dir, "file")].map((place) => createNodeLog({ dir: place, clock }).note("lost"));

  expect(noted).toEqual([undefined, undefined]);
});
