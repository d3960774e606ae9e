/** A StateFormat in memory, on a store that outlives it. */

import { ok } from "../../device/base/result.ts";
import type { StateFormat, WrittenFormat } from "../../device/ports/stateFormat.ts";
import type { Mishaps } from "./mishaps.ts";

export type MemoryFormatStore = { written: WrittenFormat | null };

export function createMemoryStateFormat(store: MemoryFormatStore, mishaps: Mishaps): StateFormat {
  const notWritten = { code: "state/format-not-written", reason: "told to fail" } as const;
  return {
    read: () => mishaps.look(() => ok(store.written)),
    write: (written) =>
      mishaps.perform(
        "format.write",
        () => {
          store.written = written;
        },
        notWritten,
      ),
  };
}
