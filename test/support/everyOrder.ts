/** Every order with whatever it takes, given by everybody in every state of an unbind: the real order, and what it answered. */

import type { PinRole } from "../../device/contract/codes.ts";
import type { OrderInput, OrderName } from "../../device/contract/orders.ts";
import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import { genericTarget, type Rig } from "./rig.ts";
import { card } from "./stories.ts";

const roles: readonly PinRole[] = ["merchant", "technician", "factory"];
const nobodysRequest = "01980000-0000-7000-8000-000000000000";

/** What is ordered, as the screen of the moment would have it. An order that depends on its input comes with several. */
const inputs: { readonly [Name in OrderName]: (seen: Snapshot) => readonly OrderInput<Name>[] } = {
  setLanguage: ({ language }) => [{ language }],
  readTerminal: nothing,
  openMenu: nothing,
  stayInMenu: nothing,
  pressDigit: () => [{ digit: 1 }],
  eraseDigit: nothing,
  chooseRole: ofEachRole,
  submitEntry: nothing,
  beginUnbind: () => [genericTarget, card, { ...card, providerId: "nobody" }],
  chooseReason: ({ unbind: { profile, policy } }) => [
    {
      code: profile?.reasons[0]?.code ?? "other",
      intent: "unbind_only",
      way: "online",
      consent: true,
      ...(policy && { policy: policy.hash }),
      statements: profile?.statements.map(({ code }) => code) ?? [],
    },
  ],
  runChecks: nothing,
  settleBatch: nothing,
  waiveCheck: () => [
    { check: "BATTERY_LOW", reason: "no_remedy_here" },
    { check: "OPEN_BATCH", reason: "no_remedy_here" },
    { check: "SN_UNREADABLE", reason: "no_remedy_here" },
  ],
  showSummary: nothing,
  confirmUnbind: ({ unbind }) => [{ summaryHash: unbind.summary?.hash ?? "A".repeat(43) }],
  approveUnbind: nothing,
  sendUnbind: nothing,
  startChallenge: nothing,
  saveChallenge: nothing,
  enterAnswer: nothing,
  readAnswer: nothing,
  enterVerification: nothing,
  leaveEntry: nothing,
  cancelUnbind: nothing,
  checkNow: nothing,
  executeUnbind: nothing,
  closeOutcome: nothing,
  resumeWipe: nothing,
  saveEvidence: ofEachRequest,
  showPaper: () => [{ kind: "voucher" }, { kind: "slip" }, { kind: "label" }],
  hidePaper: nothing,
  printPaper: () => [{ glyphs: [] }],
  openStaffMenu: nothing,
  readDiagnostics: nothing,
  readJournal: nothing,
  readHistory: () => [{ from: 0 }],
  exportJournal: nothing,
  archiveJournal: nothing,
  saveLogBundle: nothing,
  changePin: ofEachRole,
  liftPinLock: () => roles.map((role) => ({ role, reason: "holder_mistyped" })),
  askPinReset: ofEachRole,
  enterPinReset: nothing,
  readPinReset: nothing,
  leavePinReset: nothing,
  provision: () => [{ code: "WRONGCODE" }],
  bindAgain: () => [{ code: "WRONGCODE" }],
  tickFollowUp: ({ history: [last] }) => [
    { requestId: nobodysRequest, code: "deposit_refund", done: true },
    ...(last ? last.followUps.map(({ code }) => ({ requestId: last.requestId, code, done: true })) : []),
  ],
  // The last, for nothing is left of the scene after it.
  leaveMenu: nothing,
};

function nothing(): readonly Record<string, never>[] {
  return [{}];
}

function ofEachRole(): readonly { readonly role: PinRole }[] {
  return roles.map((role) => ({ role }));
}

function ofEachRequest({ history: [last] }: Snapshot): readonly { requestId?: string }[] {
  return [{}, { requestId: nobodysRequest }, ...(last ? [{ requestId: last.requestId }] : [])];
}

export type Given = {
  readonly name: OrderName;
  readonly input: object;
  /** What was offered before. */
  readonly offered: Offered;
  /** The unbind went on by itself then. */
  readonly waits: boolean;
  /** "ok", the code of the error, or "under way" where something that it waits for takes for ever. */
  readonly answer: string;
  /** Whether it left anything behind, on the screen or in the journal. */
  readonly changed: boolean;
};

/** Who is let in, what is asked for, how far the unbind is: with these another order meets another scene. */
async function sceneOf(rig: Rig): Promise<string> {
  const { unbind, session, pin, codeEntry, pinReset } = await rig.see();
  const { asking, nextAskAt, evidencePlace, ...lasting } = unbind;
  const principal = session.phase === "open" ? session.principal : null;
  return JSON.stringify({ lasting, principal, pin, codeEntry, pinReset });
}

/** What is only on the screen is taken back. */
async function tidy(rig: Rig): Promise<void> {
  const { session } = await rig.see();
  for (const name of ["leaveEntry", "leavePinReset"] as const) await rig.order(name, {});
  if (session.phase === "open" && session.principal === null) await rig.order("leaveMenu", {});
}

async function give(rig: Rig, name: OrderName, input: object): Promise<string> {
  let answer = "under way";
  void rig
    .kiosk()
    .order(name, input as never)
    .then((given) => {
      answer = given.ok ? "ok" : given.error.code;
    });
  for (let seconds = 0; seconds < 5 && answer === "under way"; seconds++) await rig.clock.advance(seconds * 1_000);
  return answer;
}

/** Gives each order with each of its inputs in one scene; where one has changed it, it is set anew for the next. */
export async function giveEveryOrder(scene: () => Promise<Rig>): Promise<readonly Given[]> {
  const given: Given[] = [];
  let rig = await scene();
  let before = await sceneOf(rig);
  for (const name of Object.keys(inputs) as OrderName[]) {
    const several = inputs[name](await rig.see()).length;
    for (let which = 0; which < several; which++) {
      if ((await sceneOf(rig)) !== before) await tidy(rig);
      if ((await sceneOf(rig)) !== before) {
        rig = await scene();
        before = await sceneOf(rig);
      }
      const seen = await rig.see();
      const input = inputs[name](seen)[which] ?? {};
      const written = rig.disk.journal.bytes.length;
      const answer = await give(rig, name, input);
      const changed = (await sceneOf(rig)) !== before || rig.disk.journal.bytes.length !== written;
      const { asking, nextAskAt, preparing } = seen.unbind;
      const waits = asking || preparing || nextAskAt !== null;
      given.push({ name, input, offered: seen.offered, waits, answer, changed });
    }
  }
  return given;
}

/** Whether an order that takes this is among what is offered. */
export function isOffered({ name, input, offered }: Given): boolean {
  const choices = offered[name];
  if (choices === undefined || choices === true) return choices === true;
  const given: Readonly<Record<string, unknown>> = { ...input };
  const fits = (choice: object) =>
    Object.entries(choice).every(([member, value]) => (given[member] ?? value) === value);
  return choices.some(fits);
}

/** By these an order that was taken came to nothing, for reasons that only trying shows. */
const cameToNothing: ReadonlySet<string> = new Set([
  "offline/no-carrier",
  "offline/code-incomplete",
  "unbind/gate-closed",
  "upstream/code-refused",
]);

export function isRefused({ answer }: Given): boolean {
  return answer !== "ok" && answer !== "under way" && !cameToNothing.has(answer);
}
