/** Which entry the digits go to, and which is shown: that of a code comes up over that of a PIN. The only place that decides it. */

import type { Result } from "../base/result.ts";
import type { PinRole } from "../contract/codes.ts";
import type { ErrorView } from "../contract/errors.ts";
import type { PinView } from "../contract/views/people.ts";
import type { Access } from "./access.ts";
import type { CodeEntry } from "./codeEntry.ts";
import type { PinEntry } from "./pinEntry.ts";

export type DigitEntry = {
  /** At most one of the two asks for anything. */
  view(): { readonly pin: PinView; readonly code: ReturnType<CodeEntry["view"]> };
  /** Whether there is an entry whose digits can be handed over now. */
  takesDigits(): boolean;
  rolesOffered(): readonly PinRole[];
  chooseRole(role: PinRole): Result<void, ErrorView>;
  press(digit: number): void;
  erase(): void;
  submit(): Promise<Result<void, ErrorView>>;
  leaveCode(): void;
};

export function createDigitEntry(parts: {
  readonly pinEntry: PinEntry;
  readonly codeEntry: CodeEntry;
  readonly access: Access;
}): DigitEntry {
  const { pinEntry, codeEntry, access } = parts;
  const isCode = () => codeEntry.view() !== null;
  const now = () => (isCode() ? codeEntry : pinEntry);

  function view(): ReturnType<DigitEntry["view"]> {
    const code = codeEntry.view();
    const pin = pinEntry.view();
    return { code, pin: code ? { standings: pin.standings, rolesOffered: null, entry: null } : pin };
  }

  return {
    view,
    takesDigits() {
      const { code, pin } = view();
      const entry = code ?? pin.entry;
      return entry !== null && !entry.checking;
    },
    rolesOffered: () => view().pin.rolesOffered ?? [],
    chooseRole: pinEntry.chooseRole,
    press: (digit) => now().press(digit),
    erase: () => now().erase(),
    submit: () => (isCode() ? codeEntry.submit() : access.submit()),
    leaveCode: codeEntry.close,
  };
}
