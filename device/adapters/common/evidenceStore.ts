/**
 * The EvidenceStore port: one file for each request or copy of the journal, on the stick where one is plugged in, and else
 * private in a directory of the terminal.
 */

import { utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { EvidenceStore, EvidenceStoreFailure, SavedPlace } from "../../ports/evidenceStore.ts";
import type { RemovableMedia } from "../../ports/removableMedia.ts";
import { attempt, type StateFiles } from "./stateFiles.ts";

/** A request id becomes part of a file's name, so nothing but a UUID may be one. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createEvidenceStore({
  files,
  media,
}: {
  readonly files: StateFiles;
  readonly media: RemovableMedia;
}): EvidenceStore {
  const mutex = createMutex();

  async function put(name: string, text: string): Promise<Result<SavedPlace, EvidenceStoreFailure>> {
    const carried = await media.put(name, text);
    if (carried.ok) return ok({ on: "stick", place: carried.value.place });
    if (carried.error.code !== "offline/no-carrier") return err(carried.error);
    const write = async () => ({ on: "terminal" as const, place: await files.replace(name, utf8(text)) });
    return mutex.run(() =>
      attempt(write, (reason): EvidenceStoreFailure => ({ code: "evidence/not-writable", reason })),
    );
  }

  return {
    async save(requestId, text) {
      if (!uuid.test(requestId)) throw new Error("not a request id");
      return put(`unbind-${requestId}.json`, text);
    },
    async saveJournal(seq, text) {
      if (!Number.isSafeInteger(seq) || seq < 0) throw new Error("not the number of a record");
      return put(`journal-${seq}.txt`, text);
    },
  };
}
