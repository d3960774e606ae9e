/** Dots on paper: rows of whole bytes, the highest bit first, 1 is black. */

export type Bitmap = {
  /** A multiple of 8. */
  readonly widthDots: number;
  readonly heightDots: number;
  readonly rows: Uint8Array;
};

export function emptyBitmap(widthDots: number, heightDots: number): Bitmap {
  return { widthDots, heightDots, rows: new Uint8Array((widthDots / 8) * heightDots) };
}

export function setDot({ widthDots, rows }: Bitmap, x: number, y: number): void {
  const at = y * (widthDots / 8) + (x >> 3);
  rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
}

export function isBlack({ widthDots, rows }: Bitmap, x: number, y: number): boolean {
  return ((rows[y * (widthDots / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** One below the other; all as wide as the first. */
export function stacked(bitmaps: readonly Bitmap[]): Bitmap {
  const widthDots = bitmaps[0]?.widthDots ?? 8;
  const rows = new Uint8Array(bitmaps.reduce((sum, each) => sum + each.rows.length, 0));
  let at = 0;
  for (const each of bitmaps) {
    rows.set(each.rows, at);
    at += each.rows.length;
  }
  return { widthDots, heightDots: rows.length / (widthDots / 8), rows };
}
