/** The EnrolmentCode port on Node: one line in a file that whoever installs the terminal puts there. */

import { basename, dirname } from "node:path";
import { fromUtf8 } from "../../base/bytes.ts";
import { err, ok } from "../../base/result.ts";
import type { EnrolmentCode, NoEnrolmentCode } from "../../ports/enrolmentCode.ts";
import { attempt } from "../common/stateFiles.ts";
import { readStateFile } from "./stateFiles.ts";

const maxFileBytes = 256;

/** A file that is not one word of 1 to 64 printable characters holds no code; what it holds instead is not said. */
export function createNodeEnrolmentCode(options: { readonly path: string | undefined }): EnrolmentCode {
  const { path } = options;
  return {
    async read() {
      if (path === undefined) return err({ code: "provisioning/no-code" });
      const none = (reason: string): NoEnrolmentCode => ({ code: "provisioning/no-code", file: path, reason });
      const read = await attempt(() => readStateFile(dirname(path), basename(path), maxFileBytes), none);
      if (!read.ok) return read;
      if (read.value === null) return err(none("ENOENT"));
      const code = fromUtf8(read.value)?.trim();
      if (code === "") return err(none("empty"));
      return code && /^[\x21-\x7e]{1,64}$/.test(code) ? ok(code) : err(none("not one word"));
    },
  };
}
