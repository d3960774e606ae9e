// Printers as they hang on real lines: what arrives is what was drawn, and what they say of themselves is told.

import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEscPosPrinter } from "../../../../device/adapters/node/escPosPrinter.ts";
import { createNodeClock } from "../../../../device/adapters/node/nodeClock.ts";
import { openPrinterLink } from "../../../../device/adapters/node/printerLinks.ts";
import { createZplPrinter, labelOf } from "../../../../device/adapters/node/zplPrinter.ts";
import { type Bitmap, emptyBitmap, stacked } from "../../../../device/base/bitmap.ts";
import type { Printer } from "../../../../device/ports/printer.ts";
import { drawnLines } from "../../../support/drawnLines.ts";
import { createSimPrinter, type SimPrinter } from "../../../support/sim/simPrinter.ts";
import { startLabelPrinter } from "../../../support/simLabelPrinter.ts";
import { type PrinterWay, printerWays } from "../../../support/simPrinterLine.ts";

const clock = createNodeClock();

const lines = drawnLines;

async function printerOn(way: PrinterWay, options: { chinese?: "gb18030" | "dots"; tellsStatus?: boolean } = {}) {
  const far = createSimPrinter();
  const { place, close } = await way(far);
  onTestFinished(close);
  const { chinese = "dots", tellsStatus = true } = options;
  const open = () => openPrinterLink(place, clock);
  const printer: Printer = createEscPosPrinter({ open, widthDots: 384, chinese, tellsStatus, clock });
  return { far, printer };
}

/** The pictures among the commands (GS v 0), one below the other, and what else there is, in hexadecimal. */
function decoded(far: SimPrinter): { readonly picture: Bitmap; readonly rest: string } {
  const bytes = Buffer.from(far.printed());
  const rows: Uint8Array[] = [];
  let rest = "";
  for (let at = 0; at < bytes.length; ) {
    if (bytes.subarray(at, at + 3).toString("hex") !== "1d7630") {
      rest += bytes.subarray(at, at + 1).toString("hex");
      at += 1;
      continue;
    }
    const [widthBytes, height] = [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)];
    rows.push(bytes.subarray(at + 8, at + 8 + widthBytes * height));
    at += 8 + widthBytes * height;
  }
  const all = Buffer.concat(rows);
  return { picture: { widthDots: 384, heightDots: all.length / 48, rows: new Uint8Array(all) }, rest };
}

/** With white rows below, as many as make whole bytes: so many the library adds. */
function filled(bitmaps: readonly Bitmap[]): Bitmap {
  const { heightDots } = stacked(bitmaps);
  return stacked([...bitmaps, emptyBitmap(384, (8 - (heightDots % 8)) % 8)]);
}

describe.each(Object.entries(printerWays))("a printer on %s", (_, way) => {
  test("gets every dot, in one picture without a gap", async () => {
    const { far, printer } = await printerOn(way);

    const printed = await printer.print(lines);

    expect([printed, decoded(far).picture]).toEqual([{ ok: true }, filled(lines.map(({ dots }) => dots))]);
  });

  test.each([
    ["is out of paper", { paperOut: true }, "printer/paper-out"],
    ["is open", { coverOpen: true }, "printer/cover-open"],
    ["is offline", { offline: true }, "printer/offline"],
    ["says nothing", { silent: true }, "printer/no-answer"],
  ])("that %s is told as such, and gets nothing", async (_story, is, code) => {
    const { far, printer } = await printerOn(way);
    Object.assign(far.is, is);

    const printed = await printer.print(lines);

    expect([printed, far.printed().length]).toEqual([{ ok: false, error: { code } }, 0]);
  });

  test("that is pulled off in the middle is told as broken off, and prints again when it is asked again", async () => {
    const { far, printer } = await printerOn(way);
    far.unplugAfter(5_000);

    const printed = await printer.print(lines);

    expect(printed).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/printer\/(broke-off|no-answer)/) },
    });
  });
});

