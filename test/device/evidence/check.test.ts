import { expect, test } from "vitest";
import { jwsType } from "../../../device/contract/evidence.ts";
import { type Bundle, contentHash } from "../../../device/evidence/bundle.ts";
import { type CheckOptions, checkBundle } from "../../../device/evidence/check.ts";
import { peekJws } from "../../../device/evidence/jws.ts";
import type { DurableEvent } from "../../../device/unbind/events.ts";
import { createParty, hash, type Party } from "./keys.ts";
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
  const { findings } = await checkBundle(bundle, options);
  return findings.flatMap(({ ok, code, facts: { kid, by, seq, lines, ...facts } }) =>
    ok ? [] : [[code, ...Object.values(facts)].join(" ")],
  );
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
    notProven: ["wipe-by-software-only", "flash-erasure"],
  });
});

test("a terminal that had been unbound long before is told apart", async () => {
  const receipt = { outcome: "already_unbound", unboundAt: "2025-06-01T00:00:00.000Z" } as const;
  expect(await conclusionOf({ receipt })).toMatchObject({ conclusion: "already-unbound-proven" });
});

test("without a pinned key it says on whose word the upstream's identity rests", async () => {
  expect(await conclusionOf({ until: "receipt" }, { hash })).toEqual({
    conclusion: "unbound-now-proven",
    notProven: ["upstream-not-pinned", "device-not-pinned", "wipe-not-attested"],
  });
});

test("the upstream's word covers the terminal's key", async () => {
  expect(await conclusionOf({ until: "receipt" }, { hash, pinnedUpstream: [upstream.jwk] })).toEqual({
    conclusion: "unbound-now-proven",
    notProven: ["wipe-not-attested"],
  });
});

test("a granted request is not an unbind", async () => {
  expect(await conclusionOf({ until: "grant" })).toEqual({ conclusion: "approved-not-unbound", notProven: [] });
});

test("a request alone does not even prove that the upstream has seen it", async () => {
  expect(await conclusionOf({ until: "request" })).toEqual({
    conclusion: "requested-only",
    notProven: ["request-not-seen-by-upstream"],
  });
});

test("every object of a stranger's upstream is named", async () => {
  expect(await wrongsOf((await tell()).parts, { ...pinned, pinnedUpstream: [stranger.jwk] })).toEqual([
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
    "evidence/linked attestation receiptHash",
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
  [{ attestation: { receiptHash: otherHash } }, "attestation receiptHash"],
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
  [{ attestation: { createdAt: "2026-99-01T08:00:00.000Z" } }, "receipt.unboundAt attestation.createdAt"],
])("times that cannot be are named: %o", async (twist, wrong) => {
  expect(await wrongsOf((await tell(twist)).parts)).toContain(`evidence/in-order ${wrong}`);
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
  const { grant: _, ...parts } = (await tell({ until: "grant" })).parts;
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
