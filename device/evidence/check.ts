/**
 * Whether a bundle holds together, and what it then proves. Nothing is believed because the bundle says so, except
 * what `notProven` names.
 */

import type { PublicJwk } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";
import type { Bundle } from "./bundle.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, objects, type Payloads } from "./finding.ts";
import { checkJournal } from "./journalCheck.ts";
import { peekJws, thumbprint, verifyJws } from "./jws.ts";
import { checkLinks } from "./links.ts";
import { checkSeal } from "./seal.ts";
import { checkTimes } from "./times.ts";

/** `inconsistent` outranks the rest: with one finding that is not ok, nothing is proven. */
export type Conclusion =
  | "unbound-now-proven"
  | "already-unbound-proven"
  | "approved-not-unbound"
  | "requested-only"
  | "inconsistent";

/** What a bundle that holds still leaves open. */
export type NotProven = {
  readonly code:
    | "upstream-not-pinned"
    | "device-not-pinned"
    | "request-not-seen-by-upstream"
    | "wipe-not-attested"
    | "wipe-by-software-only"
    | "flash-erasure";
  readonly facts: Facts;
};

export type Report = {
  readonly conclusion: Conclusion;
  readonly findings: readonly Finding[];
  readonly notProven: readonly NotProven[];
  readonly deviceKid: string;
  /** The keys by which the upstream's objects were signed. */
  readonly upstreamKids: readonly string[];
  readonly payloads: Payloads;
};

export type CheckOptions = {
  /** The upstream's keys as the reader got them from the upstream; without them the bundle's own are taken. */
  readonly pinnedUpstream?: readonly PublicJwk[] | undefined;
  readonly pinnedDeviceKid?: string | undefined;
  readonly hash: Hash;
};

/** Checks everything that can be checked, also after something was found wrong. */
export async function checkBundle(bundle: Bundle, options: CheckOptions): Promise<Report> {
  const { hash } = options;
  const deviceKid = thumbprint(bundle.keys.device, hash);
  const keys = { device: [bundle.keys.device], upstream: options.pinnedUpstream ?? bundle.keys.upstream };
  const signed = await checkSignatures(bundle, keys);
  const findings = [
    await checkSeal(bundle, hash),
    ...checkDevice(deviceKid, options.pinnedDeviceKid),
    ...signed.findings,
    ...checkLinks(bundle, signed.payloads, hash),
    ...checkTimes(signed.payloads),
    ...checkPostCheck(signed.payloads),
    ...(await checkJournal(bundle, hash)),
  ];
  const sound = findings.every(({ ok }) => ok);
  const report = { findings, deviceKid, upstreamKids: signed.upstreamKids, payloads: signed.payloads };
  if (!sound) return { ...report, conclusion: "inconsistent", notProven: [] };
  return { ...report, conclusion: conclude(report.payloads), notProven: leftOpen(report, options) };
}

function checkDevice(kid: string, expected: string | undefined): readonly Finding[] {
  if (expected === undefined) return [];
  return [finding("evidence/device-expected", { kid }, kid === expected ? null : { expected })];
}

type Keys = Readonly<Record<"device" | "upstream", readonly PublicJwk[]>>;

/** The upstream's keys count as such only once one of its objects was found to be signed by them. */
async function checkSignatures(bundle: Bundle, keys: Keys) {
  const findings: Finding[] = [];
  const upstreamKids = new Set<string>();
  let payloads: Payloads = {};

  const check = async <Name extends ObjectName>(object: Name, jws: string) => {
    const { typ, signedBy, schema } = objects[object];
    const verified = await verifyJws(jws, typ, keys[signedBy], schema);
    if (!verified.ok) {
      const { code: reason, ...facts } = verified.error;
      findings.push(finding("evidence/signed", { by: signedBy, ...facts, object }, { reason }));
      return;
    }
    const kid = String(peekJws(jws).header.kid);
    findings.push(finding("evidence/signed", { by: signedBy, kid, object }, null));
    payloads = { ...payloads, [object]: verified.value };
    if (signedBy === "upstream") upstreamKids.add(kid);
  };
  for (const object of objectNames) {
    const jws = bundle[object];
    if (jws !== undefined) await check(object, jws);
  }
  return { findings, payloads, upstreamKids: [...upstreamKids] };
}

function checkPostCheck({ acknowledgement }: Payloads): readonly Finding[] {
  if (!acknowledgement) return [];
  const { bindingState } = acknowledgement;
  return [
    finding("evidence/post-check", { bindingState }, bindingState === "unbound" ? null : { object: "acknowledgement" }),
  ];
}

function conclude({ grant, receipt }: Payloads): Conclusion {
  if (receipt) return receipt.outcome === "unbound_now" ? "unbound-now-proven" : "already-unbound-proven";
  return grant ? "approved-not-unbound" : "requested-only";
}

function leftOpen(
  { payloads, deviceKid, upstreamKids }: Pick<Report, "payloads" | "deviceKid" | "upstreamKids">,
  { pinnedUpstream, pinnedDeviceKid }: CheckOptions,
): readonly NotProven[] {
  const open: NotProven[] = [];
  const heard = upstreamKids.length > 0;
  if (!heard) open.push({ code: "request-not-seen-by-upstream", facts: {} });
  if (heard && !pinnedUpstream) open.push({ code: "upstream-not-pinned", facts: { kids: upstreamKids.join(" ") } });
  // Whoever believes the upstream believes the terminal's key too: grant and receipt name the request that it signed.
  if (!pinnedDeviceKid && !(heard && pinnedUpstream))
    open.push({ code: "device-not-pinned", facts: { kid: deviceKid } });
  if (!payloads.receipt) return open;
  if (!payloads.attestation) return [...open, { code: "wipe-not-attested", facts: {} }];
  const { assurance, notClaimed } = payloads.attestation;
  open.push({ code: "wipe-by-software-only", facts: { assurance } });
  open.push({ code: "flash-erasure", facts: { notClaimed: notClaimed.join(" ") } });
  return open;
}
