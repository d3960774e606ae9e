// Paper beside an unbind: what stands on it is the core's word, and nothing that a printer does holds anything up.

import { expect, test } from "vitest";
import { base64url } from "../../../device/base/bytes.ts";
import type { PaperKind } from "../../../device/contract/paperKind.ts";
import { glyphBytes } from "../../../device/paper/drawing.ts";
import { createMemoryPrinter } from "../../support/memoryPrinter.ts";
import { shapesOf } from "../../support/paperShapes.ts";
import { createRig, type Rig } from "../../support/rig.ts";
import { journalText } from "../../support/stories.ts";

async function approved(printer = createMemoryPrinter()) {
  const rig = await createRig({ reviewMs: 0, printer });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  return { rig, printer };
}

/** The text of what is shown, as a person reads it. */
async function shownText(rig: Rig): Promise<string> {
  const lines = (await rig.see()).printer?.paper?.lines ?? [];
  return lines.map((line) => (line.kind === "rule" ? "----" : line.text)).join("\n");
}

async function print(rig: Rig, kind: PaperKind): Promise<void> {
  await rig.order("showPaper", { kind });
  await rig.order("printPaper", { glyphs: shapesOf(await rig.see()) });
  await rig.clock.advance(1);
}

test("The voucher says what the receipt says, in words and as the code that is on the screen", async () => {
  const { rig, printer } = await approved();
  await rig.execute();
  const { unbind } = await rig.reach("completed");
  const { receiptId, requestId, sn } = unbind.receipt?.payload ?? {};

  await print(rig, "voucher");

  const said = printer.papers[0]?.map(({ text }) => text?.characters ?? "").join("") ?? "";
  expect({
    phase: (await rig.see()).printer?.phase,
    named: [receiptId, requestId, sn].map((id) => said.replace(/\s/g, "").includes(id ?? "nowhere")),
    code: (await shownText(rig)).includes(unbind.voucher?.codes[0] ?? "nowhere"),
  }).toEqual({ phase: "printed", named: [true, true, true], code: true });
});

test("The request slip says that it is no voucher, and before there is a receipt nothing else can be printed of an unbind", async () => {
  const { rig } = await approved();
  const { offered } = await rig.see();

  await rig.order("showPaper", { kind: "slip" });

  expect([offered.showPaper, await shownText(rig), await rig.order("showPaper", { kind: "voucher" })]).toEqual([
    [{ kind: "slip" }, { kind: "label" }],
    expect.stringContaining("本单不是解绑凭证"),
    { ok: false, error: { code: "host/not-now" } },
  ]);
});

test("Out of paper is told with the paper, the unbind goes on, and the next try prints", async () => {
  const { rig, printer } = await approved();
  printer.outcome = { code: "printer/paper-out" };
  await print(rig, "slip");
  const failed = (await rig.see()).printer;
  await rig.execute();
  await rig.reach("completed");
  printer.outcome = "prints";
  await print(rig, "voucher");

  expect([failed?.phase, failed?.failure?.code, (await rig.see()).printer?.phase]).toEqual([
    "failed",
    "printer/paper-out",
    "printed",
  ]);
});

test("While a printer takes for ever, the terminal is unbound and wiped, and a stop waits for nothing", async () => {
  const { rig, printer } = await approved();
  printer.outcome = "never";
  await print(rig, "slip");
  const before = journalText(rig).length;
  const printing = (await rig.see()).printer?.phase;

  await rig.execute();
  const { unbind } = await rig.reach("completed");
  await rig.kiosk().stop();

  expect([printing, unbind.state, journalText(rig).length > before]).toEqual(["printing", "completed", true]);
});

test("A crash in the middle of printing leaves nothing behind: the kiosk comes up where the unbind was", async () => {
  const { rig, printer } = await approved();
  const before = journalText(rig);
  printer.outcome = "never";
  await print(rig, "slip");
  const printed = journalText(rig);

  await rig.restart();

  const { unbind, printer: after } = await rig.see();
  expect([printed === before, unbind.state, after]).toEqual([
    true,
    "approved",
    { phase: "idle", failure: null, paper: null },
  ]);
});

test("A page that leaves a shape out, or sends one of another size, prints nothing", async () => {
  const { rig, printer } = await approved();
  await rig.order("showPaper", { kind: "slip" });

  const refused = [await rig.order("printPaper", { glyphs: [] })];

  expect([refused, printer.papers]).toEqual([[{ ok: false, error: { code: "host/malformed-order" } }], []]);
});

test("A printer with Chinese characters of its own needs the shapes of none, but of those that it has not", async () => {
  const { rig, printer } = await approved(createMemoryPrinter(384, (text) => !text.includes("终端")));
  await rig.order("showPaper", { kind: "slip" });
  const toDraw = (await rig.see()).printer?.paper?.toDraw ?? [];
  const dots = base64url(new Uint8Array(glyphBytes));

  const refused = await rig.order("printPaper", { glyphs: [] });
  await rig.order("printPaper", { glyphs: toDraw.map((character) => ({ character, dots })) });
  await rig.clock.advance(1);

  expect([toDraw.includes("终"), toDraw.includes("凭"), refused.ok, printer.papers.length]).toEqual([
    true,
    false,
    false,
    1,
  ]);
});

test("Without a printer nothing offers to print", async () => {
  const rig = await createRig({ reviewMs: 0 });
  await rig.setUp();

  const { offered, printer } = await rig.see();

  expect([offered.showPaper ?? [], printer]).toEqual([[], null]);
});
