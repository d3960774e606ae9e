/** What an SLF command is: the body that goes out, and the meaning of the one that comes back with result code 00. */

/** From the acknowledgement to the first byte of the answer, in milliseconds: what only looks, what writes, what asks a host. */
export const answerMs = { look: 5_000, write: 30_000, host: 60_000 } as const;

export type SlfCommand<T> = {
  /** Two capital letters. */
  readonly name: string;
  readonly body: Uint8Array;
  readonly answerMs: number;
  /** Null when the body does not have the shape of this answer. */
  parse(body: Uint8Array): T | null;
};
