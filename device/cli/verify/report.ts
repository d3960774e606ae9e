/** A report in plain lines. */

import type { Earlier } from "../../contract/messages/earlier.ts";
import type { Bundle } from "../../evidence/bundle.ts";
import type { Report } from "../../evidence/check.ts";
import type { Facts, Finding } from "../../evidence/finding.ts";
import type { Conclusion, Provable } from "../../evidence/proof.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import type { VerifyTexts } from "../../text/verifyTexts.ts";
import { fill } from "../fill.ts";

/** The sentence with its facts filled in; those that name a thing by its name in the language. */
function say(sentence: string, { verify: { reasons, places } }: CommandTexts, facts: Facts): string {
  return fill(sentence, facts, (name, key) => {
    const names: Readonly<Record<string, string>> = name === "reason" ? reasons : isThing.has(name) ? places : {};
    return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
  });
}

const isThing = new Set(["object", "by", "missing", "earlier", "later"]);

export function findingLine({ code, ok, facts }: Finding, texts: CommandTexts): string {
  const { right, wrong, marks } = texts.verify;
  const ways: Readonly<Record<string, string>> = wrong[code];
  const way = Object.keys(ways).find((name) => name in facts) ?? "";
  const sentence = ok ? right[code] : (ways[way] ?? right[code]);
  return `${ok ? marks.ok : marks.wrong} ${say(sentence, texts, facts)}`;
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

export function aboutReceipt({ requestId, sn, epoch, receiptId, outcome, unboundAt }: Earlier["receipt"]): Facts {
  return { requestId, sn, epoch, receiptId, outcome, unboundAt };
}

/** These rest on nobody's word but the terminal's, whatever else the upstream signed. */
const withoutUpstream: readonly Conclusion[] = ["offline-code", "requested-only"];

export function bundleLines(report: Report, about: Facts, pinned: boolean, texts: CommandTexts): readonly string[] {
  const { conclusion, findings, provable, toThirdParties, notProven, upstreamKids, payloads } = report;
  const lines = findings.map((finding) => findingLine(finding, texts));
  const wrong = findings.filter(({ ok }) => !ok).length;
  const conclude = conclusionLine(conclusion, { ...about, wrong }, texts);
  if (conclusion === "inconsistent") return [...lines, conclude];

  const kids = upstreamKids.join(" ");
  const { trustedBy, wiped, wipedItem, listComma } = texts.verify;
  const { wipeItems, wipeResults } = texts.page.unbind;
  const items = payloads.attestation?.items.map(({ name, result }) =>
    fill(wipedItem, { item: wipeItems[name], result: wipeResults[result] }),
  );
  return [
    ...lines,
    conclude,
    ...(kids && !withoutUpstream.includes(conclusion)
      ? [`  ${fill(trustedBy[pinned ? "pinned" : "unpinned"], { kids })}`]
      : []),
    ...(items ? [`  ${fill(wiped, { items: items.join(listComma) })}`] : []),
    ...provableLines(provable, toThirdParties, texts),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, texts)),
  ];
}

/** By whose word each object is, and whether the conclusion convinces somebody who is neither of the two. */
export function provableLines(
  provable: readonly Provable[],
  toThirdParties: boolean,
  { verify }: CommandTexts,
): readonly string[] {
  const byWord = (["upstream", "device", "shared-secret"] as const).flatMap((word) => {
    const said = provable.filter((one) => one.word === word);
    const objects = said.map(({ object }) => verify.places[object]).join(verify.listComma);
    const mark = provableMark(said[0]?.toThirdParties ?? false, verify);
    return objects ? [mark + fill(verify.provable[word], { objects })] : [];
  });
  const whole = verify.whole[toThirdParties ? "provable" : "notProvable"];
  return [...byWord, provableMark(toThirdParties, verify) + whole];
}

function provableMark(toThirdParties: boolean, { marks }: VerifyTexts): string {
  return toThirdParties ? marks.provable : marks.notProvable;
}

export function conclusionLine(conclusion: Conclusion, facts: Facts, texts: CommandTexts): string {
  return texts.verify.marks.conclusion + say(texts.verify.conclusions[conclusion], texts, facts);
}

export function notProvenLine(code: keyof VerifyTexts["leftOpen"], facts: Facts, texts: CommandTexts): string {
  return texts.verify.marks.notProven + say(texts.verify.leftOpen[code], texts, facts);
}
