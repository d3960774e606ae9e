/** The profiles of providers as their terminals get them, signed. What may stand in one is not known here. */

import { err, ok, type Result } from "../../device/base/result.ts";
import type { FollowUpCode } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import type { Policy, ProviderProfile, SignedProfilePayload } from "../../device/profiles/schema.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { type BindingName, sameBinding } from "./bindings.ts";
import { openQuery } from "./deviceMessages.ts";
import type { Order } from "./operator.ts";
import type { BindingRecord, ProfileRecord, RequestRecord } from "./records.ts";
import { addressedTo } from "./references.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

type Publisher = Pick<UpstreamContext, "store" | "clock">;

/** With a serial above that of the issue before; signed for each terminal when it first asks. */
export async function publishProfile(context: Publisher, order: Order<"publishProfile">): Promise<ProfileRecord> {
  const { profile, contacts = [], handOverOrigins, verifier, policy, brand } = order;
  const { providerId, bindingKind } = profile;
  const content: ProfileRecord["content"] = {
    profile,
    contacts,
    ...(handOverOrigins ? { handOverOrigins } : {}),
    ...(verifier ? { verifier } : {}),
    ...(policy ? { policy } : {}),
    ...(brand ? { brand } : {}),
    issuedAt: new Date(context.clock.now()).toISOString(),
    serial: (profileOf(context, profile)?.serial ?? 0) + 1,
  };
  const record: ProfileRecord = {
    providerId,
    bindingKind,
    followUps: unconditional(profile),
    serial: content.serial,
    content,
    signed: {},
  };
  keep(context, record);
  return record;
}

/** Of these only what nobody published before. */
export async function publishFirst(context: Publisher, orders: readonly Order<"publishProfile">[]): Promise<void> {
  for (const order of orders) if (!profileOf(context, order.profile)) await publishProfile(context, order);
  context.store.commit();
}

/** What the terminal's providers published, for the kinds it is bound by. */
export async function tellProfiles(
  context: UpstreamContext,
  sn: string,
  query: string | null,
): Promise<Result<Answer, Refusal>> {
  const asker = await openQuery(context, paths.profiles(sn), query);
  if (!asker.ok) return asker;
  const { terminal } = asker.value;
  if (terminal.sn !== sn) return err({ code: "unknown-terminal" });
  const profiles: string[] = [];
  for (const binding of terminal.bindings) {
    const known = profileOf(context, binding);
    if (known) profiles.push(await signedFor(context, sn, known));
  }
  return ok(jsonAnswer(200, { profiles }));
}

/** What the provider published to be read of the policy that this binding says; undefined where it published none of that version. */
export function policyOf(context: Publisher, binding: BindingRecord): Policy | undefined {
  const policy = profileOf(context, binding)?.content.policy;
  return policy?.id === binding.policy.id && policy.version === binding.policy.version ? policy : undefined;
}

/** The same text whenever this terminal asks. */
async function signedFor(context: UpstreamContext, sn: string, record: ProfileRecord): Promise<string> {
  const addressed = addressedTo(context, sn);
  const known = record.signed[addressed.aud];
  if (known !== undefined) return known;
  const payload: SignedProfilePayload = { ...addressed, ...record.content };
  const jws = await context.key.sign(jwsType.profile, payload);
  keep(context, { ...record, signed: { ...record.signed, [addressed.aud]: jws } });
  return jws;
}

const keep = (context: Publisher, record: ProfileRecord) =>
  context.store.put("profiles", `${record.providerId} ${record.bindingKind}`, record);

const profileOf = (context: Publisher, name: BindingName): ProfileRecord | undefined =>
  context.store.all("profiles").find((known) => sameBinding(known, name));

/**
 * What is left to do after an unbind, by the provider's profile: the published one, else the one that terminals come
 * with. What depends on a condition is left to people, but an account is closed only where that was asked for.
 */
export function followUpsOf(
  context: UpstreamContext,
  { intent, ...name }: BindingName & Pick<RequestRecord, "intent">,
): FollowUpCode[] {
  const bundled = bundledProfiles.find((profile) => sameBinding(profile, name));
  const codes = profileOf(context, name)?.followUps ?? (bundled ? unconditional(bundled) : []);
  return intent === "unbind_and_close" ? [...new Set([...codes, "close_account" as const])] : [...codes];
}

const unconditional = ({ followUps }: ProviderProfile): FollowUpCode[] =>
  followUps.filter(({ condition }) => condition === undefined).map(({ code }) => code);
