/** What a run came to: lines for a terminal, and files for an auditor and for a build server. */

import type { Outcome } from "./run.ts";

export type Report = {
  readonly baseUrl: string;
  readonly at: string;
  readonly app: string;
  readonly outcomes: readonly Outcome[];
};

const marks = { kept: "ok  ", notKept: "FAIL", broken: "FAIL", skipped: "skip" } as const;

export function line({ check, verdict, expected, came }: Outcome): string {
  const head = `${marks[verdict]}  ${check.id}`;
  if (verdict === "kept") return head;
  if (verdict === "skipped") return `${head}: ${came}`;
  return `${head} (${check.severity})\n      ${check.clause}\n      expected ${expected}\n      came     ${came}`;
}

export type Sum = { readonly kept: number; readonly failed: number; readonly skipped: number };

export function sumOf(outcomes: readonly Outcome[]): Sum {
  const count = (...verdicts: readonly Outcome["verdict"][]) =>
    outcomes.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return { kept: count("kept"), failed: count("notKept", "broken"), skipped: count("skipped") };
}

export function isConformant(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(
    ({ verdict, check }) => verdict === "kept" || verdict === "skipped" || check.severity === "should",
  );
}

export function asJson({ baseUrl, at, app, outcomes }: Report): string {
  const checks = outcomes.map(({ check, verdict, expected, came, exchanges, ms }) => {
    const { id, clause, severity } = check;
    return { id, clause, severity, verdict, expected, came, exchanges, ms };
  });
  return `${JSON.stringify({ baseUrl, at, app, sum: sumOf(outcomes), checks }, null, 2)}\n`;
}

/** The format that build servers read. */
export function asJunit({ outcomes }: Report): string {
  const { failed, skipped } = sumOf(outcomes);
  const cases = outcomes.map(({ check, verdict, expected, came, ms }) => {
    const head = `  <testcase classname="conformance.${xml(check.id.split("/")[0] ?? "")}" name="${xml(check.id)}" time="${ms / 1_000}"`;
    if (verdict === "kept") return `${head}/>`;
    if (verdict === "skipped") return `${head}><skipped/></testcase>`;
    return `${head}><failure message="${xml(check.clause)}">expected ${xml(expected ?? "")}\ncame ${xml(came ?? "")}</failure></testcase>`;
  });
  const head = `<testsuite name="conformance" tests="${outcomes.length}" failures="${failed}" skipped="${skipped}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${cases.join("\n")}\n</testsuite>\n`;
}

/** To be read by somebody who was not there: each clause, what was found, and what was sent where it was not kept. */
export function asMarkdown({ baseUrl, at, app, outcomes }: Report): string {
  const { kept, failed, skipped } = sumOf(outcomes);
  const rows = outcomes.map(
    ({ check, verdict }) => `| ${check.id} | ${cell(check.clause)} | ${check.severity} | ${verdict} |`,
  );
  const found = outcomes.filter(({ verdict }) => verdict === "notKept" || verdict === "broken");
  return [
    "# Conformance of a provider",
    "",
    `Provider: ${baseUrl}  \nTime: ${at}  \nChecked by: ${app}`,
    "",
    `${kept} of ${outcomes.length} checks kept, ${failed} not kept, ${skipped} skipped.`,
    "",
    "| check | clause of the contract | severity | verdict |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...found.flatMap(detail),
    "",
  ].join("\n");
}

function detail({ check, expected, came, exchanges }: Outcome): readonly string[] {
  const said = exchanges.flatMap(({ sent, came: answer }) => ["sent:", fenced(sent), "came:", fenced(answer)]);
  return ["", `## ${check.id}`, "", check.clause, "", `Expected ${expected}; came ${came}.`, "", ...said];
}

const fenced = (text: string) => `\n~~~\n${text.replaceAll("~~~", "~ ~ ~")}\n~~~\n`;
const cell = (text: string) => text.replaceAll("|", "\\|");

function xml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "?");
}
