/** The contract between page and terminal, inwards: every order by name, and what it takes. */

import * as z from "zod/mini";
import type { Result } from "../base/result.ts";
import {
  bindingKind,
  checkCode,
  followUpCode,
  intent,
  language,
  pinLiftReason,
  pinRole,
  reasonCode,
  statementCode,
  way,
} from "./codes.ts";
import type { ErrorView } from "./errors.ts";
import { compactJws, count, glyphDots, instant, sha256Text, text, uuid } from "./fields.ts";
import { waiver } from "./messages/request.ts";
import { paperKind } from "./paperKind.ts";
import { journalKind } from "./views/staff.ts";

const nothing = z.strictObject({});
const signedAnswer = z.strictObject({ answer: z.optional(compactJws) });

/** What each order takes. An order that takes nothing takes `{}`. */
export const orders = {
  setLanguage: z.strictObject({ language }),
  /** Reads identity and status again. */
  readTerminal: nothing,

  openMenu: nothing,
  leaveMenu: nothing,
  /** The operator is still there: the idle time starts anew. */
  stayInMenu: nothing,

  pressDigit: z.strictObject({ digit: z.number().check(z.int(), z.gte(0), z.lte(9)) }),
  eraseDigit: nothing,
  /** Whose PIN is going to be typed, where several may. */
  chooseRole: z.strictObject({ role: pinRole }),
  /** The digits are all there: of a PIN or of a code, whichever is asked for. */
  submitEntry: nothing,

  /** Asks for the PIN where it was not given yet, then opens a draft. */
  beginUnbind: z.strictObject({ providerId: text(64), bindingKind }),
  /**
   * Runs the checks. `consent` says that the effects page was read and agreed to, and without it there is no such order;
   * `policy` which text of the provider's policy was, where there is one; `statements` what the operator vouches for.
   */
  chooseReason: z.strictObject({
    code: reasonCode,
    text: z.optional(z.string().check(z.maxLength(200))),
    intent,
    way,
    consent: z.literal(true),
    policy: z.optional(sha256Text),
    statements: z.array(statementCode).check(z.maxLength(16)),
  }),
  runChecks: nothing,
  /** Settles what the payment application still holds, while payments go on, and runs the checks again. */
  settleBatch: nothing,
  /** Takes a failed check upon the operator's own responsibility, where profile and role allow it. */
  waiveCheck: z.strictObject({ check: checkCode, reason: waiver.shape.reason }),
  /** Puts together the fields that would be signed, and shows them. */
  showSummary: nothing,
  /** The second confirmation. `summaryHash` is that of the summary on the screen: what was seen is what is signed. */
  confirmUnbind: z.strictObject({ summaryHash: sha256Text }),
  /** Another person approves the confirmed request with a PIN of their own. */
  approveUnbind: nothing,
  /** Sends a confirmed request whose gate was closed, or one that waits for an offline answer and has a network again. */
  sendUnbind: nothing,
  /** Shows the challenge of a confirmed request that cannot be sent. */
  startChallenge: nothing,
  /** Puts the challenge on the memory stick, for a counter that has a computer. */
  saveChallenge: nothing,
  /** Opens the entry of the answer that somebody reads out (tier B). */
  enterAnswer: nothing,
  /** The signed answer (tier A): as it was typed or scanned, or to be looked for on the memory stick. */
  readAnswer: signedAnswer,
  /** Opens the entry of the code that the upstream sent. */
  enterVerification: nothing,
  /** Leaves the entry of a code. */
  leaveEntry: nothing,
  /** Leaves a draft, or withdraws a request that is not executed yet. */
  cancelUnbind: nothing,
  /** Asks the upstream now, without waiting for the next turn. */
  checkNow: nothing,
  /** Carries an approved unbind out. Needs the PIN. */
  executeUnbind: nothing,
  /** The operator has read a final outcome that leaves the binding alive (rejected, cancelled, expired). */
  closeOutcome: nothing,
  resumeWipe: nothing,
  /** All evidence of the unbind at hand, or of an earlier one, in one file: on the stick, where one is plugged in. */
  saveEvidence: z.strictObject({ requestId: z.optional(uuid) }),

  /** Shows what would be printed, dot for dot. */
  showPaper: z.strictObject({ kind: paperKind }),
  hidePaper: nothing,
  /** Prints what is shown. `glyphs`: the shapes of its characters, 24 rows of 24 dots in three bytes each. */
  printPaper: z.strictObject({
    glyphs: z.array(z.strictObject({ character: text(2), dots: glyphDots })).check(z.maxLength(1_000)),
  }),

  /** Lets a technician, or the factory, into the menu that is theirs. */
  openStaffMenu: nothing,
  /** Asks terminal, upstream and storage for everything that a technician may want to know. */
  readDiagnostics: nothing,
  /** The same, the journal's end and the log's, as one text on the memory stick. */
  saveLogBundle: nothing,
  /** A page of the journal, the newest first: of all records, or of those that are looked for. */
  readJournal: z.strictObject({
    beforeSeq: z.optional(count),
    since: z.optional(instant),
    kind: z.optional(journalKind),
    caseNumber: z.optional(z.string().check(z.regex(/^\d{7}$/))),
  }),
  exportJournal: nothing,
  /** Puts what is closed aside, in a file of its own that the journal vouches for. */
  archiveJournal: nothing,
  /** A new PIN of one's own. */
  changePin: z.strictObject({ role: pinRole }),
  /** The technician gives the merchant the last of the tries, once, and says why. */
  liftPinLock: z.strictObject({ role: pinRole, reason: pinLiftReason }),
  /** Shows a challenge by which the upstream allows a new PIN for this role: it is locked, forgotten or was never set. */
  askPinReset: z.strictObject({ role: pinRole }),
  /** Opens the entry of the code that answers it. */
  enterPinReset: nothing,
  /** The signed answer to it: as it was typed or scanned, or to be looked for on the memory stick. */
  readPinReset: signedAnswer,
  leavePinReset: nothing,
  /** Enrols the terminal. Without a code it is taken from where the configuration says. */
  provision: z.strictObject({ code: z.optional(text(64)) }),
  /** Enrols a terminal that was unbound again, with a code of its own. */
  bindAgain: z.strictObject({ code: z.optional(text(64)) }),

  /** Shows the earlier unbinds behind the `from` newest. */
  readHistory: z.strictObject({ from: count }),
  tickFollowUp: z.strictObject({ requestId: uuid, code: followUpCode, done: z.boolean() }),
} as const;

export type OrderName = keyof typeof orders;

export type OrderInput<Name extends OrderName> = z.infer<(typeof orders)[Name]>;

export type OrderAnswer = Result<void, ErrorView>;
