/**
 * Which profile counts for a binding: the last one that the upstream signed, else the one that came with the program.
 * Knows no network: whoever asked the upstream hands the texts in.
 */

import { base64url, utf8 } from "../base/bytes.ts";
import type { Cell } from "../base/cell.ts";
import { createMutex } from "../base/mutex.ts";
import { err, ok, type Result } from "../base/result.ts";
import { isSame, type Target } from "../bindings/binding.ts";
import { type BindingKind, type Language, language } from "../contract/codes.ts";
import { type ErrorView, errorView } from "../contract/errors.ts";
import type { BindingPayload } from "../contract/messages/binding.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import type { Hash } from "../ports/hash.ts";
import type { Log } from "../ports/log.ts";
import type { ProfileStore } from "../ports/profileStore.ts";
import type { Trust } from "../trust/createTrust.ts";
import { bundledProfiles, genericProfile } from "./bundled.ts";
import { type EffectiveProfile, effectiveProfile } from "./effective.ts";
import {
  type Brand,
  type Contact,
  type EarlierProfilePayload,
  earlierProfilePayload,
  type Policy,
  type ProviderProfile,
  signedProfilePayload,
} from "./schema.ts";

/** `signed`: by the upstream; otherwise it came with the program, and there are no contacts. */
export type KnownProfile = {
  readonly profile: ProviderProfile;
  readonly contacts: readonly Contact[];
  readonly handOverOrigins: readonly string[];
  /** Where anybody checks a voucher; null where the upstream names no place. */
  readonly verifier: string | null;
  readonly policy: Policy | null;
  readonly brand: Brand | null;
  readonly signed: boolean;
};

/** What a provider wants agreed to, in one language; `hash`: SHA-256 in base64url over the UTF-8 of the text. */
export type PolicyText = Pick<Policy, "id" | "version"> & {
  readonly language: Language;
  readonly text: string;
  readonly hash: string;
};

export type ProfileRules = { readonly profile: ProviderProfile; readonly rules: EffectiveProfile };

/** What is asked of an unbind from a provider that nobody knows. */
export const policyAlone = effectiveProfile(genericProfile, false);

export type ProfilesParts = {
  readonly ports: { readonly profileStore: ProfileStore; readonly hash: Hash; readonly log: Log };
  readonly trust: Pick<Trust, "verifier">;
  /** A profile for a provider of none of them is taken only if one came with the program. */
  readonly known: Cell<{ readonly kept: readonly { readonly payload: PolicyBinding }[] }>;
};

type PolicyBinding = Target & Pick<BindingPayload, "policy">;

export type Profiles = {
  /** Verifies what was kept, once more. What does not hold is told, and what came with the program counts. */
  start(): Promise<readonly ErrorView[]>;
  /** Takes the upstream's profiles; those refused are told, and the last good one stays. */
  take(profiles: readonly string[]): Promise<readonly ErrorView[]>;
  /** Null where nobody has told anything of this provider's bindings of this kind. */
  of(providerId: string, bindingKind: BindingKind): KnownProfile | null;
  /** Of the policy that holds for this binding: empty where its provider has none to be read, or one of another version. */
  policyTexts(target: Target): readonly PolicyText[];
  /** The provider signed a policy, and another one than the binding says by now. */
  isBehind(binding: PolicyBinding): boolean;
  /** The same, with policy where the provider is silent. */
  rulesOf(target: Target): ProfileRules | null;
};

type Kept = { readonly jws: string; readonly payload: EarlierProfilePayload };

/** As many as the store has room for. */
const mostKept = 16;

