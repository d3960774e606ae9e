/**
 * Whether a bundle holds together. Nothing is believed because the bundle says so, except what `notProven` names;
 * what it then proves, and to whom, is for proof.ts.
 */

import type { PublicJwk } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws, thumbprint, verifyJws } from "../trust/jws.ts";
import { type Bundle, objectIn, rulesOf } from "./bundle.ts";
import { checkChallenge } from "./challenge.ts";
import {
  type Doubt,
  datedBy,
  type Finding,
  finding,
  type ObjectName,
  objectNames,
  objects,
  type Payloads,
} from "./finding.ts";
import { checkJournal } from "./journalCheck.ts";
import { checkKeyChain, isAfterEnd, type KeyChain } from "./keyChain.ts";
import { checkLinks } from "./links.ts";
import { checkPermissions } from "./permissions.ts";
import { nothingProven, type Proof, proofOf } from "./proof.ts";
import { checkSeal } from "./seal.ts";
import { doubtKeyTimes, doubtTimes } from "./times.ts";

/** `inconsistent` outranks the rest: with one finding that is not ok, nothing is proven, and to nobody. */
export type Report = Proof & {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
  readonly deviceKid: string;
  /** The keys by which the upstream's objects were signed. */
  readonly upstreamKids: readonly string[];
  /** Those at hand on which these rest; the same where none was handed on. */
  readonly rootKids: readonly string[];
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
  const chain = await checkKeyChain(bundle, options.pinnedUpstream ?? bundle.keys.upstream, hash);
  // Side by side: most of the time goes into signatures, and other threads check those.
  const [seal, signed, journal] = await Promise.all([
    checkSeal(bundle, hash),
    checkSignatures(bundle, chain, { upstreamIsGiven: options.pinnedUpstream !== undefined, deviceKid }),
    checkJournal(bundle, hash),
  ]);
  const doubts = [
    ...doubtTimes(signed.payloads, bundle.offline?.authorisedAt),
    ...doubtKeyTimes(bundle, chain.ends, hash),
  ];
  const findings = [
    seal,
    ...checkDevice(deviceKid, options.pinnedDeviceKid),
    ...chain.findings,
    ...signed.findings,
    ...checkLinks(bundle, signed.payloads, deviceKid, hash),
    ...checkChallenge(bundle, signed.payloads, hash),
    ...checkPermissions(signed.payloads, bundle.offline !== undefined),
    ...(doubts.length === 0 ? [finding("evidence/in-order", {}, null)] : []),
    ...checkPostCheck(signed.payloads),
    ...journal,
  ];
  const sound = findings.every(({ ok }) => ok);
  const { upstreamKids, payloads } = signed;
  const rootKids = [...new Set(upstreamKids.map(chain.rootOf))];
  const report = { findings, doubts, deviceKid, upstreamKids, rootKids, payloads };
  if (!sound) return { ...report, ...nothingProven };
  return { ...report, ...proofOf({ ...report, chain, offline: bundle.offline, rules: rulesOf(bundle) }, options) };
}

function checkDevice(kid: string, expected: string | undefined): readonly Finding[] {
  if (expected === undefined) return [];
  return [finding("evidence/device-expected", { kid }, kid === expected ? null : { expected })];
}

/** The upstream's keys count as such only once one of its objects was found to be signed by them. */
async function checkSignatures(
  bundle: Bundle,
  chain: KeyChain,
  { upstreamIsGiven, deviceKid }: { readonly upstreamIsGiven: boolean; readonly deviceKid: string },
) {
  const findings: Finding[] = [];
  const upstreamKids = new Set<string>();
  const rules = rulesOf(bundle);
  const keys = { device: [bundle.keys.device], upstream: chain.keys };
  let payloads: Payloads = {};

  function whyNot(object: ObjectName, payload: Payloads, kid: string): string | null {
    // One who signs for both parties is one party.
    if (kid === deviceKid) return "evidence/own-key";
    return isAfterEnd(chain, kid, datedBy(object, payload)) ? "evidence/key-ended" : null;
  }

  const check = async <Name extends ObjectName>(object: Name, jws: string) => {
    const { typ, signedBy, schemas } = objects[object];
    const verified = await verifyJws(jws, typ, keys[signedBy], schemas[rules], rules);
    const by = signedBy === "upstream" && !upstreamIsGiven ? "claimedUpstream" : signedBy;
    return () => {
      if (!verified.ok) {
        const { code: reason, ...facts } = verified.error;
        findings.push(finding("evidence/signed", { by, ...facts, object }, { reason }));
        return;
      }
      const kid = String(peekJws(jws).header.kid);
      const reason = signedBy === "upstream" ? whyNot(object, { [object]: verified.value }, kid) : null;
      const handedOn = by === "upstream" && chain.rootOf(kid) !== kid;
      const known = { by: handedOn ? "handedOn" : by, kid, object };
      findings.push(finding("evidence/signed", known, reason === null ? null : { reason }));
      if (reason !== null) return;
      payloads = { ...payloads, [object]: verified.value };
      if (signedBy === "upstream") upstreamKids.add(kid);
    };
  };
  const checks = objectNames.flatMap((object) => {
    const jws = objectIn(bundle, object);
    return jws === undefined ? [] : [check(object, jws)];
  });
  // Told in the order in which the objects come to be.
  for (const tell of await Promise.all(checks)) tell();
  return { findings, payloads, upstreamKids: [...upstreamKids] };
}

function checkPostCheck({ acknowledgement }: Payloads): readonly Finding[] {
  if (!acknowledgement) return [];
  const { bindingState } = acknowledgement;
  return [
    finding("evidence/post-check", { bindingState }, bindingState === "unbound" ? null : { object: "acknowledgement" }),
  ];
}
