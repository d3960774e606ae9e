/** The codes of a provider's profile that the page has words for. What a provider says in them stands in device/profiles. */

import * as z from "zod/mini";

/** A way to the provider. A number or an address of it comes from the upstream, signed, or not at all. */
export const channelKind = z.enum([
  "terminal",
  "portal",
  "app",
  "phone",
  "chat",
  "email_or_social",
  "counter",
  "bank_or_institution",
  "onsite",
]);
export type ChannelKind = z.infer<typeof channelKind>;

export const documentCode = z.enum([
  "identity_and_account_material",
  "identity_and_related_material",
  "identity_or_other_proof",
  "contract_termination",
  "settlement_statement",
  "business_licence",
  "legal_rep_id",
  "guardian_id",
  "new_legal_rep_id",
  "photos_or_files",
]);
export type DocumentCode = z.infer<typeof documentCode>;

/** When a channel, a document or a follow-up applies; always, where there is no condition. */
export const conditionCode = z.enum([
  "self_service_impossible",
  "some_institutions",
  "if_asked",
  "may_be_required",
  "minor_involved",
  "legal_rep_changes",
  "no_longer_used",
]);
export type ConditionCode = z.infer<typeof conditionCode>;

export const prohibitionCode = z.enum([
  "no_third_party_links_or_codes",
  "no_disclosure_to_unrelated",
  "no_disclosure",
  "keep_contact_data_confidential",
  "never_reveal_credentials",
]);
export type ProhibitionCode = z.infer<typeof prohibitionCode>;
