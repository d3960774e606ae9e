/** Evidence that somebody made up or bent. Each row names the sentence that it wants to hear, who bends, and what is said instead. */

import { readFileSync } from "node:fs";
import { utf8 } from "../../../device/base/bytes.ts";
import { withOtherS } from "../../../device/base/lowS.ts";
import { jwsType } from "../../../device/contract/messages/jwsTypes.ts";
import type { Actor, Waiver } from "../../../device/contract/messages/request.ts";
import { type Bundle, readBundle } from "../../../device/evidence/bundle.ts";
import type { CheckOptions } from "../../../device/evidence/check.ts";
import type { FindingCode } from "../../../device/evidence/finding.ts";
import type { Conclusion, NotProven } from "../../../device/evidence/proof.ts";
import type { DurableEvent } from "../../../device/unbind/events.ts";
import { respelt } from "../../upstream/testTerminal.ts";
import {
  newcomer,
  resealed,
  resigned,
  respoken,
  rewritten,
  sealed,
  stranger,
  tell,
  terminal,
  upstream,
  without,
} from "./forging.ts";
import { keySetAfter, month, stated } from "./keySetStory.ts";
import { createParty, type Party } from "./keys.ts";
import { at, merchant, technician, uuid } from "./unbindPapers.ts";
import { journalOf, signedBy, type Twist } from "./unbindStory.ts";

/** The sentence that the forger wants to be said. */
type Attacked = FindingCode | Conclusion | NotProven["code"];
/** "terminal": its owner, with the terminal's key. "upstream": with its own key. "stranger": with neither. */
type Forger = "terminal" | "upstream" | "stranger";
export type Forgery = readonly [
  attacks: Attacked,
  by: Forger,
  how: string,
  bundle: () => Promise<Bundle>,
  said: readonly string[],
  /** What whoever looks at it brings along; both keys unless told. */
  asked?: CheckOptions,
];

const elsewhere = "https://another-upstream.test";
const otherKey = "B".repeat(43);
const wrong = (...said: readonly string[]) => [...said.map((one) => `evidence/${one}`), "inconsistent"];
const fromTwist = (twist: Twist) => async () => sealed((await tell(twist)).parts);
const turned =
  (twist: Twist, object: "binding" | "request" | "grant" | "execution" | "receipt" | "attestation") => async () => {
    const story = await tell(twist);
    const jws = story.parts[object] ?? "";
    return sealed(rewritten(story, jws, respelt(jws, withOtherS)));
  };
const offlineSigned = { form: "offlineSigned" } as const;
const offlineCode = { form: "offlineCode" } as const;

async function reordered(twist: Twist, type: DurableEvent["type"], before: DurableEvent["type"]): Promise<Bundle> {
  const story = await tell(twist);
  const moved = story.events.filter((event) => event.type === type);
  const rest = story.events.filter((event) => event.type !== type);
  const place = rest.findIndex((event) => event.type === before);
  return sealed({ ...story.parts, ...journalOf([...rest.slice(0, place), ...moved, ...rest.slice(place)]) });
}

async function withLines(change: (lines: readonly string[]) => readonly string[]): Promise<Bundle> {
  const bundle = await sealed((await tell()).parts);
  return resealed({ ...bundle, journal: { ...bundle.journal, lines: [...change(bundle.journal.lines)] } });
}

async function withHead(payload: (bundle: Bundle) => object, by = terminal): Promise<Bundle> {
  const bundle = await sealed((await tell()).parts);
  const head = await signedBy(by, jwsType.journalHead, payload(bundle));
  return resealed({ ...bundle, journal: { ...bundle.journal, head } });
}

const headOf = (bundle: Bundle) =>
  JSON.parse(Buffer.from(bundle.journal.head.split(".")[1] ?? "", "base64url").toString());

const person = (role: Actor["role"], principalId: string, method: Actor["method"] = "pin"): Actor => ({
  role,
  principalId,
  method,
  approvedAt: at(0),
});
const begunBy = (...actors: Actor[]): Twist => ({ request: { actors } });
const approvedBy = (actor: Actor): Twist => ({
  request: { actors: [person("technician", technician)], secondApproval: actor.role },
  approval: { actor },
});

const failed = (code: Waiver["check"]) => ({ code, level: "must", outcome: "failed" }) as const;
const waiver = (
  check: Waiver["check"],
  role: Waiver["role"],
  principalId: string,
  authorisationId?: string,
): Waiver => ({
  check,
  reason: "terminal_broken",
  role,
  principalId,
  at: at(0),
  ...(authorisationId && { authorisationId }),
});
const waived = (one: Waiver, ...actors: Actor[]): Twist => ({
  request: { precheck: { checks: [failed(one.check)], waivers: [one] }, actors },
});
const permission = person("upstream", uuid(77), "upstream_authorisation");
const began = person("technician", technician);

