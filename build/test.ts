/**
 * `npm test`: lint, types, rooms, then every group of tests, the last ones in a real Electron and on a terminal that the
 * package is installed on, and five rounds of torture.
 * What failed is named again at the end, each with the first line of its reason. The last line is `N passed, N failed`;
 * a check that is no test counts as one failure when it fails.
 */

import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { androidTools } from "./android/tools.ts";
import { ensureDebianPackages } from "./debianPackages.ts";
import { findElectronRuntime } from "./electronRuntime.ts";
import { cacheDir, projectDir } from "./paths.ts";

/** `failures` names what failed, one line each; `failed` may count more than are named, if a file did not load. */
type Count = { readonly passed: number; readonly failed: number; readonly failures: readonly string[] };
type FileReport = {
  readonly name: string;
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages?: readonly string[];
  }[];
};
type CommandLine = readonly [program: string, ...args: readonly string[]];

const packages = await ensureDebianPackages(["electron", "display", "terminal", "qr", "peers"]);
if (!packages.ok) stop(packages.error.says);
// Without a JDK the tests of the Android half say that they did not run.
const jdk = await ensureDebianPackages(["android"]);
if (!jdk.ok) console.log(jdk.error.says);
// Without a TPM of software the tests of keys in a TPM say so.
const tpm = await ensureDebianPackages(["tpm"]);
if (!tpm.ok) console.log(tpm.error.says);
// Without these the test of the app says that it did not run.
const apk = await androidTools();
if (!apk.ok) console.log(apk.error.says);
const runtime = await findElectronRuntime();
if (!runtime.ok) stop(runtime.error.says);

const counts: Count[] = [];
for (const script of ["lint", "types", "rooms"]) counts.push(await runCheck(script));
counts.push(await runTests(["core", "architecture"], [process.execPath]));
counts.push(await runTests(["node-in-electron"], [runtime.value.executable], { ELECTRON_RUN_AS_NODE: "1" }));
counts.push(await runTests(["peers"], [process.execPath]));
counts.push(await runTests(["e2e"], [process.execPath]));
counts.push(await runTests(["installed"], [process.execPath]));
counts.push(await runCheck("torture"));

const total = counts.reduce((sum, count) => ({
  passed: sum.passed + count.passed,
  failed: sum.failed + count.failed,
  failures: [...sum.failures, ...count.failures],
}));
process.exitCode = total.failed === 0 ? 0 : 1;
if (total.failed > 0) console.log(["\n== failed", ...total.failures].join("\n"));
console.log(`${total.passed} passed, ${total.failed} failed`);

async function runCheck(script: string): Promise<Count> {
  console.log(`\n== ${script}`);
  const succeeded = await run(["npm", "run", "--silent", script]);
  return { passed: 0, failed: succeeded ? 0 : 1, failures: succeeded ? [] : [script] };
}

async function runTests(
  groups: readonly string[],
  [program, ...args]: CommandLine,
  env: Readonly<Record<string, string>> = {},
): Promise<Count> {
  console.log(`\n== tests: ${groups.join(", ")}`);
  const report = join(cacheDir, `test-report-${groups[0]}.json`);
  await mkdir(cacheDir, { recursive: true });
  await rm(report, { force: true });
  const succeeded = await run(
    [
      program,
      ...args,
      join(projectDir, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config=build/vitest.config.ts",
      ...groups.map((group) => `--project=${group}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    env,
  );
  const count = await readReport(report);
  // A file that does not load, or a rejection nobody handled, fails the run without a failed test.
  if (succeeded || count.failed > 0) return count;
  return { ...count, failed: 1, failures: [...count.failures, `tests: ${groups.join(", ")}`] };
}

async function readReport(path: string): Promise<Count> {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(await readFile(path, "utf8"));
    return {
      passed: Number(numPassedTests),
      failed: Number(numFailedTests),
      failures: (testResults as readonly FileReport[]).flatMap(failuresOf),
    };
  } catch {
    return { passed: 0, failed: 1, failures: [`no report at ${path}`] };
  }
}

function failuresOf({ name, message, assertionResults }: FileReport): readonly string[] {
  const file = relative(projectDir, name);
  const failed = assertionResults.filter(({ status }) => status === "failed");
  if (failed.length === 0) return message ? [`${file}: ${firstLine(message)}`] : [];
  return failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? "")}`);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function run([program, ...args]: CommandLine, env: Readonly<Record<string, string>> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectDir, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

function stop(reason: string): never {
  console.error(reason);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
