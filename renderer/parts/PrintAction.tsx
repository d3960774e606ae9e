/** The button that shows what would be printed; where there is no printer, or nothing of the kind to print, there is none. */

import type { PaperKind } from "../../device/contract/paperKind.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { SendOrder } from "../state/useHost.ts";
import { Action } from "./Action.tsx";

export type PrintActionProps = {
  readonly texts: Texts;
  readonly kind: PaperKind;
  readonly look?: "plain" | "quiet";
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function PrintAction({ texts, kind, look = "plain", offered, send }: PrintActionProps) {
  if (!offered.showPaper?.some((each) => each.kind === kind)) return null;
  return (
    <Action name={`print-${kind}`} kind={look} onPress={() => send("showPaper", { kind })}>
      {texts.screens.paper.title[kind]}
    </Action>
  );
}
