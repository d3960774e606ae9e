/** Which permission each order asks for, before it asks for anything else. An order that is not here cannot be given. */

import type { OrderName } from "../contract/orders.ts";
import type { Permission } from "./permissions.ts";

/** What an order may need beyond this (the kind of the binding, whose PIN it is, a second person), it asks for itself. */
export const orderPermissions: Readonly<Record<OrderName, Permission>> = {
  setLanguage: "useScreen",
  readTerminal: "readIdentity",
  openMenu: "useScreen",
  leaveMenu: "useScreen",
  stayInMenu: "useScreen",
  pressDigit: "useScreen",
  eraseDigit: "useScreen",
  chooseRole: "useScreen",
  submitEntry: "useScreen",
  leaveEntry: "useScreen",

  beginUnbind: "openUnbindMenu",
  chooseReason: "openUnbindMenu",
  runChecks: "openUnbindMenu",
  waiveCheck: "openUnbindMenu",
  showSummary: "openUnbindMenu",
  confirmUnbind: "openUnbindMenu",
  approveUnbind: "openUnbindMenu",
  sendUnbind: "openUnbindMenu",
  executeUnbind: "openUnbindMenu",
  cancelUnbind: "openUnbindMenu",
  startChallenge: "startOfflineChallenge",
  saveChallenge: "startOfflineChallenge",
  enterAnswer: "startOfflineChallenge",
  readAnswer: "startOfflineChallenge",
  enterVerification: "enterVerificationCode",
  checkNow: "useScreen",
  closeOutcome: "useScreen",
  resumeWipe: "resumeWipe",
  saveEvidence: "verifyEvidence",
  showEvidence: "verifyEvidence",
  hideEvidence: "useScreen",
  tickFollowUp: "useScreen",

  openStaffMenu: "openTechnicianMenu",
  readDiagnostics: "openTechnicianMenu",
  readJournal: "readJournal",
  exportJournal: "readJournal",
  changePin: "setOwnPin",
  liftPinLock: "unlockMerchantPin",
  askPinReset: "askPinReset",
  enterPinReset: "askPinReset",
  readPinReset: "askPinReset",
  leavePinReset: "askPinReset",
  provision: "provisionFirst",
  bindAgain: "reprovision",
};
