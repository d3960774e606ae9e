/** `verify`: looks at an evidence bundle, or at a receipt alone, without any network, and says what it proves. */

import { createNodeHash } from "../../adapters/node/nodeHash.ts";
import { fromUtf8 } from "../../base/bytes.ts";
import type { PublicJwk } from "../../contract/fields.ts";
import { maxBundleBytes } from "../../evidence/bundle.ts";
import type { Facts } from "../../evidence/finding.ts";
import type { Conclusion } from "../../evidence/proof.ts";
import { maxTermsBytes } from "../../evidence/terms.ts";
import { type EvidenceFailure, judgeBundle, judgeReceipt, readEvidence, type Verdict } from "../../evidence/verdict.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { fill } from "../../text/fill.ts";
import { verdictLines } from "../../text/verdictLines.ts";
import { inColumns } from "../columns.ts";
import { exitCodes, outputLost } from "../exitCodes.ts";
import { readPublicKeys, readRegularFile } from "../files.ts";
import { parseVerifyArguments, type VerifyArguments } from "./arguments.ts";
import { verifyFormat } from "./schema.ts";

/** What is printed and how the command ends: lines for people, or one object for programs. */
type Outcome = { readonly exitCode: number; readonly lines: readonly string[]; readonly json: object };

/** Prints the outcome and answers the exit code. */
export async function verifyCommand(argv: readonly string[], print: (line: string) => void): Promise<number> {
  const parsed = parseVerifyArguments(argv);
  if (!parsed.ok) {
    const { commandLine, verify: texts } = commandTextsOf[parsed.error.language];
    print(fill(commandLine.failures["cli/arguments-wrong"], parsed.error));
    print(texts.usage);
    return exitCodes.notLooked;
  }
  if (parsed.value.help) {
    for (const line of helpLines(commandTextsOf[parsed.value.language])) print(line);
    return exitCodes.proven;
  }
  const { exitCode, lines, json } = await verify(parsed.value);
  if (parsed.value.json) print(JSON.stringify({ format: verifyFormat, exitCode, ...json }, null, 1));
  else for (const line of lines) print(line);
  return exitCode;
}

async function verify(args: VerifyArguments): Promise<Outcome> {
  const { file, deviceKid, termsFile } = args;
  const upstreamKeys: PublicJwk[] = [];
  for (const keyFile of args.upstreamKeyFiles) {
    const keys = await readPublicKeys(keyFile);
    if (!keys.ok) return failed(exitCodes.notLooked, keys.error, args);
    upstreamKeys.push(...keys.value);
  }
  const given = termsFile === undefined ? null : await readRegularFile(termsFile, maxTermsBytes);
  if (given && !given.ok) return failed(exitCodes.notLooked, given.error, args);
  const terms = given ? fromUtf8(given.value) : undefined;
  if (terms === null) return failed(exitCodes.notLooked, { code: "cli/terms-not-text", file: termsFile ?? "" }, args);
  const read = await readRegularFile(file, maxBundleBytes);
  if (!read.ok) return failed(exitCodes.notLooked, read.error, args);
  const hash = createNodeHash();
  const evidence = readEvidence(read.value, hash);
  if (!evidence.ok) return unread(evidence.error, args);

  if (evidence.value.kind === "bundle")
    return outcomeOf(await judgeBundle(evidence.value.bundle, { upstreamKeys, deviceKid, terms }, hash), args);
  // A receipt names neither the terminal's key nor any terms: to look for them would be to promise what cannot be checked.
  const inVain = deviceKid ? "--device-key-id" : termsFile && "--terms";
  if (inVain) return failed(exitCodes.notLooked, { code: "cli/arguments-wrong", argument: inVain }, args);
  if (upstreamKeys.length === 0) return failed(exitCodes.notLooked, { code: "cli/receipt-needs-key", file }, args);
  return outcomeOf(await judgeReceipt(evidence.value.jws, upstreamKeys), args);
}

function unread(failure: EvidenceFailure, args: VerifyArguments): Outcome {
  const { file } = args;
  switch (failure.code) {
    // The file was bounded by the same measure before.
    case "evidence/too-large":
      throw new Error("read more than a bundle may hold");
    case "evidence/not-a-bundle": {
      const where = failure.where || commandTextsOf[args.language].verify.wholeFile;
      return failed(exitCodes.wrong, { ...failure, file, where }, args);
    }
    case "evidence/not-canonical":
      return failed(exitCodes.wrong, { ...failure, file }, args);
    case "qr/parts-missing": {
      const { missing, ...facts } = failure;
      return failed(exitCodes.notLooked, { ...facts, file, numbers: missing.join(" ") }, args);
    }
    default:
      return failed(exitCodes.notLooked, { ...failure, file, numbers: "" }, args);
  }
}

function outcomeOf(verdict: Verdict, { file, language }: VerifyArguments): Outcome {
  const texts = commandTextsOf[language];
  const marks = { ...texts.verify.marks, notPinned: "", detail: "  " };
  const lines = verdictLines(verdict, texts).map(({ mark, text }) => marks[mark] + text);
  const { about } = verdict;
  if (verdict.kind === "bundle") {
    const { report, pinned, terms } = verdict;
    const exitCode = terms?.agreed === false ? exitCodes.wrong : exitCodeOf[verdict.conclusion];
    const { payloads: _, ...json } = report;
    return { exitCode, lines, json: { file, upstreamPinned: pinned, about, ...(terms && { terms }), ...json } };
  }
  const exitCode = exitCodeOf[verdict.conclusion];
  const { conclusion, signed, provable, toThirdParties, notProven } = verdict;
  const findings = [signed];
  const told = conclusion === "inconsistent" ? {} : { about };
  return { exitCode, lines, json: { file, conclusion, ...told, findings, provable, toThirdParties, notProven } };
}

const exitCodeOf: Record<Conclusion, number> = {
  "unbound-now-proven": exitCodes.proven,
  "already-unbound-proven": exitCodes.proven,
  "offline-signed": exitCodes.proven,
  "unbound-now-claimed": exitCodes.notPinned,
  "already-unbound-claimed": exitCodes.notPinned,
  "offline-signed-claimed": exitCodes.notPinned,
  "offline-code": exitCodes.notProvable,
  "approved-only": exitCodes.notUnbound,
  "ordered-only": exitCodes.notUnbound,
  "decided-only": exitCodes.notUnbound,
  "requested-only": exitCodes.notUnbound,
  inconsistent: exitCodes.wrong,
};

function failed(
  exitCode: number,
  failure: Facts & { code: keyof CommandTexts["commandLine"]["failures"] | keyof CommandTexts["verify"]["failures"] },
  args: VerifyArguments,
): Outcome {
  const { commandLine, verify } = commandTextsOf[args.language];
  const sentences = { ...commandLine.failures, ...verify.failures };
  return { exitCode, lines: [fill(sentences[failure.code], failure)], json: { error: failure } };
}

function helpLines({ commandLine, verify }: CommandTexts): readonly string[] {
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
