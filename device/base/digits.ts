/** Secret digits in one place that can be wiped. Never a string, so that no log or JSON can carry them by accident. */

export type Digits = {
  readonly length: number;
  push(digit: number): void;
  pop(): void;
  /** Lends the digits (0 to 9, one a byte) for the length of the call. */
  lend<T>(use: (digits: Uint8Array) => T): T;
  wipe(): void;
};

/** `max` is the longest run kept; more digits are ignored. */
export function createDigits(max: number): Digits {
  const kept = new Uint8Array(max);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(digit) {
      if (length < max && Number.isInteger(digit) && digit >= 0 && digit <= 9) kept[length++] = digit;
    },
    pop() {
      if (length > 0) kept[--length] = 0;
    },
    lend(use) {
      return use(kept.subarray(0, length));
    },
    wipe() {
      kept.fill(0);
      length = 0;
    },
  };
}

/** Looks at every digit, whatever the first difference. */
export function equalDigits(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
