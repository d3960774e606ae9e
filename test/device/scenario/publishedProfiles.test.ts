// A provider's profile as the upstream signs it: taken from the next ask on, or refused with the last good one in its place.

import { expect, test, vi } from "vitest";
import { base64url, utf8 } from "../../../device/base/bytes.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { RequestPayload } from "../../../device/contract/messages/request.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import { publishPolicy } from "../../support/policy.ts";
import { createRig, genericTarget, type Rig } from "../../support/rig.ts";
import { examplePolicyOf, textHashOf } from "../../upstream/policies.ts";
import { createSigningKey } from "../../upstream/signingKey.ts";

vi.setConfig({ testTimeout: 60_000 });

/** How often the upstream is asked for profiles. */
const nextAskMs = 330_000;
const contact = { kind: "phone", value: "400-000-0000" } as const;

/** The provider's second issue: one reason only, and somebody to call. */
const second = { ...genericProfile, profileVersion: "2", reasons: [{ code: "regulatory" } as const] };
const issue = (profile: object, serial: number) => ({
  profile,
  contacts: [],
  issuedAt: "2026-01-01T00:00:00.000Z",
  serial,
});

function requestSent({ witnessed }: Rig): { readonly request: RequestPayload } {
  const sent = witnessed.find(({ what }) => what === "POST /v1/unbind-requests");
  return { request: peekJws(sent?.body.split("\n")[0] ?? "").payload as unknown as RequestPayload };
}

async function bound(): Promise<Rig> {
  const rig = await createRig();
  await rig.setUp();
  return rig;
}

/** What whoever drafts an unbind now goes by. */
async function profileNow(rig: Rig) {
  await rig.order("openMenu", {});
  await rig.order("beginUnbind", genericTarget);
  await rig.letIn();
  const { profile } = (await rig.see()).unbind;
  await rig.order("leaveMenu", {});
  return profile && { version: profile.version, signed: profile.signed, reasons: profile.reasons.length };
}

test("A profile that the upstream signed counts from the next ask on, with its contacts, and is named in the request", async () => {
  const rig = await bound();
  const { channels } = genericProfile;
  await rig.upstream.operator.publishProfile({
    profile: { ...second, channels: [...channels, { kind: "phone" }] },
    contacts: [contact],
  });
  const before = await profileNow(rig);
  await rig.clock.advance(nextAskMs);

  const { unbind } = await rig.draft();

  expect({
    before,
    after: unbind.profile && { version: unbind.profile.version, signed: unbind.profile.signed },
    call: unbind.profile?.channels.find(({ kind }) => kind === "phone")?.contact,
    signed: unbind.summary && [unbind.summary.payload.profileVersion, unbind.summary.payload.reason.code],
  }).toEqual({
    before: { version: "1", signed: false, reasons: 4 },
    after: { version: "2", signed: true },
    call: contact.value,
    signed: ["2", "regulatory"],
  });
});

const consentOf = ({ unbind }: Snapshot) => unbind.summary?.payload.consent;

test("What a provider wants agreed to is read in the language of the page, and its text is what is signed for", async () => {
  const rig = await createRig();
  await publishPolicy(rig);
  await rig.setUp();
  const { id: policyId, version: policyVersion, text } = examplePolicyOf(genericProfile);

  const inChinese = consentOf(await rig.draft());
  await rig.order("leaveMenu", {});
  await rig.order("setLanguage", { language: "en" });
  await rig.confirm();
  const { request } = requestSent(rig);
  const { unbind } = await rig.reach("approved");

  const named = { policyId, policyVersion, at: expect.any(String) };
  expect([inChinese, request.consent, unbind.state]).toEqual([
    { ...named, language: "zh-CN", textHash: textHashOf(text["zh-CN"]) },
    { ...named, language: "en", textHash: textHashOf(text.en) },
    "approved",
  ]);
});

test("A provider without a text is agreed to in nothing, and nothing is signed of it", async () => {
  const rig = await bound();
  const drafted = await rig.draft();
  expect([drafted.unbind.state, consentOf(drafted)]).toEqual(["ready", undefined]);
});

test.each([
  ["nothing", undefined],
  ["another text", "A".repeat(43)],
])("Where there is a text, agreeing to %s begins no unbind", async (_what, policy) => {
  const rig = await createRig();
  await publishPolicy(rig);
  await rig.setUp();
  await rig.give("merchant", "beginUnbind", genericTarget);
  const wish = { code: "switch_provider", intent: "unbind_only", way: "online", consent: true } as const;

  const refused = await rig.order("chooseReason", { ...wish, ...(policy && { policy }), statements: [] });

  expect([refused, (await rig.see()).unbind.state]).toEqual([
    { ok: false, error: { code: "unbind/policy-changed" } },
    "draft",
  ]);
});

test("A profile that asks for one step: the next request goes that way", async () => {
  const rig = await bound();
  await rig.upstream.operator.publishProfile({ profile: { ...second, execution: "one_step" } });
  await rig.clock.advance(nextAskMs);

  await rig.confirm();
  const { unbind } = await rig.reach("completed");

  expect([unbind.execution, unbind.state]).toEqual(["one_step", "completed"]);
});

