/** In which form this terminal's state lies there, and how new the newest program was that worked on it. */

import type { Result } from "../base/result.ts";

export type FormatUnread = { readonly code: "state/format-unreadable"; readonly reason: string };
export type FormatUnwritten = { readonly code: "state/format-not-written"; readonly reason: string };

export type WrittenFormat = {
  /** Grows by one with every form that an earlier program would misread. */
  readonly format: number;
  /** "1.4.0". */
  readonly newestProgram: string;
};

export interface StateFormat {
  /** Null where nobody ever said: nothing lies there, or a program wrote it that did not say so. */
  read(): Promise<Result<WrittenFormat | null, FormatUnread>>;
  /** Durable; after a power cut there is the old word or the new. */
  write(written: WrittenFormat): Promise<Result<void, FormatUnwritten>>;
}
