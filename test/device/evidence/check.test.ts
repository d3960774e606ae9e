import { describe, expect, test } from "vitest";
import type { CheckCode } from "../../../device/contract/codes.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { Actor, CheckResult, Waiver } from "../../../device/contract/messages/request.ts";
import { type Bundle, contentHash } from "../../../device/evidence/bundle.ts";
import { type CheckOptions, checkBundle } from "../../../device/evidence/check.ts";
import { peekJws } from "../../../device/trust/jws.ts";
import type { DurableEvent } from "../../../device/unbind/events.ts";
import { createParty, hash, type Party } from "./keys.ts";
import { at, merchant, technician, usualBinding, usualRequest } from "./unbindPapers.ts";
import { journalOf, type Story, sealedBundle, signedBy, type Twist, tellUnbind } from "./unbindStory.ts";

const terminal = createParty();
const upstream = createParty();
const stranger = createParty();
const pinned: CheckOptions = { hash, pinnedUpstream: [upstream.jwk], pinnedDeviceKid: terminal.kid };

const tell = (twist: Twist = {}) => tellUnbind({ terminal, upstream, ...twist });

/** What is wrong with a bundle of these parts, sealed by the terminal itself: findings as "code facts". */
async function wrongsOf(parts: Story["parts"], options = pinned): Promise<readonly string[]> {
  return wrongs(await sealedBundle(terminal, parts), options);
}

async function wrongs(bundle: Bundle, options = pinned): Promise<readonly string[]> {
  const { findings, doubts } = await checkBundle(bundle, options);
  const wrong = findings.flatMap(
    ({ ok, code, facts: { kid, by, seq, lines, challenge, waivers, role, roles, ...facts } }) =>
      ok ? [] : [[code, ...Object.values(facts)].join(" ")],
  );
  return [...wrong, ...doubts.map(({ code, facts: { earlier, later } }) => `${code} ${earlier} ${later}`)];
}

async function conclusionOf(twist: Twist, options = pinned) {
  const { conclusion, notProven } = await checkBundle(await sealedBundle(terminal, (await tell(twist)).parts), options);
  return { conclusion, notProven: notProven.map(({ code }) => code) };
}

/** A terminal that lies signs head and seal anew over whatever it changed. */
async function resealed(bundle: Bundle): Promise<Bundle> {
  const payload = { bundleHash: contentHash(bundle, hash), at: "2026-01-01T08:06:00.000Z" };
  return { ...bundle, seal: await signedBy(terminal, jwsType.evidenceSeal, payload) };
}

test("the whole story proves the unbind to whoever has the upstream's key, and does not claim the flash", async () => {
  expect(await conclusionOf({})).toEqual({
    conclusion: "unbound-now-proven",
    notProven: ["persons-unseen", "wipe-by-software-only", "flash-erasure"],
  });
});

test("a terminal that had been unbound long before is told apart", async () => {
  const receipt = { outcome: "already_unbound", unboundAt: "2025-06-01T00:00:00.000Z" } as const;
  expect(await conclusionOf({ receipt })).toMatchObject({ conclusion: "already-unbound-proven" });
});

test("without a pinned key it says on whose word the upstream's identity rests", async () => {
  expect(await conclusionOf({ until: "receipt" }, { hash })).toEqual({
    conclusion: "unbound-now-claimed",
    notProven: ["upstream-not-pinned", "device-not-pinned", "persons-unseen", "wipe-not-attested"],
  });
});

test("the upstream's word covers the terminal's key", async () => {
  expect(await conclusionOf({ until: "receipt" }, { hash, pinnedUpstream: [upstream.jwk] })).toEqual({
    conclusion: "unbound-now-proven",
    notProven: ["persons-unseen", "wipe-not-attested"],
  });
});

test("a granted request is not an unbind", async () => {
  expect(await conclusionOf({ until: "authorised" })).toEqual({
    conclusion: "approved-only",
    notProven: ["no-unbind-since", "persons-unseen"],
  });
});

test("a request alone does not even prove that the upstream has seen it", async () => {
  expect(await conclusionOf({ until: "request" })).toEqual({
    conclusion: "requested-only",
    notProven: ["request-not-seen-by-upstream", "no-unbind-since", "persons-unseen"],
  });
});

