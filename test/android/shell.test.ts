/** What of the Android shell needs no Android: when the page is built anew, and what it may load. */

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { androidPageFiles } from "../../build/androidPage.ts";
import { androidClasses } from "../support/androidHost.ts";
import { describeWithJdk } from "../support/describeWithJdk.ts";

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
