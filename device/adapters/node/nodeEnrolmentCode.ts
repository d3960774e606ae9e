/** The EnrolmentCode port on Node: one line in a file that whoever installs the terminal puts there. */

import { basename, dirname } from "node:path";
import { fromUtf8 } from "../../base/bytes.ts";
import type { EnrolmentCode } from "../../ports/enrolmentCode.ts";
import { readStateFile } from "./stateFiles.ts";

const maxFileBytes = 256;

/** No path, no file, or a file that is not one word of 1 to 64 printable characters: there is no code. */
export function createNodeEnrolmentCode(options: { readonly path: string | undefined }): EnrolmentCode {
  const { path } = options;
  return {
    async read() {
      if (path === undefined) return null;
      const bytes = await readStateFile(dirname(path), basename(path), maxFileBytes).catch(() => null);
      const code = bytes && fromUtf8(bytes)?.trim();
      return code && /^[\x21-\x7e]{1,64}$/.test(code) ? code : null;
    },
  };
}
