/** The room's maker: who stands before the terminal, what they type, and how they are let in. */

import type { Cell } from "../base/cell.ts";
import type { KnownBindings } from "../bindings/known.ts";
import type { Journal } from "../journal/journal.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { PinVault } from "../ports/pinVault.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import type { Trust } from "../trust/createTrust.ts";
import { type Access, createAccess } from "./access.ts";
import { createPinAuthenticator, type PinAuthenticator } from "./authenticator.ts";
import { type CodeEntry, createCodeEntry } from "./codeEntry.ts";
import { createDigitEntry, type DigitEntry } from "./digitEntry.ts";
import { createPinEntry, type PinEntry } from "./pinEntry.ts";
import { createPinReset, type PinReset } from "./reset.ts";
import { createSession, type Session } from "./session.ts";
import type { Throttles } from "./throttle.ts";

export type PeopleParts = {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly hash: Hash;
    readonly pinVault: PinVault;
    readonly offlineSecret: OfflineSecret;
    readonly removableMedia: RemovableMedia;
  };
  readonly settings: {
    /** Whether the keys on the screen change places for each entry. */
    readonly shuffledKeypad?: boolean;
  };
  readonly trust: Trust;
  readonly journal: Journal;
  readonly throttles: Throttles;
  readonly known: Cell<KnownBindings>;
  /** Texts that anybody can read off this terminal: no PIN. */
  readonly identifiers: () => readonly string[];
  /** Resolves when it is known, as far as it can be, that the state of this terminal is the newest. */
  readonly newestKnown: () => Promise<void>;
  readonly onChange: () => void;
};

export type People = {
  readonly authenticator: PinAuthenticator;
  readonly pinEntry: PinEntry;
  readonly codeEntry: CodeEntry;
  readonly session: Session;
  readonly access: Access;
  readonly pinReset: PinReset;
  readonly digitEntry: DigitEntry;
};

export function createPeople(parts: PeopleParts): People {
  const { ports, settings, trust, journal, throttles, known, identifiers, newestKnown, onChange } = parts;
  const { floorMs: trustedTimeFloorMs, upstreamMs } = trust.trustedTime;
  const { clock, random, hash, pinVault: vault } = ports;
  const authenticator = createPinAuthenticator({
    clock,
    random,
    vault,
    journal,
    throttles,
    trustedTimeFloorMs,
    newestKnown,
    onChange,
  });
  const shuffled = () => settings.shuffledKeypad ?? false;
  const pinEntry = createPinEntry({ authenticator, random, identifiers, shuffled, onChange });
  const codeEntry = createCodeEntry(onChange);
  const session = createSession(clock, onChange);
  const access = createAccess({ session, pinEntry });
  const pinReset = createPinReset({
    clock,
    random,
    hash,
    secret: ports.offlineSecret,
    media: ports.removableMedia,
    trustedTimeFloorMs,
    upstreamMs,
    verifier: trust.verifier,
    authenticator,
    pinEntry,
    session,
    known,
    onChange() {
      codeEntry.closeUnwanted();
      onChange();
    },
  });
  session.onClosed(() => {
    pinEntry.close();
    codeEntry.close();
    access.forget();
  });
  const digitEntry = createDigitEntry({ pinEntry, codeEntry, access });
  return { authenticator, pinEntry, codeEntry, session, access, pinReset, digitEntry };
}
