/** What became of the data on this machine: what a merchant has to know of it, and item by item how far that can be believed. */

import type { WipeItemReport } from "../../device/contract/messages/wipe.ts";
import type { Texts } from "../../device/text/texts.ts";
import { unsettledText } from "../../device/text/unsettledText.ts";
import { formatInstant } from "../state/format.ts";
import { Banner } from "./Banner.tsx";
import { Icon } from "./Icon.tsx";

const tones = { done: "good", failed: "bad", notPerformed: "warn", notApplicable: "plain" } as const;
const signs = { done: "check", failed: "cross", notPerformed: "warn", notApplicable: "info" } as const;

export type WipeListProps = { readonly texts: Texts; readonly items: readonly WipeItemReport[] };

export function WipeList({ texts, items }: WipeListProps) {
  const words = texts.screens.result;
  const { wipeItems, wipeMethods, wipeResults } = texts.unbind;
  return (
    <section class="stack">
      <h2>{words.wipe}</h2>
      {items.length === 0 ? (
        <p>{words.wipeNothingYet}</p>
      ) : (
        <ul class="checks">
          {items.map((item) => (
            <li key={item.name} class={tones[item.result]} data-field={`wipe-${item.name}`}>
              <span class={`sign ${tones[item.result]}`}>
                <Icon name={signs[item.result]} />
              </span>
              <div class="grow">
                <span>{wipeItems[item.name]}</span>
                <p class="small">
                  {wipeMethods[item.method]} · {formatInstant(item.at)}
                </p>
                {item.unsettled && <p>{unsettledText(item, texts.unbind)}</p>}
              </div>
              <span class="small">{wipeResults[item.result]}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="small">{words.assurance}</p>
    </section>
  );
}

/** Only what was not wiped, and money that was left behind: whoever takes the terminal along has to know. */
export function WipeNotice({ texts, items }: WipeListProps) {
  const words = texts.screens.result;
  const { listGap } = texts.screens.draft;
  const { wipeItems } = texts.unbind;
  const named = (result: WipeItemReport["result"]) =>
    items.filter((item) => item.result === result).map(({ name }) => wipeItems[name]);
  const [failed, notPerformed] = [named("failed"), named("notPerformed")];
  const unsettled = items.filter((item) => item.unsettled);
  return (
    <>
      {failed.length > 0 && (
        <Banner tone="bad" title={words.wipeFailed(failed.join(listGap))} field="wipe-failed">
          <p>{words.wipeFailedRemedy}</p>
        </Banner>
      )}
      {notPerformed.length > 0 && (
        <Banner tone="warn" title={words.wipeLeft(notPerformed.join(listGap))} field="wipe-left">
          <p>{words.notPerformed}</p>
        </Banner>
      )}
      {unsettled.map((item) => (
        <Banner key={item.name} tone="warn" title={unsettledText(item, texts.unbind) ?? ""} field="unsettled" />
      ))}
    </>
  );
}
