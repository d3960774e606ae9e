/** A SerialLink that writes down what goes over it, and is otherwise the link it wraps. Knows nothing of where the record goes. */

import type { Clock } from "../ports/clock.ts";
import type { SerialLink, SerialLinkOpener } from "../ports/serialLink.ts";
import type { TranscriptEntry } from "../serial/transcript.ts";

export type LinkRecorder = {
  /** The same port, recorded from its open to its end. Several ports may share a recorder, and then one clock. */
  wrap(opener: SerialLinkOpener, name: string): SerialLinkOpener;
  /** Writes a remark between the bytes. */
  note(text: string): void;
};

/** The last entries alone, for whoever looks for a fault. */
export function createTranscriptEnd(most = 60): {
  add(entry: TranscriptEntry): void;
  entries(): readonly TranscriptEntry[];
} {
  const kept: TranscriptEntry[] = [];
  return {
    add(entry) {
      kept.push(entry);
      if (kept.length > most) kept.shift();
    },
    entries: () => [...kept],
  };
}

/** Times count from this call. An entry is handed over before anybody acts on its bytes. */
export function createLinkRecorder(options: {
  readonly clock: Clock;
  readonly record: (entry: TranscriptEntry) => void;
}): LinkRecorder {
  const { clock, record } = options;
  const startMs = clock.monotonic();
  const atMs = () => Math.round(clock.monotonic() - startMs);
  const note = (text: string) => record({ kind: "note", text, atMs: atMs() });

  const recorded = (link: SerialLink): SerialLink => {
    // Listens first and for as long as the link lives: a record with gaps is none.
    link.onBytes((bytes) => record({ kind: "received", bytes: bytes.slice(), atMs: atMs() }));
    link.onClosed(() => note("closed"));
    return {
      ...link,
      async write(bytes) {
        const entry: TranscriptEntry = { kind: "sent", bytes: bytes.slice(), atMs: atMs() };
        record(entry);
        const written = await link.write(bytes);
        if (!written.ok) note(`not sent: ${written.error.code}`);
        return written;
      },
    };
  };

  return {
    note,
    wrap: (opener, name) => ({
      async open() {
        const opened = await opener.open();
        note(opened.ok ? `open ${name}` : `${opened.error.code} ${name}`);
        return opened.ok ? { ok: true, value: recorded(opened.value) } : opened;
      },
    }),
  };
}