test("A new profile while a request is open: the request keeps the style that was signed", async () => {
  const rig = await createRig({ reviewMs: 3_600_000 });
  await rig.setUp();
  await rig.confirm();
  await rig.upstream.operator.publishProfile({ profile: { ...second, execution: "one_step" } });
  await rig.clock.advance(nextAskMs);
  await rig.reach("approved");
  await rig.execute();

  const { unbind } = await rig.reach("completed");

  expect([unbind.execution, unbind.profile?.version]).toEqual(["approve_then_execute", "2"]);
});

const signedBy = async (key: { sign: Rig["upstreamSigns"] }, payload: object) => key.sign(jwsType.profile, payload);
const part = (value: object) => base64url(utf8(JSON.stringify(value)));

test.each([
  [
    "signed by somebody else",
    "trust/key-not-pinned",
    async () => signedBy(await createSigningKey(), issue({ ...genericProfile, profileVersion: "9" }, 9)),
  ],
  [
    "signed by nobody",
    "trust/malformed",
    async () => `${part({ alg: "none", typ: jwsType.profile })}.${part(issue(genericProfile, 9))}.AA`,
  ],
  [
    "changed after it was signed",
    "trust/signature-wrong",
    async ({ upstreamSigns: sign }: Rig) => {
      const [head, , signature] = (await signedBy({ sign }, issue(second, 9))).split(".");
      return `${head}.${part(issue({ ...second, profileVersion: "9" }, 9))}.${signature}`;
    },
  ],
  [
    "with a member that nobody knows",
    "trust/malformed",
    ({ upstreamSigns: sign }: Rig) => signedBy({ sign }, issue({ ...genericProfile, endpoint: "https://x.test" }, 9)),
  ],
  [
    "that wants a card PIN typed",
    "trust/malformed",
    ({ upstreamSigns: sign }: Rig) => {
      const verification = { ...second.verification, factors: [{ kind: "card_pin", collectOnDevice: "yes" }] };
      return signedBy({ sign }, issue({ ...second, verification }, 9));
    },
  ],
  [
    "older than the one at hand",
    "profile/stale",
    ({ upstreamSigns: sign }: Rig) => signedBy({ sign }, issue({ ...second, profileVersion: "0" }, 0)),
  ],
  [
    "of a provider that this terminal is not bound to",
    "profile/unknown-provider",
    ({ upstreamSigns: sign }: Rig) => signedBy({ sign }, issue({ ...second, providerId: "someone-else" }, 9)),
  ],
] as const)(
  "A profile %s is refused and told, and the last good one stays, also over a restart",
  async (_, code, made) => {
    const rig = await bound();
    await rig.upstream.operator.publishProfile({ profile: second });
    await rig.clock.advance(nextAskMs);
    rig.answersAs("GET /v1/terminals/.*/profiles", { status: 200, body: { profiles: [await made(rig)] } });
    await rig.clock.advance(nextAskMs);
    const kept = await profileNow(rig);

    await rig.restart();
    await rig.until(({ bindings }) => bindings.state === "known");

    const told = rig.log.notes.filter((note) => note.code.startsWith("trust/") || note.code.startsWith("profile/"));
    const good = { version: "2", signed: true, reasons: 1 };
    expect({ told: [...new Set(told.map((note) => note.code))], kept, afterwards: await profileNow(rig) }).toEqual({
      told: [code],
      kept: good,
      afterwards: good,
    });
  },
);

test("The kept profile was changed on the disk: told, and the one that came with the program counts", async () => {
  const rig = await bound();
  await rig.upstream.operator.publishProfile({ profile: second });
  await rig.clock.advance(nextAskMs);
  rig.upstream.unplug();
  rig.disk.profiles.profiles = [
    await (await createSigningKey()).sign(jwsType.profile, issue({ ...second, profileVersion: "9" }, 9)),
  ];

  await rig.restart();
  await rig.until(({ bindings }) => bindings.state === "known");

  const told = rig.log.notes.filter((note) => note.code === "profile/kept-refused").map(({ facts }) => facts);
  expect({ told, now: await profileNow(rig) }).toEqual({
    told: [{ why: "trust/key-not-pinned" }],
    now: { version: "1", signed: false, reasons: 4 },
  });
});

test("Where the upstream's profile names a verifier, the voucher is a link to it; where it names none, the receipt alone", async () => {
  const rig = await createRig({ reviewMs: 0 });
  const verifier = "https://verify.provider.example/receipt";
  await rig.upstream.operator.publishProfile({ profile: genericProfile, verifier });
  await rig.setUp();
  await rig.confirm();
  await rig.reach("approved");
  const before = (await rig.see()).unbind.voucher;
  await rig.execute();
  const linked = (await rig.reach("completed")).unbind;
  await rig.upstream.operator.publishProfile({ profile: genericProfile });
  await rig.clock.advance(nextAskMs);
  const alone = (await rig.see()).unbind;

  expect([before, linked.voucher, alone.voucher]).toEqual([
    null,
    { codes: [`${verifier}#${linked.receipt?.jws}`], verifier },
    { codes: [linked.receipt?.jws], verifier: null },
  ]);
});
