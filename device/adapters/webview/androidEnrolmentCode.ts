/** The EnrolmentCode port on Android: one line in a file of the program's folder, which whoever installs it may leave there. */

import { fromUtf8 } from "../../base/bytes.ts";
import { err, ok } from "../../base/result.ts";
import type { EnrolmentCode, NoEnrolmentCode } from "../../ports/enrolmentCode.ts";
import { attempt, type StateFiles } from "../common/stateFiles.ts";

const fileName = "enrolment-code";
const maxFileBytes = 256;

/** Where there is no file the code is typed; what a file holds that is no code is not said. */
export function createAndroidEnrolmentCode(files: StateFiles): EnrolmentCode {
  const none = (reason: string): NoEnrolmentCode => ({ code: "provisioning/no-code", file: fileName, reason });
  return {
    async read() {
      const read = await attempt(() => files.read(fileName, maxFileBytes), none);
      if (!read.ok) return read;
      if (read.value === null) return err({ code: "provisioning/no-code" });
      const code = fromUtf8(read.value)?.trim();
      return code && /^[\x21-\x7e]{1,64}$/.test(code) ? ok(code) : err(none("not one word"));
    },
  };
}
