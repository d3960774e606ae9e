/** The room's maker: what this terminal signs, what it believes of the upstream, by which keys, and what time it is. */

import type { Cell } from "../base/cell.ts";
import type { Result } from "../base/result.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { PublicJwk } from "../contract/fields.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { DeviceKey, Signer } from "../ports/signer.ts";
import { createMessageSigner, type MessageSigner } from "./messageSigner.ts";
import { createTrustedTime, type ToldTime, type TrustedTime } from "./trustedTime.ts";
import { createUpstreamKeys, keySetRecordKind, type UpstreamKeys } from "./upstreamKeys.ts";
import { createUpstreamVerifier, type UpstreamVerifier } from "./upstreamVerifier.ts";

export type TrustParts = {
  readonly ports: {
    readonly clock: Clock;
    readonly random: Random;
    readonly hash: Hash;
    readonly signer: Signer;
    readonly log: Log;
  };
  readonly settings: {
    /** What the terminal's signed objects name as their reader. */
    readonly audience: string;
    /** Name and version of this program. */
    readonly app: string;
    /** The first keys whose signatures count as the upstream's. */
    readonly upstreamKeys: readonly PublicJwk[];
  };
  /** The key in use. */
  readonly deviceKey: Cell<DeviceKey>;
  /** The name of the one whose place it took; undefined where it is the first. */
  readonly keyBefore: () => string | undefined;
  /** As the journal holds them. */
  readonly keySets: readonly string[];
  readonly journal: {
    append(
      records: readonly { readonly kind: string; readonly body: unknown }[],
    ): Promise<Result<void, { readonly code: ErrorCode }>>;
  };
  readonly client: { readKeys(): Promise<Result<{ readonly value: readonly string[] }, unknown>> };
  /** Of the journal's last record, Unix milliseconds. */
  readonly lastRecordAt: number;
  /** What time the upstream said that it is. */
  readonly toldTime: () => ToldTime | null;
};

export type Trust = {
  readonly messageSigner: MessageSigner;
  readonly upstreamKeys: UpstreamKeys;
  readonly verifier: UpstreamVerifier;
  readonly trustedTime: TrustedTime;
};

export function createTrust(parts: TrustParts): Trust {
  const { ports, settings, deviceKey, keyBefore, journal, client } = parts;
  const { clock, random, hash, signer, log } = ports;
  const { audience, app } = settings;
  const trustedTime = createTrustedTime(clock, parts.lastRecordAt, parts.toldTime);
  const upstreamKeys = createUpstreamKeys({
    clock,
    hash,
    log,
    pinned: settings.upstreamKeys,
    issuer: audience,
    kept: parts.keySets,
    keep: (sets) => journal.append(sets.map((jws) => ({ kind: keySetRecordKind, body: { jws } }))),
    async ask() {
      const told = await client.readKeys();
      return told.ok ? told.value.value : null;
    },
    trustedTimeFloorMs: trustedTime.floorMs,
  });
  const deviceKids = (): readonly [string, string?] => {
    const before = keyBefore();
    return before === undefined ? [deviceKey.get().kid] : [deviceKey.get().kid, before];
  };
  return {
    messageSigner: createMessageSigner({ clock, random, hash, signer, deviceKey, audience, app }),
    upstreamKeys,
    verifier: createUpstreamVerifier({ keys: upstreamKeys, issuer: audience, deviceKids, hash }),
    trustedTime,
  };
}
