/** What a command's end says to the program that called it. */

export const exitCodes = {
  /** Everything holds, and it proves that the binding has ended. */
  proven: 0,
  /** It was looked at, and something in it is wrong. */
  wrong: 1,
  /** It was not looked at: wrong arguments, a file that cannot be read or is too large. */
  notLooked: 2,
  /** Everything holds, and it proves less than an unbind. */
  notUnbound: 3,
} as const;
