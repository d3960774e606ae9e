/**
 * The keys by which the provider's words are judged: those of the configuration, and those that they handed on to, set by
 * set. What was accepted is kept, and verified anew at each start from the keys of the configuration.
 */

import * as z from "zod/mini";
import { msOf } from "../base/instant.ts";
import type { Result } from "../base/result.ts";
import { singleFlight } from "../base/singleFlight.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import { compactJws, type PublicJwk } from "../contract/fields.ts";
import { mostKeySets } from "../contract/messages/upstreamKeys.ts";
import type { DiagnosticsView } from "../contract/views/staff.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { Log } from "../ports/log.ts";
import { thumbprint } from "./jws.ts";
import { followChain, type KeySet, type KeySetFailure, lastChain } from "./keySets.ts";

/** What a verifier asks about keys. */
export type TrustedKeys = {
  /** All that ever counted: by these it is read what was accepted in its time. */
  known(): readonly PublicJwk[];
  /** Whether something that comes now may be signed by it. */
  isInForce(kid: string): boolean;
  /** Asks the provider whether there are others; false where there is no news. */
  lookUp(): Promise<boolean>;
  /** The provider has signed that it is at least this late (Unix milliseconds). */
  hearTime(ms: number): void;
};

export type UpstreamKeys = TrustedKeys & {
  /** Verifies what was kept, once more; what does not follow from the configuration is told, and does not count. */
  start(): Promise<readonly ErrorView[]>;
  /** Asks whenever it is called. */
  refresh(): Promise<void>;
  /** The sets that were kept, oldest first: one chain, for whoever has any key of it. */
  sets(): readonly string[];
  /** All that count or did, each once. */
  standings(): DiagnosticsView["upstreamKeys"];
  /** The last set since the start that was not accepted. */
  refusedSet(): DiagnosticsView["refusedKeySet"];
};

export type UpstreamKeysParts = {
  readonly clock: Clock;
  readonly hash: Hash;
  readonly log: Log;
  readonly pinned: readonly PublicJwk[];
  readonly issuer: string;
  /** As the journal holds them. */
  readonly kept: readonly string[];
  readonly keep: (sets: readonly string[]) => Promise<Result<void, { readonly code: ErrorView["code"] }>>;
  /** The provider's chain, oldest first, not verified; null where it did not answer. */
  readonly ask: () => Promise<readonly string[] | null>;
  /** Unix milliseconds that have certainly gone by. */
  readonly trustedTimeFloorMs: () => number;
};

/** Journal records of this kind hold one accepted set each. */
export const keySetRecordKind = "upstreamKeys";
export const keySetRecord = z.strictObject({ jws: compactJws });

/** Anybody on the way can send texts by unknown keys. */
const askAtMostEveryMs = 10_000;

export function createUpstreamKeys(parts: UpstreamKeysParts): UpstreamKeys {
  const { clock, hash, log, pinned, issuer, keep, ask, trustedTimeFloorMs } = parts;
  const roots = { pinned, issuer, hash };
  let texts = parts.kept;
  let chain: readonly KeySet[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  let signedMs = 0;
  let refusedSet: DiagnosticsView["refusedKeySet"] = null;

  function refuse(refused: KeySetFailure): ErrorView {
    const failure = errorView(refused);
    refusedSet = { at: clock.now(), failure };
    log.note(failure.code, failure.facts ?? {});
    return failure;
  }

  /** True where it led to more. */
  async function take(told: readonly string[]): Promise<boolean> {
    const { sets, refused } = await followChain(told, chain, roots);
    if (refused) refuse(refused);
    const taken = sets.slice(chain.length, mostKeySets);
    if (taken.length === 0) return false;
    // Written first: who was heard once to hand on never counts as its own master again.
    const kept = await keep(taken.map(({ jws }) => jws));
    if (!kept.ok) return false;
    texts = [...texts, ...taken.map(({ jws }) => jws)];
    use([...chain, ...taken]);
    return true;
  }

  function use(sets: readonly KeySet[]): void {
    chain = sets;
    signedMs = Math.max(signedMs, msOf(newest()?.issuedAt ?? "") || 0);
  }

  const newest = () => chain[chain.length - 1]?.payload;
  const statedOf = (kid: string) => newest()?.keys.find(({ key }) => thumbprint(key, hash) === kid);
  const known = () => [...pinned, ...(newest()?.keys.map(({ key }) => key) ?? [])];

  function isInForce(kid: string): boolean {
    const notAfter = statedOf(kid)?.notAfter;
    // A clock that was set back, and an unsigned time, take nothing back of what the provider has signed.
    const nowMs = Math.max(trustedTimeFloorMs(), signedMs);
    return notAfter === undefined || nowMs < msOf(notAfter);
  }

  const askNow = singleFlight(async () => {
    askedAt = clock.monotonic();
    const told = await ask();
    return told !== null && (await take(told));
  });

  return {
    known,
    isInForce,
    hearTime(ms) {
      signedMs = Math.max(signedMs, ms);
    },
    lookUp: singleFlight(async () => clock.monotonic() - askedAt >= askAtMostEveryMs && askNow()),
    refresh: async () => void (await askNow()),
    sets: () => lastChain(texts, hash),
    standings() {
      const kids = new Set(known().map((key) => thumbprint(key, hash)));
      return [...kids].map((kid) => {
        const { notBefore = null, notAfter = null } = statedOf(kid) ?? {};
        return { kid, notBefore, notAfter, inForce: isInForce(kid) };
      });
    },
    refusedSet: () => refusedSet,
    async start() {
      const { sets, refused } = await followChain(texts, [], roots);
      use(sets);
      return refused ? [refuse(refused)] : [];
    },
  };
}

/** The keys of a configuration alone: whoever has no place to keep sets, and nobody to ask for them. */
export function pinnedKeys(keys: readonly PublicJwk[]): TrustedKeys {
  return { known: () => keys, isInForce: () => true, lookUp: async () => false, hearTime: () => {} };
}
