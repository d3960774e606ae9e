// Who could have made a sentence of verify true by lying is written down for each, and the sentence names them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDir } from "../../../build/paths.ts";
import { verifyEn } from "../../../device/text/en/verify.ts";
import type { VerifyTexts } from "../../../device/text/verifyTexts.ts";
import { verifyZhCN } from "../../../device/text/zh-CN/verify.ts";

const record = readFileSync(join(projectDir, "build/decisions/21-what-verify-says.md"), "utf8");
const rows = [...record.matchAll(/^\| `([^`]+)` \| ([a-z, ]+) \|$/gm)].map(([, code = "", liars = ""]) => ({
  code,
  liars: liars.split(", "),
}));

/** Every sentence that claims something, by its code. */
const claims = ({ right, doubts, conclusions, provable }: VerifyTexts): Readonly<Record<string, string>> => ({
  ...right,
  ...doubts,
  ...conclusions,
  ...provable,
});

/** How a sentence names whoever could have lied, in English and in Chinese. */
const named: Readonly<Record<string, readonly [RegExp, RegExp]>> = {
  nobody: [/./, /./],
  terminal: [/terminal/, /终端/],
  upstream: [/provider/, /支付机构/],
  key: [/key/, /密钥/],
  secret: [/secret/, /密钥/],
  clock: [/clock/, /时钟/],
  file: [/file/, /文件/],
  acknowledgement: [/acknowledgement/, /回执/],
};

test("Every sentence that claims something has its row, and every row its sentence", () => {
  expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(claims(verifyEn)).sort());
});

test.each(rows)("$code names in both languages who could have lied: $liars", ({ code, liars }) => {
  const [en, zh] = [claims(verifyEn)[code] ?? "", claims(verifyZhCN)[code] ?? ""];
  const unnamed = liars.filter((liar) => !(named[liar]?.[0].test(en) && named[liar]?.[1].test(zh)));
  expect(unnamed).toEqual([]);
});

test("No sentence says that something did not happen", () => {
  const absence = [/\bnot unbound\b/, /尚未解绑/, /未曾/];
  const said = [verifyEn, verifyZhCN].flatMap((texts) => Object.values(claims(texts)));
  expect(said.filter((one) => absence.some((claim) => claim.test(one)))).toEqual([]);
});
