/** The profiles of providers as their terminals get them, signed. What may stand in one is not known here. */

import { err, ok, type Result } from "../../device/base/result.ts";
import type { FollowUpCode } from "../../device/contract/codes.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { bundledProfiles } from "../../device/profiles/bundled.ts";
import type { ProviderProfile, SignedProfilePayload } from "../../device/profiles/schema.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { type BindingName, sameBinding } from "./bindings.ts";
import { openQuery } from "./deviceMessages.ts";
import type { Order } from "./operator.ts";
import type { ProfileRecord, RequestRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";

type Issuer = Pick<UpstreamContext, "store" | "clock" | "key">;

/** Signed once, with a serial above that of the issue before. */
export async function publishProfile(context: Issuer, order: Order<"publishProfile">): Promise<ProfileRecord> {
  const { profile, contacts = [], handOverOrigins } = order;
  const { providerId, bindingKind } = profile;
  const payload: SignedProfilePayload = {
    profile,
    contacts,
    ...(handOverOrigins ? { handOverOrigins } : {}),
    issuedAt: new Date(context.clock.now()).toISOString(),
    serial: (profileOf(context, profile)?.serial ?? 0) + 1,
  };
  const jws = await context.key.sign(jwsType.profile, payload);
  const record: ProfileRecord = {
    providerId,
    bindingKind,
    followUps: unconditional(profile),
    serial: payload.serial,
    jws,
  };
  context.store.put("profiles", `${providerId} ${bindingKind}`, record);
  return record;
}

/** Of these only what nobody published before. */
export async function publishFirst(context: Issuer, orders: readonly Order<"publishProfile">[]): Promise<void> {
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
  if (asker.value.sn !== sn) return err({ code: "unknown-terminal" });
  const profiles = asker.value.bindings.flatMap((binding) => profileOf(context, binding)?.jws ?? []);
  return ok(jsonAnswer(200, { profiles }));
}

const profileOf = (context: Issuer, name: BindingName): ProfileRecord | undefined =>
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
