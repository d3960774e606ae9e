/** Single bytes from a file descriptor that somebody else opened, and may have made non-blocking. */

import { read } from "node:fs";
import { createNodeClock } from "../adapters/node/nodeClock.ts";
import { err, ok, type Result } from "../base/result.ts";
import { systemCode } from "./files.ts";

/** `reason` is the system's, e.g. EBADF. */
export type DescriptorFailure = {
  readonly code: "cli/fd-unreadable";
  readonly fd: number;
  readonly reason: string;
};

/** Nobody types or computes a code faster than this is noticed, and looking costs nothing. */
const againAfterMs = 20;
const clock = createNodeClock();

/**
 * Puts the next byte at `at` and answers whether there was one; false at the end. No byte more is taken: what follows
 * may be for another entry. Waits for as long as it takes, also where the descriptor itself would not (POSIX read:
 * EAGAIN), as a pipe does not once its other end was opened as a stream.
 */
export async function readByte(fd: number, bytes: Uint8Array, at: number): Promise<Result<boolean, DescriptorFailure>> {
  for (;;) {
    const got = await new Promise<number | Error>((resolve) => {
      read(fd, bytes, at, 1, null, (error, count) => resolve(error ?? count));
    });
    if (typeof got === "number") return ok(got > 0);
    const reason = systemCode(got);
    if (reason !== "EAGAIN") return err({ code: "cli/fd-unreadable", fd, reason });
    await new Promise<void>((resolve) => void clock.after(againAfterMs, resolve));
  }
}
