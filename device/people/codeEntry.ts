/** Where a code is typed that is not a PIN. The digits are here, and nowhere else, until they are handed over and wiped. */

import { createDigits, type Digits } from "../base/digits.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { ErrorView } from "../contract/errors.ts";
import type { CodeEntryView } from "../contract/views/people.ts";
import { plainKeypad } from "./keypad.ts";

const longestCode = 12;

export type CodePurpose = CodeEntryView["purpose"];

/** What becomes of the digits; they are wiped as soon as it has answered. */
export type CodeTaker = (digits: Digits) => Promise<Result<void, ErrorView>>;

export type CodeLength = CodeEntryView["length"];

export type CodeWanted = {
  readonly take: CodeTaker;
  /** Whether anybody still waits for it. */
  readonly wanted: () => boolean;
};

export type CodeEntry = {
  /** Null while no code is asked for. */
  view(): Omit<CodeEntryView, "triesLeft"> | null;
  ask(purpose: CodePurpose, length: CodeLength, what: CodeWanted): void;
  press(digit: number): void;
  erase(): void;
  submit(): Promise<Result<void, ErrorView>>;
  close(): void;
  /** Something has changed: an entry that nobody waits for any more is closed. */
  closeUnwanted(): void;
};

type Asked = Pick<CodeEntryView, "purpose" | "length"> & CodeWanted;

export function createCodeEntry(onChange: () => void): CodeEntry {
  const typed = createDigits(longestCode);
  let asked: Asked | null = null;
  let checking = false;
  let failure: ErrorView | null = null;

  function close(): void {
    typed.wipe();
    asked = null;
    failure = null;
    onChange();
  }

  return {
    view() {
      if (!asked) return null;
      const { purpose, length } = asked;
      // A code is read off a paper or heard over a telephone: the keys stay where everybody expects them.
      return { purpose, length, typed: typed.length, checking, failure, keypad: plainKeypad };
    },
    ask(purpose, length, what) {
      typed.wipe();
      asked = { purpose, length, ...what };
      failure = null;
      onChange();
    },
    press(digit) {
      if (!asked || checking || typed.length >= asked.length.max) return;
      typed.push(digit);
      failure = null;
      onChange();
    },
    erase() {
      if (!asked || checking) return;
      typed.pop();
      onChange();
    },
    async submit() {
      const now = asked;
      if (!now || checking) return err({ code: "host/not-now" });
      if (typed.length < now.length.min) return err({ code: "offline/code-incomplete" });
      checking = true;
      onChange();
      const answer = await now.take(typed);
      checking = false;
      typed.wipe();
      if (answer.ok || !now.wanted()) close();
      else failure = answer.error;
      onChange();
      return answer.ok ? ok() : answer;
    },
    close() {
      if (!checking) close();
    },
    closeUnwanted() {
      if (asked && !checking && !asked.wanted()) close();
    },
  };
}
