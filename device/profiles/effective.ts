/** What the engine asks of a provider's profile: the provider's word where there is one, policy where there is none. */

import type {
  ChannelKind,
  CheckCode,
  ConditionCode,
  DocumentCode,
  ExecutionStyle,
  FactorKind,
  FollowUpCode,
  ProhibitionCode,
  ReasonCode,
  Role,
  StatementCode,
  Way,
} from "../contract/codes.ts";
import { checkCode } from "../contract/codes.ts";
import type { Authorisation } from "../contract/messages/binding.ts";
import { type Collect, checkPolicies, type Level, lowestBatteryPercent, otherwise } from "./policy.ts";
import type { ProviderProfile } from "./schema.ts";

type Conditional<Code> = { readonly code: Code; readonly condition: ConditionCode | null };

/** Who may take a failed check upon themselves. */
export type WaiverRule = {
  readonly by: readonly Role[];
  /** The upstream's permission without which it does not count. */
  readonly authorisation: Authorisation["covers"][number] | null;
};

export type EffectiveProfile = {
  readonly execution: ExecutionStyle;
  readonly ways: readonly Way[];
  /** `documents`: what this reason asks for beyond the others. */
  readonly reasons: readonly { readonly code: ReasonCode; readonly documents: readonly DocumentCode[] }[];
  readonly statements: readonly { readonly code: StatementCode; readonly level: Level }[];
  /** Of the checks to be run; one that is not in here is not asked for. */
  readonly levels: Readonly<Partial<Record<CheckCode, Level>>>;
  readonly lowestBatteryPercent: number;
  /** Of the checks that anybody may waive. */
  readonly waivers: Readonly<Partial<Record<CheckCode, WaiverRule>>>;
  readonly documents: readonly Conditional<DocumentCode>[];
  readonly factors: readonly { readonly kind: FactorKind; readonly collectOnDevice: Collect }[];
  readonly reviewBy: ProviderProfile["review"]["by"];
  readonly followUps: readonly Conditional<FollowUpCode>[];
  /** The first to be tried first. */
  readonly channels: readonly { readonly kind: ChannelKind; readonly condition: ConditionCode | null }[];
  readonly prohibitions: readonly ProhibitionCode[];
};

/** `readable`: the provider's policy can be read on the terminal, so that somebody can vouch for having read it. */
export function effectiveProfile(profile: ProviderProfile, readable: boolean): EffectiveProfile {
  const { execution, ways, documents, preconditions } = profile;
  return {
    execution: execution === "unspecified" ? otherwise.execution : execution,
    ways: ways === "unspecified" ? otherwise.ways : ways,
    reasons: profile.reasons.map(({ code, requires = [] }) => ({ code, documents: requires })),
    statements: preconditions.flatMap(({ check, level }) => {
      return isCheck(check) || (ofPolicy.has(check) && !readable) ? [] : [{ code: check, level }];
    }),
    levels: effectiveLevels(preconditions),
    lowestBatteryPercent: statedThreshold(preconditions) ?? lowestBatteryPercent,
    waivers: effectiveWaivers(preconditions),
    documents: documents === "unspecified" ? [] : documents.map(conditional),
    factors: profile.verification.factors.map(({ kind, collectOnDevice }) => ({ kind, collectOnDevice })),
    reviewBy: profile.review.by,
    followUps: profile.followUps.map(conditional),
    channels: inOrder(profile.channels).map(({ kind, condition }) => ({ kind, condition: condition ?? null })),
    prohibitions: profile.prohibitions,
  };
}

type Preconditions = ProviderProfile["preconditions"];
type AskedCheck = Extract<Preconditions[number], { check: CheckCode }>;

function askedCheck(preconditions: Preconditions, code: CheckCode): AskedCheck | undefined {
  return preconditions.find((condition): condition is AskedCheck => condition.check === code);
}

function effectiveLevels(preconditions: Preconditions): EffectiveProfile["levels"] {
  const levels: Partial<Record<CheckCode, Level>> = {};
  for (const code of checkCode.options) {
    const asked = askedCheck(preconditions, code);
    const { level, when } = checkPolicies[code];
    if (asked || when === "always") levels[code] = asked?.level ?? level;
  }
  return levels;
}

function effectiveWaivers(preconditions: Preconditions): EffectiveProfile["waivers"] {
  const waivers: Partial<Record<CheckCode, WaiverRule>> = {};
  for (const code of checkCode.options) {
    const { waivableBy, authorisation } = checkPolicies[code];
    const by = askedCheck(preconditions, code)?.waivableBy ?? waivableBy;
    if (by.length > 0) waivers[code] = { by, authorisation };
  }
  return waivers;
}

function statedThreshold(preconditions: Preconditions): number | null {
  const threshold = askedCheck(preconditions, "BATTERY_LOW")?.threshold;
  return typeof threshold === "number" ? threshold : null;
}

const ofPolicy: ReadonlySet<StatementCode> = new Set<StatementCode>(["policy_read", "terms_agreed"]);

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
