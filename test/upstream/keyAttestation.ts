/**
 * Whether a chain of certificates proves how a terminal keeps its key: made by a key store that an authority of the
 * configuration vouches for, of this very key, for this upstream, by this app, on a system that started as its maker meant it.
 */

import { createHash, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import type { PublicJwk } from "../../device/contract/fields.ts";
import { attestationContext } from "../../device/contract/messages/enrolment.ts";
import { descriptionBytes, type KeyDescription, keyDescription } from "./keyDescription.ts";

export type AttestationRules = {
  /** Certificates of the authorities, PEM. */
  readonly roots: readonly string[];
  /** The app, and SHA-256 in hexadecimal of the certificates that it may be signed by; any, where there is none. */
  readonly app: { readonly name: string; readonly signers: readonly string[] };
};

export type ProvenStorage = "strongbox" | "trusted_environment" | "keystore";

/** Which of the rules is broken, in words for the log. */
export type AttestationRefusal =
  | "not a certificate"
  | "not signed by the next"
  | "not of this time"
  | "not by an authority"
  | "no attestation, or more than one"
  | "of another key"
  | "for another upstream"
  | "of a key that was not made there to sign"
  | "by another app"
  | "of a system that was changed";

export type Judged = { readonly storage: ProvenStorage } | { readonly refusal: AttestationRefusal };
const refused = (refusal: AttestationRefusal): Judged => ({ refusal });

/** `chain`: DER, the key's own first. */
export function provenStorage(
  given: { readonly chain: readonly Uint8Array[]; readonly jwk: PublicJwk; readonly audience: string },
  rules: AttestationRules,
  nowMs: number,
): Judged {
  const certificates = given.chain.map(certificateOf);
  const [leaf] = certificates;
  if (!leaf || certificates.includes(null)) return refused("not a certificate");
  const chain = certificates.filter((each) => each !== null);
  const broken = brokenIn(chain, rules, nowMs);
  if (broken) return refused(broken);
  if (!leaf.publicKey.equals(createPublicKey({ key: given.jwk, format: "jwk" }))) return refused("of another key");

  // In no other one: a key that was attested must not attest another.
  const descriptions = given.chain.map(descriptionBytes);
  const [own, ...others] = descriptions;
  if (!(own instanceof Uint8Array) || others.some((each) => each !== null)) {
    return refused("no attestation, or more than one");
  }
  const description = keyDescription(own);
  return description ? judge(description, given.audience, rules) : refused("no attestation, or more than one");
}

function certificateOf(bytes: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

function brokenIn(
  chain: readonly X509Certificate[],
  { roots }: AttestationRules,
  nowMs: number,
): AttestationRefusal | null {
  const trusted = roots.map((pem) => new X509Certificate(pem));
  const last = chain.at(-1);
  // The authority's certificate is made anew now and then, its key is not; it may stand at the end or be left out.
  const root = trusted.find((each) => last && (sameKey(each.publicKey, last.publicKey) || signs(each, last)));
  if (!root || !last) return "not by an authority";
  const links = sameKey(root.publicKey, last.publicKey) ? [...chain.slice(0, -1), root] : [...chain, root];
  const whole = links.slice(0, -1).every((each, at) => links[at + 1] && signs(links[at + 1], each));
  if (!whole || links.length < 2) return "not signed by the next";
  const inTime = links.every(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= nowMs && nowMs <= Date.parse(validTo),
  );
  return inTime ? null : "not of this time";
}

const sameKey = (one: KeyObject, other: KeyObject) => one.equals(other);

function signs(issuer: X509Certificate | undefined, subject: X509Certificate): boolean {
  return issuer?.ca === true && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

const [inTrustedEnvironment, inStrongBox] = [1, 2];
const [toSign, onCurve, p256, madeThere, verifiedBoot] = [2, 3, 1, 0, 0];

function judge(
  { attestationLevel, keyLevel, challenge, software, hardware }: KeyDescription,
  audience: string,
  { app }: AttestationRules,
): Judged {
  const expected = createHash("sha256").update(attestationContext(audience)).digest();
  if (!expected.equals(challenge)) return refused("for another upstream");
  const level = Math.min(attestationLevel, keyLevel);
  const key = level >= inTrustedEnvironment ? hardware : software;
  const isOurs = key.algorithm === onCurve && key.curve === p256 && key.origin === madeThere;
  if (!isOurs || !key.purposes.every((purpose) => purpose === toSign)) {
    return refused("of a key that was not made there to sign");
  }
  // The system says which app it is, also where hardware keeps the key.
  const signers = software.app?.signers.map((each) => Buffer.from(each).toString("hex")) ?? [];
  const isApp = software.app?.packages.includes(app.name) && software.app.packages.length === 1;
  if (!isApp || (app.signers.length > 0 && !signers.every((each) => app.signers.includes(each)))) {
    return refused("by another app");
  }
  if (level < inTrustedEnvironment) return { storage: "keystore" };
  if (!hardware.boot?.locked || hardware.boot.state !== verifiedBoot) return refused("of a system that was changed");
  return { storage: level >= inStrongBox ? "strongbox" : "trusted_environment" };
}