test("every object of a stranger's upstream is named", async () => {
  expect(await wrongsOf((await tell()).parts, { ...pinned, pinnedUpstream: [stranger.jwk] })).toEqual([
    "evidence/signed binding trust/key-not-pinned",
    "evidence/signed grant trust/key-not-pinned",
    "evidence/signed receipt trust/key-not-pinned",
    "evidence/signed acknowledgement trust/key-not-pinned",
  ]);
});

test("another terminal's bundle is not the one that was asked for", async () => {
  expect(await wrongsOf((await tell()).parts, { ...pinned, pinnedDeviceKid: stranger.kid })).toEqual([
    `evidence/device-expected ${stranger.kid}`,
  ]);
});

test.each<[string, Party]>([
  ["the terminal", terminal],
  ["a stranger", stranger],
  ["a stranger under the upstream's key id", { ...stranger, kid: upstream.kid }],
])("a receipt that %s signed is no receipt", async (_, receiptBy) => {
  const { parts } = await tell({ receiptBy });
  expect(await wrongsOf(parts)).toEqual([
    `evidence/signed receipt trust/${receiptBy.kid === upstream.kid ? "signature-wrong" : "key-not-pinned"}`,
  ]);
});

test("receipts that were swapped between two requests fit neither", async () => {
  const mine = await tell();
  const other = await tell({ request: { requestId: "019b76da-a800-7000-8000-00000000000f" } });
  expect(await wrongsOf({ ...mine.parts, receipt: other.parts.receipt })).toEqual([
    "evidence/linked receipt requestId",
    "evidence/linked attestation proof.receiptHash",
    "evidence/journal-holds receipt journal",
  ]);
});

const elsewhere = "019b76da-a800-7000-8000-00000000000f";
const otherHash = "A".repeat(43);

test.each<[string, Twist, string]>([
  ["of another epoch", { receipt: { epoch: 2 } }, "receipt epoch"],
  ["for another terminal", { receipt: { sn: "JB00099999" } }, "receipt sn"],
  ["for another modem", { receipt: { imeiHash: otherHash } }, "receipt imeiHash"],
  ["for another text of the request", { receipt: { requestHash: otherHash } }, "receipt requestHash"],
  ["for another request", { receipt: { requestId: elsewhere } }, "receipt requestId"],
])("a receipt %s does not fit", async (_, twist, wrong) => {
  expect(await wrongsOf((await tell({ until: "receipt", ...twist })).parts)).toContain(`evidence/linked ${wrong}`);
});

test.each<[Twist, string]>([
  [{ grant: { epoch: 4 } }, "grant epoch"],
  [{ grant: { requestHash: otherHash } }, "grant requestHash"],
  [{ grant: { grantId: elsewhere } }, "execution grantId"],
  [{ execution: { grantHash: otherHash } }, "execution grantHash"],
  [{ execution: { sn: "JB00099999" } }, "execution sn"],
  [{ attestation: { proof: { kind: "receipt", receiptHash: otherHash } } }, "attestation proof.receiptHash"],
  [{ attestation: { epoch: 1 } }, "attestation epoch"],
  [{ acknowledgement: { attestationHash: otherHash } }, "acknowledgement attestationHash"],
])("what does not belong together is named: %o", async (twist, wrong) => {
  expect(await wrongsOf((await tell(twist)).parts)).toEqual([`evidence/linked ${wrong}`]);
});

test.each<[Twist, string]>([
  [{ grant: { grantedAt: "2026-01-01T07:00:00.000Z" } }, "request.createdAt grant.grantedAt"],
  [{ execution: { createdAt: "2026-01-01T08:40:00.000Z" } }, "execution.createdAt grant.expiresAt"],
  [{ receipt: { unboundAt: "2026-01-01T08:00:59.000Z" } }, "grant.grantedAt receipt.unboundAt"],
  [{ acknowledgement: { at: "2026-01-01T08:02:59.999Z" } }, "receipt.unboundAt acknowledgement.at"],
  [{ attestation: { createdAt: "2020-01-01T08:00:00.000Z" } }, "receipt.unboundAt attestation.createdAt"],
])("times that cannot be are named: %o", async (twist, wrong) => {
  expect(await wrongsOf((await tell(twist)).parts)).toContain(`evidence/times-contradict ${wrong}`);
});

