/** The receiver's memory of one request: a frame sent again on the link is answered again and not carried out again. */

export type SlfRepeats = {
  /** What to do with a request: carry it out, let the one under way finish, or give the same answer once more. */
  meet(
    sequence: number,
  ): { readonly kind: "new" | "underWay" } | { readonly kind: "answered"; readonly answer: Uint8Array };
  /** The answer to the request met last; ignored when another has been met meanwhile. */
  keep(sequence: number, answer: Uint8Array): void;
};

/** Only the last sequence is kept: the requester has one exchange at a time and counts on with each. */
export function createSlfRepeats(): SlfRepeats {
  let last: number | null = null;
  let kept: Uint8Array | null = null;
  return {
    meet(sequence) {
      if (sequence === last) return kept ? { kind: "answered", answer: kept } : { kind: "underWay" };
      last = sequence;
      kept = null;
      return { kind: "new" };
    },
    keep(sequence, answer) {
      if (sequence === last) kept = answer;
    },
  };
}
