/**
 * Who could agree to what when a request was signed, by its schema version: as the terminal's own table had it then. A
 * provider may have been stricter; nobody could be more lenient. A table that changes gets a version, and the old one stays.
 */

import type { BindingKind, CheckCode, Role } from "../contract/codes.ts";
import type { Authorisation } from "../contract/messages/binding.ts";
import type { SchemaVersion } from "../contract/messages/jwsTypes.ts";

export type AgreementRules = {
  /** Who could take a failed check upon themselves, and with which permission of the upstream. What is not here nobody could. */
  readonly waivers: Readonly<
    Partial<
      Record<CheckCode, { readonly by: readonly Role[]; readonly covers: Authorisation["covers"][number] | null }>
    >
  >;
  /** Who could have a binding of this kind ended: alone, or with a merchant or the upstream beside them. */
  readonly begins: Readonly<Record<BindingKind, Readonly<Partial<Record<Role, "alone" | "withMerchantOrUpstream">>>>>;
};

const operators: readonly Role[] = ["merchant", "technician"];
const ofTerminal = { merchant: "alone", technician: "withMerchantOrUpstream" } as const;
/** Whoever may end these can lead money elsewhere. */
const ofAccount = { merchant: "alone" } as const;

const first: AgreementRules = {
  waivers: {
    BATTERY_LOW: { by: operators, covers: null },
    PRINTER_FAULT: { by: operators, covers: null },
    OPEN_BATCH: { by: ["technician"], covers: "waive_open_batch" },
    STORED_OFFLINE_TX: { by: ["technician"], covers: "waive_stored_offline" },
  },
  begins: {
    terminal_to_merchant: ofTerminal,
    terminal_to_account: ofTerminal,
    settlement_card_to_merchant: ofAccount,
    bank_account_to_pos: ofAccount,
  },
};

export const agreementRules: { readonly [Version in SchemaVersion]: AgreementRules } = { 1: first, 2: first };