test("clocks that differ by four minutes are not an offence", async () => {
  expect(await wrongsOf((await tell({ execution: { createdAt: "2026-01-01T07:57:01.000Z" } })).parts)).toEqual([]);
});

test("an upstream that says the binding still lives contradicts its receipt", async () => {
  expect(await wrongsOf((await tell({ acknowledgement: { bindingState: "bound" } })).parts)).toEqual([
    "evidence/post-check bound acknowledgement",
  ]);
});

test("an object without the one it rests on proves nothing", async () => {
  const { grant: _, ...parts } = (await tell()).parts;
  expect(await wrongsOf(parts)).toEqual(["evidence/linked execution grant", "evidence/journal-holds grant bundle"]);
});

test("a receipt that the journal has cannot be kept back", async () => {
  const { receipt: _, attestation: __, acknowledgement: ___, ...parts } = (await tell()).parts;
  expect(await wrongsOf(parts)).toEqual([
    "evidence/journal-holds receipt bundle",
    "evidence/journal-holds attestation bundle",
    "evidence/journal-holds acknowledgement bundle",
  ]);
});

test("a grant that lapsed before it was used may stay behind in the journal", async () => {
  const { grant: _, ...parts } = (await tell({ until: "authorised" })).parts;
  expect((await checkBundle(await sealedBundle(terminal, parts), pinned)).conclusion).toBe("requested-only");
});

test("a line cut out of the journal is named by its place", async () => {
  const bundle = await sealedBundle(terminal, (await tell()).parts);
  const lines = bundle.journal.lines.filter((_, index) => index !== 2);
  const cut = await resealed({ ...bundle, journal: { ...bundle.journal, lines } });
  expect(await wrongs(cut)).toEqual(["evidence/journal-chained 3"]);
});

test("a journal cut at its end does not reach its signed head", async () => {
  const bundle = await sealedBundle(terminal, (await tell()).parts);
  const lines = bundle.journal.lines.slice(0, -1);
  const cut = await resealed({ ...bundle, journal: { ...bundle.journal, lines } });
  expect(await wrongs(cut)).toEqual(["evidence/journal-head 47", "evidence/journal-holds acknowledgement journal"]);
});

test("a journal cut at its start lacks the request", async () => {
  const { parts } = await tell();
  const cut = { ...parts, journalLines: parts.journalLines.slice(1) };
  expect(await wrongsOf(cut)).toEqual(["evidence/journal-holds request journal"]);
});

test("a journal that attests before it has the receipt is out of order", async () => {
  const { events, parts } = await tell();
  const receipt = events.findIndex(({ type }) => type === "receiptVerified");
  const shuffled = [...events.slice(0, receipt), ...events.slice(receipt + 1), ...events.slice(receipt, receipt + 1)];
  expect(await wrongsOf({ ...parts, ...journalOf(shuffled) })).toEqual(["evidence/journal-order receipt attestation"]);
});

test("a renewed grant takes the place of the one before", async () => {
  const { events, parts } = await tell();
  const { grantId, ...payload } = peekJws(parts.grant ?? "").payload;
  const first = await signedBy(upstream, jwsType.grant, { grantId: elsewhere, ...payload });
  const renewed = events.flatMap((event): readonly DurableEvent[] =>
    event.type === "grantVerified" ? [{ ...event, grant: { ...event.grant, jws: first } }, event] : [event],
  );
  expect(await wrongsOf({ ...parts, ...journalOf(renewed) })).toEqual([]);
});

test("a seal by another key covers nothing", async () => {
  const bundle = await sealedBundle(terminal, (await tell()).parts);
  const payload = { bundleHash: contentHash(bundle, hash), at: "2026-01-01T08:06:00.000Z" };
  const seal = await signedBy(stranger, jwsType.evidenceSeal, payload);
  expect(await wrongs({ ...bundle, seal })).toEqual(["evidence/sealed trust/key-not-pinned"]);
});

