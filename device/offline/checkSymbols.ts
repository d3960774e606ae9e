/**
 * One symbol more, so that a slip of the hand or the ear is seen before it counts: every single wrong symbol and
 * every swap of two neighbours. Knows numbers only, no alphabet and no secret's meaning.
 *
 * Both are Damm's: a value is carried from symbol to symbol through a quasigroup in which (c*x)*y = (c*y)*x only
 * for x = y, and a right text ends at 0 (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004).
 */

/** The letter, 0 to 19, that ends these letters. */
export function checkLetterOf(letters: readonly number[]): number {
  const [four, five] = carryLetters(letters);
  const lastFour = timesOmega[four] ?? 0;
  const lastFive = (3 * five) % 5;
  // The one number below 20 with these two remainders: 5 is 1 modulo 4, and 16 is 1 modulo 5.
  return (5 * lastFour + 16 * lastFive) % 20;
}

/** Whether the last of the letters ends those before it. */
export function endsInCheckLetter(letters: readonly number[]): boolean {
  return carryLetters(letters).every((carried) => carried === 0);
}

/** The digit that ends these digits. */
export function checkDigitOf(digits: Iterable<number>): number {
  let carried = 0;
  for (const digit of digits) carried = decimal[carried]?.[digit] ?? 0;
  return carried;
}

/** Whether the last of the digits ends those before it. */
export function endsInCheckDigit(digits: Iterable<number>): boolean {
  return checkDigitOf(digits) === 0;
}

/** Multiplication by a generator of the field of four elements, which are written as two bits. */
const timesOmega: readonly number[] = [0, 2, 3, 1];

/**
 * A letter below 20 is its remainders modulo 4 and 5, and each is carried in a field of its own as a*c + x. That is
 * Damm's condition wherever a is neither 0 nor 1; two letters that differ do so in at least one remainder.
 */
function carryLetters(letters: readonly number[]): readonly [four: number, five: number] {
  let four = 0;
  let five = 0;
  for (const letter of letters) {
    four = (timesOmega[four] ?? 0) ^ (letter % 4);
    five = (2 * five + letter) % 5;
  }
  return [four, five];
}

/** No such formula exists for ten, because the field of two elements has no a besides 0 and 1: Damm's own table. */
const decimal: readonly (readonly number[])[] = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];
