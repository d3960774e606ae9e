/**
 * The chain of the provider's key sets: who may say which keys are the provider's. **Only a key without an end hands on.**
 * A key that was stolen after its end was announced introduces nobody, whatever any clock says.
 */

import { msOf } from "../base/instant.ts";
import { err, ok, type Result } from "../base/result.ts";
import type { PublicJwk } from "../contract/fields.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import { mostKeySets, type UpstreamKeysPayload, upstreamKeysPayload } from "../contract/messages/upstreamKeys.ts";
import type { Hash } from "../ports/hash.ts";
import { jwsHash, peekJws, type TrustFailure, thumbprint, verifyJws } from "./jws.ts";

/** One that counts. */
export type KeySet = { readonly jws: string; readonly payload: UpstreamKeysPayload };

export type KeySetFailure =
  | TrustFailure
  /** `why` is the member that does not follow from the set before; "signer": the key that signed it may not. */
  | { readonly code: "trust/key-set-refused"; readonly serial: number; readonly why: SetMember };

type SetMember = "iss" | "serial" | "previous" | "issuedAt" | "keys" | "notBefore" | "notAfter" | "signer";

export type ChainRoots = {
  /** Who may sign the first set: what the reader has of the provider from elsewhere. */
  readonly pinned: readonly PublicJwk[];
  /** The provider, by the name that terminals call it. */
  readonly issuer: unknown;
  readonly hash: Hash;
};

type StatedKey = UpstreamKeysPayload["keys"][number];

/** Where one that is `sets` long leads to by these texts, oldest first; the first that does not follow ends it. */
export async function followChain(
  texts: readonly string[],
  sets: readonly KeySet[],
  roots: ChainRoots,
): Promise<{ readonly sets: readonly KeySet[]; readonly refused: KeySetFailure | null }> {
  let chain = sets;
  for (const jws of texts) {
    if (isBehind(jws, chain)) continue;
    const next = await openKeySet(jws, chain[chain.length - 1], roots);
    if (next.ok) chain = [...chain, next.value];
    // Whoever has a later key needs no set from before it.
    else if (chain.length > 0 || next.error.code !== "trust/key-not-pinned")
      return { sets: chain, refused: next.error };
  }
  return { sets: chain, refused: null };
}

/** The last of these texts that name one another: a configuration may have begun anew, and no reader follows two chains. */
export function lastChain(texts: readonly string[], hash: Hash): readonly string[] {
  const follows = (jws: string, at: number) => {
    const before = texts[at - 1];
    return before !== undefined && peekJws(jws).payload.previous === jwsHash(before, hash);
  };
  const begins = texts.map((jws, at) => !follows(jws, at)).lastIndexOf(true);
  return texts.slice(Math.max(begins, texts.length - mostKeySets));
}

/** Known already, or from before the first that counts here. */
function isBehind(jws: string, chain: readonly KeySet[]): boolean {
  const [first] = chain;
  const { serial } = peekJws(jws).payload;
  return chain.some((set) => set.jws === jws) || (first !== undefined && Number(serial) < first.payload.serial);
}

async function openKeySet(
  jws: string,
  before: KeySet | undefined,
  { pinned, issuer, hash }: ChainRoots,
): Promise<Result<KeySet, KeySetFailure>> {
  const known = before ? before.payload.keys.map(({ key }) => key) : pinned;
  const verified = await verifyJws(jws, jwsType.upstreamKeys, known, upstreamKeysPayload);
  if (!verified.ok) return verified;
  const payload = verified.value;
  const signer = String(peekJws(jws).header.kid);
  const refused = (why: SetMember) => err({ code: "trust/key-set-refused", serial: payload.serial, why } as const);
  if (payload.iss !== issuer) return refused("iss");
  const broken = before && brokenLink(payload, before, hash);
  if (broken) return refused(broken);
  const wrong = wrongDates(payload.keys);
  if (wrong) return refused(wrong);
  const changed = before && changedKeys(payload.keys, before.payload.keys, hash);
  if (changed) return refused(changed);
  const stated = before ? before.payload.keys : payload.keys;
  const named = stated.find(({ key }) => thumbprint(key, hash) === signer);
  return named && maySign(named, payload, before !== undefined) ? ok({ jws, payload }) : refused("signer");
}

function brokenLink({ serial, previous, issuedAt }: UpstreamKeysPayload, before: KeySet, hash: Hash): SetMember | null {
  if (serial <= before.payload.serial) return "serial";
  if (previous !== jwsHash(before.jws, hash)) return "previous";
  return msOf(issuedAt) < msOf(before.payload.issuedAt) ? "issuedAt" : null;
}

function wrongDates(keys: readonly StatedKey[]): SetMember | null {
  // A key that stood there twice would have two ends.
  if (new Set(keys.map(({ key }) => `${key.x} ${key.y}`)).size !== keys.length) return "keys";
  if (keys.some(({ notBefore, notAfter }) => notAfter !== undefined && msOf(notAfter) <= msOf(notBefore)))
    return "notAfter";
  // Without a key that has no end nobody could ever sign the next.
  return keys.some(({ notAfter }) => notAfter === undefined) ? null : "keys";
}

/** No key goes, none gets another beginning, and an end only comes nearer: what was stolen can be ended for its own time. */
function changedKeys(keys: readonly StatedKey[], before: readonly StatedKey[], hash: Hash): SetMember | null {
  const now = new Map(keys.map((stated) => [thumbprint(stated.key, hash), stated]));
  for (const { key, notBefore, notAfter } of before) {
    const same = now.get(thumbprint(key, hash));
    if (!same) return "keys";
    if (same.notBefore !== notBefore) return "notBefore";
    const isLater = same.notAfter === undefined || msOf(same.notAfter) > msOf(notAfter ?? same.notAfter);
    if (notAfter !== undefined && isLater) return "notAfter";
  }
  return null;
}

/** `handsOn`: by the set before. In the first the key speaks of itself, and may tell its own end with it. */
function maySign({ notBefore, notAfter }: StatedKey, { issuedAt }: UpstreamKeysPayload, handsOn: boolean): boolean {
  if (msOf(issuedAt) < msOf(notBefore)) return false;
  return handsOn ? notAfter === undefined : notAfter === undefined || msOf(issuedAt) < msOf(notAfter);
}
