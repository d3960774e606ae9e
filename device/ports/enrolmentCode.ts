/** Where the one-time code of the enrolment comes from. It is a secret until it is used. */

import type { Result } from "../base/result.ts";

/** Nobody gave one; or the place where one was to be, and why none is there: the system's code, or what else is there. */
export type NoEnrolmentCode =
  | { readonly code: "provisioning/no-code" }
  | { readonly code: "provisioning/no-code"; readonly file: string; readonly reason: string };

export interface EnrolmentCode {
  read(): Promise<Result<string, NoEnrolmentCode>>;
}
