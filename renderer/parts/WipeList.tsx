/** Item by item what became of the data on this machine, and how far that can be believed. */

import type { WipeItemReport } from "../../device/contract/messages/wipe.ts";
import type { Texts } from "../../device/text/texts.ts";
import { unsettledText } from "../../device/text/unsettledText.ts";
import { formatInstant } from "../state/format.ts";

const tones = { done: "good", failed: "bad", notPerformed: "warn", notApplicable: "plain" } as const;
const signs = { done: "✓", failed: "×", notPerformed: "!", notApplicable: "–" } as const;

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
              <span class={`sign ${tones[item.result]}`} aria-hidden="true">
                {signs[item.result]}
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
      {items.some((item) => item.result === "notPerformed") && <p>{words.notPerformed}</p>}
      <p class="small">{words.assurance}</p>
    </section>
  );
}
