/**
 * What the real core shows, by the name of what the operator would see: of every screen and of every state of an unbind.
 * Told once by whoever imports it.
 */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { UnbindStateName } from "../../device/contract/views/unbind.ts";
import * as arriving from "./snapshots/arriving.ts";
import * as atHome from "./snapshots/atHome.ts";
import * as drafting from "./snapshots/drafting.ts";
import * as entering from "./snapshots/entering.ts";
import * as finishing from "./snapshots/finishing.ts";
import * as offline from "./snapshots/offline.ts";
import * as requesting from "./snapshots/requesting.ts";
import * as staffing from "./snapshots/staffing.ts";

export const snapshots = {
  ...(await arriving.arrivingSnapshots()),
  ...(await arriving.unreadableSnapshots()),
  ...(await arriving.factorySnapshots()),
  ...(await entering.enteringSnapshots()),
  ...(await entering.guessingSnapshots()),
  ...(await atHome.atHomeSnapshots()),
  ...(await atHome.unreadableAtHomeSnapshots()),
  ...(await atHome.cutOffSnapshots()),
  ...(await atHome.anotherTerminalSnapshots()),
  ...(await atHome.bindingsLostSnapshots()),
  ...(await atHome.journalSnapshots()),
  ...(await drafting.draftingSnapshots()),
  ...(await drafting.checkingSnapshots()),
  ...(await drafting.passingSnapshots()),
  ...(await drafting.summarySnapshots()),
  ...(await requesting.reviewedSnapshots()),
  ...(await requesting.approvedSnapshots()),
  ...(await requesting.unsentSnapshots()),
  ...(await requesting.unknownSnapshots()),
  ...(await requesting.oneStepSnapshots()),
  ...(await requesting.verifiedSnapshots()),
  ...(await requesting.heldSnapshots()),
  ...(await requesting.endedSnapshots()),
  ...(await requesting.limitedSnapshots()),
  ...(await requesting.orderedSnapshots()),
  ...(await offline.challengedSnapshots()),
  ...(await offline.answeredSnapshots()),
  ...(await offline.answeredForCardSnapshots()),
  ...(await finishing.finishedSnapshots()),
  ...(await finishing.troubledSnapshots()),
  ...(await finishing.historySnapshots()),
  ...(await staffing.staffingSnapshots()),
  ...(await staffing.resettingSnapshots()),
} satisfies Readonly<Record<string, Snapshot>>;

/** Each state of an unbind, with somebody in the menu. */
export const withMenu: Readonly<Record<UnbindStateName, Snapshot>> = {
  bound: snapshots.menu,
  draft: snapshots.draft,
  precheck: snapshots.checking,
  blocked: snapshots.checksFailed,
  ready: snapshots.checksPassed,
  confirmed: snapshots.confirmed,
  awaitingSecond: snapshots.awaitingSecond,
  sending: snapshots.sending,
  unknown: snapshots.unknownApply,
  submitted: snapshots.submitted,
  underReview: snapshots.underReview,
  verificationRequired: snapshots.verificationRequired,
  riskHold: snapshots.riskHold,
  approved: snapshots.approved,
  executing: snapshots.executing,
  rejected: snapshots.rejected,
  cancelled: snapshots.cancelled,
  expired: snapshots.expired,
  offlineChallenge: snapshots.offlineChallenge,
  unboundUpstream: snapshots.unboundUpstream,
  offlineAuthorised: snapshots.offlineAuthorised,
  wiping: snapshots.wiping,
  wipeIncomplete: snapshots.wipeIncomplete,
  wiped: snapshots.wiped,
  completedPendingSync: snapshots.completedPendingSync,
  completed: snapshots.completed,
};

/** Each state that outlasts the menu, with nobody in it. A draft ends with it, and an answer is typed in it. */
export const withoutMenu = {
  bound: snapshots.home,
  confirmed: snapshots.confirmedAtHome,
  awaitingSecond: snapshots.awaitingSecondAtHome,
  sending: snapshots.sendingAtHome,
  unknown: snapshots.homeUnknown,
  submitted: snapshots.homePending,
  underReview: snapshots.underReviewAtHome,
  verificationRequired: snapshots.verificationAtHome,
  riskHold: snapshots.riskHoldAtHome,
  approved: snapshots.approvedAtHome,
  executing: snapshots.executingAtHome,
  rejected: snapshots.homeRejected,
  cancelled: snapshots.cancelledAtHome,
  expired: snapshots.expiredAtHome,
  offlineChallenge: snapshots.challengeAtHome,
  unboundUpstream: snapshots.unboundUpstreamAtHome,
  wiping: snapshots.wipingAtHome,
  wipeIncomplete: snapshots.wipeIncompleteAtHome,
  wiped: snapshots.wipedAtHome,
  completedPendingSync: snapshots.unboundPendingSync,
  completed: snapshots.released,
} as const satisfies Partial<Readonly<Record<UnbindStateName, Snapshot>>>;
