import { expect, test } from "vitest";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { providerProfile, signedProfilePayload } from "../../../device/profiles/schema.ts";

const withFactor = (kind: string, collectOnDevice: string) => ({
  verification: { ...genericProfile.verification, factors: [{ kind, collectOnDevice }] },
});
const withCondition = (condition: object) => ({ preconditions: [condition] });

/** What an upstream might sign, by mistake or by force, and this terminal does not take from anybody. */
const refused: readonly [what: string, change: object][] = [
  ["an unknown field", { fee: "none" }],
  ["an unknown field further in", { risk: { assessment: true, passLevel: "low", override: true } }],
  ["a card PIN that the terminal asks for", withFactor("card_pin", "yes")],
  ["a card PIN that is only not asked for here", withFactor("card_pin", "no")],
  ["a provider's password that the terminal asks for", withFactor("account_password", "yes")],
  ["a face that the terminal takes", withFactor("face", "yes")],
  ["documents that the terminal takes", withFactor("documents", "yes")],
  ["a portal log-in on the terminal", withFactor("portal_login", "yes")],
  ["a counter on the terminal", withFactor("counter", "yes")],
  ["a code that is never to be typed", withFactor("code", "never")],
  ["an identity that need not agree", withCondition({ check: "ID_MISMATCH", level: "should" })],
  ["an open batch that only warns", withCondition({ check: "OPEN_BATCH", level: "should" })],
  [
    "an open batch waived by the merchant",
    withCondition({ check: "OPEN_BATCH", level: "must", waivableBy: ["merchant"] }),
  ],
  [
    "stored payments waived by the merchant",
    withCondition({ check: "STORED_OFFLINE_TX", level: "must", waivableBy: ["technician", "merchant"] }),
  ],
  ["a battery waived by the cashier", withCondition({ check: "BATTERY_LOW", level: "must", waivableBy: ["cashier"] })],
  [
    "an identity that can be waived",
    withCondition({ check: "ID_MISMATCH", level: "must", waivableBy: ["technician"] }),
  ],
  ["a threshold of a check that has none", withCondition({ check: "TAMPER_FLAG", level: "must", threshold: 5 })],
  ["a battery that may be empty", withCondition({ check: "BATTERY_LOW", level: "must", threshold: 0 })],
  ["a statement that nobody can read", withCondition({ check: "sun_shines", level: "must" })],
  ["a statement with a waiver", withCondition({ check: "terms_agreed", level: "must", waivableBy: ["merchant"] })],
  ["no reason at all", { reasons: [] }],
  ["a reason that is none", { reasons: [{ code: "because" }] }],
  ["the same reason twice", { reasons: [{ code: "other" }, { code: "other" }] }],
  ["the same channel twice", { channels: [{ kind: "phone" }, { kind: "phone", order: 1 }] }],
  ["an address as a name", { name: { zh: "通用", en: "pos.example" } }],
  ["a telephone number as a name", { name: { zh: "通用 4001", en: "Call 40012345" } }],
  ["a name that turns the text around", { name: { zh: "通用", en: "Generic\u202e SOP" } }],
  ["a name that is too long", { name: { zh: "通用", en: "a".repeat(41) } }],
  ["a telephone number as a version", { profileVersion: "13800138000" }],
  ["a telephone number as a provider", { providerId: "call-13800138000" }],
  ["another binding kind", { bindingKind: "terminal_to_anyone" }],
  ["a later schema", { schemaVersion: 2 }],
];

test("what no provider may say does not parse", () => {
  const taken = refused.filter(([, change]) => providerProfile.safeParse({ ...genericProfile, ...change }).success);

  expect(taken.map(([what]) => what)).toEqual([]);
});

test("a provider may be stricter than policy, and may name its own battery", () => {
  const stricter = {
    ...genericProfile,
    ...withFactor("card_pin", "never"),
    preconditions: [
      { check: "BATTERY_LOW", level: "must", threshold: 50, waivableBy: ["technician"] },
      { check: "PRINTER_FAULT", level: "must", waivableBy: [] },
      { check: "OPEN_BATCH", level: "must", waivableBy: ["technician"] },
    ],
  };

  expect(providerProfile.safeParse(stricter)).toEqual({ success: true, data: stricter });
});

const logoOf = (d: string) => ({ brand: { logo: [{ d, fill: "#000000" }] } });

test("around a signed profile, contacts are short plain text, origins and the verifier are https, and a serial is a count", () => {
  const sound = {
    iss: "https://upstream.invalid",
    aud: "k".repeat(43),
    profile: genericProfile,
    contacts: [{ kind: "phone", value: "at the upstream's desk" }],
    handOverOrigins: ["https://upstream.invalid:8443"],
    verifier: "https://upstream.invalid:8443/check/receipt",
    issuedAt: "2026-03-02T08:00:00.000Z",
    serial: 3,
  };
  const changes = [
    {},
    { contacts: [{ kind: "phone", value: "a".repeat(81) }] },
    { contacts: [{ kind: "phone", value: "two\nlines" }] },
    { contacts: [{ kind: "phone", value: "turned\u202earound" }] },
    { contacts: [{ kind: "pigeon", value: "roof" }] },
    { handOverOrigins: ["http://upstream.invalid"] },
    { handOverOrigins: ["https://upstream.invalid/path"] },
    { handOverOrigins: ["https://user@upstream.invalid"] },
    { verifier: "http://upstream.invalid/receipt" },
    { verifier: "https://upstream.invalid/receipt#top" },
    { verifier: "https://upstream.invalid/receipt?of=1" },
    { verifier: "https://user@upstream.invalid/receipt" },
    { verifier: `https://upstream.invalid/${"a".repeat(100)}` },
    { serial: -1 },
    { iss: undefined },
    { aud: "everybody" },
    { issuedAt: "yesterday" },
    { endpoint: "elsewhere" },
    ...["red", "#FFF", "#12345g", "url(#a)"].map((colour) => ({ brand: { colour } })),
    ...["", "0 0h1", "<script>", "M0 0 url(x)", `M${"0 ".repeat(1_200)}`].map(logoOf),
    { brand: { logo: [] } },
    { brand: { logo: Array(7).fill({ d: "M0 0h1v1Z", fill: "#000000" }) } },
    { brand: { logo: [{ d: "M0 0h1v1Z", fill: "#000000", href: "https://elsewhere.invalid" }] } },
    { policy: { id: "p", version: "1", text: { "zh-CN": "条款" } } },
  ];

  const taken = changes.map((change) => signedProfilePayload.safeParse({ ...sound, ...change }).success);

  expect(taken).toEqual([true, ...Array(changes.length - 1).fill(false)]);
});
