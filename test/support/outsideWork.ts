/**
 * Knows how much work is under way on other threads, WebCrypto's and whatever else it is told of, so that a clock that
 * stands still can wait for it.
 * Importing this counts every WebCrypto operation of this process; it changes no result.
 */

const counted = ["sign", "verify", "digest", "importKey", "exportKey", "generateKey", "deriveBits"] as const;
const subtle: Record<string, (...given: unknown[]) => Promise<unknown>> = Object.getPrototypeOf(crypto.subtle);
let underWay = 0;

for (const name of counted) {
  const operate = subtle[name];
  if (!operate) throw new Error(`this runtime has no crypto.subtle.${name}`);
  subtle[name] = function (...given) {
    underWay += 1;
    return operate.apply(this, given).finally(() => {
      underWay -= 1;
    });
  };
}

/** Counts work of another kind, a file's for one. */
export function counting<T>(work: Promise<T>): Promise<T> {
  underWay += 1;
  return work.finally(() => {
    underWay -= 1;
  });
}

/** One turn of the event loop. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Resolves when promises, and the WebCrypto work that they started, have settled. */
export async function allSettled(): Promise<void> {
  do await turn();
  while (underWay > 0);
}
