/**
 * An example shop, as the real core shows it: names as long as they come, a profile that says much, a card and an account
 * beside the terminal's own binding. Nothing in it is real.
 */

import type { Target } from "../../../device/bindings/binding.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { bundledProfiles, genericProfile } from "../../../device/profiles/bundled.ts";
import type { ProviderProfile } from "../../../device/profiles/schema.ts";
import { exampleBrandOf } from "../../upstream/brands.ts";
import { examplePolicyOf } from "../../upstream/policies.ts";
import { createRig, type Rig, type RigOptions } from "../rig.ts";
import { card } from "../stories.ts";

/** Of a provider that this terminal knows no profile of. */
export const account: Target = { providerId: "other-bank", bindingKind: "bank_account_to_pos" };

export const merchantName = "海风示例便利店（滨江路分店）";
export const contactOfProvider = "example support";

const identity = {
  manufacturer: "Example Devices Co., Ltd.",
  model: "EX-9000 Pro",
  firmware: "EX9000PRO_V02.31.0007_20251130",
  power: 0,
  percent: 82,
  iccid: "89860000000000004421",
} as const;

/** Says much of what a provider can say. */
const talkative: ProviderProfile = {
  ...genericProfile,
  profileVersion: "2026.1",
  name: { zh: "示例支付", en: "Example Pay" },
  reasons: [
    { code: "business_adjustment" },
    { code: "personal_leave_or_move" },
    { code: "regulatory" },
    { code: "switch_provider" },
    { code: "legal_rep_change", requires: ["new_legal_rep_id", "business_licence"] },
    { code: "other" },
  ],
  preconditions: [
    { check: "account_and_contact_verified", level: "must" },
    { check: "documents_ready", level: "must" },
    { check: "funds_sufficient", level: "should" },
    { check: "DOCUMENTS_MISSING", level: "must" },
    { check: "NETWORK_DOWN", level: "should" },
  ],
  documents: [
    { code: "identity_and_account_material" },
    { code: "contract_termination", condition: "if_asked" },
    { code: "guardian_id", condition: "minor_involved" },
  ],
  prohibitions: ["no_third_party_links_or_codes", "never_reveal_credentials"],
  channels: [
    { kind: "terminal", order: 1 },
    { kind: "phone", order: 2 },
    { kind: "counter", condition: "some_institutions" },
  ],
};

/** The card's provider says as little as a provider can, and signs no number to call. */
function taciturn(): ProviderProfile {
  const bundled = bundledProfiles.find(({ bindingKind }) => bindingKind === card.bindingKind);
  if (!bundled) throw new Error("no profile for a card");
  const review = { ...bundled.review, by: "unspecified" } as const;
  const preconditions = [{ check: "BATTERY_LOW", level: "must" } as const];
  const channels = [{ kind: "phone" } as const];
  return { ...bundled, profileVersion: "2026.1", preconditions, documents: "unspecified", review, channels };
}

/** The terminal as it comes: nobody has enrolled it, and its code is in somebody's hand. */
export function openBox(options: RigOptions = {}): Promise<Rig> {
  return openWith({ codeIs: "typed", ...options });
}

/** In use, with PINs for merchant and technician. */
export async function openShop(options: RigOptions = {}): Promise<Rig> {
  const rig = await openWith({ technician: true, ...options });
  await rig.setUp();
  return rig;
}

async function openWith(options: RigOptions): Promise<Rig> {
  const rig = await createRig({
    identity,
    bindings: [
      { merchantName, contact: "13800000056" },
      {
        merchantName,
        ...card,
        subject: "6200000000004421",
        replacement: { state: "validated", accountMasked: "•••• 9900" },
      },
      { merchantName, ...account, subject: "6200000000006789" },
    ],
    ...options,
  });
  await rig.upstream.operator.publishProfile({
    profile: talkative,
    contacts: [{ kind: "phone", value: contactOfProvider }],
    handOverOrigins: ["https://verify.simulated.test"],
    verifier: "https://verify.simulated.test/receipt",
    policy: examplePolicyOf(talkative),
    brand: exampleBrandOf(talkative),
  });
  await rig.upstream.operator.publishProfile({ profile: taciturn() });
  return rig;
}

/** The last moment at which this was so: of what is over before anybody could ask for it. */
export function lastShown(rig: Rig, was: (snapshot: Snapshot) => boolean): Snapshot {
  const shown = [...rig.shown].reverse().find(was);
  if (!shown) throw new Error(`never shown: ${was}`);
  return shown;
}

/** Presses keys and sends nothing. */
export async function press(rig: Rig, digits: string): Promise<Snapshot> {
  for (const digit of digits) await rig.order("pressDigit", { digit: Number(digit) });
  return rig.see();
}

/** The same with nobody before the terminal. */
export async function closed(rig: Rig): Promise<Snapshot> {
  await rig.order("leaveMenu", {});
  return rig.see();
}
