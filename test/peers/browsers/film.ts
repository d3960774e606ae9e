/** A film of QR codes, one a picture, as YUV4MPEG2: what Chromium takes in the place of a camera, over and over. */

import { execFileSync } from "node:child_process";

const width = 640;
const height = 480;
/** A quarter of a second for each, so that a slow machine sees every code in a few rounds. */
const head = `YUV4MPEG2 W${width} H${height} F4:1 Ip C420jpeg\n`;
/** Of the nominal range, ITU-R BT.601: white, black, and no colour. */
const white = 235;
const black = 16;
const grey = 128;

export function filmOf(texts: readonly string[]): Uint8Array {
  return Buffer.concat([Buffer.from(head), ...texts.map(pictureOf)]);
}

/** In the middle, each module of as many whole pixels as there is room for. */
function pictureOf(text: string): Buffer {
  // Two letters a module, with the four white modules around it that ISO/IEC 18004 demands.
  const drawn = execFileSync("qrencode", ["-t", "ASCII", "-l", "L", "-m", "4", text], { encoding: "utf8" });
  const rows = drawn.split("\n").filter((row) => row !== "");
  const modulePx = Math.floor(height / rows.length);
  const left = Math.floor((width - rows.length * modulePx) / 2);
  const luma = Buffer.alloc(width * height, white);
  for (let y = 0; y < rows.length * modulePx; y += 1) {
    const row = rows[Math.floor(y / modulePx)] ?? "";
    for (let x = 0; x < rows.length * modulePx; x += 1)
      if (row[2 * Math.floor(x / modulePx)] === "#") luma[y * width + left + x] = black;
  }
  return Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, grey)]);
}
