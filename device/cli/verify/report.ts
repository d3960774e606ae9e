/** A report in plain lines. */

import type { Earlier } from "../../contract/messages/earlier.ts";
import type { Bundle } from "../../evidence/bundle.ts";
import type { Report } from "../../evidence/check.ts";
import type { Doubt, Facts, Finding } from "../../evidence/finding.ts";
import type { Conclusion, Provable } from "../../evidence/proof.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { unsettledText } from "../../text/unsettledText.ts";
import type { VerifyTexts } from "../../text/verifyTexts.ts";
import { inColumns } from "../columns.ts";
import { exitCodes, outputLost } from "../exitCodes.ts";
import { fill } from "../fill.ts";

/** The sentence with its facts filled in; those that name a thing by its name in the language. */
function say(sentence: string, texts: CommandTexts, facts: Facts): string {
  return fill(sentence, facts, (name, said) => {
    const names = namesFor(name, texts);
    const inWords = (key: string) => (Object.hasOwn(names, key) ? (names[key] ?? key) : key);
    return isRole.has(name) ? said.split(" ").map(inWords).join(texts.verify.listComma) : inWords(said);
  });
}

function namesFor(name: string, { verify, page }: CommandTexts): Readonly<Record<string, string>> {
  if (isRole.has(name)) return page.unbind.roles;
  if (name === "reason") return verify.reasons;
  if (name === "by") return verify.keys;
  if (name === "decision") return verify.decisions;
  return isThing.has(name) ? verify.places : {};
}

const isThing: ReadonlySet<string> = new Set(["object", "missing", "earlier", "later"]);
const isRole: ReadonlySet<string> = new Set(["role", "roles", "mayNot", "notAlone", "alone"]);

/** The first line where nobody brought the upstream's key: nothing from the upstream is believed without. */
export function notPinnedLine(upstreamKids: readonly string[], { verify }: CommandTexts): string {
  const { keys, noKeys } = verify.notPinned;
  return upstreamKids.length > 0 ? fill(keys, { kids: upstreamKids.join(" ") }) : noKeys;
}

function doubtLine({ code, facts }: Doubt, texts: CommandTexts): string {
  return `${texts.verify.marks.doubt} ${say(texts.verify.doubts[code], texts, facts)}`;
}

export function findingLine({ code, ok, facts }: Finding, texts: CommandTexts): string {
  const { right, wrong, marks } = texts.verify;
  const ways: Readonly<Record<string, string>> = wrong[code];
  const way = Object.keys(ways).find((name) => name in facts) ?? "";
  const sentence = ok ? right[code] : (ways[way] ?? right[code]);
  return `${ok ? marks.ok : marks.wrong} ${say(sentence, texts, facts)}`;
}

/** What an unbind was about, for the conclusion's sentence and for programs. */
export function aboutOf({ payloads: { request, order, decision, receipt } }: Report, { offline }: Bundle): Facts {
  const { requestId, epoch } = request ?? order ?? {};
  const sn = request?.device.sn ?? order?.sn;
  return {
    ...(requestId && sn && epoch && { requestId, sn, epoch }),
    ...(offline && { challenge: offline.challenge, tier: offline.tier, authorisedAt: offline.authorisedAt }),
    ...(decision && { decision: decision.outcome, decisionCode: decision.code, decidedAt: decision.at }),
    ...(receipt && aboutReceipt(receipt)),
  };
}

export function aboutReceipt({ requestId, sn, epoch, receiptId, outcome, unboundAt }: Earlier["receipt"]): Facts {
  return { requestId, sn, epoch, receiptId, outcome, unboundAt };
}

/** These do not rest on the upstream's word: on nobody's but the terminal's, or on what is not in the file. */
const withoutUpstream: readonly Conclusion[] = [
  "offline-code",
  "requested-only",
  "approved-only",
  "ordered-only",
  "decided-only",
];

