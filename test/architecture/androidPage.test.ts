/**
 * The page of the kiosk on Android is a script that an engine of 2016 can read, with nothing of Node in it; and it names
 * nothing that came into Chromium after 52, except what is filled in or asked for first.
 */

import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { type AnyNode, parse } from "acorn";
import { beforeAll, expect, test } from "vitest";
import { type AndroidPage, buildAndroidPage } from "../../build/androidPage.ts";
import { cacheDir, projectDir } from "../../build/paths.ts";
import { type EngineNames, engineNamesFile } from "../android/engineNames.ts";

/** Page and core, with what verifies signatures and the language that is spoken: so much is read before the first screen. */
const mostGzippedBytes = 180 * 1024;

let page: AndroidPage;
const sources: Record<string, string> = {};
beforeAll(async () => {
  page = await buildAndroidPage(join(cacheDir, "android-page-test"));
  for (const name of Object.keys(page.modules)) sources[name] = await readFile(join(page.dir, name), "utf8");
}, 120_000);

test("the page is a few scripts of ES2016 from files that any browser can run; the first holds the core, and no screen but the first", () => {
  const own = (script: string) =>
    (page.modules[script] ?? []).map((path) => relative(projectDir, path.replace(/[?\0].*/, "")));
  const all = Object.keys(page.modules).flatMap(own);
  const screensIn = (script: string) =>
    own(script)
      .filter((path) => /^renderer\/screens\/[A-Z]/.test(path))
      .sort();
  const spokenIn = (script: string) => ["zh-CN", "en"].filter((each) => own(script).join().includes(`text/${each}/`));

  expect({
    parsed: Object.values(sources).map((script) => parse(script, { ecmaVersion: 2016, sourceType: "script" }).type),
    ofNode: [
      ...all.filter(isBuiltin),
      ...all.filter((path) => /adapters\/(node|sim)\/|^electron\/|serialport|__vite-browser-external/.test(path)),
    ],
    hasCore: own("kiosk.js").includes("device/kiosk/createKiosk.ts"),
    first: screensIn("kiosk.js"),
    later: screensIn("later.js").length > 10,
    spoken: Object.fromEntries(Object.keys(page.modules).map((script) => [script, spokenIn(script)])),
  }).toEqual({
    parsed: Array(7).fill("Program"),
    ofNode: [],
    hasCore: true,
    first: ["CurrentScreen", "Home", "Starting"].map((name) => `renderer/screens/${name}.tsx`),
    later: true,
    spoken: {
      "kiosk.js": [],
      "later.js": [],
      "signatures.js": [],
      "zh-CN.js": ["zh-CN"],
      "zh-CN.more.js": ["zh-CN"],
      "en.js": ["en"],
      "en.more.js": ["en"],
    },
  });
});

test("what is read before the first screen is small, in either language", () => {
  expect(page.firstScreenBytes).toBeLessThan(mostGzippedBytes);
});

/** Whoever uses these of an engine looks first whether it has them. */
const askedFirst = ["moveBefore", "toBase64", "fromBase64", "trustedTypes"];
/** Members of what is asked for first. */
const ofAskedFirst = ["createPolicy", "createScriptURL"];
/** Our own words, or those of a library, for something that is no engine's. A new one that an engine has as well is added here. */
const ownWords = [
  ...[
    "abort",
    "after",
    "before",
    "bytes",
    "command",
    "contacts",
    "content",
    "direction",
    "errors",
    "exchange",
    "nonce",
  ],
  ...["numeric", "reason", "role", "serial", "storage", "take", "use", "wait", "when", "with"],
  // Signals that nothing in this page makes.
  ...["aborted", "signal"],
];
const excepted = [...askedFirst, ...ofAskedFirst, ...ownWords];

/** What `renderer/webView/polyfills.ts` gives, as "Array.prototype.at". */
async function filledIn(): Promise<readonly string[]> {
  const source = await readFile(join(projectDir, "renderer/webView/polyfills.ts"), "utf8");
  return [...source.matchAll(/^fill\(([\w.]+), "(\w+)"/gm)].map(([, target, name]) => `${target}.${name}`);
}

test("no name is newer than the oldest engine, and none is filled in that nobody uses", async () => {
  const names: EngineNames = JSON.parse(await readFile(engineNamesFile, "utf8"));
  const used = Object.values(sources).map((script) => namesIn(parse(script, { ecmaVersion: 2016 })));
  const filled = await filledIn();
  const isFilled = (name: string) => filled.some((each) => each.endsWith(`.${name}`));
  const newer = (kind: "members" | "globals" | "intlOptions") =>
    [...new Set(used.flatMap((each) => [...each[kind]]))].filter(
      (name) => name.length > 2 && Object.hasOwn(names[kind], name) && !isFilled(name) && !excepted.includes(name),
    );
  const isUsed = (name: string) => used.some(({ members, globals }) => members.has(name) || globals.has(name));

  expect({
    members: newer("members"),
    globals: newer("globals"),
    intlOptions: newer("intlOptions"),
    filledForNobody: filled.filter((each) => !isUsed(each.split(".").at(-1) ?? "")),
    askedByNobody: askedFirst.filter((name) => !isUsed(name)),
  }).toEqual({ members: [], globals: [], intlOptions: [], filledForNobody: [], askedByNobody: [] });
});

test("names that are planted are found", () => {
  const planted = "crypto.randomUUID(); structuredClone({}); new Intl.DateTimeFormat('en', { dateStyle: 'short' });";
  const { members, globals, intlOptions } = namesIn(parse(planted, { ecmaVersion: 2016 }));

  expect([members.has("randomUUID"), globals.has("structuredClone"), intlOptions.has("dateStyle")]).toEqual([
    true,
    true,
    true,
  ]);
});

type Names = {
  readonly members: Set<string>;
  /** A minifier gives what is the script's own one letter or two, and no name that anybody would use is as short (ML is WebNN). */
  readonly globals: Set<string>;
  readonly intlOptions: Set<string>;
};

function namesIn(program: AnyNode): Names {
  const names: Names = { members: new Set(), globals: new Set(), intlOptions: new Set() };
  look(program, names);
  return names;
}

function look(node: AnyNode, names: Names): void {
  if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
    names.members.add(node.property.name);
    look(node.object, names);
    return;
  }
  if (node.type === "Property" && !node.computed) {
    // Also what is taken out of an object by its name.
    look(node.value, names);
    return;
  }
  if (node.type === "Identifier") names.globals.add(node.name);
  if (node.type === "NewExpression" && isOfIntl(node.callee)) {
    for (const option of node.arguments.flatMap(keysOf)) names.intlOptions.add(option);
  }
  for (const child of Object.values(node).flat()) if (isNode(child)) look(child, names);
}

const isOfIntl = (callee: AnyNode) =>
  callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Intl";

const keysOf = (node: AnyNode): string[] =>
  node.type === "ObjectExpression"
    ? node.properties.flatMap((each) =>
        each.type === "Property" && each.key.type === "Identifier" ? [each.key.name] : [],
      )
    : [];

const isNode = (child: unknown): child is AnyNode =>
  typeof child === "object" && child !== null && "type" in child && typeof child.type === "string";
