/**
 * What stands where a number should be, by its kind: a word, one character again and again, a block again and again, a
 * count. Makers agree on none of these, so no list of them is ever complete.
 */

/** Counting order; a text that goes through it one by one counts itself and no terminal. */
const order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Refusals that come with a number of their own, such as `ERROR 4`. Shorter words are the beginnings of real numbers. */
const refusal =
  /^(NOT|(NULL|NONE|ERROR|FAIL|FAILED|FAILURE|DEFAULT|UNKNOWN|INVALID|EMPTY|UNSET|UNDEFINED|SUPPORTED|STRING|FILLED)\d*)$/;

/** Whether the text names nothing, whatever number it was meant to be. Case and what stands between the characters do not count. */
export function isFiller(text: string): boolean {
  const parts = text.toUpperCase().match(/[A-Z\d]+/g) ?? [];
  const bare = parts.join("");
  return isWord(bare) || parts.some((part) => refusal.test(part)) || isRepetition(bare) || isCount(bare);
}

/** Letters alone, or with nothing but zeros: what numbers terminals has digits, and not only that one. */
function isWord(bare: string): boolean {
  return /[A-Z]/.test(bare) && !/[1-9]/.test(bare);
}

/** A block of up to four characters, at least three times. */
function isRepetition(bare: string): boolean {
  return /^(.{1,4}?)\1{2,}$/.test(bare);
}

/** Up or down by one. Past ten digits also from 9 to 0; `1234567890` itself is the number of real modules. */
function isCount(bare: string): boolean {
  const wraps = bare.length > 10 && /^\d+$/.test(bare);
  const steps = Array.from(bare)
    .slice(1)
    .map((char, at) => {
      const step = order.indexOf(char) - order.indexOf(bare[at] ?? "");
      return wraps ? (step + 10) % 10 : step;
    });
  const [first] = steps;
  const isByOne = first === 1 || first === -1 || (wraps && first === 9);
  return steps.length >= 3 && isByOne && steps.every((step) => step === first);
}
