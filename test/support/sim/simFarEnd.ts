/** The far end of a serial line, whoever stands there: a simulated terminal, one with faults, or a transcript that is played. */

export type SimFarEnd = {
  /** Bytes from the computer. */
  receive(bytes: Uint8Array): void;
  /** Bytes to the computer. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Somebody pulled the plug; whoever wired the far end to a port closes that port. */
  onUnplugged(listener: () => void): () => void;
  unplug(): void;
  /** Is there again, freshly started. */
  plugIn(): void;
  isPluggedIn(): boolean;
};
