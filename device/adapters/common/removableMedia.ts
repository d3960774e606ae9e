/**
 * The RemovableMedia port over a folder, as a rule the mount point of a USB stick. It belongs to other people:
 * whatever lies there is bounded, no link is followed, and nothing of it is changed or deleted.
 */

import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import { err, ok } from "../../base/result.ts";
import type { RemovableMedia, RemovableMediaFailure } from "../../ports/removableMedia.ts";
import { attempt, type StateFiles } from "./stateFiles.ts";

/** One terminal waits for one answer; a counter may bring those of a whole shop. */
const maxAnswers = 64;
const maxEntries = 4096;
/** A compact JWS of 16 KiB, and the end of a line that an editor may have added. */
const maxAnswerBytes = 16_384;
const maxLineEndBytes = 2;

/** A hidden file is not named as an answer: macOS leaves a "._name" beside each file on a stick. */
const answerName = /^[^.].*\.jws$/i;
/** What every file system can spell, and what is never read back as an answer. */
const carriedName = /^[A-Za-z0-9-]{1,64}\.(json|txt)$/;

/** What is plugged in just now. */
export type CarrierFolder = Pick<StateFiles, "read" | "replace"> & {
  /** The names of its plain files, in no order; null where there is no such folder. Refuses one with more entries. */
  list(maxEntries: number): Promise<readonly string[] | null>;
};

export function createRemovableMedia({ folder }: { readonly folder: CarrierFolder }): RemovableMedia {
  const mutex = createMutex();

  const listed = () =>
    attempt(
      () => folder.list(maxEntries),
      (reason): RemovableMediaFailure => ({ code: "offline/carrier-unreadable", reason }),
    );

  return {
    async read() {
      const found = await listed();
      if (!found.ok) return found;
      if (found.value === null) return err({ code: "offline/no-carrier" });
      const names = found.value.filter((name) => answerName.test(name)).sort();
      const texts = await Promise.all(names.slice(0, maxAnswers).map((name) => readAnswer(folder, name)));
      const taken = texts.filter((text) => text !== null);
      return ok({ texts: taken, ignored: names.length - taken.length });
    },
    async put(name, text) {
      if (!carriedName.test(name)) throw new Error("not a name for a removable medium");
      // Where nothing is plugged in, nothing is put: a folder made here would lie on the terminal's own disk.
      const found = await listed();
      if (found.ok && found.value === null) return err({ code: "offline/no-carrier" });
      const write = async () => ({ place: await folder.replace(name, utf8(text)) });
      return mutex.run(() =>
        attempt(write, (reason): RemovableMediaFailure => ({ code: "offline/carrier-not-writable", reason })),
      );
    },
  };
}

/** Null for what is no line of printable text, or cannot be read: one bad file does not hide the others. */
async function readAnswer(folder: CarrierFolder, name: string): Promise<string | null> {
  const bytes = await attempt(
    () => folder.read(name, maxAnswerBytes + maxLineEndBytes),
    (reason) => ({ code: reason }),
  );
  const text = bytes.ok && bytes.value ? fromUtf8(bytes.value)?.trim() : undefined;
  return text !== undefined && /^[\x21-\x7e]{1,16384}$/.test(text) ? text : null;
}