export function createProfiles(parts: ProfilesParts): Profiles {
  const { known } = parts;
  const { profileStore: store, hash, log } = parts.ports;
  const { verifier } = parts.trust;
  let kept: ReadonlyMap<string, Kept> = new Map();
  /** One after the other: of two at once, the later could write what the earlier had replaced. */
  const mutex = createMutex();

  async function readKept(): Promise<readonly ErrorView[]> {
    const stored = await store.readProfiles();
    if (!stored.ok) return [errorView(stored.error)];
    const refused: ErrorView[] = [];
    const verified = new Map<string, Kept>();
    for (const jws of stored.value.slice(0, mostKept)) {
      const payload = await verifier.openKept(jws, jwsType.profile, earlierProfilePayload);
      if (payload.ok) verified.set(keyOf(payload.value.profile), { jws, payload: payload.value });
      else refused.push({ code: "profile/kept-refused", facts: { why: payload.error.code } });
    }
    kept = verified;
    return refused;
  }

  async function takeAll(profiles: readonly string[]): Promise<readonly ErrorView[]> {
    const refused: ErrorView[] = [];
    const next = new Map(kept);
    for (const jws of profiles.slice(0, mostKept)) {
      const payload = await judge(jws, next);
      if (!payload.ok) refused.push(payload.error);
      else put(next, { jws, payload: payload.value });
    }
    if (sameTexts(next, kept)) return refused;
    // On disk first: what counts now must count after a restart as well.
    const written = await store.writeProfiles([...next.values()].map(({ jws }) => jws));
    if (!written.ok) return [...refused, errorView(written.error)];
    kept = next;
    return refused;
  }

  async function judge(
    jws: string,
    others: ReadonlyMap<string, Kept>,
  ): Promise<Result<EarlierProfilePayload, ErrorView>> {
    const verified = await verifier.open(jws, jwsType.profile, signedProfilePayload);
    if (!verified.ok) return err(errorView(verified.error));
    const { profile, serial } = verified.value;
    const { providerId, bindingKind } = profile;
    const isBound = known.get().kept.some(({ payload }) => isSame(payload, profile));
    if (!bundledOf(providerId, bindingKind) && !isBound) {
      return err({ code: "profile/unknown-provider", facts: { providerId, bindingKind } });
    }
    const keptSerial = others.get(keyOf(profile))?.payload.serial ?? 0;
    if (serial < keptSerial) return err({ code: "profile/stale", facts: { providerId, serial, keptSerial } });
    return ok(verified.value);
  }

  function tell(refused: readonly ErrorView[]): readonly ErrorView[] {
    for (const { code, facts } of refused) log.note(code, facts);
    return refused;
  }

  function of(providerId: string, bindingKind: BindingKind): KnownProfile | null {
    const signed = kept.get(keyOf({ providerId, bindingKind }))?.payload;
    if (signed) {
      const { profile, contacts, handOverOrigins = [], verifier = null, policy = null, brand = null } = signed;
      return { profile, contacts, handOverOrigins, verifier, policy, brand, signed: true };
    }
    const profile = bundledOf(providerId, bindingKind);
    if (!profile) return null;
    return { profile, contacts: [], handOverOrigins: [], verifier: null, policy: null, brand: null, signed: false };
  }

  function policyTexts(target: Target): readonly PolicyText[] {
    const policy = of(target.providerId, target.bindingKind)?.policy;
    const binding = known.get().kept.find(({ payload }) => isSame(payload, target))?.payload;
    if (!policy || !binding || isBehind(binding)) return [];
    const { id, version } = policy;
    return language.options.map((each) => {
      const text = policy.text[each];
      return { id, version, language: each, text, hash: base64url(hash.sha256(utf8(text))) };
    });
  }

  function isBehind({ providerId, bindingKind, policy: held }: PolicyBinding): boolean {
    const policy = of(providerId, bindingKind)?.policy;
    return !!policy && (policy.id !== held.id || policy.version !== held.version);
  }

  return {
    start: () => mutex.run(async () => tell(await readKept())),
    take: (profiles) => mutex.run(async () => tell(await takeAll(profiles))),
    of,
    policyTexts,
    isBehind,
    rulesOf(target) {
      const profile = of(target.providerId, target.bindingKind)?.profile;
      return profile ? { profile, rules: effectiveProfile(profile, policyTexts(target).length > 0) } : null;
    },
  };
}

function bundledOf(providerId: string, kind: BindingKind): ProviderProfile | undefined {
  return bundledProfiles.find((profile) => profile.providerId === providerId && profile.bindingKind === kind);
}

function keyOf({ providerId, bindingKind }: Pick<ProviderProfile, "providerId" | "bindingKind">): string {
  return `${providerId} ${bindingKind}`;
}

/** The newest stands last; where there is no more room, the one that was not renewed for longest goes. */
function put(profiles: Map<string, Kept>, profile: Kept): void {
  const key = keyOf(profile.payload.profile);
  if (profiles.get(key)?.jws === profile.jws) return;
  profiles.delete(key);
  profiles.set(key, profile);
  const [oldest] = profiles.keys();
  if (profiles.size > mostKept && oldest) profiles.delete(oldest);
}

function sameTexts(some: ReadonlyMap<string, Kept>, others: ReadonlyMap<string, Kept>): boolean {
  return some.size === others.size && [...some].every(([key, { jws }]) => others.get(key)?.jws === jws);
}
