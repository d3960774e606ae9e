/** A PIN desk on storage that outlives it, with the people who type at it. */

import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import type { PinRole } from "../../../device/contract/codes.ts";
import type { Principal } from "../../../device/contract/views/people.ts";
import { openJournal } from "../../../device/journal/openJournal.ts";
import { createPinAuthenticator, type PinAuthenticator } from "../../../device/people/authenticator.ts";
import { createPinEntry, type PinAnswer, type PinEntry } from "../../../device/people/pinEntry.ts";
import { foldThrottles, mostComparisons } from "../../../device/people/throttle.ts";
import type { PinVault } from "../../../device/ports/pinVault.ts";
import { createTrustedTime } from "../../../device/trust/trustedTime.ts";
import { createManualClock, type ManualClock } from "../../support/manualClock.ts";
import { createMemoryJournalFile, createMemoryJournalStore } from "../../support/memoryJournalFile.ts";
import { createMemoryPinVault, type MemoryPins } from "../../support/memoryPinVault.ts";
import { createMemoryRandom } from "../../support/memoryRandom.ts";
import { createMishaps, type Mishaps } from "../../support/mishaps.ts";

/** The PIN of each role, once it is set. */
export const pins = { merchant: "274951", technician: "860397", factory: "5190382" } as const satisfies Record<
  PinRole,
  string
>;
export const wrong = "730164";
/** A fresh PIN of the merchant. */
export const another = "617385";

export const roles: readonly PinRole[] = ["merchant", "technician", "factory"];

export type Desk = {
  readonly clock: ManualClock;
  readonly pins: MemoryPins;
  /** Comparisons since the role's last success, and the most there ever were. */
  readonly compared: Record<PinRole, { since: number; most: number }>;
  /** What the journal holds of the PINs. */
  events(): readonly Record<string, unknown>[];
  now(): PinEntry;
  authenticator(): PinAuthenticator;
  mishaps(): Mishaps;
  /** What came of it: the answer, the code of the refusal, or "died". */
  type(pin: string): Promise<string>;
  /** Asks for the role, types, and says who is there then. */
  letIn(role: PinRole, pin?: string): Promise<Principal>;
  /** So many wrong PINs, with all the time in between that it takes. */
  fail(role: PinRole, times: number): Promise<void>;
  restart(): Promise<void>;
};

export async function createEntry(options: { readonly shuffled?: boolean } = {}): Promise<Desk> {
  const clock = createManualClock();
  const store = createMemoryJournalStore();
  const kept: MemoryPins = new Map();
  const none = { since: 0, most: 0 };
  const compared = { merchant: { ...none }, technician: { ...none }, factory: { ...none } };
  const random = createMemoryRandom(7);
  let mishaps = createMishaps();
  let authenticator: PinAuthenticator;
  let desk: PinEntry;
  let last: PinAnswer | null = null;

  async function start(): Promise<void> {
    mishaps = createMishaps();
    const opened = await openJournal({ file: createMemoryJournalFile(store, mishaps), hash: createNodeHash(), clock });
    if (!opened.ok) throw new Error(opened.error.code);
    const { journal, records } = opened.value;
    const throttles = foldThrottles(records);
    if (!throttles) throw new Error("the journal is not ours");
    const nothing = () => {};
    authenticator = createPinAuthenticator({
      clock,
      random,
      journal,
      throttles,
      trustedTimeFloorMs: createTrustedTime(clock, records[records.length - 1]?.at ?? 0, () => null).floorMs,
      newestKnown: async () => {},
      onChange: nothing,
      vault: counting(createMemoryPinVault(kept, mishaps)),
    });
    const identifiers = () => ["PX7A20260042", "490154203237518"];
    const shuffled = () => options.shuffled === true;
    desk = createPinEntry({ authenticator, random, identifiers, shuffled, onChange: nothing });
    await authenticator.poll();
  }

  /** Counted before the answer: a comparison whose answer got lost has told its maker nothing less. */
  function counting(vault: PinVault): PinVault {
    return {
      ...vault,
      async matches(role, digits) {
        const count = compared[role];
        count.since += 1;
        count.most = Math.max(count.most, count.since);
        return vault.matches(role, digits);
      },
      async set(role, digits, holder) {
        const stored = await vault.set(role, digits, holder);
        if (stored.ok) compared[role].since = 0;
        return stored;
      },
    };
  }

  async function type(pin: string): Promise<string> {
    for (const digit of pin) desk.press(Number(digit));
    const role = desk.view().entry?.role;
    const died = mishaps.died.then(() => "died");
    const answered = desk.submit().then((answer) => {
      last = answer.ok ? answer.value : null;
      const success = answer.ok && (answer.value.done === "matched" || answer.value.done === "approved");
      if (role && success) compared[role].since = 0;
      return answer.ok ? answer.value.done : answer.error.code;
    });
    return Promise.race([answered, died]);
  }

  async function letIn(role: PinRole, pin: string = pins[role]): Promise<Principal> {
    desk.askToUnlock([role]);
    const told = await type(pin);
    if (last?.done !== "matched") throw new Error(`${role}: ${told}`);
    return last.principal;
  }

  await start();
  return {
    clock,
    pins: kept,
    compared,
    now: () => desk,
    authenticator: () => authenticator,
    mishaps: () => mishaps,
    type,
    letIn,
    events() {
      const lines = new TextDecoder().decode(store.bytes).trim().split("\n").filter(Boolean);
      return lines.map((line) => JSON.parse(line.slice(line.indexOf(" ") + 1)).body);
    },
    async fail(role, times) {
      for (let i = 0; i < times; i++) {
        await clock.advance(3_600_000);
        desk.askToUnlock([role]);
        await type(wrong);
      }
    },
    restart: start,
  };
}

/** Every role has chosen its PIN itself, and all have given it once. */
export async function createStaffedEntry(options?: { readonly shuffled?: boolean }): Promise<Desk> {
  const desk = await createEntry(options);
  for (const role of roles) {
    desk.now().setNew(role, { role, upstreamGrant: false });
    await desk.type(pins[role]);
    await desk.type(pins[role]);
  }
  for (const role of roles) await desk.letIn(role);
  return desk;
}

/** The role has used up its tries. */
export async function createLockedEntry(role: PinRole): Promise<Desk> {
  const desk = await createStaffedEntry();
  await desk.fail(role, mostComparisons);
  return desk;
}
