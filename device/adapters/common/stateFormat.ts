/** The StateFormat port over state files: one small file that every later program will be able to read. */

import * as z from "zod/mini";
import { utf8 } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import type { FormatUnread, FormatUnwritten, StateFormat } from "../../ports/stateFormat.ts";
import { attempt, refuse, type StateFiles } from "./stateFiles.ts";

const formatName = "state-format.json";
const maxFileBytes = 1024;

/** Not strict: what a later program adds must not keep this one from reading which format it is. */
const storedFormat = z.object({
  format: z.int().check(z.positive()),
  newestProgram: z.string().check(z.regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/)),
});

export function createStateFormat({ files }: { readonly files: StateFiles }): StateFormat {
  return {
    read: () =>
      attempt(
        async () => {
          const bytes = await files.read(formatName, maxFileBytes);
          if (!bytes) return null;
          const stored = storedFormat.safeParse(parseJson(bytes));
          return stored.success ? stored.data : refuse("damaged");
        },
        (reason): FormatUnread => ({ code: "state/format-unreadable", reason }),
      ),
    write: ({ format, newestProgram }) =>
      attempt(
        async () => {
          await files.replace(formatName, utf8(JSON.stringify({ format, newestProgram })));
        },
        (reason): FormatUnwritten => ({ code: "state/format-not-written", reason }),
      ),
  };
}
