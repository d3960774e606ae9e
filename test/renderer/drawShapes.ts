/** `npm run shapes`: draws the characters that a shell prints without a page, by the fonts of this machine, and writes them down. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { buildApp } from "../../build/bundle.ts";
import { projectDir } from "../../build/paths.ts";
import { base64url } from "../../device/base/bytes.ts";
import { paperCharacters } from "../support/paperCharacters.ts";
import { snapshots } from "../support/snapshots.ts";
import { openGallery } from "./gallery.ts";
import { shapesFrom } from "./shapesFrom.ts";

const workDir = await mkdtemp(join(tmpdir(), "shapes-"));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const { appDir } = await buildApp({ into: join(workDir, "app") });
  const page = await browser.newPage();
  // The runner gives functions their names by a helper of its own, which those that run in the page do not find there.
  await page.addInitScript("globalThis.__name = (each) => each");
  const gallery = await openGallery(page, join(appDir, "renderer"));
  const characters = paperCharacters();
  const lines = characters.map((text) => ({ kind: "text", text, large: false }) as const);
  const paper = { kind: "voucher", widthDots: 384, lines, toDraw: characters } as const;
  const glyphs = await shapesFrom(page, gallery, {
    ...snapshots.paperVoucher,
    printer: { phase: "idle", failure: null, paper },
  });
  const rows = characters.map((character) => glyphs.get(character) ?? new Uint8Array());
  const kept = { characters: characters.join(""), shapes: base64url(Buffer.concat(rows)) };
  await writeFile(join(projectDir, "device/cli/shapes.json"), `${JSON.stringify(kept)}\n`);
  console.log(`${characters.length} characters`);
} finally {
  await browser.close();
  await rm(workDir, { recursive: true });
}