test("a printer with Chinese characters of its own gets GB18030, and what it does not have as dots", async () => {
  const { far, printer } = await printerOn(printerWays.TCP, { chinese: "gb18030" });

  await printer.print(lines);
  const { picture, rest } = decoded(far);

  const text = new TextDecoder("gb18030").decode(Buffer.from(rest, "hex"));
  expect({
    says: text.match(/[\p{Script=Han}A-Z0-9 ]+/gu)?.filter((piece) => piece.length > 3),
    dots: picture,
  }).toEqual({
    says: ["解绑凭证", "终端 SN 123"],
    dots: filled([lines[2], lines[3]].map((each) => each?.dots ?? emptyBitmap(384, 0))),
  });
});

test("a printer that answers nothing, and is known to, gets it all the same", async () => {
  const { far, printer } = await printerOn(printerWays.TCP, { tellsStatus: false });
  far.is.silent = true;

  expect([await printer.print(lines), decoded(far).picture.heightDots]).toEqual([{ ok: true }, 624]);
});

test.each([
  ["nobody listens", { host: "127.0.0.1", port: 9 }, "ECONNREFUSED"],
  ["there is no file", { path: "/dev/usb/no-printer" }, "ENOENT"],
  ["there is a file of another kind", { path: "/etc/hostname" }, "not-a-device"],
  ["there is no port", { path: "/dev/no-port", baudRate: 9_600 }, "link/port-missing"],
])("where %s, that is told with the system's reason", async (_story, place, reason) => {
  const open = () => openPrinterLink(place, clock);
  const printer = createEscPosPrinter({ open, widthDots: 384, chinese: "dots", tellsStatus: true, clock });

  expect(await printer.print(lines)).toEqual({ ok: false, error: { code: "printer/not-reachable", reason } });
});

const peers = new URL("../../../fixtures/paper/", import.meta.url);

test("the commands for a picture are those that python-escpos makes of the same picture", async () => {
  const { far, printer } = await printerOn(printerWays.TCP);
  const theirs = createSimPrinter();
  theirs.receive(readFileSync(new URL("python-escpos.bin", peers)));

  await printer.print(lines);

  const { picture } = decoded(theirs);
  expect(decoded(far).picture.rows.subarray(0, picture.rows.length)).toEqual(picture.rows);
});

test("the picture on a label is the one that zebrafy makes of the same picture", () => {
  const picture = (zpl: string) =>
    /\^GFA?,(?:A,)?\d+,\d+,\d+,([0-9A-F\s]+)/i.exec(zpl)?.[1]?.replace(/\s/g, "").toUpperCase();
  const theirs = readFileSync(new URL("zebrafy.zpl", peers), "latin1");

  const ours = labelOf(stacked(lines.map(({ dots }) => dots)));

  expect([picture(ours) === picture(theirs), ours.startsWith("^XA"), ours.endsWith("^XZ\n")]).toEqual([
    true,
    true,
    true,
  ]);
});

test.each([
  ["prints", {}, { ok: true }],
  ["is out of paper", { paperOut: true }, { ok: false, error: { code: "printer/paper-out" } }],
  ["is open", { paused: true, headUp: true }, { ok: false, error: { code: "printer/cover-open" } }],
  ["is paused", { paused: true }, { ok: false, error: { code: "printer/offline" } }],
])("a label printer that %s says so", async (_story, is, expected) => {
  const { place, received } = await startLabelPrinter(is);
  const open = () => openPrinterLink(place, clock);

  const printed = await createZplPrinter({ open, widthDots: 384, tellsStatus: true, clock }).print(lines);

  expect([printed, received().includes("^GFA")]).toEqual([expected, expected.ok]);
});

test("which characters a printer has itself goes by its own Chinese: dots have none, GB18030 those of two bytes", async () => {
  const texts = ["解绑凭证 SN 123", "示例便利店 ••••0001", "𬭎"];
  const printers = await Promise.all(
    (["dots", "gb18030"] as const).map((chinese) => printerOn(printerWays.TCP, { chinese })),
  );

  expect(printers.map(({ printer }) => texts.map((text) => printer.hasCharacters(text)))).toEqual([
    [false, false, false],
    [true, true, false],
  ]);
});
