/** What of the Android shell needs no Android: when the page is built anew, and what it may load. */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { androidToolsAt } from "../../build/android/tools.ts";
import { androidPageFiles } from "../../build/androidPage.ts";
import { projectDir } from "../../build/paths.ts";
import { androidClasses, hasJdk } from "../support/androidHost.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";
import { escapeVectors } from "../support/escapeVectors.ts";
import { makeScratchDir } from "../support/scratchDir.ts";

function ask(lines: readonly string[]): readonly string[] {
  const trial = ["-cp", androidClasses(), "jiebang.host.ShellTrial"];
  const said = execFileSync("java", trial, { input: `${lines.join("\n")}\n`, encoding: "utf8" });
  return said.split("\n").slice(0, -1);
}

describeWithJdk("The Android shell", () => {
  test("a page that answers stays; one that does not is built anew, and the fourth time within a minute there is a safe screen", () => {
    const story: readonly (readonly [order: string, done: string])[] = [
      ["look 29000", ""],
      ["alive 30000", ""],
      ["look 39000", ""],
      ["look 41000", "rebuild"],
      ["look 70000", ""],
      ["alive 70500", ""],
      ["gone 75000", "rebuild"],
      ["gone 76000", "rebuild"],
      ["gone 77000", "safe"],
      ["gone 78000", ""],
      ["look 200000", ""],
    ];

    expect(ask(story.map(([order]) => order))).toEqual(story.map(([, done]) => done));
  });

  test("a page that dies now and then, never four times within a minute, is built anew each time", () => {
    const deaths = Array.from({ length: 12 }, (_, nth) => `gone ${25_000 * (nth + 1)}`);

    expect(new Set(ask(deaths))).toEqual(new Set(["rebuild"]));
  });

  test("the page gets its own files under its policy, and nothing by any other address, spelling or method", () => {
    const refused = [
      "GET https://kiosk.invalid/policy.txt",
      "GET https://kiosk.invalid/kiosk.js?x",
      "GET https://kiosk.invalid/%6biosk.js",
      "GET https://kiosk.invalid/../kiosk.js",
      "GET https://kiosk.invalid:443/kiosk.js",
      "GET https://kiosk.invalid.example/kiosk.js",
      "GET https://user@kiosk.invalid/kiosk.js",
      "GET http://kiosk.invalid/kiosk.js",
      "GET file:///data/data/jiebang.kiosk/files/state/journal.jsonl",
      "GET content://kiosk/kiosk.js",
      "POST https://kiosk.invalid/kiosk.js",
    ];
    const own = ["/", ...androidPageFiles.slice(1).map((name) => `/${name}`)].map(
      (path) => `GET https://kiosk.invalid${path}`,
    );

    expect(ask([...own, ...refused])).toEqual([
      ...androidPageFiles.map((name) => `200 ${name} under policy.txt`),
      ...refused.map(() => "404 "),
    ]);
  });
});

const shellSources = join(projectDir, "device/android/src");
const inShell = join(shellSources, "main/java/jiebang/shell");
const webViewDoors = escapeVectors.flatMap(({ webView }) => webView);

/** What the shell overrides of Android's, by the class. */
async function overriddenIn(name: string): Promise<readonly string[]> {
  const source = await readFile(join(inShell, `${name}.java`), "utf8");
  return [...source.matchAll(/@Override\s+(?:@\w+\([^)]*\)\s+)?public [\w<>[\]]+ (\w+)\(/g)].map(
    ([, door = ""]) => door,
  );
}

/** About the page's life, and no way out of it. */
const noDoors = ["onPageFinished", "onRenderProcessGone"];

test("every way out that Electron's shell refuses has its door here as well, and none is refused that is not on the list", async () => {
  const overridden = [...(await overriddenIn("PageChrome")), ...(await overriddenIn("PageClient"))];
  const shell = await Promise.all(
    ["KioskPage", "KioskActivity"].map((name) => readFile(join(inShell, `${name}.java`), "utf8")),
  );

  expect({
    notListed: [...new Set(overridden)].filter((door) => !webViewDoors.includes(door) && !noDoors.includes(door)),
    missing: webViewDoors.filter((door) => !overridden.includes(door) && !shell.join().includes(door)),
  }).toEqual({ notListed: [], missing: [] });
});

const { platform } = androidToolsAt;
if (!existsSync(platform))
  console.warn("The doors of the Android shell: NOT TRIED, npm run android fetches Android's classes");

test.skipIf(!hasJdk || !existsSync(platform))(
  "with Android's own classes each door that can be knocked at without a device is shut",
  { timeout: 60_000 },
  async () => {
    const dir = await makeScratchDir();
    const resources = join(dir, "R.java");
    await writeFile(
      resources,
      "package jiebang.shell; final class R { static final class string { static final int safe = 1; } }",
    );
    const javaIn = (folder: string) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".java"))
        .map((name) => join(folder, name));
    const files = [...javaIn(join(shellSources, "main/java")), ...javaIn(join(shellSources, "doors/java")), resources];
    execFileSync("javac", ["-nowarn", "-source", "8", "-target", "8", "-cp", platform, "-d", dir, ...files], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said = execFileSync("java", ["-cp", `${platform}:${dir}`, "jiebang.shell.Doors"], { encoding: "utf8" });
    const knocked = said.trim().split("\n");

    expect({
      open: knocked.filter((line) => !line.endsWith(" refused")),
      notListed: knocked.map((line) => line.split(" ")[0] ?? "").filter((door) => !webViewDoors.includes(door)),
      enough: knocked.length > 10,
    }).toEqual({ open: [], notListed: [], enough: true });
  },
);
