/** What whoever draws one of the screens gets from the page. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { DraftChoice } from "../state/draftChoice.ts";
import type { Look, ScreenName } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

export type ScreenProps = {
  readonly screen: ScreenName;
  readonly texts: Texts;
  readonly snapshot: Snapshot;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
  /** What was chosen for a request that was refused, where it is applied for again. */
  readonly again: DraftChoice | null;
  readonly onAgain: (choice: DraftChoice) => void;
  /** The last order was refused; that is told below the screen. */
  readonly refused: boolean;
};
