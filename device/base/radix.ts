/** Whole numbers of any length as digits, in one base and in another. The oldest engines have no number type for them. */

/** The digits in base `to`, most significant first, without leading zeros; none for zero. Each digit is below its base. */
export function inBase(digits: readonly number[], from: number, to: number): number[] {
  const converted: number[] = [];
  let rest = digits.slice(digits.findIndex((digit) => digit !== 0));
  while (rest.some((digit) => digit !== 0)) {
    const quotient: number[] = [];
    let remainder = 0;
    for (const digit of rest) {
      const carried = remainder * from + digit;
      quotient.push(Math.floor(carried / to));
      remainder = carried % to;
    }
    converted.unshift(remainder);
    rest = quotient.slice(quotient.findIndex((digit) => digit !== 0));
  }
  return converted;
}

/** In hexadecimal digits. */
export function inHex(digits: readonly number[], from: number): string {
  return inBase(digits, from, 16)
    .map((digit) => digit.toString(16))
    .join("");
}
