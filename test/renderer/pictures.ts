/**
 * A chosen few of the gallery's pictures, checked in, against which a page is compared as it is drawn now: what nobody meant
 * to change is seen. How letters are smoothed differs from machine to machine, so a few pixels may.
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectDir } from "../../build/paths.ts";

/** `look` is the name of a picture in the gallery. */
export type Chosen = { readonly size: string; readonly theme: "light" | "dark"; readonly look: string };

export const chosen: readonly Chosen[] = [
  { size: "480x800", theme: "light", look: "zh-CN-home" },
  { size: "480x800", theme: "dark", look: "zh-CN-home" },
  { size: "480x800", theme: "light", look: "zh-CN-enterPin" },
  { size: "480x800", theme: "light", look: "zh-CN-draft-reason-legal_rep_change" },
  { size: "480x800", theme: "light", look: "zh-CN-checksFailed" },
  { size: "480x800", theme: "light", look: "zh-CN-summary" },
  { size: "480x800", theme: "dark", look: "en-underReview" },
  { size: "480x800", theme: "light", look: "zh-CN-completed" },
  { size: "240x320", theme: "light", look: "zh-CN-home" },
  { size: "800x480", theme: "light", look: "en-home" },
];

/** A pixel differs where one of its colours does by more than this, of 255. */
const mostOfColour = 48;
/** So many of a hundred may. */
export const mostPercent = 0.5;

const folder = join(projectDir, "test/fixtures/pictures");
const fileOf = ({ size, theme, look }: Chosen) => join(folder, `${size}-${theme}-${look}.png`);

export async function keepPicture(picture: Chosen, png: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileOf(picture), png);
}

/** How many of a hundred pixels differ from the picture that is checked in: all of them where it has another size. */
export async function differenceFrom(page: Page, picture: Chosen, png: Buffer): Promise<number> {
  const kept = await readFile(fileOf(picture));
  return page.evaluate(comparePicturesInPage, {
    one: kept.toString("base64"),
    other: png.toString("base64"),
    mostOfColour,
  });
}

/** Runs inside the page, so it uses nothing from outside itself. */
async function comparePicturesInPage(given: { one: string; other: string; mostOfColour: number }): Promise<number> {
  const pixelsOf = async (base64: string) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const brush = canvas.getContext("2d");
    if (!brush) throw new Error("no canvas");
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, image.width, image.height);
  };
  const [one, other] = await Promise.all([pixelsOf(given.one), pixelsOf(given.other)]);
  if (one.width !== other.width || one.height !== other.height) return 100;
  let differ = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const by = (part: number) => Math.abs((one.data[at + part] ?? 0) - (other.data[at + part] ?? 0));
    if (Math.max(by(0), by(1), by(2)) > given.mostOfColour) differ += 1;
  }
  return (100 * differ) / (one.width * one.height);
}
