/**
 * The OfflineAnswers port on Node: a folder, as a rule the mount point of a USB stick. It belongs to other people:
 * whatever lies there is bounded, no link is followed, and nothing of it is changed or deleted.
 */

import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { createMutex } from "../../base/mutex.ts";
import { err } from "../../base/result.ts";
import type { RemovableMedia, RemovableMediaFailure } from "../../ports/removableMedia.ts";
import { attempt, readStateFile, refuse, replaceStateFile } from "./stateFiles.ts";

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

export function createNodeRemovableMedia(options: { readonly dir: string | undefined }): RemovableMedia {
  const { dir } = options;
  const mutex = createMutex();
  const noMedia = err({ code: "offline/no-carrier" });

  return {
    async read() {
      if (dir === undefined || !(await isFolder(dir))) return noMedia;
      const work = async () => {
        const names = await answerNames(dir);
        const texts = await Promise.all(names.slice(0, maxAnswers).map((name) => readAnswer(dir, name)));
        const taken = texts.filter((text) => text !== null);
        return { texts: taken, ignored: names.length - taken.length };
      };
      return attempt(work, (reason): RemovableMediaFailure => ({ code: "offline/carrier-unreadable", reason }));
    },
    async put(name, text) {
      if (!carriedName.test(name)) throw new Error("not a name for a removable medium");
      // Where nothing is plugged in, nothing is put: a folder made here would lie on the terminal's own disk.
      if (dir === undefined || !(await isFolder(dir))) return noMedia;
      const work = async () => {
        await replaceStateFile(dir, name, utf8(text));
        return { place: join(dir, name) };
      };
      return mutex.run(() =>
        attempt(work, (reason): RemovableMediaFailure => ({ code: "offline/carrier-not-writable", reason })),
      );
    },
  };
}

const isFolder = (dir: string) =>
  stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function answerNames(dir: string): Promise<string[]> {
  const names: string[] = [];
  let seen = 0;
  for await (const entry of await opendir(dir)) {
    seen += 1;
    if (seen > maxEntries) refuse(`more than ${maxEntries} entries`);
    if (answerName.test(entry.name) && entry.isFile()) names.push(entry.name);
  }
  return names.sort();
}

/** Null for what is no line of printable text, or cannot be read: one bad file does not hide the others. */
async function readAnswer(dir: string, name: string): Promise<string | null> {
  const bytes = await attempt(
    () => readStateFile(dir, name, maxAnswerBytes + maxLineEndBytes),
    (reason) => ({ code: reason }),
  );
  const text = bytes.ok && bytes.value ? fromUtf8(bytes.value)?.trim() : undefined;
  return text !== undefined && /^[\x21-\x7e]{1,16384}$/.test(text) ? text : null;
}
