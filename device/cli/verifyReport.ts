/** A report in plain lines. Takes every word from verifyWords.ts. */

import type { ReceiptPayload } from "../contract/evidence.ts";
import type { Conclusion, Report } from "../evidence/check.ts";
import type { Facts, Finding } from "../evidence/finding.ts";
import { type Language, say as sayPlainly, type Words } from "./say.ts";
import * as words from "./verifyWords.ts";

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
export function aboutOf({ payloads: { request, receipt } }: Report): Facts {
  return {
    ...(request && { requestId: request.requestId, sn: request.device.sn, epoch: request.epoch }),
    ...(receipt && aboutReceipt(receipt)),
  };
}

export function aboutReceipt({ requestId, sn, epoch, receiptId, outcome, unboundAt }: ReceiptPayload): Facts {
  return { requestId, sn, epoch, receiptId, outcome, unboundAt };
}

export function bundleLines(report: Report, pinned: boolean, language: Language): readonly string[] {
  const { conclusion, findings, notProven, upstreamKids, payloads } = report;
  const lines = findings.map((finding) => findingLine(finding, language));
  const wrong = findings.filter(({ ok }) => !ok).length;
  const conclude = conclusionLine(conclusion, { ...aboutOf(report), wrong }, language);
  if (conclusion === "inconsistent") return [...lines, conclude];

  const kids = upstreamKids.join(" ");
  const trust = words.trustedBy[pinned ? "pinned" : "unpinned"];
  const items = payloads.attestation?.items.map(
    ({ name, result }) => `${words.wipeItems[name][language]} ${words.wipeResults[result][language]}`,
  );
  return [
    ...lines,
    conclude,
    ...(kids ? [`  ${say(trust, language, { kids })}`] : []),
    ...(items ? [`  ${say(words.wiped, language, { items: items.join(", ") })}`] : []),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, language)),
  ];
}

export function conclusionLine(conclusion: Conclusion, facts: Facts, language: Language): string {
  return say(words.marks.conclusion, language) + say(words.conclusions[conclusion], language, facts);
}

export function notProvenLine(code: keyof typeof words.leftOpen, facts: Facts, language: Language): string {
  return say(words.marks.notProven, language) + say(words.leftOpen[code], language, facts);
}
