/** A removable medium in memory: files by name, or null while nothing is plugged in. */

import { err, ok } from "../../device/base/result.ts";
import type { RemovableMedia } from "../../device/ports/removableMedia.ts";
import { createMishaps, type Mishaps } from "./mishaps.ts";

export type MemoryStick = { files: Map<string, string> | null };

export function createMemoryRemovableMedia(
  media: MemoryStick = { files: null },
  mishaps: Mishaps = createMishaps(),
): RemovableMedia {
  const noMedia = err({ code: "offline/no-carrier" });
  return {
    read: () =>
      mishaps.look(() => {
        const { files } = media;
        if (!files) return noMedia;
        const names = [...files.keys()].filter((name) => /^[^.].*\.jws$/i.test(name)).sort();
        const texts = names.map((name) => files.get(name)?.trim() ?? "").filter((text) => /^[\x21-\x7e]+$/.test(text));
        return ok({ texts, ignored: names.length - texts.length });
      }),
    async put(name, text) {
      const { files } = media;
      if (!files) return mishaps.look(() => noMedia);
      return mishaps.perform(
        "offlineAnswers.put",
        (landing) => {
          if (landing === "all") files.set(name, text);
          return { place: `memory:${name}` };
        },
        { code: "offline/carrier-not-writable", reason: "told to fail" },
      );
    },
  };
}
