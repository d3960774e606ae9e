/** The journal on a real disk, for whom a clock that stands still waits. */

import { createNodeJournalFile, type NodeJournalFile } from "../../device/adapters/node/nodeJournalFile.ts";
import { counting } from "./outsideWork.ts";

export function createDiskJournalFile(options: Parameters<typeof createNodeJournalFile>[0]): NodeJournalFile {
  const file = createNodeJournalFile(options);
  return {
    maxBytes: file.maxBytes,
    read: () => counting(file.read()),
    readPart: (from, to) => counting(file.readPart(from, to)),
    append: (bytes) => counting(file.append(bytes)),
    cut: (length) => counting(file.cut(length)),
    leaveMark: (mark) => counting(file.leaveMark(mark)),
    freeBytes: () => counting(file.freeBytes()),
    close: () => counting(file.close()),
  };
}
