/** A report in plain lines. Takes every word from verifyWords.ts. */

import type { ReceiptPayload } from "../../contract/messages/outcome.ts";
import type { Bundle } from "../../evidence/bundle.ts";
import type { Report } from "../../evidence/check.ts";
import type { Facts, Finding } from "../../evidence/finding.ts";
import type { Conclusion, Provable } from "../../evidence/proof.ts";
import { type Language, say as sayPlainly, type Words } from "../say.ts";
import * as words from "./words.ts";

/** The sentence with its facts filled in. */
export function say(sentence: Words, language: Language, facts: Facts = {}): string {
  return sayPlainly(sentence, language, facts, (name, key) => nameOf(name, key, language));
}

/** Facts that name a thing are told by its name in the language; the rest as they are. */
function nameOf(name: string, key: string, language: Language): string {
  if (name === "reason" && Object.hasOwn(words.reasons, key))
    return words.reasons[key as keyof typeof words.reasons][language];
  if (isThing.has(name) && Object.hasOwn(words.places, key))
    return words.places[key as keyof typeof words.places][language];
  return key;
}

const isThing = new Set(["object", "by", "missing", "earlier", "later"]);

export function findingLine({ code, ok, facts }: Finding, language: Language): string {
  const ways = words.wrong[code];
  const way = Object.keys(ways).find((name) => name in facts) ?? "";
  const sentence = ok ? words.right[code] : (ways[way] ?? words.right[code]);
  return `${say(ok ? words.marks.ok : words.marks.wrong, language)} ${say(sentence, language, facts)}`;
}

/** What an unbind was about, for the conclusion's sentence and for programs. */
export function aboutOf({ payloads: { request, order, receipt } }: Report, { offline }: Bundle): Facts {
  const { requestId, epoch } = request ?? order ?? {};
  const sn = request?.device.sn ?? order?.sn;
  return {
    ...(requestId && sn && epoch && { requestId, sn, epoch }),
    ...(offline && { challenge: offline.challenge, tier: offline.tier, authorisedAt: offline.authorisedAt }),
    ...(receipt && aboutReceipt(receipt)),
  };
}

export function aboutReceipt({ requestId, sn, epoch, receiptId, outcome, unboundAt }: ReceiptPayload): Facts {
  return { requestId, sn, epoch, receiptId, outcome, unboundAt };
}

/** These rest on nobody's word but the terminal's, whatever else the upstream signed. */
const withoutUpstream: readonly Conclusion[] = ["offline-code", "requested-only"];

export function bundleLines(report: Report, about: Facts, pinned: boolean, language: Language): readonly string[] {
  const { conclusion, findings, provable, toThirdParties, notProven, upstreamKids, payloads } = report;
  const lines = findings.map((finding) => findingLine(finding, language));
  const wrong = findings.filter(({ ok }) => !ok).length;
  const conclude = conclusionLine(conclusion, { ...about, wrong }, language);
  if (conclusion === "inconsistent") return [...lines, conclude];

  const kids = upstreamKids.join(" ");
  const trust = words.trustedBy[pinned ? "pinned" : "unpinned"];
  const items = payloads.attestation?.items.map(
    ({ name, result }) => `${words.wipeItems[name][language]} ${words.wipeResults[result][language]}`,
  );
  return [
    ...lines,
    conclude,
    ...(kids && !withoutUpstream.includes(conclusion) ? [`  ${say(trust, language, { kids })}`] : []),
    ...(items ? [`  ${say(words.wiped, language, { items: items.join(", ") })}`] : []),
    ...provableLines(provable, toThirdParties, language),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, language)),
  ];
}

/** By whose word each object is, and whether the conclusion convinces somebody who is neither of the two. */
export function provableLines(
  provable: readonly Provable[],
  toThirdParties: boolean,
  language: Language,
): readonly string[] {
  const byWord = (["upstream", "device", "shared-secret"] as const).flatMap((word) => {
    const said = provable.filter((one) => one.word === word);
    const objects = said.map(({ object }) => words.places[object][language]).join(words.listComma[language]);
    const mark = provableMark(said[0]?.toThirdParties ?? false, language);
    return objects ? [mark + say(words.provable[word], language, { objects })] : [];
  });
  const whole = words.whole[toThirdParties ? "provable" : "notProvable"];
  return [...byWord, provableMark(toThirdParties, language) + say(whole, language)];
}

function provableMark(toThirdParties: boolean, language: Language): string {
  return say(words.marks[toThirdParties ? "provable" : "notProvable"], language);
}

export function conclusionLine(conclusion: Conclusion, facts: Facts, language: Language): string {
  return say(words.marks.conclusion, language) + say(words.conclusions[conclusion], language, facts);
}

export function notProvenLine(code: keyof typeof words.leftOpen, facts: Facts, language: Language): string {
  return say(words.marks.notProven, language) + say(words.leftOpen[code], language, facts);
}
