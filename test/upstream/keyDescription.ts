/**
 * What Android's key store says of a key in its certificate: the extension 1.3.6.1.4.1.11129.2.1.17, a KeyDescription
 * (source.android.com/docs/security/features/keystore/attestation, schema).
 */

import { type Element, elementsIn, numberIn, partsOf } from "./der.ts";

export type KeyDescription = {
  /** Who made the attestation, and who keeps the key: 0 software, 1 the trusted environment, 2 StrongBox. */
  readonly attestationLevel: number;
  readonly keyLevel: number;
  readonly challenge: Uint8Array;
  readonly software: Authorizations;
  readonly hardware: Authorizations;
};

/** What is left out is not said. */
export type Authorizations = {
  /** 2: to sign. */
  readonly purposes: readonly number[];
  /** 3: on an elliptic curve. */
  readonly algorithm: number | null;
  /** 1: P-256. */
  readonly curve: number | null;
  /** 0: made where it is kept, and never outside. */
  readonly origin: number | null;
  /** 0 verified, 1 by a key of the owner's, 2 unverified, 3 failed; and whether the boot loader is locked. */
  readonly boot: { readonly locked: boolean; readonly state: number } | null;
  readonly app: { readonly packages: readonly string[]; readonly signers: readonly Uint8Array[] } | null;
};

const extensionId = [0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 1, 0x11];

const universal = { boolean: 1, octets: 4, objectId: 6, sequence: 16, set: 17 } as const;
const tags = { purpose: 1, algorithm: 2, curve: 10, origin: 702, boot: 704, app: 709 } as const;
const [extensionsTag, contextClass] = [3, 0x80];

/** The extension's bytes out of a certificate (RFC 5280 section 4.1), null where it has none; "damaged" where it is no certificate. */
export function descriptionBytes(certificate: Uint8Array): Uint8Array | null | "damaged" {
  const fields = partsOf(partsOf(elementsIn(certificate)?.[0])?.[0]);
  if (!fields) return "damaged";
  const extensions = fields.find(({ kind, number }) => (kind & 0xc0) === contextClass && number === extensionsTag);
  if (!extensions) return null;
  const all = partsOf(partsOf(extensions)?.[0]);
  if (!all) return "damaged";
  for (const extension of all) {
    const parts = partsOf(extension);
    const [id] = parts ?? [];
    if (id?.number !== universal.objectId) return "damaged";
    if (Buffer.compare(id.content, Uint8Array.from(extensionId)) === 0) return parts?.at(-1)?.content ?? "damaged";
  }
  return null;
}

/** Null for what is none. */
export function keyDescription(bytes: Uint8Array): KeyDescription | null {
  const [, attested, , kept, challenge, , software, hardware] = partsOf(elementsIn(bytes)?.[0]) ?? [];
  const [attestationLevel, keyLevel] = [numberIn(attested), numberIn(kept)];
  const [bySoftware, byHardware] = [authorizations(software), authorizations(hardware)];
  if (attestationLevel === null || keyLevel === null || challenge?.number !== universal.octets) return null;
  if (!bySoftware || !byHardware) return null;
  return {
    attestationLevel,
    keyLevel,
    challenge: challenge.content,
    software: bySoftware,
    hardware: byHardware,
  };
}

function authorizations(list: Element | undefined): Authorizations | null {
  const said = partsOf(list);
  if (!said) return null;
  const inside = (tag: number) => partsOf(said.find(({ number }) => number === tag))?.[0];
  const [boot, app] = [inside(tags.boot), inside(tags.app)];
  return {
    purposes: (partsOf(inside(tags.purpose)) ?? []).map((each) => numberIn(each) ?? -1),
    algorithm: numberIn(inside(tags.algorithm)),
    curve: numberIn(inside(tags.curve)),
    origin: numberIn(inside(tags.origin)),
    boot: boot ? bootOf(boot) : null,
    app: app ? appOf(app) : null,
  };
}

function bootOf(root: Element): Authorizations["boot"] {
  const [, locked, state] = partsOf(root) ?? [];
  return { locked: locked?.number === universal.boolean && numberIn(locked) !== 0, state: numberIn(state) ?? -1 };
}

/** An OCTET STRING around an AttestationApplicationId: names of packages, and SHA-256 of the certificates that they are signed by. */
function appOf(octets: Element): Authorizations["app"] {
  const [packages, signers] = partsOf(elementsIn(octets.content)?.[0]) ?? [];
  return {
    packages: (partsOf(packages) ?? []).map((each) => Buffer.from(partsOf(each)?.[0]?.content ?? []).toString("utf8")),
    signers: (partsOf(signers) ?? []).map(({ content }) => content),
  };
}
