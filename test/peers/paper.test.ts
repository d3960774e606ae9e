// Paper as the page draws it in a browser of somebody else: what is shown is what is printed, with every character.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../build/bundle.ts";
import { type Bitmap, stacked } from "../../device/base/bitmap.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import { drawLine } from "../../device/paper/drawing.ts";
import { type Gallery, openGallery } from "../renderer/gallery.ts";
import { shapesFrom } from "../renderer/shapesFrom.ts";
import { createMemoryPrinter } from "../support/memoryPrinter.ts";
import { pngOf } from "../support/png.ts";
import { createRig } from "../support/rig.ts";

const folder = mkdtempSync(join(tmpdir(), "paper-"));
let browser: Browser;
let page: Page;
let gallery: Gallery;

beforeAll(async () => {
  // The tests may be root's, and Chromium's sandbox refuses root.
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const { appDir } = await buildApp({ into: join(folder, "app") });
  page = await browser.newPage();
  // The runner gives functions their names by a helper of its own, which those that run in the page do not find there.
  await page.addInitScript("globalThis.__name = (each) => each");
  gallery = await openGallery(page, join(appDir, "renderer"));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** An unbound terminal whose voucher is shown before it is printed. */
async function shown(widthDots: number): Promise<Snapshot> {
  const rig = await createRig({ reviewMs: 0, printer: createMemoryPrinter(widthDots) });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  await rig.execute();
  await rig.reach("completed");
  await rig.order("showPaper", { kind: "voucher" });
  return rig.see();
}

/** The dots on the screen, row by row, 1 for black; and the shapes that the page sends when it is told to print. */
async function onPage(snapshot: Snapshot) {
  const glyphs = await shapesFrom(page, gallery, snapshot);
  const dots = await page.locator('[data-field="paper"]').evaluate((canvas: HTMLCanvasElement) => {
    const image = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    return [...(image?.data ?? [])]
      .filter((_, at) => at % 4 === 0)
      .map((red) => (red < 128 ? 1 : 0))
      .join("");
  });
  return { dots, glyphs };
}

function bitsOf({ rows }: Bitmap): string {
  return [...rows].map((byte) => byte.toString(2).padStart(8, "0")).join("");
}

test.each([384, 576])(
  "on paper %i dots wide the screen shows what is printed, and a reader reads its code",
  async (widthDots) => {
    const snapshot = await shown(widthDots);

    const { dots, glyphs } = await onPage(snapshot);

    const lines = snapshot.printer?.paper?.lines ?? [];
    const printed = stacked(lines.map((line) => drawLine(line, widthDots, glyphs)));
    const read = execFileSync("zbarimg", ["--quiet", "--raw", "-"], { input: pngOf(printed), encoding: "utf8" }).trim();
    expect({ same: dots === bitsOf(printed), read }).toEqual({ same: true, read: snapshot.unbind.voucher?.codes[0] });
  },
);

test("rare characters of names have shapes of their own: GB 18030-2022 needs four bytes for them", async () => {
  const snapshot = await shown(384);
  const names = ["𬭎", "䶮", "㛃", "𫖮", "锺", "A", "g"];
  const lines = names.map((text) => ({ kind: "text", text, large: false }) as const);
  const printer = snapshot.printer && {
    ...snapshot.printer,
    paper: { kind: "voucher", widthDots: 384, lines, toDraw: names } as const,
  };

  const { glyphs } = await onPage({ ...snapshot, printer });

  const black = [...glyphs].map(
    ([, rows]) => bitsOf({ widthDots: 24, heightDots: 24, rows }).replaceAll("0", "").length,
  );
  expect({
    drawn: [...glyphs.keys()],
    hasInk: black.every((count) => count > 30),
    different: new Set([...glyphs.values()].map((rows) => rows.join())).size,
  }).toEqual({ drawn: names, hasInk: true, different: names.length });
});