describe("the ways of an unbind", () => {
  const ofWipe = ["wipe-by-software-only", "flash-erasure"];
  const proven = ["persons-unseen", ...ofWipe];

  test.each<[Twist, string, readonly string[]]>([
    [{ form: "oneStep" }, "unbound-now-proven", proven],
    [
      { form: "oneStep", until: "authorised" },
      "requested-only",
      ["request-not-seen-by-upstream", "no-unbind-since", "persons-unseen"],
    ],
    [{ form: "ordered" }, "unbound-now-proven", ofWipe],
    [{ form: "ordered", until: "authorised" }, "ordered-only", ["no-unbind-since"]],
    [{ twoPersons: true }, "unbound-now-proven", proven],
    [{ form: "offlineSigned", twoPersons: true }, "unbound-now-proven", proven],
    [{ form: "offlineCode", twoPersons: true }, "unbound-now-proven", proven],
    [
      { form: "offlineSigned", until: "report" },
      "offline-signed",
      ["request-behind-challenge", "receipt-pending", ...proven],
    ],
    [
      { form: "offlineSigned", until: "attestation", answer: { requestId: "019b76da-a800-7000-8000-000000000001" } },
      "offline-signed",
      ["receipt-pending", ...proven],
    ],
    [
      { form: "offlineCode", until: "report" },
      "offline-code",
      ["request-not-seen-by-upstream", "code-given-by-upstream", "receipt-pending", ...proven],
    ],
    [
      { form: "offlineCode", until: "authorised" },
      "offline-code",
      [
        "request-not-seen-by-upstream",
        "code-given-by-upstream",
        "receipt-pending",
        "persons-unseen",
        "wipe-not-attested",
      ],
    ],
  ])("%o is sound, and says what it proves and what not", async (twist, conclusion, notProven) => {
    expect([await wrongsOf((await tell(twist)).parts), await conclusionOf(twist)]).toEqual([
      [],
      { conclusion, notProven },
    ]);
  });

  test.each<[Twist, readonly string[], boolean]>([
    [{ form: "offlineCode", until: "attestation" }, ["code shared-secret"], false],
    [{ form: "offlineCode" }, ["code shared-secret"], true],
    [{ form: "offlineSigned", until: "attestation" }, [], true],
    [{}, [], true],
  ])(
    "%o can be proven to third parties as a whole or not, and it says which piece cannot",
    async (twist, not, whole) => {
      const { provable, toThirdParties } = await checkBundle(
        await sealedBundle(terminal, (await tell(twist)).parts),
        pinned,
      );
      const hidden = provable.filter((one) => !one.toThirdParties).map(({ object, word }) => `${object} ${word}`);
      expect([hidden, toThirdParties]).toEqual([not, whole]);
    },
  );

  test("an order says which key the terminal has: what the upstream signs is for that key", async () => {
    const options = { hash, pinnedUpstream: [upstream.jwk] };
    expect(await conclusionOf({ form: "ordered", until: "receipt" }, options)).toEqual({
      conclusion: "unbound-now-proven",
      notProven: ["wipe-not-attested"],
    });
  });

  test("an answer by the terminal itself is none", async () => {
    const { parts } = await tell({ form: "offlineSigned", answerBy: terminal });
    expect(await wrongsOf(parts)).toEqual(["evidence/signed answer trust/key-not-pinned"]);
  });
});

