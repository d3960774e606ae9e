/** A verdict on evidence in plain lines: the same at a shell and in a browser. */

import type { Doubt, Facts, Finding } from "../evidence/finding.ts";
import type { Conclusion, Provable } from "../evidence/proof.ts";
import type { TermsVerdict } from "../evidence/terms.ts";
import type { BundleVerdict, ReceiptVerdict, Verdict } from "../evidence/verdict.ts";
import { fill } from "./fill.ts";
import type { UnbindTexts } from "./texts.ts";
import { unsettledText } from "./unsettledText.ts";
import type { VerifyTexts } from "./verifyTexts.ts";

/** What the lines are made of; the names of roles and wiped items are those of the page. */
export type VerdictTexts = { readonly verify: VerifyTexts; readonly page: { readonly unbind: UnbindTexts } };

/** What kind of line it is. "detail" belongs to the line before; "notPinned" comes first, where nobody brought the upstream's key. */
export type VerdictLine = {
  readonly mark: keyof VerifyTexts["marks"] | "detail" | "notPinned";
  readonly text: string;
};

export function verdictLines(verdict: Verdict, texts: VerdictTexts): readonly VerdictLine[] {
  return verdict.kind === "bundle" ? bundleLines(verdict, texts) : receiptLines(verdict, texts);
}

/** The sentence with its facts filled in; those that name a thing by its name in the language. */
function say(sentence: string, texts: VerdictTexts, facts: Facts): string {
  return fill(sentence, facts, (name, said) => {
    const names = namesFor(name, texts);
    const inWords = (key: string) => names.get(key) ?? key;
    return isRole.has(name) ? said.split(" ").map(inWords).join(texts.verify.listComma) : inWords(said);
  });
}

function namesFor(name: string, { verify, page }: VerdictTexts): ReadonlyMap<string, string> {
  if (isRole.has(name)) return new Map(Object.entries(page.unbind.roles));
  if (name === "reason") return new Map(Object.entries(verify.reasons));
  if (name === "by") return new Map(Object.entries(verify.keys));
  if (name === "decision") return new Map(Object.entries(verify.decisions));
  return new Map(isThing.has(name) ? Object.entries(verify.places) : []);
}

const isThing: ReadonlySet<string> = new Set(["object", "missing", "earlier", "later"]);
const isRole: ReadonlySet<string> = new Set(["role", "roles", "mayNot", "notAlone", "alone"]);

/** The first line where nobody brought the upstream's key: nothing from the upstream is believed without. */
function notPinnedLine(upstreamKids: readonly string[], { verify }: VerdictTexts): VerdictLine {
  const { keys, noKeys } = verify.notPinned;
  return { mark: "notPinned", text: upstreamKids.length > 0 ? fill(keys, { kids: upstreamKids.join(" ") }) : noKeys };
}

function doubtLine({ code, facts }: Doubt, texts: VerdictTexts): VerdictLine {
  return { mark: "doubt", text: say(texts.verify.doubts[code], texts, facts) };
}

function findingLine({ code, ok, facts }: Finding, texts: VerdictTexts): VerdictLine {
  const { right, wrong } = texts.verify;
  const ways: Readonly<Record<string, string>> = wrong[code];
  const way = Object.keys(ways).find((name) => name in facts) ?? "";
  const sentence = ok ? right[code] : (ways[way] ?? right[code]);
  return { mark: ok ? "ok" : "wrong", text: say(sentence, texts, facts) };
}

function termsLine({ agreed, textHash }: TermsVerdict, { verify }: VerdictTexts): VerdictLine {
  const { terms } = verify;
  if (agreed) return { mark: "ok", text: fill(terms.agreed, { textHash }) };
  return { mark: "wrong", text: fill(textHash === undefined ? terms.none : terms.other, { textHash }) };
}

/** These do not rest on the upstream's word: on nobody's but the terminal's, or on what is not in the file. */
const withoutUpstream: readonly Conclusion[] = [
  "offline-code",
  "requested-only",
  "approved-only",
  "ordered-only",
  "decided-only",
];

function bundleLines({ report, about, pinned, terms }: BundleVerdict, texts: VerdictTexts): readonly VerdictLine[] {
  const { conclusion, findings, doubts, provable, notProven, upstreamKids, rootKids, payloads } = report;
  const lines = [
    ...(pinned ? [] : [notPinnedLine(upstreamKids, texts)]),
    ...findings.map((finding) => findingLine(finding, texts)),
    ...doubts.map((doubt) => doubtLine(doubt, texts)),
    ...(terms ? [termsLine(terms, texts)] : []),
  ];
  const wrong = findings.filter(({ ok }) => !ok).length;
  const kids = upstreamKids.join(" ");
  const conclude = conclusionLine(conclusion, { ...about, wrong, kids }, texts);
  if (conclusion === "inconsistent") return [...lines, conclude];

  const { trustedBy, agreedTo, wiped, wipedItem, listComma } = texts.verify;
  const { policyId, policyVersion, language, textHash } = payloads.request?.consent ?? {};
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
      ? [detail(pinned ? fill(trustedBy.pinned, { kids: rootKids.join(" ") }) : fill(trustedBy.unpinned, { kids }))]
      : []),
    ...(textHash ? [detail(fill(agreedTo, { policyId, policyVersion, language, textHash }))] : []),
    ...(items ? [detail(fill(wiped, { items: items.join(listComma) }))] : []),
    ...provableLines(provable, conclusion, texts),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, texts)),
  ];
}

function receiptLines(verdict: ReceiptVerdict, texts: VerdictTexts): readonly VerdictLine[] {
  const { signed, conclusion, about, provable, notProven } = verdict;
  if (conclusion === "inconsistent")
    return [findingLine(signed, texts), conclusionLine(conclusion, { wrong: 1 }, texts)];
  return [
    findingLine(signed, texts),
    conclusionLine(conclusion, about, texts),
    detail(fill(texts.verify.trustedBy.pinned, { kids: signed.facts.kid })),
    ...provableLines(provable, conclusion, texts),
    ...notProven.map(({ code, facts }) => notProvenLine(code, facts, texts)),
  ];
}

function detail(text: string): VerdictLine {
  return { mark: "detail", text };
}

/** By whose word each object is, and whether the conclusion convinces somebody who is neither of the two. */
function provableLines(
  provable: readonly Provable[],
  conclusion: Conclusion,
  { verify }: VerdictTexts,
): readonly VerdictLine[] {
  const byWord = (["upstream", "claimed-upstream", "device", "shared-secret"] as const).flatMap((word) => {
    const said = provable.filter((one) => one.word === word);
    const objects = said.map(({ object }) => verify.places[object]).join(verify.listComma);
    const mark = provableMark(said[0]?.toThirdParties ?? false);
    return objects ? [{ mark, text: fill(verify.provable[word], { objects }) }] : [];
  });
  const whole = wholeOf[conclusion];
  return [...byWord, { mark: provableMark(whole === "provable"), text: verify.whole[whole] }];
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

function provableMark(toThirdParties: boolean): VerdictLine["mark"] {
  return toThirdParties ? "provable" : "notProvable";
}

function conclusionLine(conclusion: Conclusion, facts: Facts, texts: VerdictTexts): VerdictLine {
  return { mark: "conclusion", text: say(texts.verify.conclusions[conclusion], texts, facts) };
}

function notProvenLine(code: keyof VerifyTexts["leftOpen"], facts: Facts, texts: VerdictTexts): VerdictLine {
  return { mark: "notProven", text: say(texts.verify.leftOpen[code], texts, facts) };
}
