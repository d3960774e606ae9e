/** A kiosk that ends again and again before it holds: the starts are counted over all of them, whatever ended them. */

import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { countStart } from "../../electron/startCounter.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

test("each start counts as failed until it has succeeded", async () => {
  const dir = await makeScratchDir();

  const failed = [1, 2, 3, 4].map(() => countStart(dir).failed);
  countStart(dir).succeeded();
  const afterwards = countStart(dir).failed;

  expect({ failed, afterwards }).toEqual({ failed: [0, 1, 2, 3], afterwards: 0 });
});

test("what was counted before the power went is no fault of the program", async () => {
  const dir = await makeScratchDir();
  for (let start = 0; start < 3; start++) countStart(dir);
  writeFileSync(join(dir, "failed-starts"), "3 another-boot\n");

  expect([countStart(dir).failed, countStart(dir).failed]).toEqual([0, 1]);
});

test("after the safe screen one start is a real one, and the one after it only if that one succeeded", async () => {
  const dir = await makeScratchDir();
  for (let start = 0; start < 3; start++) countStart(dir);

  const safe = countStart(dir);
  safe.allowOneMore();
  const real = countStart(dir).failed;
  const next = countStart(dir).failed;

  expect({ safe: safe.failed, real, next }).toEqual({ safe: 3, real: 2, next: 3 });
});

test.each(["", "x\n", "-1\n", "9".repeat(100)])("a count that says %j is none", async (text) => {
  const dir = await makeScratchDir();
  writeFileSync(join(dir, "failed-starts"), text);

  expect(countStart(dir).failed).toBe(0);
});

test("a count is whole or not there: what is half written lies beside it", async () => {
  const dir = await makeScratchDir();
  countStart(dir);
  writeFileSync(join(dir, "failed-starts.new"), "");

  expect({ failed: countStart(dir).failed, files: readdirSync(dir) }).toEqual({
    failed: 1,
    files: ["failed-starts"],
  });
});

test("a folder that cannot be written to stops no start", async () => {
  const dir = await makeScratchDir();
  writeFileSync(join(dir, "file"), "");
  chmodSync(join(dir, "file"), 0o400);

  const start = countStart(join(dir, "file"));
  start.succeeded();

  expect(start.failed).toBe(0);
});
