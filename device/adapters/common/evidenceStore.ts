/** The EvidenceStore port over state files: one private file for each request or copy of the journal, in a directory for people. */

import { utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import type { EvidenceStore, EvidenceStoreFailure } from "../../ports/evidenceStore.ts";
import { attempt, type StateFiles } from "./stateFiles.ts";

/** A request id becomes part of a file's name, so nothing but a UUID may be one. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createEvidenceStore({ files }: { readonly files: StateFiles }): EvidenceStore {
  const mutex = createMutex();

  function put(name: string, text: string) {
    const write = async () => ({ place: await files.replace(name, utf8(text)) });
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
