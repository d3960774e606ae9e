/** What the X server of a machine shows, pixel by pixel, without asking the program that draws it. */

import type { Machine } from "./machine.ts";

export const screenSize = { width: 1024, height: 768 } as const;

/** Instead of the X server of a real display: the same service, on a frame that lies in a file. */
export async function useVirtualDisplay(machine: Machine): Promise<void> {
  const size = `${screenSize.width}x${screenSize.height}x24`;
  await machine.must(
    `mkdir -p /etc/systemd/system/jiebang-display.service.d && cat > /etc/systemd/system/jiebang-display.service.d/virtual.conf && systemctl daemon-reload`,
    `[Service]
ExecStart=
ExecStart=/usr/bin/Xvfb :0 -screen 0 ${size} -fbdir /run/jiebang-display -nolisten tcp -noreset -auth /run/jiebang-display/authority
`,
  );
}

export type Picture = {
  /** As #rrggbb. */
  colourAt(x: number, y: number): string;
  /** How many different colours there are. */
  readonly colours: number;
};

/** The frame of Xvfb is an X window dump: a header and colour map (XWDFile.h), then four bytes a pixel. */
export async function takePicture(machine: Machine): Promise<Picture> {
  const dump = Buffer.from(await machine.must("base64 -w0 /run/jiebang-display/Xvfb_screen0"), "base64");
  const bytesPerLine = dump.readUInt32BE(48);
  const pixels = dump.subarray(dump.readUInt32BE(0) + dump.readUInt32BE(76) * 12);
  const valueAt = (x: number, y: number) => pixels.readUInt32LE(y * bytesPerLine + x * 4) & 0xffffff;
  const seen = new Set<number>();
  for (let y = 0; y < screenSize.height; y += 2) for (let x = 0; x < screenSize.width; x += 2) seen.add(valueAt(x, y));
  return {
    colours: seen.size,
    colourAt: (x, y) => `#${valueAt(x, y).toString(16).padStart(6, "0")}`,
  };
}
