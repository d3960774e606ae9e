// A voucher's way to whoever checks it: drawn by the page, read by a reader of somebody else, opened in their browser.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../build/bundle.ts";
import { buildVerifier } from "../../build/verifier.ts";
import { verifyCommand } from "../../device/cli/verify/command.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { genericProfile } from "../../device/profiles/bundled.ts";
import { type Gallery, openGallery } from "../renderer/gallery.ts";
import { createRig, type Rig } from "../support/rig.ts";

const address = "https://verify.provider.example/receipt";
const folder = mkdtempSync(join(tmpdir(), "voucher-"));
let browser: Browser;
let kioskPage: Page;
let gallery: Gallery;

beforeAll(async () => {
  // The tests may be root's, and Chromium's sandbox refuses root.
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const { appDir } = await buildApp({ into: join(folder, "app") });
  kioskPage = await browser.newPage();
  // The runner gives functions their names by a helper of its own, which those that run in the page do not find there.
  await kioskPage.addInitScript("globalThis.__name = (each) => each");
  gallery = await openGallery(kioskPage, join(appDir, "renderer"));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function unbound(verifier: string | null): Promise<{ readonly rig: Rig; readonly seen: Snapshot }> {
  const rig = await createRig({ reviewMs: 0 });
  await rig.upstream.operator.publishProfile({ profile: genericProfile, ...(verifier && { verifier }) });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  return { rig, seen: await rig.reach("completed") };
}

/** What a reader of somebody else reads off the screen of that size. */
async function scanned(seen: Snapshot, [width, height]: readonly [number, number]): Promise<string> {
  await kioskPage.setViewportSize({ width, height });
  await gallery.show(seen, "zh-CN");
  await gallery.press("enlarge-qr");
  const picture = join(folder, `${width}x${height}.png`);
  await kioskPage.screenshot({ path: picture });
  await gallery.press("close-qr");
  return execFileSync("zbarimg", ["--quiet", "--raw", picture], { encoding: "utf8" }).trim();
}

async function verifySays(text: string, keyFile: string): Promise<readonly string[]> {
  const file = join(folder, "scanned");
  writeFileSync(file, `${text}\n`);
  const printed: string[] = [];
  await verifyCommand([file, "--upstream-key", keyFile, "--lang", "en"], (line) => printed.push(line));
  return printed.map((line) => line.trim());
}

const sizes = [
  [720, 1280],
  [480, 800],
  [800, 480],
  [1024, 600],
  [320, 480],
] as const;

test("the code on the screen is a link; opened in a browser it says what verify says of it", async () => {
  const { rig, seen } = await unbound(address);
  const keyFile = join(folder, "provider.jwk");
  writeFileSync(keyFile, JSON.stringify(rig.upstream.publicJwk));
  const page = await browser.newPage({ locale: "en-US" });
  await page.route(`${address}**`, async (route) =>
    route.fulfill({ contentType: "text/html", body: await buildVerifier([rig.upstream.publicJwk]) }),
  );
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));

  const links = [];
  for (const size of sizes) links.push(await scanned(seen, size));
  await page.goto(links[0] ?? "");
  const said = await page.locator('[data-field="verdict"] [data-line]').allTextContents();

  const receipt = seen.unbind.receipt?.jws ?? "";
  expect({
    links,
    said: said.map(withoutMark).sort(),
    askedWithReceipt: asked.filter((url) => url.split("#")[0]?.includes(receipt)),
  }).toEqual({
    links: sizes.map(() => `${address}#${receipt}`),
    said: [...(await verifySays(links[0] ?? "", keyFile))].map(withoutMark).sort(),
    askedWithReceipt: [],
  });
});

test("without an address the code is the receipt, which verify takes", async () => {
  const { rig, seen } = await unbound(null);
  const keyFile = join(folder, "other.jwk");
  writeFileSync(keyFile, JSON.stringify(rig.upstream.publicJwk));

  const text = await scanned(seen, [480, 800]);

  expect([text, (await verifySays(text, keyFile))[0]]).toEqual([
    seen.unbind.receipt?.jws,
    expect.stringMatching(/^OK {4}the unbind receipt/),
  ]);
});

/** Shell and page set what stands before a line in ways of their own. */
function withoutMark(line: string): string {
  return line.replace(/^(OK\s*|Conclusion: )/, "");
}
