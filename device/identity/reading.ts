/** What was read from the terminal, each value with where it came from. Nothing here is ever guessed. */

import type { ReadingSource } from "../contract/codes.ts";

export type ReadingWarning =
  /** The 15th digit is not the Luhn digit of the first 14 (3GPP TS 23.003 annex B). */
  | "imei-check-digit-wrong"
  /** The terminal gave 14 digits; the check digit was computed here. */
  | "imei-check-digit-derived";

export type ReadingProblem =
  /** No answer in time, or the line went away while it was read. */
  | "no-answer"
  /** The terminal refused every command that could tell it. */
  | "not-supported"
  /** The terminal does not allow it, and may at another time. */
  | "not-now"
  /** The platform tells this number to no ordinary program (Android 10 and later). */
  | "hidden"
  /** The platform tells it only with a permission that this program has not, or no longer. */
  | "permission-denied"
  /** The terminal answered, and the answer is empty or not of the shape this value has. */
  | "malformed"
  /** A known filler such as the same digit throughout. */
  | "placeholder"
  /** Two reads, or two commands, told different values. */
  | "contradictory";

export type Reading =
  | {
      readonly status: "read";
      readonly value: string;
      readonly source: ReadingSource;
      readonly warnings: readonly ReadingWarning[];
    }
  | {
      readonly status: "unreadable";
      readonly problem: ReadingProblem;
      /** For "contradictory": the values, masked, in the order read. Empty otherwise. */
      readonly masked: readonly string[];
    };

/** Numbers of different kinds never stand in one another's field: the command that told a number decides what it is. */
export type IdentityReport = {
  /** What the maker calls the serial number, by the best source there is. */
  readonly sn: Reading;
  /** 15 digits (3GPP TS 23.003 section 6.2.1). */
  readonly imei: Reading;
  /** 14 digits, only where the terminal itself leaves the check digit out. */
  readonly imeiWithoutCheckDigit: Reading;
  /** 16 digits (3GPP TS 23.003 section 6.2.2). */
  readonly imeisv: Reading;
  /** 14 and 8 hexadecimal digits, upper case: what CDMA terminals have instead of an IMEI. */
  readonly meid: Reading;
  readonly esn: Reading;
  /** The factory's number where a command or label of the maker's own tells it. */
  readonly vendorSn: Reading;
  /** UnionPay's terminal number: maker 6, device type 2, serial. */
  readonly tusn: Reading;
  readonly manufacturer: Reading;
  readonly model: Reading;
  readonly firmware: Reading;
};

/** The fields a driver may have nothing to say about. */
export type OtherNumbers = Pick<
  IdentityReport,
  "imeiWithoutCheckDigit" | "imeisv" | "meid" | "esn" | "vendorSn" | "tusn"
>;

/** `percent` is 0 to 100; `power` as +CBC tells it (3GPP TS 27.007 section 8.4). */
export type BatteryReading =
  | { readonly status: "read"; readonly power: "battery" | "mains" | "none" | "fault"; readonly percent: number }
  | { readonly status: "unreadable"; readonly problem: ReadingProblem };

/** `dbm` is null where the terminal itself says "unknown" (+CSQ: 99) and +CESQ knows no better. */
export type SignalReading =
  | { readonly status: "read"; readonly dbm: number | null }
  | { readonly status: "unreadable"; readonly problem: ReadingProblem };

export type RegistrationReading =
  | { readonly status: "read"; readonly registered: boolean }
  | { readonly status: "unreadable"; readonly problem: ReadingProblem };

export type StatusReport = {
  readonly battery: BatteryReading;
  readonly signal: SignalReading;
  readonly registration: RegistrationReading;
  /** The switch or mesh that tells whether somebody opened the terminal; null where the terminal does not tell. */
  readonly tamper: "clear" | "tripped" | null;
  /** Null where the terminal does not tell, or has no printer. */
  readonly printer: "ready" | "no_paper" | "fault" | null;
};

type Unreadable = { readonly status: "unreadable"; readonly problem: ReadingProblem };

/** "locked": it waits for a PIN or PUK, or belongs to another network or terminal (+CPIN, 3GPP TS 27.007 section 8.3). */
export type SimReading =
  | { readonly status: "read"; readonly state: "ready" | "locked" | "absent" | "faulty" }
  | Unreadable;

/** The ICCID with all but its last digits hidden: enough to know the card again. */
export type CardReading = { readonly status: "read"; readonly masked: string } | Unreadable;

/** `other` is a function of the maker's own (+CFUN, 3GPP TS 27.007 section 8.2). */
export type RadioReading = { readonly status: "read"; readonly radio: "on" | "off" | "flight" | "other" } | Unreadable;

export type RegistrationState = "off" | "home" | "searching" | "denied" | "unknown" | "roaming" | "emergency";

/** `rejectCause` is the network's own number for a denial (3GPP TS 24.008 and 24.301); null where not told. */
export type NetworkReading =
  | { readonly status: "read"; readonly state: RegistrationState; readonly rejectCause: number | null }
  | Unreadable;

/** Why a terminal has no network, for a technician. Says nothing that names a subscriber or a place. */
export type DiagnosticsReport = {
  readonly sim: SimReading;
  readonly card: CardReading;
  readonly radio: RadioReading;
  /** Calls (+CREG), packets over 2G and 3G (+CGREG), 4G (+CEREG), 5G (+C5GREG). */
  readonly networks: Readonly<Record<"circuit" | "packet" | "lte" | "nr", NetworkReading>>;
};
