/** A browser of other people that opens one page from the disk, however it is driven. */

export type Browser = {
  /** `fragment`: what stands behind the # of its address. */
  open(file: string, fragment?: string): Promise<void>;
  /** Runs the body of an async function in the page, with `args` as its arguments; what it answers must be JSON. */
  run(body: string, ...args: readonly unknown[]): Promise<unknown>;
  /** The page as it would come out of a printer, on A4: a PDF. */
  print(): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** There is none, or the person before it lets no page use it. */
export type NoCamera = "none" | "refused";
