/** Whether the piece of journal in a bundle is whole, and tells the same as the objects beside it. */

import { journalHeadPayload } from "../contract/messages/evidence.ts";
import { jwsType } from "../contract/messages/jwsTypes.ts";
import { type FoundObject, findSignedObjects, readExcerpt } from "../journal/excerpt.ts";
import type { Hash } from "../ports/hash.ts";
import { peekJws, verifyJws } from "../trust/jws.ts";
import { type Bundle, objectIn, rulesOf } from "./bundle.ts";
import { challengeHashOf } from "./challenge.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, objects, offlineOrder } from "./finding.ts";

/** Of a journal that is no chain only that is said. */
export async function checkJournal(bundle: Bundle, hash: Hash): Promise<readonly Finding[]> {
  const { lines, head: headJws } = bundle.journal;
  const excerpt = readExcerpt(lines, hash);
  if (!excerpt.ok) return [finding("evidence/journal-chained", { lines: lines.length }, { line: excerpt.error.line })];
  const { records, head } = excerpt.value;

  const keys = [bundle.keys.device];
  const signed = await verifyJws(headJws, jwsType.journalHead, keys, journalHeadPayload, rulesOf(bundle));
  const stands = signed.ok && signed.value.seq === head.seq && signed.value.hash === head.hash;
  const signedSeq = signed.ok ? { signedSeq: signed.value.seq } : { reason: signed.error.code };

  const { requestId } = peekJws(bundle.request ?? bundle.order ?? "").payload;
  const found = findSignedObjects(records, { requestId, challengeHash: challengeHashOf(bundle, hash) });
  return [
    finding("evidence/journal-chained", { lines: lines.length }, null),
    finding("evidence/journal-head", { seq: head.seq }, stands ? null : signedSeq),
    ...heldNames.flatMap((object) => checkHeld(object, bundle, lastOf(object, found))),
    checkOrder(bundle, found),
  ];
}

/** The binding was written down before anybody thought of a request. */
const heldNames = objectNames.filter((object) => object !== "binding");

/** Of each kind the last text counts, and when it was first written: a grant may have been renewed. */
function lastOf(object: ObjectName, found: readonly FoundObject[]): FoundObject | undefined {
  const last = found.filter(({ typ }) => typ === objects[object].typ).pop();
  return last && found.find(({ jws }) => jws === last.jws);
}

function checkHeld(object: ObjectName, bundle: Bundle, held: FoundObject | undefined): readonly Finding[] {
  const jws = objectIn(bundle, object);
  if (jws === undefined && (held === undefined || mayLapse(object, bundle, held))) return [];
  let wrong: Facts | null = null;
  if (held === undefined) wrong = { missing: "journal" };
  else if (jws === undefined) wrong = { missing: "bundle" };
  else if (jws !== held.jws) wrong = { differs: "journal" };
  return [finding("evidence/journal-holds", { object, ...(held ? { seq: held.seq } : {}) }, wrong)];
}

/**
 * A grant or an order that led to no unbind (expired, cancelled, gates closed) is no longer part of the request, and a
 * decision not to carry one execution out, or not to take a withdrawal, never ended it.
 */
function mayLapse(object: ObjectName, bundle: Bundle, { jws }: FoundObject): boolean {
  if (object === "decision") return goesOn.has(peekJws(jws).payload.outcome);
  return (object === "grant" || object === "execution") && bundle.receipt === undefined;
}

const goesOn: ReadonlySet<unknown> = new Set(["execution_refused", "cancellation_refused"]);

/** No local data is removed before what allows it was written down, nothing executed before the grant, and so on. */
function checkOrder(bundle: Bundle, found: readonly FoundObject[]): Finding {
  let before: { readonly object: ObjectName; readonly place: number } | null = null;
  for (const object of orderOf(bundle)) {
    const held = lastOf(object, found);
    if (!held || objectIn(bundle, object) === undefined) continue;
    // One record may hold two objects, in their order.
    const place = found.indexOf(held);
    if (before && place <= before.place) {
      return finding("evidence/journal-order", {}, { earlier: before.object, later: object, seq: held.seq });
    }
    before = { object, place };
  }
  return finding("evidence/journal-order", {}, null);
}

function orderOf({ attestation, offline }: Bundle): readonly ObjectName[] {
  const { proof } = peekJws(attestation ?? "").payload;
  const byReceipt = typeof proof === "object" && proof !== null && "kind" in proof && proof.kind === "receipt";
  return offline && !byReceipt ? offlineOrder : objectNames;
}
