/** The table of rooms is really read: a forbidden import fails by name, and the tool did look at modules. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../build/paths.ts";
import { copySources } from "./sourceCopy.ts";

const plants: readonly [path: string, source: string, rule: string][] = [
  ["device/base/planted.ts", 'import "../ports/clock.ts";', "room device/base"],
  [
    "device/serial/planted.ts",
    'import type { Clock } from "../ports/clock.ts"; export type C = Clock;',
    "room device/serial",
  ],
  ["device/kiosk/planted.ts", 'import "node:fs";', "room device/kiosk"],
  ["device/unbind/planted.ts", 'import "../adapters/node/nodeClock.ts";', "room device/unbind"],
  ["device/helpers/planted.ts", 'import "../base/result.ts";', "room-unknown"],
  ["device/adapters/node/planted.ts", 'import "../../unbind/planted.ts";', "room device/adapters/node"],
  ["device/text/planted.ts", 'import "../contract/orders.ts";', "texts-read-types-only"],
  ["device/cli/planted.ts", 'import "../../renderer/state/steps.ts";', "room device/cli([.]ts$|/)"],
  ["renderer/planted.ts", 'import "../device/contract/orders.ts";', "page-reads-contract-types-only"],
  [
    "renderer/planted2.ts",
    'import type { C } from "./circle.ts"; import "../electron/planted.ts"; export type P = C;',
    "page-reaches-no-platform",
  ],
  ["renderer/circle.ts", 'import type { P } from "./planted2.ts"; export type C = P[];', "page-without-cycles"],
  ["electron/preload.ts", 'import "../device/contract/orders.ts";', "preload-types-only"],
  ["electron/planted.ts", 'import "../build/paths.ts";', "tests-not-imported"],
];

test("every forbidden import that is planted is refused by name", async () => {
  const copy = copySources(["device", "electron", "renderer", "build", "tsconfig.json"]);
  for (const [path, source] of plants) copy.plant(path, source);

  const report = await cruise(copy.dir);

  expect(report).toEqual({
    passed: false,
    modules: expect.toSatisfy((count: number) => count > plants.length),
    refused: expect.arrayContaining(plants.map(([path, , rule]) => `${path}: ${rule}`)),
  });
});

type Report = { readonly passed: boolean; readonly modules: number; readonly refused: readonly string[] };

/** Reads what a person would read; the tool's JSON report comes with exit code 0 whatever it found. */
function cruise(dir: string): Promise<Report> {
  const program = join(projectDir, "node_modules/.bin/depcruise");
  const args = ["--config", "build/dependencyCruiser.mjs", "device", "electron", "renderer"];
  const env = { ...process.env, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: dir, env, maxBuffer: 64 << 20 }, (failure, stdout) => {
      resolve({
        passed: failure === null,
        modules: Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0),
        refused: [...stdout.matchAll(/error (.+): (\S+) →/g)].map(([, rule, path]) => `${path}: ${rule}`),
      });
    });
  });
}
