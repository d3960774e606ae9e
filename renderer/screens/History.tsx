/** Earlier unbinds of this terminal, newest first: what became of each, by whose word, and what is left to do. */

import type { HistoryEntryView } from "../../device/contract/views/history.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Badge } from "../parts/Badge.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { Fact } from "../parts/Fact.tsx";
import { FollowUps } from "../parts/FollowUps.tsx";
import { Page } from "../parts/Page.tsx";
import { formatInstant } from "../state/format.ts";
import type { SendOrder } from "../state/useHost.ts";

export type HistoryProps = {
  readonly texts: Texts;
  readonly history: readonly HistoryEntryView[];
  readonly evidencePlace: UnbindView["evidencePlace"];
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

export function History({ texts, history, evidencePlace, onBack, offered, send }: HistoryProps) {
  const words = texts.screens.history;
  const back = (
    <Action name="leave-history" onPress={onBack}>
      {texts.screens.back}
    </Action>
  );
  return (
    <Page screen="history" title={words.title} actions={back}>
      {evidencePlace && (
        <Banner tone="good" title={texts.screens.result.savedAt(evidencePlace)} field="evidence-place" />
      )}
      <div class="scroll stack">
        <p>{history.length > 0 ? words.lead : words.empty}</p>
        {history.map((entry) => (
          <Entry key={entry.requestId} texts={texts} entry={entry} offered={offered} send={send} />
        ))}
      </div>
    </Page>
  );
}

type EntryProps = Pick<HistoryProps, "texts" | "offered" | "send"> & { readonly entry: HistoryEntryView };

function Entry({ texts, entry, offered, send }: EntryProps) {
  const { history: words, progress, result, menu, unbound, evidenceQr } = texts.screens;
  const { requestId, state, bindingKind, confirmedAt, endedAt, proof, followUps } = entry;
  const isThis = (each: { readonly requestId?: string | undefined }) => each.requestId === requestId;
  const done = followUps.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <section class="card" data-field={`entry-${requestId}`}>
      <div class="row">
        <h2>{texts.unbind.bindingKinds[bindingKind].name}</h2>
        <Badge tone={toneOf(entry)} text={texts.unbind.states[state].name} field="entry-state" />
      </div>
      <dl class="facts dense">
        <Fact label={menu.provider} field="entry-provider" value={entry.providerId} note={menu.epoch(entry.epoch)} />
        <Fact label={progress.confirmedAt} field="entry-confirmed" value={formatInstant(confirmedAt)} />
        {endedAt && <Fact label={words.endedAt} field="entry-ended" value={formatInstant(endedAt)} />}
        <Fact
          label={result.proof}
          field="entry-proof"
          value={proof ? result.proofs[proof] : words.nothingUnbound}
          tone={proof === "offline_code" ? "warn" : "plain"}
        />
        <Fact label={unbound.requestId} field="entry-request" value={requestId} mono />
      </dl>
      {followUps.length > 0 && <p class="small">{words.tasks(done, followUps.length)}</p>}
      <FollowUps texts={texts} entry={entry} offered={offered} send={send} />
      <div class="chips">
        {offered.saveEvidence?.some(isThis) && (
          <Action name={`save-${requestId}`} onPress={() => send("saveEvidence", { requestId })}>
            {result.saveEvidence}
          </Action>
        )}
        {offered.showEvidence?.some(isThis) && (
          <Action name={`show-${requestId}`} onPress={() => send("showEvidence", { requestId })}>
            {evidenceQr.show}
          </Action>
        )}
      </div>
    </section>
  );
}

function toneOf({ state, proof }: HistoryEntryView): Tone {
  if (state === "completed") return "good";
  return proof === null ? "info" : "warn";
}