describe("what does not fit in an offline unbind", () => {
  const signed = { form: "offlineSigned", twoPersons: true } as const;
  const code = { form: "offlineCode", twoPersons: true } as const;
  const otherNonce = `${"B".repeat(21)}A`;

  test.each<[Twist, readonly string[]]>([
    [{ ...signed, offline: { nonce: otherNonce } }, ["challenge challenge"]],
    [{ ...signed, request: { way: "online" } }, ["challenge request.way"]],
    [
      { ...signed, answer: { challengeHash: otherHash } },
      ["linked answer challengeHash", "journal-holds answer journal"],
    ],
    [{ ...signed, answer: { sn: "JB00099999" } }, ["linked answer sn"]],
    [{ ...signed, answer: { epoch: 4 } }, ["linked answer epoch"]],
    [{ ...signed, answer: { requestId: elsewhere } }, ["linked answer requestId", "journal-holds answer journal"]],
    [
      { ...signed, answer: { expiresAt: "2026-01-01T07:57:59.000Z" } },
      ["times-contradict offline.authorisedAt answer.expiresAt"],
    ],
    [
      { ...code, attestation: { proof: { kind: "offline_signed", challengeHash: otherHash } } },
      ["linked attestation proof.kind"],
    ],
    [
      { ...code, attestation: { proof: { kind: "offline_code", challengeHash: otherHash } } },
      ["linked attestation proof.challengeHash"],
    ],
    [{ ...code, report: { challenge: "B".repeat(20) } }, ["linked report challenge"]],
    [{ ...code, report: { tier: "offline_signed" } }, ["linked report tier"]],
    [{ ...code, report: { request: "a.b.c" } }, ["linked report request"]],
    [{ ...code, report: { attestation: "a.b.c" } }, ["linked report attestation"]],
    [{ ...code, report: { approval: undefined } }, ["linked report approval"]],
    [{ ...code, report: { answer: "a.b.c" } }, ["linked report answer"]],
    [{ ...signed, report: { answer: undefined } }, ["linked report answer"]],
    [{ ...code, report: { authorisedAt: "2026-01-01T08:04:00.000Z" } }, ["linked report authorisedAt"]],
  ])("%o", async (twist, wrong) => {
    expect(await wrongsOf((await tell(twist)).parts)).toEqual(wrong.map((one) => `evidence/${one}`));
  });

  test("a wipe on no authority at all", async () => {
    const { offline: _, ...parts } = (await tell({ ...code, until: "attestation" })).parts;
    expect(await wrongsOf(parts)).toEqual(["evidence/linked attestation offline"]);
  });

  test("a code for somebody else's request", async () => {
    const mine = await tell(code);
    const other = await tell({ ...code, request: { reason: { code: "other" } } });
    expect(await wrongsOf({ ...mine.parts, offline: other.parts.offline })).toContain("evidence/challenge challenge");
  });
});

describe("what does not fit in the other ways", () => {
  test.each<[Twist, readonly string[]]>([
    [{ form: "oneStep", grant: {}, request: { execution: "approve_then_execute" } }, []],
    [{ request: { execution: "one_step" } }, ["linked grant one_step", "linked execution one_step"]],
    [{ form: "ordered", order: { epoch: 4 } }, ["linked binding epoch"]],
    [{ form: "ordered", execution: { grantId: elsewhere } }, ["linked execution grantId"]],
    [{ form: "ordered", execution: { grantHash: otherHash } }, ["linked execution grantHash"]],
    [{ form: "ordered", receipt: { requestHash: otherHash } }, ["linked receipt requestHash"]],
    [{ form: "ordered", receipt: { imeiHash: otherHash } }, ["linked receipt imeiHash"]],
    [
      { form: "ordered", order: { expiresAt: "2026-01-01T07:56:00.000Z" } },
      ["times-contradict execution.createdAt order.expiresAt"],
    ],
    [{ twoPersons: true, approval: { request: "a.b.c" } }, ["linked approval request"]],
    [{ twoPersons: true, approval: { requestHash: otherHash } }, ["linked approval requestHash"]],
    [{ binding: { state: "unbound" } }, ["linked binding state"]],
    [{ binding: { epoch: 2 } }, ["linked binding epoch"]],
    [{ binding: { providerId: "another" } }, ["linked binding providerId"]],
    [{ request: { subjectMasked: "••••9" } }, ["linked binding subjectMasked"]],
    [{ binding: { issuedAt: "2026-01-01T08:02:59.000Z" } }, []],
    [{ binding: { issuedAt: "2026-01-01T08:06:00.000Z" } }, ["times-contradict binding.issuedAt receipt.unboundAt"]],
  ])("%o", async (twist, wrong) => {
    expect(await wrongsOf((await tell(twist)).parts)).toEqual(wrong.map((one) => `evidence/${one}`));
  });

  test("a snapshot that the upstream had not signed", async () => {
    const fiveElements = { ...usualBinding.fiveElements, settlementAccountMasked: "••••2" };
    expect(await wrongsOf((await tell({ binding: { fiveElements } })).parts)).toEqual([
      "evidence/linked binding fiveElements.settlementAccountMasked",
    ]);
  });
});

