/** Earlier unbinds of this terminal, newest first: what became of each, by whose word, and what is left to do. */

import type { HistoryEntryView, HistoryPageView } from "../../device/contract/views/history.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Badge } from "../parts/Badge.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { Details } from "../parts/Details.tsx";
import { Fact } from "../parts/Fact.tsx";
import { FollowUps } from "../parts/FollowUps.tsx";
import { Page } from "../parts/Page.tsx";
import { formatTime } from "../state/format.ts";
import type { SendOrder } from "../state/useHost.ts";

export type HistoryProps = {
  readonly texts: Texts;
  /** The newest. */
  readonly history: readonly HistoryEntryView[];
  /** How many there are. */
  readonly count: number;
  /** Older ones, where somebody turned to them. */
  readonly page: HistoryPageView | null;
  readonly evidencePlace: UnbindView["evidencePlace"];
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

/** As many as a page of the host has. */
const entriesOnPage = 20;

export function History({ texts, history, count, page, evidencePlace, onBack, offered, send }: HistoryProps) {
  const words = texts.screens.history;
  const { from, entries } = page ?? { from: 0, entries: history };
  const turnTo = (first: number) => () => send("readHistory", { from: Math.max(0, first) });
  const leave = () => {
    if (from > 0) turnTo(0)();
    onBack();
  };
  const actions = (
    <>
      <Action name="leave-history" onPress={leave}>
        {texts.screens.back}
      </Action>
      {count > entriesOnPage && (
        <>
          <Action name="history-newer" disabled={from === 0} onPress={turnTo(from - entriesOnPage)}>
            {words.newer}
          </Action>
          <Action name="history-older" disabled={from + entries.length >= count} onPress={turnTo(from + entriesOnPage)}>
            {words.older}
          </Action>
        </>
      )}
    </>
  );
  return (
    <Page screen="history" title={words.title} actions={actions}>
      {evidencePlace && (
        <Banner tone="good" title={texts.screens.result.saved[evidencePlace.on]} field="evidence-saved" />
      )}
      {/* A page begins at its top. */}
      <div key={from} class="stack">
        <p>{count > 0 ? words.lead : words.empty}</p>
        {count > entriesOnPage && (
          <p class="small" data-field="history-range">
            {words.range(from + 1, count)}
          </p>
        )}
        {entries.map((entry) => (
          <Entry
            key={entry.requestId}
            texts={texts}
            entry={entry}
            evidencePlace={evidencePlace?.place.includes(entry.requestId) ? evidencePlace : null}
            offered={offered}
            send={send}
          />
        ))}
      </div>
    </Page>
  );
}

type EntryProps = Pick<HistoryProps, "texts" | "evidencePlace" | "offered" | "send"> & {
  readonly entry: HistoryEntryView;
};

function Entry({ texts, entry, evidencePlace, offered, send }: EntryProps) {
  const { history: words, progress, result, menu, unbound } = texts.screens;
  const { requestId, state, bindingKind, confirmedAt, endedAt, proof, followUps } = entry;
  const isThis = (each: { readonly requestId?: string | undefined }) => each.requestId === requestId;
  const done = followUps.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <section class="card" data-field={`entry-${requestId}`}>
      <div class="row">
        <h2>{texts.unbind.bindingKinds[bindingKind].name}</h2>
        <Badge tone={toneOf(entry)} text={texts.unbind.states[state].name} field="entry-state" />
      </div>
      <p data-field="entry-when">
        {progress.confirmedAt} {formatTime(confirmedAt, texts)}
        {endedAt && (
          <span class="line" data-field="entry-ended">
            {words.endedAt} {formatTime(endedAt, texts)}
          </span>
        )}
      </p>
      <p data-field="entry-proof">{proof ? result.proofs[proof] : words.nothingUnbound}</p>
      {followUps.length > 0 && <p class="small">{words.tasks(done, followUps.length)}</p>}
      <FollowUps texts={texts} entry={entry} offered={offered} send={send} />
      <div class="chips">
        {offered.saveEvidence?.some(isThis) && (
          <Action name={`save-${requestId}`} onPress={() => send("saveEvidence", { requestId })}>
            {result.saveEvidence}
          </Action>
        )}
      </div>
      <Details label={texts.screens.details} name={`details-${requestId}`}>
        <dl class="facts">
          <Fact
            label={menu.provider}
            field="entry-provider"
            value={entry.providerId}
            note={menu.epoch(entry.epoch)}
            mono
          />
          <Fact label={unbound.requestId} field="entry-request" value={requestId} mono />
          {evidencePlace && <Fact label={result.place} field="evidence-place" value={evidencePlace.place} mono />}
        </dl>
      </Details>
    </section>
  );
}

function toneOf({ state, proof }: HistoryEntryView): Tone {
  if (state === "completed") return "good";
  return proof === null ? "info" : "warn";
}
