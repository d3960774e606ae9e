/**
 * What a technician takes along when something is wrong: what terminal, upstream and storage told, what the journal says
 * happened, the log's end and the serial line's, as one text. No content, and no secret: it is made of what is free of both.
 */

import { instantOf } from "../../base/instant.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type ErrorView, errorView } from "../../contract/errors.ts";
import type { SavedPlaceView } from "../../contract/views/savedPlace.ts";
import type { DiagnosticsView } from "../../contract/views/staff.ts";
import type { People } from "../../people/createPeople.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RemovableMedia } from "../../ports/removableMedia.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { JournalLine, JournalPages } from "./journalPages.ts";

const recordsInBundle = 300;

export type LogBundle = {
  /** Where it was saved in this session; null where it was not. */
  place(): SavedPlaceView | null;
  /** Reads everything anew and puts it on the stick. */
  save(): Promise<Result<void, ErrorView>>;
};

export type LogBundleParts = {
  readonly ports: { readonly clock: Clock; readonly removableMedia: RemovableMedia };
  readonly diagnostics: Diagnostics;
  readonly journalPages: Pick<JournalPages, "newest">;
  /** The log's end. */
  readonly notes: () => readonly string[];
  readonly people: People;
  readonly onChange: () => void;
};

export function createLogBundle(parts: LogBundleParts): LogBundle {
  const { diagnostics, journalPages, notes, onChange } = parts;
  const { clock, removableMedia } = parts.ports;
  let place: SavedPlaceView | null = null;

  parts.people.session.onClosed(() => {
    place = null;
  });

  return {
    place: () => place,
    async save() {
      await diagnostics.read();
      const records = await journalPages.newest(recordsInBundle);
      if (!records.ok) return records;
      const { facts = [], upstreamKeys = [], refusedKeySet = null, transcript = [] } = diagnostics.view() ?? {};
      const at = instantOf(clock.now());
      const text = [
        `jiebang-log/1 ${at}`,
        ...["", "[facts]", ...facts.map(({ name, value }) => `${name}=${value ?? ""}`)],
        ...["", "[keys]", ...upstreamKeys.map(keyLine), ...(refusedKeySet ? [refusalLine(refusedKeySet)] : [])],
        ...["", "[journal]", ...[...records.value].reverse().map(recordLine)],
        ...["", "[log]", ...notes()],
        ...["", "[serial]", ...transcript, ""],
      ].join("\n");
      const saved = await removableMedia.put(`log-${at.replace(/[^0-9T]/g, "")}.txt`, text);
      if (!saved.ok) return err(errorView(saved.error));
      place = { on: "stick", place: saved.value.place };
      onChange();
      return ok();
    },
  };
}

function keyLine({ kid, notBefore, notAfter, inForce }: DiagnosticsView["upstreamKeys"][number]): string {
  return [kid, inForce ? "in-force" : "retired", notBefore ?? "-", notAfter ?? "-"].join(" ");
}

function refusalLine({ at, failure }: NonNullable<DiagnosticsView["refusedKeySet"]>): string {
  const facts = Object.entries(failure.facts ?? {}).map(([name, value]) => `${name}=${value}`);
  return ["refused", instantOf(at), failure.code, ...facts].join(" ");
}

function recordLine({ seq, at, kind, what, case: number }: JournalLine): string {
  return [seq, instantOf(at), kind, what, number].filter((part) => part !== null).join(" ");
}
