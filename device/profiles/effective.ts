/** What the engine asks of a provider's profile: the provider's word where there is one, policy where there is none. */

import type {
  Authorisation,
  CheckCode,
  ExecutionStyle,
  FactorKind,
  FollowUpCode,
  ReasonCode,
  StatementCode,
  Way,
} from "../contract/evidence.ts";
import { checkCode } from "../contract/evidence.ts";
import type { Role } from "../contract/fields.ts";
import type { ChannelKind, ConditionCode, DocumentCode, ProhibitionCode } from "../contract/profile.ts";
import { type Collect, checkPolicies, type Level, lowestBatteryPercent, otherwise } from "./policy.ts";
import type { ProviderProfile } from "./schema.ts";

type Conditional<Code> = { readonly code: Code; readonly condition: ConditionCode | null };

export type EffectiveCheck = {
  readonly level: Level;
  /** Percent, of BATTERY_LOW; null for every other check. */
  readonly threshold: number | null;
  readonly waivableBy: readonly Role[];
  /** The upstream's permission without which a waiver does not count. */
  readonly authorisation: Authorisation["covers"][number] | null;
};

export type EffectiveProfile = {
  readonly execution: ExecutionStyle;
  readonly ways: readonly Way[];
  /** `documents`: what this reason asks for beyond the others. */
  readonly reasons: readonly { readonly code: ReasonCode; readonly documents: readonly DocumentCode[] }[];
  readonly statements: readonly { readonly code: StatementCode; readonly level: Level }[];
  /** The checks to be run; one that is not in here is not asked for. */
  readonly checks: ReadonlyMap<CheckCode, EffectiveCheck>;
  /** Somebody must have been allowed to unbind before the request is made. */
  readonly authorisationNeeded: boolean;
  readonly documents: readonly Conditional<DocumentCode>[];
  readonly factors: readonly { readonly kind: FactorKind; readonly collectOnDevice: Collect }[];
  /** Always: silence and "no" do not make it one step less. */
  readonly secondConfirmation: true;
  readonly reviewBy: ProviderProfile["review"]["by"];
  readonly followUps: readonly Conditional<FollowUpCode>[];
  /** The first to be tried first. */
  readonly channels: readonly { readonly kind: ChannelKind; readonly condition: ConditionCode | null }[];
  readonly prohibitions: readonly ProhibitionCode[];
};

export function effectiveProfile(profile: ProviderProfile): EffectiveProfile {
  const { execution, ways, documents, preconditions } = profile;
  const checks = effectiveChecks(profile);
  return {
    execution: execution === "unspecified" ? otherwise.execution : execution,
    ways: ways === "unspecified" ? otherwise.ways : ways,
    reasons: profile.reasons.map(({ code, requires = [] }) => ({ code, documents: requires })),
    statements: preconditions.flatMap(({ check, level }) => (isCheck(check) ? [] : [{ code: check, level }])),
    checks,
    authorisationNeeded: checks.has("NOT_AUTHORISED"),
    documents: documents === "unspecified" ? [] : documents.map(conditional),
    factors: profile.verification.factors.map(({ kind, collectOnDevice }) => ({ kind, collectOnDevice })),
    secondConfirmation: true,
    reviewBy: profile.review.by,
    followUps: profile.followUps.map(conditional),
    channels: inOrder(profile.channels).map(({ kind, condition }) => ({ kind, condition: condition ?? null })),
    prohibitions: profile.prohibitions,
  };
}

function effectiveChecks({ preconditions }: ProviderProfile): ReadonlyMap<CheckCode, EffectiveCheck> {
  const checks = new Map<CheckCode, EffectiveCheck>();
  for (const code of checkCode.options) {
    const policy = checkPolicies[code];
    const asked = preconditions.find((condition): condition is AskedCheck => condition.check === code);
    if (!asked && policy.asked === "byProfile") continue;
    checks.set(code, {
      level: asked?.level ?? policy.level,
      threshold: code === "BATTERY_LOW" ? thresholdOf(asked) : null,
      waivableBy: asked?.waivableBy ?? policy.waivableBy,
      authorisation: policy.authorisation,
    });
  }
  return checks;
}

type Precondition = ProviderProfile["preconditions"][number];
type AskedCheck = Extract<Precondition, { check: CheckCode }>;

function thresholdOf(asked: AskedCheck | undefined): number {
  return typeof asked?.threshold === "number" ? asked.threshold : lowestBatteryPercent;
}

function isCheck(code: CheckCode | StatementCode): code is CheckCode {
  return code in checkPolicies;
}

function conditional<Code>(item: { code: Code; condition?: ConditionCode | undefined }): Conditional<Code> {
  return { code: item.code, condition: item.condition ?? null };
}

/** Channels without a number keep their places behind those that have one. */
function inOrder(channels: ProviderProfile["channels"]): ProviderProfile["channels"] {
  const place = (order: number | undefined) => order ?? channels.length;
  return [...channels].sort((one, other) => place(one.order) - place(other.order));
}
