/** A line of bytes to the terminal's modem or secure processor. One link is one open: after it closes it is never used again. */

import type { Result } from "../base/result.ts";

export type LinkFailure =
  | { readonly code: "link/port-missing"; readonly path: string }
  | { readonly code: "link/port-busy"; readonly path: string }
  | { readonly code: "link/port-denied"; readonly path: string }
  | { readonly code: "link/not-a-tty"; readonly path: string }
  | { readonly code: "link/open-failed"; readonly path: string; readonly reason: string }
  /** Several devices are what was looked for, and which one is meant nobody said. */
  | { readonly code: "link/port-ambiguous"; readonly path: string; readonly count: number }
  /** Opened at every rate there is, and no answer at any of them. */
  | { readonly code: "link/no-answer" }
  /** Whoever has the port opens nothing any more. */
  | { readonly code: "link/closed" }
  /** What was plugged in again is another device. Both USB serial numbers, masked. */
  | { readonly code: "link/another-terminal"; readonly before: string; readonly now: string };

export type LinkWriteFailure =
  | { readonly code: "link/closed" }
  | { readonly code: "link/write-failed"; readonly reason: string };

export interface SerialLink {
  /** Of the USB device behind the port; absent where there is none, or it has no number. */
  readonly usbSerialNumber?: string;
  /** Hands every received chunk over, in order. Bytes that arrive with no listener are lost, as on any wire. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once, when the port went away or was closed. */
  onClosed(listener: () => void): () => void;
  /** Resolves when the bytes were handed to the operating system. Never queues for a later open. */
  write(bytes: Uint8Array): Promise<Result<void, LinkWriteFailure>>;
  close(): Promise<void>;
}

export interface SerialLinkOpener {
  /** Opens the configured device, or says why not. Does not retry. */
  open(): Promise<Result<SerialLink, LinkFailure>>;
}
