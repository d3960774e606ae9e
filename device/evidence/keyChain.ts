/**
 * Which keys count as the upstream's in a bundle: those that the reader has, and those that they handed on to, set by set.
 * Knows no object of an unbind.
 */

import { msOf } from "../base/instant.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws, thumbprint } from "../trust/jws.ts";
import { followChain, type KeySet, type KeySetFailure } from "../trust/keySets.ts";
import type { Bundle } from "./bundle.ts";
import { type Facts, type Finding, finding } from "./finding.ts";

export type KeyChain = {
  readonly findings: readonly Finding[];
  readonly keys: readonly PublicJwk[];
  /** By thumbprint: from when on nothing counts that a key signs. RFC 3339. */
  readonly ends: ReadonlyMap<string, string>;
  /** The key at hand on which another rests; itself where it is at hand. */
  rootOf(kid: string): string;
};

/** `roots`: the reader's keys, or those that the bundle calls the upstream's. */
export async function checkKeyChain(bundle: Bundle, roots: readonly PublicJwk[], hash: Hash): Promise<KeyChain> {
  const { keySets = [] } = bundle;
  const issuer = peekJws(bundle.request ?? "").payload.aud ?? peekJws(bundle.order ?? "").payload.iss;
  const { sets, refused } = await followChain(keySets, [], { pinned: roots, issuer, hash });
  const stated = sets[sets.length - 1]?.payload.keys ?? [];
  const atHand = new Set(roots.map((key) => thumbprint(key, hash)));
  const root = rootOf(sets);
  return {
    findings: sets.length > 0 || refused ? [told(sets, root, refused)] : [],
    keys: [...roots, ...stated.map(({ key }) => key)],
    ends: new Map(stated.flatMap(({ key, notAfter }) => (notAfter ? [[thumbprint(key, hash), notAfter]] : []))),
    rootOf: (kid) => (atHand.has(kid) ? kid : root),
  };
}

function rootOf([first]: readonly KeySet[]): string {
  return String(peekJws(first?.jws ?? "").header.kid ?? "");
}

function told(sets: readonly KeySet[], kid: string, refused: KeySetFailure | null): Finding {
  const facts = { sets: sets.length, ...(kid && { kid }) };
  return finding("evidence/keys-chained", facts, refused && wrongBy(refused));
}

function wrongBy(refused: KeySetFailure): Facts {
  if (refused.code !== "trust/key-set-refused") return { reason: refused.code };
  return { serial: refused.serial, why: refused.why };
}

/** What says a date of itself that its key had not lived to see. */
export function isAfterEnd({ ends }: KeyChain, kid: string, said: string | undefined): boolean {
  const end = ends.get(kid);
  return end !== undefined && said !== undefined && msOf(said) > msOf(end);
}
