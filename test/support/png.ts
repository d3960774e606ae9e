/** Dots as a picture that everybody can open (PNG, greyscale of one bit). */

import { crc32, deflateSync } from "node:zlib";
import type { Bitmap } from "../../device/base/bitmap.ts";

export function pngOf({ widthDots, heightDots, rows }: Bitmap): Uint8Array {
  const bytesOfRow = widthDots / 8;
  const lines = Buffer.alloc((bytesOfRow + 1) * heightDots);
  for (let y = 0; y < heightDots; y++) {
    // In PNG 1 is white; a filter byte of 0 stands before each row.
    for (let at = 0; at < bytesOfRow; at++)
      lines[y * (bytesOfRow + 1) + 1 + at] = 0xff ^ (rows[y * bytesOfRow + at] ?? 0);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthDots, 0);
  head.writeUInt32BE(heightDots, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
