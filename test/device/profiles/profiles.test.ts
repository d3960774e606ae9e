import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createNodeHash } from "../../../device/adapters/node/nodeHash.ts";
import { createCell } from "../../../device/base/cell.ts";
import type { BindingKind } from "../../../device/contract/codes.ts";
import type { ErrorView } from "../../../device/contract/errors.ts";
import type { PublicJwk } from "../../../device/contract/fields.ts";
import { type JwsType, jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { Signer } from "../../../device/ports/signer.ts";
import { genericProfile } from "../../../device/profiles/bundled.ts";
import { createProfiles } from "../../../device/profiles/profiles.ts";
import type { SignedProfilePayload } from "../../../device/profiles/schema.ts";
import { compactJws } from "../../../device/trust/jws.ts";
import { pinnedKeys } from "../../../device/trust/upstreamKeys.ts";
import { createUpstreamVerifier } from "../../../device/trust/upstreamVerifier.ts";
import { createMemoryLog } from "../../support/memoryLog.ts";
import { createMemoryProfileStore, type MemoryProfiles } from "../../support/memoryProfileStore.ts";
import { createMemorySigner } from "../../support/memorySigner.ts";
import { createMishaps } from "../../support/mishaps.ts";

/** The policy that the bindings name. */
const held = { id: "generic-unbind", version: "2" };
const builtIn = { version: "1", signed: false, contacts: [] };

test("before the upstream has said anything, what came with the program counts, and nobody is known by a number", async () => {
  const { start } = await terminal();
  const profiles = await start();

  expect(profiles.of("generic-pos", "terminal_to_merchant")).toEqual({
    profile: genericProfile,
    contacts: [],
    handOverOrigins: [],
    verifier: null,
    policy: null,
    brand: null,
    signed: false,
  });
});

test("a provider that nobody has told of, and a kind that a provider does not have, have no profile", async () => {
  const { start } = await terminal();
  const profiles = await start();

  const found = [profiles.of("somebody", "terminal_to_merchant"), profiles.of("lishua", "bank_account_to_pos")];

  expect(found).toEqual([null, null]);
});

test("a signed profile counts at once and after a restart, with its contacts", async () => {
  const { start, issue, counts } = await terminal();
  const contacts = [{ kind: "phone" as const, value: "the upstream's desk" }];
  const profiles = await start();

  const refused = await profiles.take([await issue({ version: "2", serial: 1, contacts })]);

  const now = counts(profiles);
  const later = counts(await start());
  const signed = { version: "2", signed: true, contacts };
  expect({ refused, now, later }).toEqual({ refused: [], now: signed, later: signed });
});

test("a profile that is not signed, or not by the upstream, is refused, and the last good one stays", async () => {
  const { start, issue, issueAs, unsigned, counts, log } = await terminal();
  const profiles = await start();
  await profiles.take([await issue({ version: "2", serial: 1 })]);
  const good = await issue({ version: "3", serial: 2 });

  const refused = await profiles.take([
    unsigned({ version: "3", serial: 2 }),
    await issueAs(createMemorySigner(), { version: "3", serial: 2 }),
    `${good.slice(0, good.lastIndexOf("."))}.${"A".repeat(86)}`,
    await issue({ version: "3", serial: 2 }, jwsType.binding),
    await issue({ version: "3", serial: 2, changes: { override: true } }),
    "not a signed object at all",
    "a".repeat(20_000),
  ]);

  const codes = refused.map(({ code }) => code);
  expect({ codes, counts: counts(profiles), noted: log.notes.map(({ code }) => code) }).toEqual({
    codes: [
      "trust/malformed",
      "trust/key-not-pinned",
      "trust/signature-wrong",
      "trust/malformed",
      "trust/malformed",
      "trust/malformed",
      "trust/malformed",
    ],
    counts: { ...builtIn, version: "2", signed: true },
    noted: codes,
  });
});

test("the text of a policy is told in each language where it is the one that the binding names, and by its hash", async () => {
  const { start, issue, bind } = await terminal();
  const profiles = await start();
  bind("generic-pos", "terminal_to_merchant");
  const generic = { providerId: "generic-pos", bindingKind: "terminal_to_merchant" } as const;
  const text = { "zh-CN": "条款\n第二行", en: "terms" };
  const look = () => [profiles.policyTexts(generic), profiles.isBehind({ ...generic, policy: held })];

  const before = look();
  await profiles.take([await issue({ version: "2", serial: 1, policy: { ...held, version: "1", text } })]);
  const older = look();
  await profiles.take([await issue({ version: "2", serial: 2, policy: { ...held, text } })]);

  expect([before, older, look()]).toEqual([
    [[], false],
    [[], true],
    [
      [
        { ...held, language: "zh-CN", text: text["zh-CN"], hash: sha256(text["zh-CN"]) },
        { ...held, language: "en", text: text.en, hash: sha256(text.en) },
      ],
      false,
    ],
  ]);
});

test.each([
  ["without words", ""],
  ["longer than anybody reads", "条".repeat(4_001)],
  ["with a character that turns what stands beside it", "terms \u202e"],
  ["with a control character", "terms\u0007"],
])("a policy %s is none", async (_what, en) => {
  const { start, issue } = await terminal();
  const policy = { ...held, text: { "zh-CN": "条款", en } };

  const refused = await (await start()).take([await issue({ version: "2", serial: 1, policy })]);

  expect(refused.map(({ code }) => code)).toEqual(["trust/malformed"]);
});

test("an older issue is refused by its serial, and the same one again is nothing new", async () => {
  const { start, issue, counts } = await terminal();
  const profiles = await start();
  const fifth = await issue({ version: "2", serial: 5 });
  await profiles.take([fifth]);

  const older = await profiles.take([await issue({ version: "1.9", serial: 4 })]);
  const same = await profiles.take([fifth]);

  expect({ older, same, counts: counts(profiles) }).toEqual({
    older: [{ code: "profile/stale", facts: { providerId: "generic-pos", serial: 4, keptSerial: 5 } }],
    same: [],
    counts: { ...builtIn, version: "2", signed: true },
  });
});

test("an older issue is refused after a restart as well", async () => {
  const { start, issue } = await terminal();
  await (await start()).take([await issue({ version: "2", serial: 5 })]);

  const refused = await (await start()).take([await issue({ version: "1.9", serial: 4 })]);

  expect(refused.map(({ code }) => code)).toEqual(["profile/stale"]);
});

test("a provider that is neither bound nor built in is refused; one that is bound is taken", async () => {
  const { start, issue, bind } = await terminal();
  const profiles = await start();
  const foreign = await issue({ providerId: "newcomer", version: "7", serial: 1 });

  const before = await profiles.take([foreign]);
  bind("newcomer", "terminal_to_merchant");
  const after = await profiles.take([foreign]);

  expect({ before, after, version: profiles.of("newcomer", "terminal_to_merchant")?.profile.profileVersion }).toEqual({
    before: [
      { code: "profile/unknown-provider", facts: { providerId: "newcomer", bindingKind: "terminal_to_merchant" } },
    ],
    after: [],
    version: "7",
  });
});

test("what is good among several is taken, and what is bad is told", async () => {
  const { start, issue, unsigned, counts } = await terminal();
  const profiles = await start();

  const refused = await profiles.take([
    unsigned({ version: "9", serial: 9 }),
    await issue({ version: "2", serial: 1 }),
  ]);

  expect({ codes: refused.map(({ code }) => code), counts: counts(profiles) }).toEqual({
    codes: ["trust/malformed"],
    counts: { ...builtIn, version: "2", signed: true },
  });
});

test("a kept profile that somebody changed is not believed: the built-in one counts, and that is said", async () => {
  const { start, refusedAtStart, issue, store, counts, log } = await terminal();
  await (await start()).take([await issue({ version: "2", serial: 1 })]);
  store.profiles = store.profiles.map((jws) => `${jws.slice(0, jws.lastIndexOf("."))}.${"A".repeat(86)}`);

  const profiles = await start();

  const told = [{ code: "profile/kept-refused", facts: { why: "trust/signature-wrong" } }];
  expect({ refused: refusedAtStart(), counts: counts(profiles), log: log.notes }).toEqual({
    refused: told,
    counts: builtIn,
    log: told,
  });
});

test("a kept profile of a key that is pinned no more is not believed", async () => {
  const { start, refusedAtStart, issue, pinOther, counts } = await terminal();
  await (await start()).take([await issue({ version: "2", serial: 1 })]);
  await pinOther();

  const profiles = await start();

  expect({ refused: refusedAtStart(), counts: counts(profiles) }).toEqual({
    refused: [{ code: "profile/kept-refused", facts: { why: "trust/key-not-pinned" } }],
    counts: builtIn,
  });
});

test("a profile that cannot be kept does not count", async () => {
  const { start, issue, counts, failNextWrite } = await terminal();
  const profiles = await start();
  failNextWrite();

  const refused = await profiles.take([await issue({ version: "2", serial: 1 })]);

  expect({ refused, counts: counts(profiles) }).toEqual({
    refused: [{ code: "store/unusable", facts: { reason: "told to fail" } }],
    counts: builtIn,
  });
});

test("of two that arrive at once, the newer one counts afterwards, on disk as well", async () => {
  const { start, issue, counts } = await terminal();
  const profiles = await start();
  const [second, first] = [await issue({ version: "3", serial: 2 }), await issue({ version: "2", serial: 1 })];

  const refused = await Promise.all([profiles.take([second]), profiles.take([first])]);

  expect({ codes: refused.flat().map(({ code }) => code), later: counts(await start()) }).toEqual({
    codes: ["profile/stale"],
    later: { ...builtIn, version: "3", signed: true },
  });
});

type Issue = {
  readonly version: string;
  readonly serial: number;
  readonly providerId?: string;
  readonly contacts?: SignedProfilePayload["contacts"];
  readonly policy?: SignedProfilePayload["policy"];
  /** The terminal's own key unless told. */
  readonly aud?: string;
  /** To the profile inside. */
  readonly changes?: object;
};

type Bound = ReturnType<Parameters<typeof createProfiles>[0]["known"]["get"]>;
type Keeper = ReturnType<typeof createProfiles>;

const issuer = "https://upstream.test";
const deviceKid = "k".repeat(43);

/** A terminal that pins one upstream; `start` is a restart on the same storage. */
async function terminal() {
  const upstream = createMemorySigner();
  const store: MemoryProfiles = { profiles: [] };
  const mishaps = createMishaps();
  const log = createMemoryLog();
  const bound = createCell<Bound>({ kept: [] });
  let refusedAtStart: readonly ErrorView[] = [];
  let keys: readonly PublicJwk[] = [(await keyOf(upstream)).publicJwk];

  const payloadOf = ({
    version,
    serial,
    providerId = "generic-pos",
    contacts = [],
    policy,
    changes = {},
    aud,
  }: Issue) => ({
    iss: issuer,
    aud: aud ?? deviceKid,
    profile: { ...genericProfile, providerId, profileVersion: version, ...changes },
    contacts,
    ...(policy && { policy }),
    issuedAt: "2026-03-02T08:00:00.000Z",
    serial,
  });
  const issueAs = async (signer: Signer, issue: Issue, typ: JwsType = jwsType.profile) => {
    const { kid } = await keyOf(signer);
    const jws = await compactJws({ typ, kid, payload: payloadOf(issue) }, signer);
    if (!jws.ok) throw new Error(jws.error.reason);
    return jws.value;
  };

  return {
    store,
    log,
    issueAs,
    issue: (issue: Issue, typ?: JwsType) => issueAs(upstream, issue, typ),
    /** RFC 7515 appendix A.5: a header that says there is no signature. */
    unsigned: (issue: Issue) => `${part({ alg: "none", typ: jwsType.profile })}.${part(payloadOf(issue))}.AA`,
    bind: (providerId: string, bindingKind: BindingKind) =>
      bound.set({ kept: [{ payload: { providerId, bindingKind, policy: held } }] }),
    pinOther: async () => {
      keys = [(await keyOf(createMemorySigner())).publicJwk];
    },
    failNextWrite: () => mishaps.failAt(mishaps.operations.length + 1),
    async start() {
      const deviceKids = () => [deviceKid] as const;
      const verifier = createUpstreamVerifier({ keys: pinnedKeys(keys), issuer, deviceKids, hash: createNodeHash() });
      const profiles = createProfiles({
        ports: { profileStore: createMemoryProfileStore(store, mishaps), hash: createNodeHash(), log },
        trust: { verifier },
        known: bound,
      });
      refusedAtStart = await profiles.start();
      return profiles;
    },
    refusedAtStart: () => refusedAtStart,
    counts(profiles: Keeper) {
      const known = profiles.of("generic-pos", "terminal_to_merchant");
      return known && { version: known.profile.profileVersion, signed: known.signed, contacts: known.contacts };
    },
  };
}

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("base64url");

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function keyOf(signer: Signer) {
  const key = await signer.key();
  if (!key.ok) throw new Error(key.error.reason);
  return key.value;
}
