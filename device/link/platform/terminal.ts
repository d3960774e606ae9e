/** The Terminal where the program runs on the terminal itself: its platform is asked twice, and what it says is compared. */

import { err, ok, type Result } from "../../base/result.ts";
import { singleFlight } from "../../base/singleFlight.ts";
import { agreed } from "../../identity/agree.ts";
import { imeiReading } from "../../identity/imei.ts";
import type { DiagnosticsReport, IdentityReport, Reading, StatusReport } from "../../identity/reading.ts";
import { imeiInDisguise } from "../../identity/serialClaims.ts";
import { serialReading } from "../../identity/serialNumber.ts";
import { tusnReading } from "../../identity/tusn.ts";
import { noOtherNumbers, unreadable } from "../../identity/unreadable.ts";
import type { PlatformClaim, PlatformSource, PlatformStatus, PlatformTerminal } from "../../ports/platformTerminal.ts";
import type { Terminal, TerminalFailure } from "../terminal.ts";

type Claims = readonly PlatformClaim[];

export function createPlatformTerminal(platform: PlatformTerminal): Terminal {
  async function readIdentity(signal?: AbortSignal): Promise<Result<IdentityReport, TerminalFailure>> {
    const first = await platform.readClaims();
    const second = first.ok ? await platform.readClaims() : first;
    if (signal?.aborted) return err({ code: "link/aborted" });
    return first.ok && second.ok ? ok(identityFrom(first.value, second.value)) : err({ code: "link/closed" });
  }

  async function readStatus(signal?: AbortSignal): Promise<Result<StatusReport, TerminalFailure>> {
    const told = await platform.readStatus();
    if (signal?.aborted) return err({ code: "link/aborted" });
    return told.ok ? ok(statusFrom(told.value)) : told;
  }

  const identity = singleFlight(() => readIdentity());
  const status = singleFlight(() => readStatus());
  return {
    // Who may call it off reads for himself: others must not lose their answer with him.
    readIdentity: (signal) => (signal ? readIdentity(signal) : identity()),
    readStatus: (signal) => (signal ? readStatus(signal) : status()),
    readDiagnostics: async () => ok(noDiagnostics),
    close: async () => undefined,
  };
}

const untold = { status: "unreadable", problem: "not-supported" } as const;
const noDiagnostics: DiagnosticsReport = {
  sim: untold,
  card: untold,
  radio: untold,
  networks: { circuit: untold, packet: untold, lte: untold, nr: untold },
};

function identityFrom(first: Claims, second: Claims): IdentityReport {
  const both = (number: PlatformClaim["number"], read: (text: string, source: PlatformSource) => Reading): Reading =>
    agreed(readingIn(first, number, read), readingIn(second, number, read));
  const imeis = [...first, ...second].flatMap((claim) =>
    claim.number === "imei" && "value" in claim ? [claim.value] : [],
  );
  return {
    ...noOtherNumbers,
    sn: both("sn", (text, source) => imeiInDisguise(text, imeis) ?? serialReading(text, source)),
    imei: both("imei", imeiReading),
    tusn: both("tusn", tusnReading),
    manufacturer: both("manufacturer", textReading),
    model: both("model", textReading),
    firmware: both("firmware", textReading),
  };
}

/** By the first source that has it. Where none has, by what the best one said: why it is kept, or what stands in its place. */
function readingIn(
  claims: Claims,
  number: PlatformClaim["number"],
  read: (text: string, source: PlatformSource) => Reading,
): Reading {
  let why: Reading | null = null;
  for (const claim of claims) {
    if (claim.number !== number) continue;
    const reading = "value" in claim ? read(claim.value, claim.source) : unreadable(claim.problem);
    if (reading.status === "read") return reading;
    const sayMore = why === null || (why.status === "unreadable" && why.problem === "not-supported");
    if (sayMore) why = reading;
  }
  return why ?? unreadable("not-supported");
}

function textReading(text: string, source: PlatformSource): Reading {
  const named = text.trim();
  if (named === "") return unreadable("malformed");
  // What Android's builds leave where nobody filled a name in.
  if (named.toLowerCase() === "unknown") return unreadable("placeholder");
  return { status: "read", value: named, source, warnings: [] };
}

function statusFrom({ battery, signalDbm, registered, tamper, printer }: PlatformStatus): StatusReport {
  return {
    battery: battery ? { status: "read", power: battery.power, percent: battery.percent } : untold,
    signal: signalDbm === null ? untold : { status: "read", dbm: signalDbm },
    registration: registered === null ? untold : { status: "read", registered },
    tamper,
    printer,
  };
}