describe("who had to agree", () => {
  const batch = { code: "OPEN_BATCH", level: "must", outcome: "failed" } as const;
  const printer = { code: "PRINTER_FAULT", level: "should", outcome: "failed" } as const;
  const battery = { ...batch, code: "BATTERY_LOW" } as const;
  const began = {
    role: "technician",
    principalId: technician,
    method: "pin",
    approvedAt: usualRequest.createdAt,
  } as const;
  const waiver = {
    reason: "terminal_broken",
    role: "technician",
    principalId: technician,
    at: usualRequest.createdAt,
  } as const;
  const waived = (check: CheckCode, authorisationId?: string) => ({
    ...waiver,
    check,
    ...(authorisationId && { authorisationId }),
  });
  const allowed = {
    role: "upstream",
    principalId: elsewhere,
    method: "upstream_authorisation",
    approvedAt: usualRequest.createdAt,
  } as const;
  const asked = (checks: CheckResult[], waivers: Waiver[], ...more: Actor[]): Twist => ({
    request: { precheck: { checks, waivers }, actors: [began, ...more], secondApproval: "merchant" },
    approval: { actor: { role: "merchant", principalId: merchant, method: "pin", approvedAt: at(0) } },
  });

  test.each<[string, Twist, readonly string[]]>([
    ["a failure that does not block needs nobody", asked([printer], []), []],
    ["a failed must-check that nobody waived", asked([battery], []), ["waived BATTERY_LOW"]],
    ["a waived one", asked([battery], [waived("BATTERY_LOW")]), []],
    [
      "a waiver of what had not failed",
      asked([battery], [waived("BATTERY_LOW"), waived("TAMPER_FLAG")]),
      ["waived TAMPER_FLAG"],
    ],
    ["money left behind on a role's word", asked([batch], [waived("OPEN_BATCH")]), ["waived OPEN_BATCH"]],
    [
      "money left behind on a permission that nobody gave",
      asked([batch], [waived("OPEN_BATCH", elsewhere)]),
      ["waived OPEN_BATCH"],
    ],
    [
      "money left behind with the upstream's permission",
      asked([batch], [waived("OPEN_BATCH", elsewhere)], allowed),
      [],
    ],
    [
      "money at the execution",
      { execution: { funds: { openBatch: 1, storedOffline: 0, paymentsPaused: true } } },
      ["gates OPEN_BATCH"],
    ],
    [
      "transactions at the execution",
      { execution: { funds: { openBatch: 0, storedOffline: 2, paymentsPaused: true } } },
      ["gates STORED_OFFLINE_TX"],
    ],
    ["a gate closed at the execution", { execution: { checks: [battery] } }, ["gates BATTERY_LOW"]],
    [
      "a second person who was awaited and never came",
      { request: { secondApproval: "technician" } },
      ["two-persons technician"],
    ],
    ["a second person who may still come", { until: "request", request: { secondApproval: "technician" } }, []],
    [
      "the first person once more",
      {
        twoPersons: true,
        approval: { actor: { role: "technician", method: "pin", approvedAt: at(0), principalId: merchant } },
      },
      ["two-persons technician"],
    ],
    [
      "a second person of another role",
      { twoPersons: true, request: { secondApproval: "factory" } },
      ["two-persons factory"],
    ],
  ])("%s", async (_, twist, wrong) => {
    expect(await wrongsOf((await tell(twist)).parts)).toEqual(wrong.map((one) => `evidence/${one}`));
  });

  test("what was waived may be left behind at the execution", async () => {
    const funds = { openBatch: 1, storedOffline: 0, paymentsPaused: true } as const;
    const twist = {
      ...asked([batch], [waived("OPEN_BATCH", elsewhere)], allowed),
      execution: { checks: [batch], funds },
    };
    expect(await wrongsOf((await tell(twist)).parts)).toEqual([]);
  });
});