export function bundleLines(report: Report, about: Facts, pinned: boolean, texts: CommandTexts): readonly string[] {
  const { conclusion, findings, doubts, provable, notProven, upstreamKids, payloads } = report;
  const lines = [
    ...(pinned ? [] : [notPinnedLine(upstreamKids, texts)]),
    ...findings.map((finding) => findingLine(finding, texts)),
    ...doubts.map((doubt) => doubtLine(doubt, texts)),
  ];
  const wrong = findings.filter(({ ok }) => !ok).length;
  const kids = upstreamKids.join(" ");
  const conclude = conclusionLine(conclusion, { ...about, wrong, kids }, texts);
  if (conclusion === "inconsistent") return [...lines, conclude];

  const { trustedBy, wiped, wipedItem, listComma } = texts.verify;
  const { wipeItems, wipeResults } = texts.page.unbind;
  const items = payloads.attestation?.items.map((item) => {
    const left = unsettledText(item, texts.page.unbind);
    const result = wipeResults[item.result];
    return fill(wipedItem, { item: wipeItems[item.name], result: left ? `${result} (${left})` : result });
  });
  return [
    ...lines,
    conclude,
    ...(kids && !withoutUpstream.includes(conclusion)
      ? [`  ${fill(trustedBy[pinned ? "pinned" : "unpinned"], { kids })}`]
      : []),
    ...(items ? [`  ${fill(wiped, { items: items.join(listComma) })}`] : []),
    ...provableLines(provable, conclusion, texts),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, texts)),
  ];
}

/** By whose word each object is, and whether the conclusion convinces somebody who is neither of the two. */
export function provableLines(
  provable: readonly Provable[],
  conclusion: Conclusion,
  { verify }: CommandTexts,
): readonly string[] {
  const byWord = (["upstream", "claimed-upstream", "device", "shared-secret"] as const).flatMap((word) => {
    const said = provable.filter((one) => one.word === word);
    const objects = said.map(({ object }) => verify.places[object]).join(verify.listComma);
    const mark = provableMark(said[0]?.toThirdParties ?? false, verify);
    return objects ? [mark + fill(verify.provable[word], { objects })] : [];
  });
  const whole = wholeOf[conclusion];
  return [...byWord, provableMark(whole === "provable", verify) + verify.whole[whole]];
}

/** What is said of the conclusion as a whole to those who are neither of the two. */
const wholeOf: Record<Conclusion, keyof VerifyTexts["whole"]> = {
  "unbound-now-proven": "provable",
  "already-unbound-proven": "provable",
  "offline-signed": "provable",
  "unbound-now-claimed": "claimed",
  "already-unbound-claimed": "claimed",
  "offline-signed-claimed": "claimed",
  "offline-code": "byCode",
  "approved-only": "absent",
  "ordered-only": "absent",
  "decided-only": "absent",
  "requested-only": "absent",
  inconsistent: "absent",
};

function provableMark(toThirdParties: boolean, { marks }: VerifyTexts): string {
  return toThirdParties ? marks.provable : marks.notProvable;
}

export function conclusionLine(conclusion: Conclusion, facts: Facts, texts: CommandTexts): string {
  return texts.verify.marks.conclusion + say(texts.verify.conclusions[conclusion], texts, facts);
}

export function notProvenLine(code: keyof VerifyTexts["leftOpen"], facts: Facts, texts: CommandTexts): string {
  return texts.verify.marks.notProven + say(texts.verify.leftOpen[code], texts, facts);
}

export function helpLines({ commandLine, verify }: CommandTexts): readonly string[] {
  const list = (rows: readonly (readonly [string, string])[]) =>
    rows.map(([name, says]) => `  ${inColumns(name, says, 22)}`);
  const exits = Object.entries(exitCodes).map(
    ([name, code]) => [String(code), verify.exits[name as keyof typeof exitCodes]] as const,
  );
  return [
    verify.about,
    verify.usage,
    "",
    commandLine.optionsTitle,
    ...list(Object.entries({ ...verify.options, ...commandLine.options })),
    "",
    commandLine.exitsTitle,
    ...list([...exits, [String(outputLost), commandLine.exits.outputLost]]),
  ];
}
