/** Where the one-time code of the enrolment comes from. It is a secret until it is used. */

export interface EnrolmentCode {
  /** The code, or null where none was given. */
  read(): Promise<string | null>;
}
