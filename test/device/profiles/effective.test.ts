import { expect, test } from "vitest";
import { bundledProfiles, genericProfile } from "../../../device/profiles/bundled.ts";
import { effectiveProfile } from "../../../device/profiles/effective.ts";
import { type ProviderProfile, providerProfile } from "../../../device/profiles/schema.ts";
import { profileView } from "../../../device/profiles/view.ts";

function bundled(providerId: string): ProviderProfile {
  const profile = bundledProfiles.find((one) => one.providerId === providerId);
  if (!profile) throw new Error(`no profile of ${providerId}`);
  return profile;
}

test("where nobody says how it is carried out, it is approved first", () => {
  const styles = bundledProfiles.map((profile) => [profile.providerId, effectiveProfile(profile, true).execution]);

  expect(Object.fromEntries(styles)).toEqual({
    "generic-pos": "approve_then_execute",
    lishua: "approve_then_execute",
    "lakala-settlement-card": "one_step",
    dianzhanggui: "approve_then_execute",
    kaiyibao: "approve_then_execute",
  });
});

test("the usual checks have the usual levels, and what only some ask for is not asked of the others", () => {
  const { levels, lowestBatteryPercent } = effectiveProfile(genericProfile, true);

  expect({ levels, lowestBatteryPercent }).toEqual({
    levels: {
      SN_UNREADABLE: "must",
      IMEI_UNREADABLE: "must",
      IMEI_INVALID: "should",
      ID_MISMATCH: "must",
      BATTERY_LOW: "must",
      BATTERY_UNKNOWN: "should",
      NETWORK_DOWN: "should",
      UPSTREAM_UNREACHABLE: "must",
      CLOCK_UNTRUSTED: "must",
      TAMPER_FLAG: "must",
      PRINTER_FAULT: "should",
      STORAGE_FAULT: "must",
      OPEN_BATCH: "must",
      STORED_OFFLINE_TX: "must",
      PENDING_REVERSAL: "must",
      PENDING_REFUND: "must",
      POLICY_VERSION_OLD: "must",
      WINDOW_CLOSED: "must",
      LIMIT_REACHED: "must",
      CONSENT_REQUIRED: "must",
      OTHER_BINDING_DEPENDS: "should",
      REQUEST_ALREADY_OPEN: "must",
    },
    lowestBatteryPercent: 20,
  });
});

test("what a provider asks for beyond the usual is judged for that provider", () => {
  const beyond = bundledProfiles.map((profile) => {
    const { levels } = effectiveProfile(profile, true);
    const { NETWORK_DOWN, NOT_AUTHORISED, REPLACEMENT_UNVERIFIED } = levels;
    return [NETWORK_DOWN, NOT_AUTHORISED, REPLACEMENT_UNVERIFIED];
  });

  expect(beyond).toEqual([
    ["should", undefined, undefined],
    ["must", undefined, undefined],
    ["must", undefined, "must"],
    ["should", "must", undefined],
    ["should", undefined, undefined],
  ]);
});

test("battery and printer are waived by either operator; money by a technician with the upstream's leave", () => {
  const operators = { by: ["merchant", "technician"], authorisation: null };

  expect(bundledProfiles.map((profile) => effectiveProfile(profile, true).waivers)).toEqual(
    Array(5).fill({
      BATTERY_LOW: operators,
      PRINTER_FAULT: operators,
      OPEN_BATCH: { by: ["technician"], authorisation: "waive_open_batch" },
      STORED_OFFLINE_TX: { by: ["technician"], authorisation: "waive_stored_offline" },
    }),
  );
});

test("a provider's own battery and its own waivers go before policy", () => {
  const strict = providerProfile.parse({
    ...genericProfile,
    preconditions: [
      { check: "BATTERY_LOW", level: "must", threshold: 55, waivableBy: [] },
      { check: "PRINTER_FAULT", level: "must", waivableBy: ["technician"] },
    ],
  });

  const { levels, lowestBatteryPercent, waivers } = effectiveProfile(strict, true);

  expect([levels.PRINTER_FAULT, lowestBatteryPercent, waivers.BATTERY_LOW, waivers.PRINTER_FAULT]).toEqual([
    "must",
    55,
    undefined,
    { by: ["technician"], authorisation: null },
  ]);
});

test("a change of the legal representative asks for one document more than the other reasons", () => {
  const documents = effectiveProfile(bundled("dianzhanggui"), true).reasons.filter(
    (reason) => reason.documents.length > 0,
  );

  expect(documents).toEqual([{ code: "legal_rep_change", documents: ["new_legal_rep_id"] }]);
});

test("channels with a number go first in its order, and the others keep theirs", () => {
  const mixed = providerProfile.parse({
    ...genericProfile,
    channels: [{ kind: "chat" }, { kind: "counter", order: 2 }, { kind: "app" }, { kind: "phone", order: 1 }],
  });

  expect(effectiveProfile(mixed, true).channels.map(({ kind }) => kind)).toEqual(["phone", "counter", "chat", "app"]);
});

test("nobody vouches for having read what cannot be read on the terminal", () => {
  const asked = (readable: boolean) =>
    effectiveProfile(bundled("lishua"), readable).statements.filter(({ code }) =>
      /^(policy_read|terms_agreed)$/.test(code),
    );

  expect([asked(false), asked(true)]).toEqual([
    [],
    [
      { code: "policy_read", level: "must" },
      { code: "terms_agreed", level: "must" },
    ],
  ]);
});

test("the page gets codes, and of contacts what the upstream signed", () => {
  const profile = bundled("kaiyibao");
  const contacts = [{ kind: "phone", value: "the upstream's own number" }] as const;
  const known = { profile, contacts, handOverOrigins: [], verifier: null, policy: null, brand: null, signed: true };
  const view = profileView(known, effectiveProfile(profile, false));

  expect(view).toEqual({
    providerId: "kaiyibao",
    ways: ["online", "offline"],
    name: { zh: "开益宝", en: "Kaiyibao" },
    version: "1",
    signed: true,
    execution: "approve_then_execute",
    reasons: [
      { code: "business_adjustment", documents: [] },
      { code: "replace_terminal", documents: [] },
      { code: "other", documents: [] },
    ],
    statements: [
      { code: "operation_legitimate", level: "must" },
      { code: "personal_data_safe", level: "must" },
    ],
    documents: [],
    factors: [
      { kind: "account_password", collectOnDevice: "no" },
      { kind: "unbind_password", collectOnDevice: "no" },
      { kind: "code", collectOnDevice: "yes" },
      { kind: "counter", collectOnDevice: "no" },
    ],
    reviewBy: "staff",
    followUps: [{ code: "confirm_result", condition: null }],
    prohibitions: ["never_reveal_credentials"],
    channels: [
      { kind: "portal", condition: null, contact: null },
      { kind: "phone", condition: "self_service_impossible", contact: "the upstream's own number" },
      { kind: "counter", condition: "some_institutions", contact: null },
    ],
  });
});
