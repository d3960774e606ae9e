/** What the X server of a machine shows, pixel by pixel, without asking the program that draws it. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectDir } from "../../build/paths.ts";
import type { Machine } from "./machine.ts";

export const screenSize = { width: 1024, height: 768 } as const;

/** A machine shares the network with this one, and X clients look there first: a number that no screen here has. */
export const displayNumber = 100 + (process.pid % 900);

/** A frame that lies in a file, without a pointer in it. */
export const virtualServer = `Xvfb :${displayNumber} -screen 0 ${screenSize.width}x${screenSize.height}x24 -fbdir /run/jiebang-display -nocursor -nolisten tcp -noreset`;

/** Instead of the X server of a real display: the same services with another server and number. */
export async function useVirtualDisplay(machine: Machine): Promise<void> {
  const unit = await readFile(join(projectDir, "build/linux/jiebang-display.service"), "utf8");
  const around = unit
    .split("\n")
    .filter((line) => /^ExecStart(Pre|Post)=/.test(line))
    .map((line) => line.replace(/:0 /g, `:${displayNumber} `).replace("/X0", `/X${displayNumber}`));
  const put = (service: string, lines: readonly string[]) =>
    machine.must(
      `mkdir -p /etc/systemd/system/${service}.d && cat > /etc/systemd/system/${service}.d/virtual.conf`,
      `[Service]\n${lines.join("\n")}\n`,
    );
  await put("jiebang-display.service", [
    ...["ExecStartPre=", "ExecStart=", "ExecStartPost=", ...around],
    `ExecStart=/usr/bin/${virtualServer} -auth /run/jiebang-display/authority`,
  ]);
  await put("jiebang-x11.service", [`Environment=DISPLAY=:${displayNumber}`]);
  await machine.must("systemctl daemon-reload");
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
