/** Codes of a profile that only the profile itself uses: neither engine nor page asks for them by name. */

import * as z from "zod/mini";

/** What a provider knows terminal and merchant by. */
export const identifierCode = z.enum([
  "terminal_sn",
  "imei",
  "device_name",
  "machine_number",
  "merchant_account",
  "merchant_name",
  "certificate",
  "phone",
  "contact",
  "contact_name",
  "contact_phone",
  "contact_email",
  "settlement_card",
  "login_phone_or_email",
]);

/** A step on the provider's own pages. */
export const menuStep = z.enum([
  "mine",
  "provider_home",
  "merchant_centre",
  "device_management",
  "hardware_management",
  "settlement_management",
  "settlement_card_management",
  "account_settings",
  "unbind",
  "unbind_settlement_card",
  "delete",
]);

/** What a provider tells people to do. */
export const remedyCode = z.enum([
  "contact_support",
  "stop",
  "report",
  "check_address",
  "clear_cache",
  "log_in_again",
  "check_credentials",
  "check_device_data",
  "try_again",
  "compare",
  "enter_again",
  "check_limits",
  "use_stable_network",
  "check_card_and_password",
  "check_network",
  "confirm_unbound",
  "check_new_account",
  "contact_platform_or_technician",
  "amend",
  "resubmit",
  "ask_for_appointment",
  "call_support",
  "visit_counter",
]);

/** What goes wrong, in the words of the guides. */
export const troubleCode = z.enum([
  "question_or_problem",
  "suspicious",
  "menu_not_found",
  "unbind_failed",
  "device_mismatch",
  "cannot_add_new_device",
  "network",
  "verification_failed",
  "slow_or_stuck",
  "new_account_not_effective",
  "device_fault",
  "review_rejected",
  "support_busy",
  "self_service_failed",
  "doubt_about_result",
]);
