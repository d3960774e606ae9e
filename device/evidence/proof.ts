/**
 * What evidence that holds together proves, to whom, and what it leaves open. Checks nothing any more. No sentence claims
 * more than whoever could have made it true by lying is named for (build/decisions: what verify says).
 */

import type { SchemaVersion } from "../contract/messages/jwsTypes.ts";
import type { Bundle } from "./bundle.ts";
import { type Facts, type ObjectName, objectNames, objects, type Payloads } from "./finding.ts";
import type { KeyChain } from "./keyChain.ts";
import { shownAuthorisation } from "./permissions.ts";

/** In the order of what they are worth. "claimed": only if the key that the file calls the upstream's is the upstream's. */
export type Conclusion =
  | "unbound-now-proven"
  | "already-unbound-proven"
  /** No receipt yet, but the upstream's signature under the challenge: as good as one. */
  | "offline-signed"
  | "unbound-now-claimed"
  | "already-unbound-claimed"
  | "offline-signed-claimed"
  /** No receipt yet, and a code that upstream and terminal could both have made. */
  | "offline-code"
  /** These four show no unbind. Whether there was one, what is not in a file cannot tell. */
  | "approved-only"
  | "ordered-only"
  | "decided-only"
  | "requested-only"
  | "inconsistent";

/** What evidence that holds still leaves open. */
export type NotProven = {
  readonly code:
    | "upstream-not-pinned"
    | "keys-handed-on"
    | "key-retired"
    | "device-not-pinned"
    | "no-unbind-since"
    | "request-not-seen-by-upstream"
    | "code-given-by-upstream"
    | "request-behind-challenge"
    | "receipt-pending"
    | "execution-not-shown"
    | "persons-unseen"
    | "permission-not-shown"
    | "provider-rules-not-shown"
    | "wipe-not-attested"
    | "wipe-by-software-only"
    | "flash-erasure";
  readonly facts: Facts;
};

/**
 * Whose word a piece of evidence is. "upstream" and "device" are signatures that anybody can check and their signer
 * cannot deny; "claimed-upstream" is one by a key of which only the file says whose it is. "shared-secret" is a code that
 * both of them, and whoever got hold of their secret, could have made.
 */
export type Word = "upstream" | "claimed-upstream" | "device" | "shared-secret";

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
  readonly chain: Pick<KeyChain, "ends" | "rootOf">;
  readonly rules: SchemaVersion;
};

/** What the reader brought to the check, beside the file. */
export type Pinned = { readonly pinnedUpstream?: unknown; readonly pinnedDeviceKid?: string | undefined };

const convincing: ReadonlySet<Conclusion> = new Set<Conclusion>([
  "unbound-now-proven",
  "already-unbound-proven",
  "offline-signed",
]);

/** To be asked only of evidence in which nothing was found wrong. */
export function proofOf(held: Held, pinned: Pinned): Proof {
  const conclusion = conclude(held, pinned.pinnedUpstream !== undefined);
  return {
    conclusion,
    provable: provableIn(held, pinned.pinnedUpstream !== undefined),
    toThirdParties: convincing.has(conclusion),
    notProven: [
      ...openAboutKeys(held, pinned),
      ...openAboutUnbind(held),
      ...openAboutPersons(held),
      ...openAboutWipe(held),
    ],
  };
}

/** Of a receipt, alone or in a bundle, that nothing is wrong with. */
export function concludeReceipt({ outcome }: { readonly outcome: string }, upstreamIsGiven: boolean): Conclusion {
  if (outcome === "unbound_now") return upstreamIsGiven ? "unbound-now-proven" : "unbound-now-claimed";
  return upstreamIsGiven ? "already-unbound-proven" : "already-unbound-claimed";
}

function conclude(
  { payloads: { order, grant, decision, receipt }, offline }: Held,
  upstreamIsGiven: boolean,
): Conclusion {
  if (receipt) return concludeReceipt(receipt, upstreamIsGiven);
  if (offline?.tier === "offline_signed") return upstreamIsGiven ? "offline-signed" : "offline-signed-claimed";
  if (offline) return "offline-code";
  if (decision) return "decided-only";
  if (order) return "ordered-only";
  return grant ? "approved-only" : "requested-only";
}

