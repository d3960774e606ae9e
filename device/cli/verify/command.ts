/** `verify`: looks at an evidence bundle, or at a receipt alone, without any network, and says what it proves. */

import { createNodeHash } from "../../adapters/node/nodeHash.ts";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { compactJws, type PublicJwk } from "../../contract/fields.ts";
import { earlier } from "../../contract/messages/earlier.ts";
import { jwsType } from "../../contract/messages/jwsTypes.ts";
import { receiptPayload } from "../../contract/messages/outcome.ts";
import { maxBundleBytes, readBundle } from "../../evidence/bundle.ts";
import { checkBundle } from "../../evidence/check.ts";
import { type Facts, finding } from "../../evidence/finding.ts";
import { type Conclusion, concludeReceipt, nothingProven, type Provable } from "../../evidence/proof.ts";
import { isQrPart, joinQrParts, type QrPartsFailure } from "../../evidence/qrParts.ts";
import type { CommandTexts } from "../../text/commandTexts.ts";
import { commandTextsOf } from "../../text/commandTextsOf.ts";
import { peekJws, verifyJws } from "../../trust/jws.ts";
import { exitCodes } from "../exitCodes.ts";
import { readPublicKeys, readRegularFile } from "../files.ts";
import { fill } from "../fill.ts";
import { parseVerifyArguments, type VerifyArguments } from "./arguments.ts";
import {
  aboutOf,
  aboutReceipt,
  bundleLines,
  conclusionLine,
  findingLine,
  helpLines,
  notProvenLine,
  provableLines,
} from "./report.ts";
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
  const pinned: PublicJwk[] = [];
  for (const file of args.upstreamKeyFiles) {
    const keys = await readPublicKeys(file);
    if (!keys.ok) return failed(exitCodes.notLooked, keys.error, args);
    pinned.push(...keys.value);
  }
  const read = await readRegularFile(args.file, maxBundleBytes);
  if (!read.ok) return failed(exitCodes.notLooked, read.error, args);

  const scanned = (fromUtf8(read.value) ?? "").trim();
  const joined = isQrPart(scanned) ? joinQrParts(scanned.split(/\s+/), createNodeHash()) : null;
  if (joined && !joined.ok) return failed(exitCodes.notLooked, partsFailure(joined.error, args), args);
  const text = joined?.value ?? scanned;
  if (compactJws.safeParse(text).success) return verifyReceipt(text, pinned, args);
  return verifyBundle(joined ? utf8(joined.value) : read.value, pinned, args);
}

/** Of a file with the texts of several codes, one a line. */
function partsFailure(failure: QrPartsFailure, { file }: VerifyArguments) {
  const { missing, ...facts } = { missing: [], ...failure };
  return { ...facts, file, numbers: missing.join(" ") };
}

async function verifyBundle(bytes: Uint8Array, pinned: readonly PublicJwk[], args: VerifyArguments): Promise<Outcome> {
  const { file, deviceKid } = args;
  const texts = commandTextsOf[args.language];
  const read = readBundle(bytes);
  if (!read.ok) {
    // The file was bounded by the same measure before.
    if (read.error.code === "evidence/too-large") throw new Error("read more than a bundle may hold");
    const where = "where" in read.error && read.error.where === "" ? { where: texts.verify.wholeFile } : {};
    return failed(exitCodes.wrong, { file, ...read.error, ...where }, args);
  }
  const pinnedUpstream = pinned.length > 0 ? pinned : undefined;
  const report = await checkBundle(read.value, { pinnedUpstream, pinnedDeviceKid: deviceKid, hash: createNodeHash() });
  const { payloads: _, ...json } = report;
  const about = aboutOf(report, read.value);
  return {
    exitCode: exitCodeOf[report.conclusion],
    lines: bundleLines(report, about, pinnedUpstream !== undefined, texts),
    json: { file, upstreamPinned: pinnedUpstream !== undefined, about, ...json },
  };
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

/** The text of a voucher's QR: it carries no key, so somebody has to bring the upstream's. */
async function verifyReceipt(jws: string, pinned: readonly PublicJwk[], args: VerifyArguments): Promise<Outcome> {
  const { file } = args;
  const texts = commandTextsOf[args.language];
  // A receipt names no key of the terminal: to look for one would be to promise what cannot be checked.
  if (args.deviceKid)
    return failed(exitCodes.notLooked, { code: "cli/arguments-wrong", argument: "--device-key-id" }, args);
  if (pinned.length === 0) return failed(exitCodes.notLooked, { code: "cli/receipt-needs-key", file }, args);
  // One by an earlier program says nothing of whom it is for, and that it does not cannot be forged.
  const version = "iss" in peekJws(jws).payload ? 2 : 1;
  const schema = version === 1 ? earlier.receipt : receiptPayload;
  const verified = await verifyJws(jws, jwsType.receipt, pinned, schema, version);
  const object = { object: "receipt", by: "upstream" };
  if (!verified.ok) {
    const signed = finding("evidence/signed", object, { reason: verified.error.code });
    return {
      exitCode: exitCodes.wrong,
      lines: [findingLine(signed, texts), conclusionLine("inconsistent", { wrong: 1 }, texts)],
      json: { file, findings: [signed], ...nothingProven },
    };
  }
  const about = aboutReceipt(verified.value);
  const kid = String(peekJws(jws).header.kid);
  const signed = finding("evidence/signed", { ...object, kid }, null);
  const provable: Provable = { object: "receipt", word: "upstream", toThirdParties: true };
  const conclusion = concludeReceipt(verified.value, true);
  return {
    exitCode: exitCodes.proven,
    lines: [
      findingLine(signed, texts),
      conclusionLine(conclusion, about, texts),
      `  ${fill(texts.verify.trustedBy.pinned, { kids: kid })}`,
      ...provableLines([provable], conclusion, texts),
      notProvenLine("receipt-alone", {}, texts),
    ],
    json: {
      file,
      conclusion,
      about,
      findings: [signed],
      provable: [provable],
      toThirdParties: true,
      notProven: [{ code: "receipt-alone", facts: {} }],
    },
  };
}

function failed(
  exitCode: number,
  failure: Facts & { code: keyof CommandTexts["commandLine"]["failures"] | keyof CommandTexts["verify"]["failures"] },
  args: VerifyArguments,
): Outcome {
  const { commandLine, verify } = commandTextsOf[args.language];
  const sentences = { ...commandLine.failures, ...verify.failures };
  return { exitCode, lines: [fill(sentences[failure.code], failure)], json: { error: failure } };
}
