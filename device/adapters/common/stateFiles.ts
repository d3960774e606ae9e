/**
 * Small private files of one folder, wherever the platform keeps them, and how work on them fails: by giving up with a
 * reason, which `attempt` makes a failure. Reasons name neither a path nor a content.
 */

import { err, type Failure, ok, type Result } from "../../base/result.ts";

/** Every method may give up as `refuse` does. */
export interface StateFiles {
  /** Null where there is none. Refuses what is no plain file or too long. */
  read(name: string, maxBytes: number): Promise<Uint8Array | null>;
  /** As `read`, and refuses what others than the owner may open. */
  readSecret(name: string, maxBytes: number): Promise<Uint8Array | null>;
  /** Durable; after a power cut there is the old content or the new. Tells where the file lies, for a person. */
  replace(name: string, bytes: Uint8Array): Promise<string>;
  /** As `replace`, but refuses (EEXIST) where there is a file already. */
  create(name: string, bytes: Uint8Array): Promise<void>;
  /** Overwrites and removes it, and what a power cut may have left beside it. Nothing there is success. */
  erase(name: string): Promise<void>;
}

/**
 * Who is against file work: the system, the mode of a file that others may open, what a file holds or is, or a chip that does
 * not know any more what it once sealed.
 */
export type FileFault = "system" | "exposed" | "unfit" | "cleared";

/** Runs file work; what the system or `refuse` says against it becomes a failure, anything else is a bug and throws. */
export async function attempt<T, E extends Failure>(
  work: () => Promise<T>,
  failure: (reason: string, fault: FileFault) => E,
): Promise<Result<T, E>> {
  try {
    return ok(await work());
  } catch (error) {
    return err(failure(reasonOf(error), faultOf(error)));
  }
}

/** Gives up inside `attempt`, with a reason for a technician. */
export function refuse(reason: string, fault: FileFault = "unfit"): never {
  throw refusal(reason, fault);
}

/** What `refuse` throws. */
export function refusal(reason: string, fault: FileFault = "unfit"): Error {
  return Object.assign(new Error(reason), { code: reason, fault });
}

/** The system's code ("EACCES") or the reason given to `refuse`; never the message, which holds the path. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code.slice(0, 80);
  throw error;
}

/** The system's errors have a number; those of Node's libraries have none, and complain of what they were given. */
function faultOf(error: unknown): FileFault {
  if (error instanceof Error && "errno" in error) return "system";
  const fault = error instanceof Error && "fault" in error ? error.fault : "unfit";
  return fault === "exposed" || fault === "system" || fault === "cleared" ? fault : "unfit";
}
