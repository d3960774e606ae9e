/** A provider's profile as the page sees it: codes and values, in no language. */

import type { ProfileView } from "../contract/views/profile.ts";
import type { EffectiveProfile } from "./effective.ts";
import type { KnownProfile } from "./profiles.ts";

export function profileView({ profile, contacts, signed }: KnownProfile, rules: EffectiveProfile): ProfileView {
  const { execution, ways, reasons, statements, documents, factors, reviewBy, followUps, prohibitions, channels } =
    rules;
  const contactOf = (kind: string) => contacts.find((contact) => contact.kind === kind)?.value ?? null;
  return {
    providerId: profile.providerId,
    name: profile.name,
    version: profile.profileVersion,
    signed,
    execution,
    ways,
    reasons,
    statements,
    documents,
    factors,
    reviewBy,
    followUps,
    prohibitions,
    channels: channels.map(({ kind, condition }) => ({ kind, condition, contact: contactOf(kind) })),
  };
}
