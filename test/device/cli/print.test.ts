// Paper from a shell: what is done is printed where that is asked for, and a printer changes nothing of what was done.

import { expect, onTestFinished, test, vi } from "vitest";
import { shapesOf } from "../../../device/cli/shapes.ts";
import { glyphBytes } from "../../../device/paper/drawing.ts";
import { paperCharacters } from "../../support/paperCharacters.ts";
import { goodPin } from "../../support/rig.ts";
import { createSimPrinter } from "../../support/sim/simPrinter.ts";
import { printerWays } from "../../support/simPrinterLine.ts";
import { chooseFirstPin, openPlace, request, run } from "./shell.ts";

// Real lines, real HTTP, and the slow key derivation of PINs.
vi.setConfig({ testTimeout: 60_000 });

async function openPrintingPlace(printer?: object) {
  const place = await openPlace(printer && { config: { printer } });
  await chooseFirstPin(place);
  const shared = [...place.config, "--json", "--print"];
  const ran = async (words: readonly string[]) => {
    const { exit, printed } = await run("unbind", [...words, ...shared], { dir: place.dir, lines: [goodPin] });
    return { exit, report: JSON.parse(printed) };
  };
  return { apply: () => ran([...request, "--yes-sn-tail", "0042", "--follow"]), execute: () => ran(["execute"]) };
}

async function printerOnTcp() {
  const far = createSimPrinter();
  const { place, close } = await printerWays.TCP(far);
  onTestFinished(close);
  return { far, place };
}

test("The request is printed while it waits and the voucher when it is done; a printer without paper changes no exit code", async () => {
  const { far, place } = await printerOnTcp();
  const { apply, execute } = await openPrintingPlace({ speaks: "escpos", paperMm: 58, chinese: "gb18030", ...place });
  far.is.paperOut = true;

  const applied = await apply();
  far.is.paperOut = false;
  const executed = await execute();

  expect({
    exits: [applied.exit, executed.exit],
    papers: [applied.report.paper, executed.report.paper],
    onPaper: Buffer.from(far.printed()).includes("Unbind voucher"),
  }).toEqual({
    exits: [41, 0],
    papers: [
      { kind: "slip", failure: { code: "printer/paper-out", facts: {} }, framed: [] },
      { kind: "voucher", failure: null, framed: [] },
    ],
    onPaper: true,
  });
});

test("On a printer without Chinese of its own a frame stands for what a shell cannot draw, and that is told", async () => {
  const { far, place } = await printerOnTcp();
  const { apply, execute } = await openPrintingPlace({ speaks: "escpos", paperMm: 80, chinese: "dots", ...place });
  await apply();

  const { report } = await execute();

  expect([report.paper, far.printed().length > 10_000]).toEqual([
    { kind: "voucher", failure: null, framed: expect.arrayContaining(["示"]) },
    true,
  ]);
});

test("Without a printer --print is refused before anything is begun", async () => {
  const { apply } = await openPrintingPlace();

  const { exit, report } = await apply();

  expect([exit, report.failure.code, report.unbind]).toEqual([2, "cli/no-printer", undefined]);
});

test("A shell has a shape of its own for every character that papers say by themselves", () => {
  const characters = paperCharacters();

  const { glyphs, framed } = shapesOf(characters);

  const shapes = [...glyphs.values()];
  expect({
    framed,
    sizes: [...new Set(shapes.map(({ length }) => length))],
    different: new Set(shapes.map((rows) => rows.join())).size > characters.length - 10,
  }).toEqual({ framed: [], sizes: [glyphBytes], different: true });
});
