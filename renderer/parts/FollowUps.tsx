/** What is left to be done by people after an unbind, ticked off one by one. */

import type { FollowUpCode } from "../../device/contract/codes.ts";
import type { HistoryEntryView } from "../../device/contract/views/history.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatTime } from "../state/format.ts";
import type { SendOrder } from "../state/useHost.ts";
import { Choice } from "./Choice.tsx";

export type FollowUpsProps = {
  readonly texts: Texts;
  readonly entry: HistoryEntryView;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function FollowUps({ texts, entry, offered, send }: FollowUpsProps) {
  const words = texts.screens.result;
  const { requestId, followUps } = entry;
  if (followUps.length === 0) return null;
  const isOffered = (code: FollowUpCode) =>
    offered.tickFollowUp?.some((each) => each.requestId === requestId && each.code === code);
  return (
    <fieldset class="choices">
      <legend>{words.next}</legend>
      <p class="small">{words.nextHint}</p>
      {followUps.map(({ code, doneAt }) => (
        <Choice
          key={code}
          name={`follow-up-${code}`}
          checked={doneAt !== null}
          disabled={!isOffered(code)}
          onToggle={() => send("tickFollowUp", { requestId, code, done: doneAt === null })}
        >
          {texts.unbind.followUps[code]}
          {doneAt && <span class="small line">{words.doneAt(formatTime(doneAt, texts))}</span>}
        </Choice>
      ))}
    </fieldset>
  );
}
