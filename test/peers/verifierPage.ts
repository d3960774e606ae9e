/** The verifier's page as a test works it, and what `verify` says of the same evidence. */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyCommand } from "../../device/cli/verify/command.ts";
import { qrParts } from "../../device/evidence/qrParts.ts";
import { commandTextsOf } from "../../device/text/commandTextsOf.ts";
import { verifierEn } from "../../device/text/en/verifier.ts";
import { tell, terminal, upstream } from "../device/evidence/forging.ts";
import { hash } from "../device/evidence/keys.ts";
import { sealedText, type Twist } from "../device/evidence/unbindStory.ts";
import { makeScratchDir } from "../support/scratchDir.ts";
import type { Browser } from "./browsers/browser.ts";

export const upstreamKey = JSON.stringify(upstream.jwk);
export const genuine = async (twist: Twist = {}) => sealedText(terminal, (await tell(twist)).parts);

/** What a reader brings beside the evidence. */
export type Brought = { readonly key: string; readonly deviceKid: string; readonly terms?: string };
export const everything: Brought = { key: upstreamKey, deviceKid: terminal.kid };
export const nothing: Brought = { key: "", deviceKid: "" };

/** For scripts in the page: waits for what is said, fills fields, hands files over; lines as the shell has them. */
export const hands = `
  const until = async (condition) => {
    for (;;) {
      const found = condition();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const field = (name) => document.querySelector('[data-field="' + name + '"]');
  const said = () => document.querySelector('[data-field="verdict"], [data-field="failure"]');
  const linesOf = (shown) => {
    if (shown.dataset.field === "failure") return [["failure", shown.textContent]];
    return [...shown.querySelectorAll("[data-line]")].map((line) => {
      const mark = line.querySelector("strong");
      return [line.dataset.line, mark ? line.textContent.slice(mark.textContent.length) : line.textContent];
    });
  };
  const linesSaid = async () => linesOf(await until(said));
  const fill = (name, value) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field(name)), "value").set.call(field(name), value);
    field(name).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const giveFiles = (name, files) => {
    const carried = new DataTransfer();
    for (const { name, type, base64, blanks } of files) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes, new Uint8Array(blanks).fill(32)], name, { type }));
    }
    field(name).files = carried.files;
    field(name).dispatchEvent(new Event("change", { bubbles: true }));
  };
`;

/** Of what the page was opened with. */
export const lookAtWhatIsThere = `${hands} return linesSaid();`;
/** The verdict, whatever is told beside it. */
export const verdictSaid = `${hands} return linesOf(await until(() => field("verdict")));`;
/** Whether codes were left out, in its words. */
export const leftOut = `return [...document.querySelectorAll('[data-field="leftOut"]')].map((note) => note.textContent);`;

/** Types what the reader brings, and hands the evidence over. */
const look = `
  ${hands}
  const [evidence, key, deviceKid, files, terms] = args;
  fill("evidenceText", "");
  fill("keyText", key);
  fill("deviceKid", deviceKid);
  field("removeTerms")?.click();
  await until(() => !said() && !field("terms"));
  if (terms) {
    giveFiles("termsFile", terms);
    await until(() => field("terms"));
  }
  if (files) giveFiles("evidenceFile", files);
  else fill("evidenceText", evidence);
  return linesSaid();
`;

export type Line = readonly [mark: string, text: string];

export async function inBrowser(browser: Browser, evidence: string, brought: Brought): Promise<readonly string[]> {
  const { key, deviceKid, terms } = brought;
  const termsFile = terms === undefined ? null : files(["terms.txt", "text/plain", Buffer.from(terms)]);
  const lines = (await browser.run(look, evidence, key, deviceKid, null, termsFile)) as readonly Line[];
  return lines.map(([mark, text]) => mark + text).sort();
}

/** What `verify` prints, by the same marks. */
export async function atShell(evidence: string, { key, deviceKid, terms }: Brought): Promise<readonly string[]> {
  const folder = await makeScratchDir();
  const file = join(folder, "evidence");
  writeFileSync(file, evidence);
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, key);
  const termsFile = join(folder, "terms");
  writeFileSync(termsFile, terms ?? "");
  const options = [
    ...(key ? ["--upstream-key", keyFile] : []),
    ...(deviceKid ? ["--device-key-id", deviceKid] : []),
    ...(terms === undefined ? [] : ["--terms", termsFile]),
  ];
  const printed: string[] = [];
  await verifyCommand([file, ...options, "--lang", "en"], (line) => printed.push(line));
  const [alone = ""] = printed;
  if (printed.length === 1) return [`failure${alone.replace(file, verifierEn.verifier.pasted)}`];
  const { marks } = commandTextsOf.en.verify;
  const known = Object.entries({ ...marks, detail: "  " });
  return printed
    .map((line) => {
      const [mark = "notPinned", before = ""] = known.find(([, text]) => line.startsWith(text)) ?? [];
      return mark + line.slice(before.length);
    })
    .sort();
}

type NamedFile = readonly [name: string, type: string, bytes: Uint8Array];

export const files = (...named: readonly NamedFile[]) => named.map(([name, type, bytes]) => fileOf(name, type, bytes));

/** `blanks`: how many follow the bytes. The page itself puts them there, since no driver carries 50 MB well. */
export function fileOf(name: string, type: string, bytes: Uint8Array, blanks = 0) {
  return { name, type, base64: Buffer.from(bytes).toString("base64"), blanks };
}

/** What a sheet of paper holds, without the white between letters: where a line breaks is the browser's. */
export function lettersOf(pdf: Uint8Array): string {
  // Laid out as it stands: else it takes the hyphen of a number at a line's end for a word's.
  const text = execFileSync("pdftotext", ["-layout", "-enc", "UTF-8", "-", "-"], { input: pdf, encoding: "utf8" });
  // Some of the letters are drawn as one: fi, fl.
  return withoutWhite(text.normalize("NFKC"));
}

export function withoutWhite(text: string): string {
  return text.replaceAll(/\s/g, "");
}

export async function fromFiles(browser: Browser, given: ReturnType<typeof files>, key = upstreamKey) {
  const lines = (await browser.run(look, "", key, "", given, null)) as readonly Line[];
  return lines.map(([mark, text]) => mark + text);
}

/** The texts of the codes that a terminal shows of it. */
export function codesOf(evidence: string): readonly string[] {
  const parts = qrParts(evidence, hash);
  if (!parts.ok) throw new Error(parts.error.code);
  return parts.value;
}

/** Drawn by a program of somebody else. */
export function picture(text: string, modulePx = 6): Uint8Array {
  return execFileSync("qrencode", ["-t", "PNG", "-l", "L", "-s", `${modulePx}`, "-o", "-", text]);
}
