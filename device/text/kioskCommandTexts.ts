/** What every language must say in the kiosk's commands beside what a screen says. `{name}` stands for a fact. */

import type { ProvisioningView } from "../contract/views/staff.ts";
import type { UnbindStateName } from "../contract/views/unbind.ts";
import type { Sentences } from "./sentences.ts";

type Action =
  | "status show"
  | "unbind begin"
  | "unbind approve"
  | "unbind send"
  | "unbind check"
  | "unbind verify-code"
  | "unbind execute"
  | "unbind cancel"
  | "unbind challenge"
  | "unbind save-challenge"
  | "unbind answer"
  | "unbind read-answer"
  | "unbind resume"
  | "unbind close"
  | "history show"
  | "history tick"
  | "export save"
  | "pin show"
  | "pin set"
  | "pin change"
  | "pin unlock"
  | "pin reset"
  | "provision enrol"
  | "bind-again enrol"
  | "journal show"
  | "journal export"
  | "journal archive"
  | "diagnostics show"
  | "diagnostics save";

type Option =
  | "--config FILE"
  | "--role ROLE"
  | "--pin-fd N"
  | "--code-fd N"
  | "--code-file FILE"
  | "--code C"
  | "--port PATH"
  | "--provider ID, --kind KIND"
  | "--reason CODE"
  | "--remark TEXT"
  | "--intent INTENT"
  | "--way WAY"
  | "--accept-policy"
  | "--state CODE"
  | "--settle"
  | "--waive CHECK=REASON"
  | "--yes-sn-tail 0042"
  | "--print"
  | "--signed"
  | "--because CODE"
  | "--follow"
  | "--json";

type Exit =
  | "done"
  | "refused"
  | "notLooked"
  | "notAll"
  | "waitsForProvider"
  | "waitsForPerson"
  | "blocked"
  | "stillBound"
  | "notConfirmed"
  | "notPermitted"
  | "wrongPin"
  | "pinLocked"
  | "outOfService"
  | "inUse"
  | "config"
  | "interrupted";

/** Besides those of every command, and the errors that the page tells too. */
type Failure =
  | "cli/value-unknown"
  | "cli/secret-in-arguments"
  | "cli/no-pin-source"
  | "cli/pin-ended"
  | "cli/fd-unreadable"
  | "cli/interrupted"
  | "cli/role-needed"
  | "cli/not-confirmed"
  | "cli/sn-tail-wrong"
  | "cli/no-request"
  | "cli/timed-out"
  | "cli/no-code"
  | "cli/no-printer"
  | "cli/binding-missing"
  | "cli/binding-ambiguous"
  | "cli/reason-unknown"
  | "cli/in-use";

/** Where somebody at a shell has to type another command. */
type Waiting = Extract<
  UnbindStateName,
  | "confirmed"
  | "awaitingSecond"
  | "verificationRequired"
  | "approved"
  | "offlineChallenge"
  | "wipeIncomplete"
  | "rejected"
  | "cancelled"
  | "expired"
>;

export type KioskCommandTexts = {
  readonly usage: string;
  readonly about: string;
  readonly actionsTitle: string;
  readonly actions: Sentences<Action>;
  readonly options: Sentences<Option>;
  readonly secrets: string;
  readonly codesTitle: string;
  readonly exits: Sentences<Exit>;
  readonly failures: Sentences<Failure>;
  readonly names: Sentences<"provisioning" | "key">;
  readonly records: string;
  readonly provisioning: Sentences<ProvisioningView["phase"]>;
  /** What to type next. */
  readonly nextSteps: Sentences<Waiting>;
  /** What came of `--print`. */
  readonly paper: Sentences<"printed" | "nothing" | "framed">;
  readonly asks: Sentences<"pin" | "code" | "line" | "signed" | "confirm">;
};
