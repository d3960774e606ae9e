/** The journal on a real disk, for whom a clock that stands still waits. */

import { createNodeJournalFile, type NodeJournalFile } from "../../device/adapters/node/nodeJournalFile.ts";
import { counting } from "./outsideWork.ts";

export function createDiskJournalFile(options: Parameters<typeof createNodeJournalFile>[0]): NodeJournalFile {
  const file = createNodeJournalFile(options);
  const { archives } = file;
  return {
    maxBytes: file.maxBytes,
    read: () => counting(file.read()),
    readPart: (from, to) => counting(file.readPart(from, to)),
    append: (bytes) => counting(file.append(bytes)),
    cut: (length) => counting(file.cut(length)),
    leaveMark: (mark) => counting(file.leaveMark(mark)),
    freeBytes: () => counting(file.freeBytes()),
    archives: archives && {
      setAside: (archive, bytes) => counting(archives.setAside(archive, bytes)),
      read: (archive) => counting(archives.read(archive)),
    },
    close: () => counting(file.close()),
  };
}
