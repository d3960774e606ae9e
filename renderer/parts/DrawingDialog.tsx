/** How the page is drawn for whoever stands before it: larger, lighter or darker, with more contrast. */

import type { Texts } from "../../device/text/texts.ts";
import { type Drawing, drawingChoices } from "../state/useDrawing.ts";
import { Action } from "./Action.tsx";
import { Choice } from "./Choice.tsx";
import { Dialog } from "./Dialog.tsx";

export type DrawingDialogProps = {
  readonly texts: Texts;
  readonly drawing: Drawing;
  readonly onDrawing: (drawing: Drawing) => void;
  readonly onClose: () => void;
};

export function DrawingDialog({ texts, drawing, onDrawing, onClose }: DrawingDialogProps) {
  const words = texts.screens.drawing;
  const close = (
    <Action name="close-drawing" kind="primary" onPress={onClose}>
      {texts.screens.close}
    </Action>
  );
  const group = (name: keyof Drawing) => (
    <fieldset class="choices across">
      <legend>{words[name].title}</legend>
      {(drawingChoices[name] as readonly Drawing[keyof Drawing][]).map((choice) => (
        <Choice
          key={choice}
          name={`${name}-${choice}`}
          group={name}
          checked={drawing[name] === choice}
          onToggle={() => onDrawing(Object.assign({}, drawing, { [name]: choice }))}
        >
          {(words[name].choices as Readonly<Record<string, string>>)[choice]}
        </Choice>
      ))}
    </fieldset>
  );
  return (
    <Dialog name="drawing" title={words.title} onEscape={onClose} actions={close}>
      {group("size")}
      {group("theme")}
      {group("contrast")}
    </Dialog>
  );
}
