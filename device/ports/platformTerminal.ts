/** The terminal that the program itself runs on, told by its platform or its maker's library. Judges no value. */

import type { Result } from "../base/result.ts";

/** As `readingSource` of the contract names them. */
export type PlatformSource = "android-serial" | "android-imei" | "android-build" | "vendor-sdk";

/** What one source says of one number or name; the better sources of a number come first. */
export type PlatformClaim = {
  readonly number: "sn" | "imei" | "tusn" | "manufacturer" | "model" | "firmware";
  readonly source: PlatformSource;
} & (
  | { readonly value: string }
  /**
   * "hidden": the system tells this number to no ordinary program (Android 10). "permission-denied": to none without a
   * permission that this one has not, or no longer. "not-supported": there is nothing that has it.
   */
  | { readonly problem: "hidden" | "permission-denied" | "not-supported" }
);

/** Null where the platform does not tell. */
export type PlatformStatus = {
  readonly battery: { readonly power: "battery" | "mains" | "none" | "fault"; readonly percent: number } | null;
  readonly signalDbm: number | null;
  readonly registered: boolean | null;
  readonly tamper: "clear" | "tripped" | null;
  readonly printer: "ready" | "no_paper" | "fault" | null;
};

export type PlatformFailure =
  /** The way to the platform is gone. */
  { readonly code: "link/closed" };

export interface PlatformTerminal {
  /** Asks every source anew. */
  readClaims(): Promise<Result<readonly PlatformClaim[], PlatformFailure>>;
  readStatus(): Promise<Result<PlatformStatus, PlatformFailure>>;
}
