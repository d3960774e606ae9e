/** What happens by itself while somebody waits, and when. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatSpan, secondsLeft } from "../state/format.ts";
import { Ticking } from "./Ticking.tsx";
import { Working } from "./Working.tsx";

export type WaitingProps = { readonly texts: Texts; readonly unbind: UnbindView; readonly now: () => number };

export function Waiting({ texts, unbind, now }: WaitingProps) {
  const words = texts.screens.progress;
  const { nextAskAt, asking, preparing } = unbind;
  if (preparing) return <Working label={words.preparing} />;
  if (asking) return <Working label={words.asking} />;
  if (nextAskAt === null || isOurTurn(unbind)) return null;
  return (
    <Ticking now={now}>
      {(nowMs) => (
        <p class="faint" data-field="next-ask">
          {words.nextAsk(formatSpan(secondsLeft(nextAskAt, nowMs), texts))}
        </p>
      )}
    </Ticking>
  );
}

/** Somebody here has something to do: they are not told that they need not stay. */
function isOurTurn({ state, demand }: UnbindView): boolean {
  return state === "approved" || state === "awaitingSecond" || demand?.how.kind === "code";
}
