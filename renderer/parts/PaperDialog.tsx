/** What is going to be printed, dot for dot, the button that prints it, and what came of it. */

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { type Bitmap, isBlack, stacked } from "../../device/base/bitmap.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { PrinterView } from "../../device/contract/views/paper.ts";
import { drawLine, glyphsForOrder } from "../../device/paper/drawing.ts";
import type { Texts } from "../../device/text/texts.ts";
import { glyphsOf } from "../state/glyphs.ts";
import type { SendOrder } from "../state/useHost.ts";
import { Action } from "./Action.tsx";
import { Banner } from "./Banner.tsx";
import { Dialog } from "./Dialog.tsx";
import { ErrorNote } from "./ErrorNote.tsx";

export type PaperDialogProps = {
  readonly texts: Texts;
  readonly printer: PrinterView;
  readonly paper: NonNullable<PrinterView["paper"]>;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function PaperDialog({ texts, printer: { phase, failure }, paper, offered, send }: PaperDialogProps) {
  const words = texts.screens.paper;
  const { lines, widthDots, kind } = paper;
  const glyphs = useMemo(() => glyphsOf(lines), [lines]);
  const dots = useMemo(
    () => stacked(lines.map((line) => drawLine(line, widthDots, glyphs))),
    [lines, widthDots, glyphs],
  );
  const actions = (
    <>
      <Action name="close-paper" onPress={() => send("hidePaper", {})}>
        {texts.screens.back}
      </Action>
      <Action
        name="print"
        kind="primary"
        disabled={!offered.printPaper}
        onPress={() => send("printPaper", { glyphs: glyphsForOrder(glyphs) })}
      >
        {phase === "printing" ? words.printing : words.print}
      </Action>
    </>
  );
  return (
    <Dialog name="paper" title={words.title[kind]} onEscape={() => send("hidePaper", {})} actions={actions}>
      {phase === "printed" && <Banner tone="good" title={words.printed} field="printed" />}
      {failure && <ErrorNote texts={texts} failure={failure} />}
      <Dots bitmap={dots} label={words.title[kind]} />
    </Dialog>
  );
}

function Dots({ bitmap, label }: { readonly bitmap: Bitmap; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const { widthDots, heightDots } = bitmap;
    const image = context.createImageData(widthDots, heightDots);
    image.data.fill(255);
    for (let y = 0; y < heightDots; y++) {
      for (let x = 0; x < widthDots; x++) {
        if (isBlack(bitmap, x, y)) image.data.fill(0, (y * widthDots + x) * 4, (y * widthDots + x) * 4 + 3);
      }
    }
    context.putImageData(image, 0, 0);
  }, [bitmap]);
  return (
    <canvas
      ref={canvas}
      class="paper"
      data-field="paper"
      role="img"
      aria-label={label}
      width={bitmap.widthDots}
      height={bitmap.heightDots}
    />
  );
}
