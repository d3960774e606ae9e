/** Standard output and standard error of a command, whatever becomes of their readers. */

import { systemCode } from "./files.ts";

export type Output = {
  readonly print: (line: string) => void;
  /** `text` ends with its own line break, if any. */
  readonly tell: (text: string) => void;
  /** Settles when nobody reads standard output any more, as behind `| head -1`. */
  readonly unread: Promise<void>;
  /** Once all is written: why something could not be, e.g. ENOSPC; null where all was, or nobody wanted more of it. */
  ended(): Promise<string | null>;
};

type Streams = Readonly<Record<"stdout" | "stderr", NodeJS.WriteStream>>;

/**
 * A reader that has gone ends nothing that the command has begun: an unbind is carried out whoever looks at it. What
 * cannot be written for another reason is kept, since a program would take half a report for a whole one.
 */
export function createOutput({ stdout, stderr }: Streams): Output {
  let lost: string | null = null;
  let leave = () => {};
  const unread = new Promise<void>((resolve) => {
    leave = resolve;
  });
  stdout.on("error", (error) => {
    const reason = systemCode(error);
    if (reason === "EPIPE") leave();
    else if (reason !== "ERR_STREAM_DESTROYED") lost ??= reason;
  });
  // Nobody is left to be told.
  stderr.on("error", () => {});
  return {
    print: (line) => void stdout.write(`${line}\n`),
    tell: (text) => void stderr.write(text),
    unread,
    async ended() {
      await new Promise<void>((resolve) => void stdout.write("", () => resolve()));
      return lost;
    },
  };
}
