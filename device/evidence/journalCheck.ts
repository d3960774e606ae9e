/** Whether the piece of journal in a bundle is whole, and tells the same as the objects beside it. */

import { journalHeadPayload, jwsType } from "../contract/evidence.ts";
import type { Hash } from "../ports/hash.ts";
import type { Bundle } from "./bundle.ts";
import { type FoundObject, findSignedObjects, readExcerpt } from "./excerpt.ts";
import { type Facts, type Finding, finding, type ObjectName, objectNames, objects } from "./finding.ts";
import { peekJws, verifyJws } from "./jws.ts";

/** Of a journal that is no chain only that is said. */
export async function checkJournal(bundle: Bundle, hash: Hash): Promise<readonly Finding[]> {
  const { lines, head: headJws } = bundle.journal;
  const excerpt = readExcerpt(lines, hash);
  if (!excerpt.ok) return [finding("evidence/journal-chained", { lines: lines.length }, { line: excerpt.error.line })];
  const { records, head } = excerpt.value;

  const signed = await verifyJws(headJws, jwsType.journalHead, [bundle.keys.device], journalHeadPayload);
  const stands = signed.ok && signed.value.seq === head.seq && signed.value.hash === head.hash;
  const signedSeq = signed.ok ? { signedSeq: signed.value.seq } : { reason: signed.error.code };

  const found = findSignedObjects(records, peekJws(bundle.request).payload.requestId);
  return [
    finding("evidence/journal-chained", { lines: lines.length }, null),
    finding("evidence/journal-head", { seq: head.seq }, stands ? null : signedSeq),
    ...objectNames.flatMap((object) => checkHeld(object, bundle, lastOf(object, found))),
    checkOrder(bundle, found),
  ];
}

/** Of each kind the last counts: a grant may have been renewed. */
function lastOf(object: ObjectName, found: readonly FoundObject[]): FoundObject | undefined {
  return found.filter(({ typ }) => typ === objects[object].typ).pop();
}

function checkHeld(object: ObjectName, bundle: Bundle, held: FoundObject | undefined): readonly Finding[] {
  const jws = bundle[object];
  if (jws === undefined && (held === undefined || mayLapse(object, bundle))) return [];
  let wrong: Facts | null = null;
  if (held === undefined) wrong = { missing: "journal" };
  else if (jws === undefined) wrong = { missing: "bundle" };
  else if (jws !== held.jws) wrong = { differs: "journal" };
  return [finding("evidence/journal-holds", { object, ...(held ? { seq: held.seq } : {}) }, wrong)];
}

/** A grant or an order that led to no unbind (expired, cancelled, gates closed) is no longer part of the request. */
function mayLapse(object: ObjectName, bundle: Bundle): boolean {
  return (object === "grant" || object === "execution") && bundle.receipt === undefined;
}

/** No local data is removed before the receipt was written down, nothing executed before the grant, and so on. */
function checkOrder(bundle: Bundle, found: readonly FoundObject[]): Finding {
  let before: { readonly object: ObjectName; readonly seq: number } | null = null;
  for (const object of objectNames) {
    const held = lastOf(object, found);
    if (!held || bundle[object] === undefined) continue;
    if (before && held.seq <= before.seq) {
      return finding("evidence/journal-order", {}, { earlier: before.object, later: object, seq: held.seq });
    }
    before = { object, seq: held.seq };
  }
  return finding("evidence/journal-order", {}, null);
}