const decided = (twist: Twist = {}): Twist => ({ until: "authorised", decision: {}, ...twist });

/** To whom the upstream's key has handed on, and when its own end is: after its grant, and before the receipt. */
export const heir = createParty();
const end = at(2);
const retired = { ...stated(upstream, 1), notAfter: end };
export const handOn = await keySetAfter(null, upstream, { keys: [retired, stated(heir, 2)] });
export const byHeir: Twist = { receiptBy: heir, acknowledgementBy: heir };
const after = (by: Party, ...[said]: Parameters<typeof keySetAfter>[2][]) =>
  keySetAfter(handOn, by, { serial: 2, keys: [retired, stated(heir, 2)], ...said });
export const rotated = (twist: Twist, ...keySets: readonly (string | Promise<string>)[]) => {
  return async () => sealed({ ...(await tell(twist)).parts, keySets: await Promise.all(keySets) });
};
const byStranger: Twist = { receiptBy: stranger, acknowledgementBy: stranger };
const withStranger = [retired, stated(heir, 2), stated(stranger, 3)];
const strangersWord = ["signed receipt trust/key-not-pinned", "signed acknowledgement trust/key-not-pinned"];

export const forgeries: readonly Forgery[] = [
  // Keys that were handed on.
  [
    "evidence/keys-chained",
    "stranger",
    "a key whose end was told, stolen, introduces another",
    rotated(byStranger, handOn, after(upstream, { keys: withStranger })),
    wrong("keys-chained 1 2 signer", ...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "stranger",
    "a key set by a key of nobody's",
    rotated(byStranger, handOn, after(stranger, { keys: withStranger })),
    wrong("keys-chained 1 trust/key-not-pinned", ...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "terminal",
    "a key set by the terminal",
    rotated({ receiptBy: terminal, acknowledgementBy: terminal }, handOn, after(terminal, { keys: withStranger })),
    wrong(
      "keys-chained 1 trust/key-not-pinned",
      "signed receipt trust/key-not-pinned",
      "signed acknowledgement trust/key-not-pinned",
    ),
  ],
  [
    "evidence/keys-chained",
    "stranger",
    "a chain without its first set",
    rotated(byStranger, after(heir, { keys: withStranger })),
    wrong(...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "stranger",
    "a chain without its second set",
    rotated(
      byStranger,
      handOn,
      after(heir, { keys: [retired, stated(heir, 2)] }).then((lost) =>
        keySetAfter(lost, heir, { serial: 3, keys: withStranger }),
      ),
    ),
    wrong("keys-chained 1 3 previous", ...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "upstream",
    "a key set of a serial that another one has",
    rotated(byStranger, handOn, after(heir, { serial: 1, keys: withStranger })),
    wrong("keys-chained 1 1 serial", ...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "upstream",
    "a key set in another provider's name",
    rotated(byStranger, handOn, after(heir, { iss: elsewhere, keys: withStranger })),
    wrong("keys-chained 1 2 iss", ...strangersWord),
  ],
  [
    "unbound-now-proven",
    "stranger",
    "the key set of another provider, whole and by its own key",
    rotated(byStranger, keySetAfter(null, stranger, { iss: elsewhere, keys: [stated(stranger, 1)] })),
    wrong(...strangersWord),
  ],
  [
    "evidence/keys-chained",
    "upstream",
    "an end that is put off",
    rotated({}, handOn, after(heir, { keys: [{ ...retired, notAfter: at(9) }, stated(heir, 2)] })),
    wrong(
      "keys-chained 1 2 notAfter",
      "signed receipt evidence/key-ended",
      "signed acknowledgement evidence/key-ended",
    ),
  ],
  [
    "evidence/keys-chained",
    "upstream",
    "a key that stands in a set with two ends",
    rotated({}, handOn, after(heir, { keys: [retired, stated(heir, 2), stated(upstream, 1)] })),
    wrong("keys-chained 1 2 keys", "signed receipt evidence/key-ended", "signed acknowledgement evidence/key-ended"),
  ],
  [
    "evidence/signed",
    "stranger",
    "a receipt by a key that had ended when it was dated",
    rotated({ acknowledgementBy: heir }, handOn),
    wrong("signed receipt evidence/key-ended"),
  ],
  [
    "key-retired",
    "terminal",
    "a receipt by a stolen key, dated back, that the terminal took after the key's end",
    rotated(
      {
        form: "oneStep",
        receipt: { unboundAt: "2025-12-31T23:59:00.000Z" },
        acknowledgementBy: heir,
        binding: { issuedAt: month(11) },
      },
      keySetAfter(null, upstream, {
        keys: [{ ...stated(upstream, 1), notAfter: "2026-01-01T00:00:00.000Z" }, stated(heir, 2)],
      }),
    ),
    [
      "evidence/times-contradict request.createdAt receipt.unboundAt",
      "evidence/times-contradict journal.receipt keys.notAfter",
      "unbound-now-proven",
    ],
  ],

  // How a request ended.
  [
    "decided-only",
    "terminal",
    "a decision by the terminal's own key",
    fromTwist(decided({ decisionBy: terminal })),
    wrong("signed decision trust/key-not-pinned"),
  ],
  [
    "decided-only",
    "stranger",
    "a decision by a stranger's key",
    fromTwist(decided({ decisionBy: stranger })),
    wrong("signed decision trust/key-not-pinned"),
  ],
  [
    "decided-only",
    "terminal",
    "a decision about another request of the same terminal",
    fromTwist(decided({ decision: { requestId: uuid(9), requestHash: otherKey } })),
    wrong("linked decision requestId", "journal-holds decision journal"),
  ],
  [
    "decided-only",
    "terminal",
    "a decision about another epoch",
    fromTwist(decided({ decision: { epoch: 2 } })),
    wrong("linked decision epoch"),
  ],
  [
    "decided-only",
    "terminal",
    "a decision for another terminal's key",
    fromTwist(decided({ decision: { aud: otherKey } })),
    wrong("linked decision aud"),
  ],
  [
    "decided-only",
    "terminal",
    "an execution that was not carried out, passed off as the end",
    fromTwist(decided({ decision: { outcome: "execution_refused" } })),
    wrong("linked decision outcome"),
  ],
  [
    "approved-only",
    "terminal",
    "the decision left out of the file",
    async () => {
      const { decision: _, ...parts } = (await tell(decided())).parts;
      return sealed(parts);
    },
    wrong("journal-holds decision bundle"),
  ],
  [
    "approved-only",
    "terminal",
    "the decision left out of file and journal: what came of the request, the sentence does not say",
    async () => sealed(without(await tell(decided()), "decision")),
    ["approved-only"],
  ],
  [
    "unbound-now-proven",
    "upstream",
    "rejected, and unbound all the same",
    fromTwist({ decision: {}, until: "receipt" }),
    wrong("linked decision outcome"),
  ],
  // What was carried out, told otherwise afterwards.
  [
    "evidence/gates",
    "terminal",
    "checks of the execution rewritten when the receipt was there",
    async () => {
      const changed = { checks: [{ code: "OPEN_BATCH", level: "must", outcome: "passed" }] };
      return sealed(await resigned(await tell(), "execution", changed));
    },
    wrong("linked receipt executionHash"),
  ],
  [
    "evidence/gates",
    "terminal",
    "money at the execution rewritten to none",
    async () => {
      const story = await tell({ execution: { funds: { openBatch: 3, storedOffline: 0, paymentsPaused: true } } });
      return sealed(
        await resigned(story, "execution", { funds: { openBatch: 0, storedOffline: 0, paymentsPaused: true } }),
      );
    },
    wrong("linked receipt executionHash"),
  ],
  [
    "evidence/gates",
    "terminal",
    "the execution left out, and out of the journal",
    async () => sealed(without(await tell(), "execution")),
    ["unbound-now-proven"],
  ],
  [
    "evidence/gates",
    "terminal",
    "the execution of an order rewritten",
    async () => {
      return sealed(await resigned(await tell({ form: "ordered" }), "execution", { createdAt: at(1) }));
    },
    wrong("linked receipt executionHash"),
  ],
  [
    "evidence/linked",
    "terminal",
    "the request's reason rewritten",
    async () => {
      return sealed(await resigned(await tell(), "request", { reason: { code: "other", text: "as agreed" } }));
    },
    wrong("linked grant requestHash", "linked execution requestHash", "linked receipt requestHash"),
  ],
  [
    "evidence/waived",
    "terminal",
    "the request's failed checks taken out",
    async () => {
      const story = await tell(waived(waiver("BATTERY_LOW", "merchant", merchant), person("merchant", merchant)));
      return sealed(await resigned(story, "request", { precheck: { checks: [], waivers: [] } }));
    },
    wrong("linked grant requestHash", "linked execution requestHash", "linked receipt requestHash"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "another person put in the request",
    async () => {
      return sealed(await resigned(await tell(), "request", { actors: [person("merchant", uuid(55))] }));
    },
    wrong("linked grant requestHash", "linked execution requestHash", "linked receipt requestHash"),
  ],
  [
    "evidence/linked",
    "terminal",
    "what was consented to rewritten",
    async () => {
      const consent = { policyId: "p", policyVersion: "2", at: at(0) };
      return sealed(await resigned(await tell({ form: "oneStep" }), "request", { consent }));
    },
    wrong("linked receipt requestHash"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a failed wipe rewritten to done when it was acknowledged",
    async () => {
      const items = [{ name: "payment_keys", method: "vendorKeyErase", result: "done", at: at(4) }];
      return sealed(await resigned(await tell(), "attestation", { items }));
    },
    wrong("linked acknowledgement attestationHash"),
  ],
  [
    "evidence/linked",
    "terminal",
    "the attestation of an offline unbind rewritten",
    async () => {
      return sealed(await resigned(await tell(offlineCode), "attestation", { notClaimed: [] }));
    },
    wrong("linked report attestation", "linked acknowledgement attestationHash"),
  ],
  [
    "evidence/post-check",
    "terminal",
    "an acknowledgement without the attestation that it acknowledges",
    async () => sealed(without(await tell(), "attestation")),
    wrong("linked acknowledgement attestation"),
  ],
  [
    "wipe-by-software-only",
    "terminal",
    "the wipe left out where nothing was wiped",
    async () => sealed(without(await tell(), "attestation", "acknowledgement")),
    ["unbound-now-proven"],
  ],
  [
    "evidence/linked",
    "terminal",
    "an approval around a request that is not there",
    async () => {
      const { approval } = (await tell({ twoPersons: true })).parts;
      return sealed({ ...(await tell({ form: "ordered" })).parts, approval });
    },
    wrong("linked approval request", "journal-holds approval journal"),
  ],

  // For somebody else, or from somebody else.
  [
    "evidence/linked",
    "terminal",
    "a binding record for another terminal's key",
    fromTwist({ binding: { aud: otherKey } }),
    wrong("linked binding aud"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a binding record of another upstream",
    fromTwist({ binding: { iss: elsewhere } }),
    wrong("linked binding iss"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a grant for another terminal's key",
    fromTwist({ grant: { aud: otherKey } }),
    wrong("linked grant aud"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a grant of another upstream",
    fromTwist({ grant: { iss: elsewhere } }),
    wrong("linked grant iss"),
  ],
  [
    "unbound-now-proven",
    "terminal",
    "a receipt for another terminal's key",
    fromTwist({ receipt: { aud: otherKey } }),
    wrong("linked receipt aud"),
  ],
  [
    "unbound-now-proven",
    "terminal",
    "a receipt of another upstream",
    fromTwist({ receipt: { iss: elsewhere } }),
    wrong("linked receipt iss"),
  ],
  [
    "evidence/post-check",
    "terminal",
    "an acknowledgement for another terminal's key",
    fromTwist({ acknowledgement: { aud: otherKey } }),
    wrong("linked acknowledgement aud"),
  ],
  [
    "evidence/post-check",
    "terminal",
    "an acknowledgement of another upstream",
    fromTwist({ acknowledgement: { iss: elsewhere } }),
    wrong("linked acknowledgement iss"),
  ],
  [
    "offline-signed",
    "terminal",
    "an answer for another terminal's key",
    fromTwist({ ...offlineSigned, until: "report", answer: { aud: otherKey } }),
    wrong("linked answer aud"),
  ],
  [
    "offline-signed",
    "terminal",
    "an answer of another upstream",
    fromTwist({ ...offlineSigned, until: "report", answer: { iss: elsewhere } }),
    wrong("linked answer iss"),
  ],
  [
    "offline-signed",
    "terminal",
    "an answer about another kind of binding",
    fromTwist({ ...offlineSigned, until: "report", answer: { bindingKind: "terminal_to_account" } }),
    wrong("linked answer bindingKind"),
  ],
  [
    "evidence/linked",
    "terminal",
    "an execution that was for another upstream",
    fromTwist({ execution: { aud: elsewhere } }),
    wrong("linked execution aud"),
  ],
  [
    "evidence/linked",
    "terminal",
    "an approval that was for another upstream",
    fromTwist({ twoPersons: true, approval: { aud: elsewhere } }),
    wrong("linked approval aud"),
  ],
  [
    "evidence/linked",
    "terminal",
    "an attestation that was for another upstream",
    fromTwist({ attestation: { aud: elsewhere } }),
    wrong("linked attestation aud"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a report that was for another upstream",
    fromTwist({ ...offlineCode, report: { aud: elsewhere } }),
    wrong("linked report aud"),
  ],
  [
    "unbound-now-proven",
    "terminal",
    "a receipt about another kind of binding",
    fromTwist({ receipt: { bindingKind: "bank_account_to_pos" } }),
    wrong("linked receipt bindingKind"),
  ],
  [
    "evidence/linked",
    "terminal",
    "a grant about another kind of binding",
    fromTwist({ grant: { bindingKind: "bank_account_to_pos" } }),
    wrong("linked grant bindingKind"),
  ],

  // Another spelling of a signature.
  [
    "evidence/signed",
    "stranger",
    "the binding record's signature turned, and sealed by the owner",
    turned({}, "binding"),
    wrong("signed binding trust/signature-wrong"),
  ],
  [
    "evidence/signed",
    "stranger",
    "the request's signature turned",
    turned({}, "request"),
    wrong("signed request trust/signature-wrong"),
  ],
  [
    "evidence/signed",
    "stranger",
    "the grant's signature turned",
    turned({}, "grant"),
    wrong("signed grant trust/signature-wrong"),
  ],
  [
    "evidence/signed",
    "stranger",
    "the execution's signature turned",
    turned({}, "execution"),
    wrong("signed execution trust/signature-wrong"),
  ],
  [
    "evidence/signed",
    "stranger",
    "the receipt's signature turned",
    turned({}, "receipt"),
    wrong("signed receipt trust/signature-wrong"),
  ],
  [
    "evidence/signed",
    "stranger",
    "the attestation's signature turned",
    turned({}, "attestation"),
    wrong("signed attestation trust/signature-wrong"),
  ],
  [
    "evidence/sealed",
    "stranger",
    "the seal's signature turned",
    async () => {
      const bundle = await sealed((await tell()).parts);
      return { ...bundle, seal: respelt(bundle.seal, withOtherS) };
    },
    wrong("sealed trust/signature-wrong"),
  ],
  [
    "evidence/journal-head",
    "stranger",
    "the signature on the journal's end turned, and sealed by the owner",
    async () => {
      const bundle = await sealed((await tell()).parts);
      return resealed({ ...bundle, journal: { ...bundle.journal, head: respelt(bundle.journal.head, withOtherS) } });
    },
    wrong("journal-head trust/signature-wrong"),
  ],

  // Two ways to read one text.
  [
    "unbound-now-proven",
    "upstream",
    "a receipt with its outcome twice",
    async () =>
      sealed(
        await respoken(await tell(), "receipt", (header, payload) => [
          header,
          payload.replace("{", '{"outcome":"already_unbound",'),
        ]),
      ),
    wrong("signed receipt trust/malformed", "linked attestation proof.receiptHash", "journal-holds receipt journal"),
  ],
  [
    "unbound-now-proven",
    "upstream",
    "a receipt after a byte order mark",
    async () => sealed(await respoken(await tell(), "receipt", (header, payload) => [header, `\ufeff${payload}`])),
    wrong("signed receipt trust/malformed", "linked attestation proof.receiptHash", "journal-holds receipt journal"),
  ],
  [
    "unbound-now-proven",
    "upstream",
    "a receipt with half a character",
    async () =>
      sealed(
        await respoken(await tell(), "receipt", (header, payload) => [header, payload.replace("某•店", "\\ud800")]),
      ),
    wrong("signed receipt trust/malformed", "linked attestation proof.receiptHash", "journal-holds receipt journal"),
  ],
  [
    "evidence/signed",
    "upstream",
    "a grant whose header says its key twice",
    async () =>
      sealed(
        await respoken(await tell(), "grant", (header, payload) => [
          header.replace("{", `{"kid":"${otherKey}",`),
          payload,
        ]),
      ),
    wrong("signed grant trust/malformed", "linked execution grantHash", "journal-holds grant journal"),
  ],
  [
    "evidence/signed",
    "upstream",
    "a grant with a key in its header",
    async () =>
      sealed(
        await respoken(await tell(), "grant", (header, payload) => [
          header.replace("{", `{"jwk":${JSON.stringify(upstream.jwk)},`),
          payload,
        ]),
      ),
    wrong("signed grant trust/malformed", "linked execution grantHash"),
  ],
  [
    "evidence/signed",
    "upstream",
    "an acknowledgement with an extension that is critical",
    async () =>
      sealed(
        await respoken(await tell(), "acknowledgement", (header, payload) => [
          header.replace("{", '{"crit":["exp"],"exp":1,'),
          payload,
        ]),
      ),
    wrong("signed acknowledgement trust/malformed"),
  ],
  [
    "evidence/signed",
    "terminal",
    "an attestation under the type of an execution",
    async () =>
      sealed(
        await respoken(
          await tell(),
          "attestation",
          (header, payload) => [header.replace(jwsType.attestation, jwsType.execution), payload],
          terminal,
        ),
      ),
    wrong(
      "signed attestation trust/malformed",
      "linked acknowledgement attestationHash",
      "journal-holds execution journal",
      "journal-holds attestation journal",
      "journal-order execution receipt",
    ),
  ],
  [
    "unbound-now-proven",
    "upstream",
    "a receipt with a day that no calendar has",
    async () =>
      sealed(
        await respoken(await tell(), "receipt", (header, payload) => [
          header,
          payload.replace(`"unboundAt":"${at(3)}"`, '"unboundAt":"2026-02-30T08:00:00.000Z"'),
        ]),
      ),
    wrong("signed receipt trust/malformed", "linked attestation proof.receiptHash"),
  ],

  // One format for another.
  [
    "evidence/sealed-earlier",
    "terminal",
    "today's objects under the format that knows no other spelling",
    async () => {
      const bundle = await sealed((await tell()).parts);
      return resealed({ ...bundle, format: "jiebang-evidence/2" });
    },
    wrong(
      "signed request trust/malformed",
      "linked grant requestHash",
      "linked execution requestHash",
      "linked receipt requestHash",
      "linked attestation proof.receiptHash",
      "linked acknowledgement attestationHash",
    ),
  ],
  [
    "evidence/sealed",
    "stranger",
    "an earlier program's bundle under today's format",
    async () => {
      const text = readFileSync(new URL("../../fixtures/evidence-2/two-step.json", import.meta.url), "utf8");
      const read = readBundle(utf8(text.replace("jiebang-evidence/2", "jiebang-evidence/3")));
      if (!read.ok) throw new Error(read.error.code);
      return read.value;
    },
    wrong(
      "sealed bundleHash",
      "signed request trust/signature-wrong",
      "signed grant trust/signature-wrong",
      "signed execution trust/signature-wrong",
      "signed receipt trust/signature-wrong",
      "signed attestation trust/signature-wrong",
      "signed acknowledgement trust/signature-wrong",
      "journal-head trust/signature-wrong",
    ),
    newcomer,
  ],

  // Both parties in one hand.
  [
    "unbound-now-proven",
    "terminal",
    "the terminal's own key named as the upstream's as well",
    async () => {
      const story = await tell({ upstream: terminal });
      return sealed(story.parts);
    },
    wrong(
      "signed binding evidence/own-key",
      "signed grant evidence/own-key",
      "signed receipt evidence/own-key",
      "signed acknowledgement evidence/own-key",
    ),
    newcomer,
  ],
  [
    "unbound-now-proven",
    "terminal",
    "an upstream that its owner made up",
    fromTwist({ upstream: stranger }),
    ["unbound-now-claimed"],
    newcomer,
  ],
  [
    "unbound-now-proven",
    "terminal",
    "a second key among the upstream's, which signed the receipt",
    async () => {
      const story = await tell({ receiptBy: stranger });
      return sealed({ ...story.parts, upstreamKeys: [upstream.jwk, stranger.jwk] });
    },
    wrong("signed receipt trust/key-not-pinned"),
  ],
  [
    "evidence/sealed",
    "stranger",
    "another terminal's key in the place of the one that signed",
    async () => {
      const bundle = await sealed((await tell()).parts);
      return resealed({ ...bundle, keys: { ...bundle.keys, device: stranger.jwk } }, stranger);
    },
    wrong(
      "signed request trust/key-not-pinned",
      "signed execution trust/key-not-pinned",
      "signed attestation trust/key-not-pinned",
      "linked binding aud",
      "linked grant aud",
      "linked receipt aud",
      "linked acknowledgement aud",
      "journal-head trust/key-not-pinned",
    ),
    newcomer,
  ],

  // Who agreed.
  [
    "evidence/agreed",
    "terminal",
    "begun by a cashier",
    fromTwist(begunBy(person("cashier", uuid(55)))),
    wrong("agreed cashier"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "begun by the factory",
    fromTwist(begunBy(person("factory", uuid(55)))),
    wrong("agreed factory"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "an upstream that agreed by PIN",
    fromTwist(begunBy(person("merchant", merchant), person("upstream", uuid(55)))),
    wrong("agreed pin"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "a technician who agreed by the upstream's permission",
    fromTwist(begunBy(person("technician", technician, "upstream_authorisation"))),
    wrong("agreed upstream_authorisation"),
  ],
  ["evidence/agreed", "terminal", "begun by a technician alone", fromTwist(begunBy(began)), wrong("agreed technician")],
  [
    "evidence/agreed",
    "terminal",
    "a technician beside a technician",
    fromTwist(approvedBy(person("technician", uuid(55)))),
    wrong("agreed technician"),
  ],
  [
    "evidence/two-persons",
    "terminal",
    "one person as technician and as merchant",
    fromTwist(approvedBy(person("merchant", technician))),
    wrong("agreed technician", "two-persons merchant"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "an upstream that approved as if it were the second person",
    fromTwist(approvedBy(person("upstream", uuid(55)))),
    wrong("agreed pin"),
  ],
  [
    "evidence/agreed",
    "terminal",
    "a card ended by a technician with a merchant beside them",
    fromTwist({
      form: "oneStep",
      binding: { bindingKind: "settlement_card_to_merchant" },
      request: { bindingKind: "settlement_card_to_merchant", actors: [began], secondApproval: "merchant" },
      approval: { actor: person("merchant", merchant) },
      receipt: { bindingKind: "settlement_card_to_merchant" },
    }),
    wrong("agreed technician"),
  ],

  // What was waived.
  [
    "evidence/waived",
    "terminal",
    "a tampered terminal, waived",
    fromTwist(waived(waiver("TAMPER_FLAG", "merchant", merchant), person("merchant", merchant))),
    wrong("waived TAMPER_FLAG"),
  ],
  [
    "evidence/waived",
    "terminal",
    "a clock that is not trusted, waived",
    fromTwist(waived(waiver("CLOCK_UNTRUSTED", "merchant", merchant), person("merchant", merchant))),
    wrong("waived CLOCK_UNTRUSTED"),
  ],
  [
    "evidence/waived",
    "terminal",
    "a battery waived by the factory",
    fromTwist(waived(waiver("BATTERY_LOW", "factory", merchant), person("merchant", merchant))),
    wrong("waived BATTERY_LOW"),
  ],
  [
    "evidence/waived",
    "terminal",
    "a battery waived by somebody who did not agree to the request",
    fromTwist(waived(waiver("BATTERY_LOW", "technician", technician), person("merchant", merchant))),
    wrong("waived BATTERY_LOW"),
  ],
  [
    "evidence/waived",
    "terminal",
    "a printer waived in the name of a person in another role",
    fromTwist(waived(waiver("PRINTER_FAULT", "technician", merchant), person("merchant", merchant))),
    wrong("waived PRINTER_FAULT"),
  ],
  [
    "evidence/waived",
    "terminal",
    "money waived on the permission of something else",
    fromTwist(waived(waiver("OPEN_BATCH", "technician", technician, uuid(78)), began, permission)),
    wrong("waived OPEN_BATCH"),
  ],
  [
    "evidence/waived",
    "terminal",
    "money waived on a permission that the upstream's own word gives for the unbind alone",
    fromTwist({
      ...waived(waiver("OPEN_BATCH", "technician", technician, uuid(77)), began, permission),
      binding: { terms: { authorisation: { id: uuid(77), covers: ["unbind"], expiresAt: at(59) } } },
    }),
    wrong("waived OPEN_BATCH"),
  ],
  [
    "evidence/waived",
    "terminal",
    "stored payments waived on a permission for the open batch",
    fromTwist({
      ...waived(waiver("STORED_OFFLINE_TX", "technician", technician, uuid(77)), began, permission),
      binding: { terms: { authorisation: { id: uuid(77), covers: ["waive_open_batch"], expiresAt: at(59) } } },
    }),
    wrong("waived STORED_OFFLINE_TX"),
  ],

  // The journal.
  [
    "evidence/journal-chained",
    "terminal",
    "a record twice",
    () => withLines((lines) => [...lines.slice(0, 3), ...lines.slice(2)]),
    wrong("journal-chained 4"),
  ],
  [
    "evidence/journal-chained",
    "terminal",
    "two records that changed places",
    () => withLines(([a = "", b = "", c = "", ...rest]) => [a, c, b, ...rest]),
    wrong("journal-chained 2"),
  ],
  [
    "evidence/journal-chained",
    "terminal",
    "a record of its own after the end",
    () => withLines((lines) => [...lines, lines.at(-1) ?? ""]),
    wrong("journal-chained 8"),
  ],
  [
    "evidence/journal-head",
    "terminal",
    "an end that says an earlier record",
    () => withHead((bundle) => ({ ...headOf(bundle), seq: 46 })),
    wrong("journal-head 46"),
  ],
  [
    "evidence/journal-head",
    "terminal",
    "an end that says another hash",
    () => withHead((bundle) => ({ ...headOf(bundle), hash: otherKey })),
    wrong("journal-head 47"),
  ],
  [
    "evidence/journal-head",
    "stranger",
    "an end that somebody else signed",
    () => withHead(headOf, stranger),
    wrong("journal-head trust/key-not-pinned"),
  ],
  [
    "evidence/journal-head",
    "terminal",
    "an end with a number that is none",
    () => withHead((bundle) => ({ ...headOf(bundle), seq: 47.5 })),
    wrong("journal-head trust/malformed"),
  ],
  [
    "evidence/journal-order",
    "terminal",
    "executed before it was granted",
    () => reordered({}, "executionPrepared", "grantVerified"),
    wrong("journal-order grant execution"),
  ],
  [
    "evidence/journal-order",
    "terminal",
    "a receipt before the execution that it answers",
    () => reordered({}, "receiptVerified", "executionPrepared"),
    wrong("journal-order execution receipt"),
  ],
  [
    "evidence/journal-order",
    "terminal",
    "approved by the second person when all was over",
    () => reordered({ twoPersons: true }, "requestConfirmed", "wipeAttested"),
    wrong("journal-order request approval"),
  ],
  [
    "evidence/journal-order",
    "terminal",
    "wiped before the offline answer was there",
    () => reordered(offlineSigned, "wipeAttested", "offlineAuthorised"),
    wrong("journal-order answer attestation"),
  ],
  [
    "evidence/journal-order",
    "terminal",
    "reported before it was wiped",
    () => reordered(offlineCode, "reportSigned", "wipeAttested"),
    wrong("journal-order attestation report"),
  ],

  // Offline.
  [
    "evidence/challenge",
    "terminal",
    "the challenge of another binding of this terminal",
    async () => {
      const other = await tell({ ...offlineCode, request: { bindingKind: "terminal_to_account" } });
      return sealed({ ...(await tell(offlineCode)).parts, offline: other.parts.offline });
    },
    wrong("linked attestation proof.challengeHash", "linked report challenge", "challenge challenge"),
  ],
  [
    "offline-signed",
    "terminal",
    "a code shown as a signed answer, with the answer to another challenge",
    async () => {
      const code = await tell({ ...offlineCode, until: "authorised" });
      const other = await tell({ ...offlineSigned, until: "authorised", request: { reason: { code: "other" } } });
      const { offline } = code.parts;
      const answer = other.parts.offline?.tier === "offline_signed" ? other.parts.offline.answer : "";
      return sealed({ ...code.parts, ...(offline && { offline: { ...offline, tier: "offline_signed", answer } }) });
    },
    wrong("linked answer challengeHash", "journal-holds answer journal"),
  ],
  [
    "offline-code",
    "terminal",
    "an offline authorisation beside an online request",
    async () => {
      const { offline } = (await tell({ ...offlineCode, until: "authorised" })).parts;
      return sealed({ ...(await tell({ until: "request" })).parts, offline });
    },
    wrong("challenge request.way"),
  ],

  // Times: no sentence but a doubt.
  [
    "evidence/in-order",
    "terminal",
    "a wipe dated before the unbind",
    fromTwist({ attestation: { createdAt: at(0).replace("08:", "06:") } }),
    ["evidence/times-contradict receipt.unboundAt attestation.createdAt", "unbound-now-proven"],
  ],
  [
    "evidence/in-order",
    "terminal",
    "an execution dated after the grant had run out",
    fromTwist({ execution: { createdAt: at(59) } }),
    [
      "evidence/times-contradict execution.createdAt grant.expiresAt",
      "evidence/times-contradict execution.createdAt receipt.unboundAt",
      "unbound-now-proven",
    ],
  ],
  [
    "evidence/in-order",
    "terminal",
    "a request that ran out before it was made",
    fromTwist({ request: { expiresAt: "2025-01-01T00:00:00.000Z" } }),
    [
      "evidence/times-contradict request.createdAt request.expiresAt",
      "evidence/times-contradict grant.grantedAt request.expiresAt",
      "unbound-now-proven",
    ],
  ],
];
