/** Text as a QR code, black on white, whole pixels a module, with the quiet zone of four modules (ISO/IEC 18004). */

import { correction, generate } from "lean-qr";

const quietModules = 4;
/** Version 40 at level L holds 2953 bytes. */
const maxBytes = 2_953;

export type QrCodeProps = {
  readonly text: string;
  /** The largest edge in CSS pixels. */
  readonly maxPx: number;
  readonly label: string;
  /** Shown where the text does not fit. */
  readonly tooLong: string;
};

export function QrCode({ text, maxPx, label, tooLong }: QrCodeProps) {
  if (text.length > maxBytes) return <p>{tooLong}</p>;
  const code = generate(text, { minCorrectionLevel: correction.L });
  const modules = code.size + 2 * quietModules;
  const edgePx = modules * Math.max(1, Math.floor(maxPx / modules));
  return (
    <svg
      class="qr"
      data-field="qr"
      role="img"
      aria-label={label}
      width={edgePx}
      height={edgePx}
      viewBox={`0 0 ${modules} ${modules}`}
      shape-rendering="crispEdges"
    >
      <rect class="qrPaper" width={modules} height={modules} />
      <path class="qrInk" d={inkPath(code)} />
    </svg>
  );
}

/** One rectangle for each run of dark modules. */
function inkPath(code: { readonly size: number; get(x: number, y: number): boolean }): string {
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      const from = x;
      while (code.get(x, y)) x++;
      if (x > from) path += `M${from + quietModules} ${y + quietModules}h${x - from}v1h${from - x}z`;
    }
  }
  return path;
}