function provableIn({ payloads, offline }: Held, upstreamIsGiven: boolean): readonly Provable[] {
  const signed = objectNames
    .filter((object) => payloads[object])
    .map((object): Provable => {
      const { signedBy } = objects[object];
      if (signedBy === "device") return { object, word: "device", toThirdParties: true };
      return { object, word: upstreamIsGiven ? "upstream" : "claimed-upstream", toThirdParties: upstreamIsGiven };
    });
  if (offline?.tier !== "offline_code") return signed;
  return [...signed, { object: "code", word: "shared-secret", toThirdParties: false }];
}

/** Objects by which the upstream shows that it has met this very request. A binding is older than any. */
function heard({ payloads: { order, grant, answer, decision, receipt } }: Held): boolean {
  return [order, grant, answer, decision, receipt].some((object) => object !== undefined);
}

/** Whoever believes the upstream believes the terminal's key too, where the upstream names it or what it has signed. */
function vouchesForDevice(held: Held): boolean {
  const { payloads, rules } = held;
  const { request, acknowledgement } = payloads;
  if (rules === 2) return objectNames.some((object) => payloads[object] && objects[object].signedBy === "upstream");
  return (request !== undefined && heard(held)) || acknowledgement !== undefined;
}

function openAboutKeys(held: Held, { pinnedUpstream, pinnedDeviceKid }: Pinned): readonly NotProven[] {
  const { deviceKid, upstreamKids, chain } = held;
  const open: NotProven[] = [];
  const kids = upstreamKids.join(" ");
  if (kids && !pinnedUpstream) open.push({ code: "upstream-not-pinned", facts: { kids } });
  for (const kid of upstreamKids) {
    const [root, until] = [chain.rootOf(kid), chain.ends.get(kid)];
    if (root !== kid) open.push({ code: "keys-handed-on", facts: { root, kid } });
    if (until !== undefined) open.push({ code: "key-retired", facts: { kid, until } });
  }
  const vouched = pinnedUpstream && vouchesForDevice(held);
  if (!pinnedDeviceKid && !vouched) open.push({ code: "device-not-pinned", facts: { kid: deviceKid } });
  return open;
}

function openAboutUnbind(held: Held): readonly NotProven[] {
  const { payloads, offline } = held;
  const { receipt, execution } = payloads;
  if (receipt) {
    const unshown = receipt.executionHash !== undefined && !execution;
    return unshown ? [{ code: "execution-not-shown", facts: {} }] : [];
  }
  const open: NotProven[] = [];
  if (!heard(held)) open.push({ code: "request-not-seen-by-upstream", facts: {} });
  if (!offline) return [...open, { code: "no-unbind-since", facts: {} }];
  if (offline.tier === "offline_code")
    open.push({ code: "code-given-by-upstream", facts: { challenge: offline.challenge } });
  // A challenge commits to its request by 48 bits: enough against guessing, not against whoever makes both.
  else if (payloads.answer?.requestId === undefined) open.push({ code: "request-behind-challenge", facts: {} });
  return [...open, { code: "receipt-pending", facts: {} }];
}

/** Nobody but the terminal saw who stood before it, and the provider's own rules lie elsewhere. */
function openAboutPersons({ payloads }: Held): readonly NotProven[] {
  const { request } = payloads;
  if (!request) return [];
  const { actors, precheck } = request;
  const open: NotProven[] = [{ code: "persons-unseen", facts: {} }];
  const permission = actors.find(({ method }) => method === "upstream_authorisation");
  if (permission && !shownAuthorisation(payloads, permission.principalId))
    open.push({ code: "permission-not-shown", facts: { id: permission.principalId } });
  if (precheck.waivers.length > 0) open.push({ code: "provider-rules-not-shown", facts: {} });
  return open;
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
