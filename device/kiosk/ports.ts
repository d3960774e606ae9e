import type { Language } from "../contract/codes.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { Driver } from "../link/terminal.ts";
import type { Clock } from "../ports/clock.ts";
import type { EnrolmentCode } from "../ports/enrolmentCode.ts";
import type { EvidenceStore } from "../ports/evidenceStore.ts";
import type { Hash } from "../ports/hash.ts";
import type { JournalFile } from "../ports/journalFile.ts";
import type { Log } from "../ports/log.ts";
import type { MerchantStore } from "../ports/merchantStore.ts";
import type { OfflineSecret } from "../ports/offlineSecret.ts";
import type { PaymentApp } from "../ports/paymentApp.ts";
import type { PinVault } from "../ports/pinVault.ts";
import type { PlatformTerminal } from "../ports/platformTerminal.ts";
import type { Printer } from "../ports/printer.ts";
import type { ProfileStore } from "../ports/profileStore.ts";
import type { Random } from "../ports/random.ts";
import type { RemovableMedia } from "../ports/removableMedia.ts";
import type { SerialLinkOpener } from "../ports/serialLink.ts";
import type { Signer } from "../ports/signer.ts";
import type { StateCounter } from "../ports/stateCounter.ts";
import type { StateFormat } from "../ports/stateFormat.ts";
import type { Upstream } from "../ports/upstream.ts";
import type { PaperWords } from "../text/paperTexts.ts";
import type { Surroundings } from "./staff/diagnostics.ts";

/** How the terminal is asked who it is: over a line, or, where the program runs on it, by its platform. */
type TerminalPort =
  | { readonly serialLink: SerialLinkOpener; readonly platformTerminal?: never }
  | { readonly platformTerminal: PlatformTerminal; readonly serialLink?: never };

export type Printing = { readonly printer: Printer; readonly wordsOf: (language: Language) => PaperWords };

export type KioskPorts = TerminalPort & {
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly log: Log;
  readonly signer: Signer;
  readonly upstream: Upstream;
  readonly stateFormat: StateFormat;
  readonly journalFile: JournalFile;
  /** Left out where the platform has no place for one: then older state is noticed only where the upstream's word shows it. */
  readonly stateCounter?: StateCounter;
  /** "terminal": the terminal takes the payments itself and is asked over its own line, which has to be SLF. */
  readonly paymentApp: PaymentApp | "terminal";
  readonly pinVault: PinVault;
  readonly merchantStore: MerchantStore;
  readonly evidenceStore: EvidenceStore;
  readonly profileStore: ProfileStore;
  readonly enrolmentCode: EnrolmentCode;
  readonly offlineSecret: OfflineSecret;
  readonly removableMedia: RemovableMedia;
  /** Left out where the terminal has no printer. The words come with it: the core itself speaks no language. */
  readonly printing?: Printing;
};

export type KioskSettings = {
  /** What the terminal's signed objects name as their reader. */
  readonly audience: string;
  /** The only keys whose signatures count as the upstream's. */
  readonly upstreamKeys: readonly PublicJwk[];
  /** The upstream's key that the secret for codes over the phone is agreed on with. */
  readonly agreementKey: PublicJwk;
  /** What the terminal speaks on the serial line; found out where it is not named. */
  readonly driver?: Driver;
  /** Name and version of this program. */
  readonly app: string;
  readonly language: Language;
  readonly simulated: boolean;
  /** Whether the keys of the PIN pad change places for each entry. */
  readonly shuffledKeypad?: boolean;
  /** Whether the page sounds when an unbind is done, and when it failed. */
  readonly sound?: boolean;
  /** For the technician's diagnostics. */
  readonly surroundings?: Surroundings;
};
