/** What evidence that holds together proves, to whom, and what it leaves open. Checks nothing any more. */

import type { Bundle } from "./bundle.ts";
import { type Facts, type ObjectName, objectNames, objects, type Payloads } from "./finding.ts";

/** In the order of what they are worth. */
export type Conclusion =
  | "unbound-now-proven"
  | "already-unbound-proven"
  /** No receipt yet, but the upstream's signature under the challenge: as good as one. */
  | "offline-signed"
  /** No receipt yet, and a code that upstream and terminal could both have made. */
  | "offline-code"
  | "approved-not-unbound"
  | "ordered-not-unbound"
  | "requested-only"
  | "inconsistent";

/** What evidence that holds still leaves open. */
export type NotProven = {
  readonly code:
    | "upstream-not-pinned"
    | "device-not-pinned"
    | "request-not-seen-by-upstream"
    | "code-given-by-upstream"
    | "request-behind-challenge"
    | "receipt-pending"
    | "wipe-not-attested"
    | "wipe-by-software-only"
    | "flash-erasure";
  readonly facts: Facts;
};

/**
 * Whose word a piece of evidence is. "upstream" and "device" are signatures that anybody can check and their signer
 * cannot deny. "shared-secret" is a code that both of them, and whoever got hold of their secret, could have made.
 */
export type Word = "upstream" | "device" | "shared-secret";

/** Whether somebody who is neither the upstream nor the terminal's owner can be convinced by it. */
export type Provable = {
  readonly object: ObjectName | "code";
  readonly word: Word;
  readonly toThirdParties: boolean;
};

export type Proof = {
  readonly conclusion: Conclusion;
  readonly provable: readonly Provable[];
  /** Whether the conclusion as a whole is. */
  readonly toThirdParties: boolean;
  readonly notProven: readonly NotProven[];
};

export const nothingProven: Proof = {
  conclusion: "inconsistent",
  provable: [],
  toThirdParties: false,
  notProven: [],
};

export type Held = {
  readonly payloads: Payloads;
  readonly offline: Bundle["offline"];
  readonly deviceKid: string;
  readonly upstreamKids: readonly string[];
};

/** What the reader brought to the check, beside the file. */
export type Pinned = { readonly pinnedUpstream?: unknown; readonly pinnedDeviceKid?: string | undefined };

/** To be asked only of evidence in which nothing was found wrong. */
export function proofOf(held: Held, pinned: Pinned): Proof {
  const conclusion = conclude(held);
  return {
    conclusion,
    provable: provableIn(held),
    toThirdParties: conclusion !== "offline-code",
    notProven: [...openAboutKeys(held, pinned), ...openAboutUnbind(held), ...openAboutWipe(held)],
  };
}

function conclude({ payloads: { order, grant, receipt }, offline }: Held): Conclusion {
  if (receipt) return receipt.outcome === "unbound_now" ? "unbound-now-proven" : "already-unbound-proven";
  if (offline) return offline.tier === "offline_signed" ? "offline-signed" : "offline-code";
  if (order) return "ordered-not-unbound";
  return grant ? "approved-not-unbound" : "requested-only";
}

function provableIn({ payloads, offline }: Held): readonly Provable[] {
  const signed = objectNames
    .filter((object) => payloads[object])
    .map((object): Provable => ({ object, word: objects[object].signedBy, toThirdParties: true }));
  if (offline?.tier !== "offline_code") return signed;
  return [...signed, { object: "code", word: "shared-secret", toThirdParties: false }];
}

/** Objects by which the upstream shows that it has met this very request. A binding is older than any. */
function heard({ payloads: { order, grant, answer, receipt } }: Held): boolean {
  return [order, grant, answer, receipt].some((object) => object !== undefined);
}

function openAboutKeys(held: Held, { pinnedUpstream, pinnedDeviceKid }: Pinned): readonly NotProven[] {
  const { payloads, deviceKid, upstreamKids } = held;
  const open: NotProven[] = [];
  const kids = upstreamKids.join(" ");
  if (kids && !pinnedUpstream) open.push({ code: "upstream-not-pinned", facts: { kids } });
  // Whoever believes the upstream believes the terminal's key too, where it names what that key has signed.
  const { request, acknowledgement } = payloads;
  const vouched = pinnedUpstream && ((request && heard(held)) || acknowledgement);
  if (!pinnedDeviceKid && !vouched) open.push({ code: "device-not-pinned", facts: { kid: deviceKid } });
  return open;
}

function openAboutUnbind(held: Held): readonly NotProven[] {
  const { payloads, offline } = held;
  if (payloads.receipt) return [];
  const open: NotProven[] = [];
  if (!heard(held)) open.push({ code: "request-not-seen-by-upstream", facts: {} });
  if (!offline) return open;
  if (offline.tier === "offline_code")
    open.push({ code: "code-given-by-upstream", facts: { challenge: offline.challenge } });
  // A challenge commits to its request by 48 bits: enough against guessing, not against whoever makes both.
  else if (payloads.answer?.requestId === undefined) open.push({ code: "request-behind-challenge", facts: {} });
  return [...open, { code: "receipt-pending", facts: {} }];
}

function openAboutWipe({ payloads: { receipt, attestation }, offline }: Held): readonly NotProven[] {
  if (!receipt && !offline) return [];
  if (!attestation) return [{ code: "wipe-not-attested", facts: {} }];
  const { assurance, notClaimed } = attestation;
  return [
    { code: "wipe-by-software-only", facts: { assurance } },
    { code: "flash-erasure", facts: { notClaimed: notClaimed.join(" ") } },
  ];
}
