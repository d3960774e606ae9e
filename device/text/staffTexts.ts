/** What every language must say on the screens of technician and factory; loaded only when one of them is drawn. */

import type { PinLiftReason, PinRole } from "../contract/codes.ts";
import type { DiagnosticName, JournalView, ProvisioningView } from "../contract/views/staff.ts";

/** "lift": a technician lets the merchant try again; "reset": a new PIN by a code of the provider. */
export type PinChoice = "change" | "set" | "lift" | "reset";

export type DiagnosticGroup = "terminal" | "network" | "upstream" | "storage" | "key" | "versions";

type KeyStorage = NonNullable<ProvisioningView["key"]>["storage"];

export type StaffTexts = {
  readonly factory: {
    readonly title: string;
    readonly notInService: string;
    readonly meaning: string;
    readonly begin: string;
    readonly working: string;
  };
  readonly code: {
    readonly titles: Readonly<Record<"first" | "again", string>>;
    readonly hint: string;
    readonly againHint: string;
    readonly typed: string;
    readonly empty: string;
    readonly fromFile: string;
    readonly erase: string;
    readonly digits: string;
    readonly letters: string;
    readonly send: string;
    readonly notKept: string;
  };
  readonly label: {
    readonly title: string;
    readonly lead: string;
    readonly inService: string;
    readonly kid: string;
    readonly storage: string;
    readonly storages: Readonly<Record<KeyStorage, string>>;
    readonly scan: string;
    /** What a scanner reads off the box. */
    readonly box: { readonly hint: string; readonly same: string; readonly other: string };
    readonly tooLong: string;
    readonly unreadable: string;
    readonly next: string;
  };
  readonly menu: {
    readonly title: string;
    readonly diagnostics: string;
    readonly journal: string;
    readonly pins: string;
    readonly unbind: string;
    readonly bindAgain: string;
    readonly trials: string;
    readonly printer: Readonly<Record<"none" | "there" | "failed", string>>;
    readonly label: string;
    readonly leave: string;
    readonly records: (count: number) => string;
    readonly settings: string;
    readonly limit: string;
  };
  readonly trials: {
    readonly title: string;
    readonly done: string;
    readonly failed: string;
    readonly screen: string;
    /** For whoever hears what a press does. */
    readonly next: string;
    readonly hint: string;
  };
  readonly diagnostics: {
    readonly title: string;
    readonly reading: string;
    readonly again: string;
    readonly nobodyKnows: string;
    readonly transcript: string;
    readonly facts: string;
    readonly transcriptLead: string;
    readonly transcriptEmpty: string;
    readonly save: string;
    readonly savedAt: (place: string) => string;
    /** What a line of it means. */
    readonly serial: Readonly<
      Record<
        | ("identity" | "serialNumber" | "imei" | "model" | "battery" | "signal" | "registration" | "simCard" | "radio")
        | ("status" | "setUp" | "payments" | "settlement" | "erasing")
        | ("done" | "refused" | "acknowledged" | "notUnderstood"),
        string
      >
    >;
    readonly groups: Readonly<Record<DiagnosticGroup, string>>;
    readonly names: Readonly<Record<DiagnosticName, string>>;
    /** Each of those by which the provider's words are judged, and since and until when. */
    readonly upstreamKey: string;
    readonly keyStanding: (inForce: boolean, from: string | null, until: string | null) => string;
    readonly refusedKeySet: string;
    readonly tls: Readonly<Record<"none" | "server" | "mutual", string>>;
    readonly storages: Readonly<Record<KeyStorage, string>>;
    readonly journal: Readonly<Record<JournalView["status"], string>>;
    readonly newerPrograms: Readonly<Record<"none", string>>;
    readonly stateCounters: Readonly<Record<"counter" | "none", string>>;
  };
  readonly journal: {
    readonly title: string;
    readonly lead: string;
    readonly empty: string;
    readonly older: string;
    readonly newer: string;
    readonly search: {
      /** The button, and where something is looked for. */
      readonly title: string;
      readonly among: string;
      readonly about: string;
      readonly kinds: Readonly<Record<"all" | "unbind" | "provisioning" | "pin", string>>;
      readonly when: string;
      readonly days: Readonly<Record<"all" | "today" | "week", string>>;
      readonly anyNumber: string;
      readonly look: string;
      readonly nothing: string;
    };
    readonly exportAll: string;
    readonly exportedTo: (place: string) => string;
    /** By the type of the event; what has no word is shown by its type alone. */
    readonly what: Readonly<Record<string, string>>;
  };
  readonly pins: {
    readonly title: string;
    readonly lead: string;
    readonly noStaff: string;
    readonly set: string;
    readonly notSet: string;
    readonly locked: string;
    readonly waits: (span: string) => string;
    readonly triesLeft: (count: number) => string;
    readonly lockedMeaning: string;
    readonly choices: Readonly<Record<PinChoice, string>>;
    /** "reset", where there is none yet. */
    readonly firstByCode: string;
    readonly liftTitle: string;
    readonly liftMeaning: string;
    readonly liftYes: string;
    readonly liftReasons: Readonly<Record<PinLiftReason, string>>;
  };
  readonly reset: {
    readonly first: PinResetTexts;
    readonly again: PinResetTexts;
    /** What a first one is for, and that it can wait. */
    readonly meaning: Readonly<Record<PinRole, string>>;
    readonly lead: string;
    readonly spelling: string;
    readonly expiresIn: string;
    readonly wait: (span: string) => string;
    readonly enter: string;
    readonly readStick: string;
  };
};

type PinResetTexts = {
  readonly title: string;
  readonly whose: Readonly<Record<PinRole, string>>;
  readonly leave: string;
};
