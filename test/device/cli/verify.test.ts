import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fromJSONSchema } from "zod";
import { verifyCommand } from "../../../device/cli/verify/command.ts";
import { verifyJsonSchema } from "../../../device/cli/verify/schema.ts";
import { qrParts } from "../../../device/evidence/qrParts.ts";
import { createParty, hash } from "../evidence/keys.ts";
import { at, merchant, sha256 } from "../evidence/unbindPapers.ts";
import { sealedText, type Twist, tellUnbind } from "../evidence/unbindStory.ts";

const folder = mkdtempSync(join(tmpdir(), "verify-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** A file with this content, under a name of its own. */
function fileOf(content: string | Uint8Array): string {
  const file = join(folder, String(files++));
  writeFileSync(file, content);
  return file;
}

const terminal = createParty();
const upstream = createParty();
const upstreamKey = fileOf(JSON.stringify(upstream.jwk));
const strangersKey = fileOf(JSON.stringify(createParty().jwk));

const tell = (twist: Twist = {}) => tellUnbind({ terminal, upstream, ...twist });
const textOf = async (twist: Twist = {}) => sealedText(terminal, (await tell(twist)).parts);
const bundle = fileOf(await textOf());
const receipt = fileOf(`${(await tell()).parts.receipt}\n`);

const schemaFile = "../../fixtures/verify-schema.json";
const schema = fromJSONSchema(JSON.parse(readFileSync(new URL(schemaFile, import.meta.url), "utf8")));

/** The exit code, then the lines as a person reads them; keys by the names of their owners, challenges as such. */
async function verify(...argv: string[]): Promise<readonly (number | string)[]> {
  const lines: string[] = [];
  const exitCode = await verifyCommand(argv, (line) => lines.push(line));
  const named = lines.map((line) =>
    line
      .replaceAll(terminal.kid, "TERMINAL")
      .replaceAll(upstream.kid, "UPSTREAM")
      .replace(/\b[B-Z]{20}\b/g, "CHALLENGE"),
  );
  return [exitCode, ...named];
}

test("a whole unbind is told in plain English, with what it proves and what not", async () => {
  expect(await verify(bundle, "--upstream-key", upstreamKey, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "OK    the holder of the terminal's key sealed this whole file, and nobody else has changed a byte of it since",
      "OK    the binding record: signed with key UPSTREAM, given as the provider's",
      "OK    the unbind request: signed with key TERMINAL, which this file calls the terminal's",
      "OK    the grant: signed with key UPSTREAM, given as the provider's",
      "OK    the execution order: signed with key TERMINAL, which this file calls the terminal's",
      "OK    the unbind receipt: signed with key UPSTREAM, given as the provider's",
      "OK    the wipe attestation: signed with key TERMINAL, which this file calls the terminal's",
      "OK    the attestation's acknowledgement: signed with key UPSTREAM, given as the provider's",
      "OK    the binding record: speaks of this request, this terminal and this binding",
      "OK    the grant: speaks of this request, this terminal and this binding",
      "OK    the execution order: speaks of this request, this terminal and this binding",
      "OK    the unbind receipt: speaks of this request, this terminal and this binding",
      "OK    the wipe attestation: speaks of this request, this terminal and this binding",
      "OK    the attestation's acknowledgement: speaks of this request, this terminal and this binding",
      "OK    the terminal states who agreed (Merchant's manager); by the rules of the time they may",
      "OK    the terminal states that when it was executed every check had passed and no transaction was left behind, but for what somebody went on without",
      "OK    no time contradicts another, as the two clocks told them",
      "OK    post-check: the acknowledgement says that the binding is gone",
      "OK    the terminal's journal: its 7 lines in this file form one chain",
      "OK    the terminal's journal: it stood at record 47, where this piece ends, as its key signed",
      "OK    the unbind request: the same text stands in record 41 of the terminal's journal",
      "OK    the grant: the same text stands in record 43 of the terminal's journal",
      "OK    the execution order: the same text stands in record 44 of the terminal's journal",
      "OK    the unbind receipt: the same text stands in record 45 of the terminal's journal",
      "OK    the wipe attestation: the same text stands in record 46 of the terminal's journal",
      "OK    the attestation's acknowledgement: the same text stands in record 47 of the terminal's journal",
      "OK    the terminal's journal took the objects in the order of the procedure",
      "Conclusion: the provider states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the provider key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the grant, the unbind receipt, the attestation's acknowledgement. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
      "Provable to third parties: the unbind request, the execution order, the wipe attestation. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
      "Provable to third parties: the conclusion",
      "Not proven: who stood before the terminal: roles, PINs and presence are the terminal's word alone",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

test("the same in Chinese, without a key of the upstream", async () => {
  expect(await verify(bundle)).toMatchInlineSnapshot(`
    [
      5,
      "未核对支付机构是谁：未给出支付机构公钥。以下凡出自支付机构者，仅当支付机构公钥指纹确为 UPSTREAM 时成立，请与支付机构告知的指纹核对",
      "相符 持有终端密钥者封印了整个文件，此后他人未改动一个字节",
      "相符 绑定记录：以密钥 UPSTREAM 签名，即仅由此文件称作支付机构的密钥",
      "相符 解绑申请：以密钥 TERMINAL 签名，即此文件称作终端的密钥",
      "相符 支付机构授权：以密钥 UPSTREAM 签名，即仅由此文件称作支付机构的密钥",
      "相符 执行指令：以密钥 TERMINAL 签名，即此文件称作终端的密钥",
      "相符 解绑凭证：以密钥 UPSTREAM 签名，即仅由此文件称作支付机构的密钥",
      "相符 清除证明：以密钥 TERMINAL 签名，即此文件称作终端的密钥",
      "相符 清除回执：以密钥 UPSTREAM 签名，即仅由此文件称作支付机构的密钥",
      "相符 绑定记录：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 支付机构授权：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 执行指令：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 解绑凭证：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除证明：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除回执：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 终端声明同意者为：商户负责人；按当时的规则，他们有权",
      "相符 终端声明：执行时各项检查均已通过，没有遗留交易；有人声明仍要继续的除外",
      "相符 两个时钟所记的时间互不矛盾",
      "相符 事后核对：清除回执称绑定已不存在",
      "相符 终端日志：此文件中的 7 行首尾相接",
      "相符 终端日志：止于第 47 条，与其密钥所签一致",
      "相符 解绑申请：终端日志第 41 条记有同一原文",
      "相符 支付机构授权：终端日志第 43 条记有同一原文",
      "相符 执行指令：终端日志第 44 条记有同一原文",
      "相符 解绑凭证：终端日志第 45 条记有同一原文",
      "相符 清除证明：终端日志第 46 条记有同一原文",
      "相符 清除回执：终端日志第 47 条记有同一原文",
      "相符 终端日志按办理次序记录各项",
      "结论：若密钥 UPSTREAM 确属支付机构，则支付机构声明：终端 JB00012345 的第 3 次绑定已于 2026-01-01T08:03:00.000Z 解除（申请或指令 019b76da-a800-7000-8000-000000000001，凭证 019b76da-a800-7000-8000-000000000004）",
      "  仅当支付机构公钥指纹确为 UPSTREAM 时成立",
      "  终端自述的清除：绑定记录 已清除、支付密钥 未执行",
      "不能向第三方证明：绑定记录、支付机构授权、解绑凭证、清除回执。签名密钥仅由此文件称作支付机构的密钥",
      "可向第三方证明：解绑申请、执行指令、清除证明。以终端密钥签名，凡持有终端公钥者均可验证；只是持有该密钥者的陈述，不代表支付机构",
      "不能向第三方证明：以上结论，直到查明密钥属于谁",
      "不能证明：支付机构的身份。未给出支付机构公钥，请向支付机构核对指纹 UPSTREAM",
      "不能证明：终端的身份。请核对终端密钥指纹 TERMINAL",
      "不能证明：站在终端前的是谁：身份、密码与在场均只是终端自己的陈述",
      "不能证明：清除的硬件担保。清除证明只有软件级别（software）",
      "不能证明：存储芯片中的旧数据已被擦净",
    ]
  `);
});

test("a grant is not called an unbind, and ends with a code of its own", async () => {
  const granted = fileOf(await textOf({ until: "authorised" }));
  const [exitCode, ...lines] = await verify(granted, "--upstream-key", upstreamKey);
  expect([exitCode, ...lines.slice(-6)]).toMatchInlineSnapshot(`
    [
      3,
      "结论：此文件未显示解绑。其中支付机构批准申请 019b76da-a800-7000-8000-000000000001（终端 JB00012345）；后来如何，此文件没有说明",
      "可向第三方证明：绑定记录、支付机构授权。以支付机构密钥签名，凡持有支付机构公钥者均可验证，支付机构不能否认",
      "可向第三方证明：解绑申请。以终端密钥签名，凡持有终端公钥者均可验证；只是持有该密钥者的陈述，不代表支付机构",
      "不能向第三方证明：没有解绑过：文件中没有的，可能是被略去了",
      "不能证明：此文件所载之后再无他事",
      "不能证明：站在终端前的是谁：身份、密码与在场均只是终端自己的陈述",
    ]
  `);
});

test("a request alone is called no more than that", async () => {
  const requested = fileOf(await textOf({ until: "request" }));
  const [exitCode, ...lines] = await verify(requested, "--lang", "en");
  expect([exitCode, ...lines.slice(-9)]).toMatchInlineSnapshot(`
    [
      3,
      "Conclusion: this file shows no unbind. In it terminal JB00012345 asks for unbind 019b76da-a800-7000-8000-000000000001; what came of it, the file does not say",
      "NOT provable to third parties: the binding record. Signed with a key of which only this file says that it is the provider's",
      "Provable to third parties: the unbind request. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
      "NOT provable to third parties: that there was no unbind: what is not in a file may have been left out",
      "Not proven: who the provider is. Its public key was not given: compare the thumbprint UPSTREAM with the provider's",
      "Not proven: which terminal it is. Compare the thumbprint of the terminal's key, TERMINAL",
      "Not proven: that the provider has ever seen the request",
      "Not proven: that nothing came after what this file holds",
      "Not proven: who stood before the terminal: roles, PINs and presence are the terminal's word alone",
    ]
  `);
});

test("a text is compared with the one that was agreed to, which changes no conclusion", async () => {
  const terms = "解绑后，这台终端不能再收款。\nIt is final.";
  const consent = { policyId: "p", policyVersion: "1", language: "en", textHash: sha256(terms), at: at(0) } as const;
  const agreed = fileOf(await textOf({ request: { consent } }));
  const told = async (evidence: string, text: string | Uint8Array) => {
    const [exitCode, ...lines] = await verify(
      evidence,
      "--upstream-key",
      upstreamKey,
      "--terms",
      fileOf(text),
      "--lang",
      "en",
    );
    return [exitCode, ...lines.filter((line) => String(line).includes("the text that was given"))];
  };
  const same = `OK    the text that was given is the one that was agreed to: its SHA-256 is ${sha256(terms)}`;
  const other = `WRONG the text that was given is not the one that was agreed to, whose SHA-256 is ${sha256(terms)}`;

  expect([
    await told(agreed, terms),
    await told(agreed, `\ufeff${terms.replace("\n", "\r\n")}\r\n`),
    await told(agreed, terms.replace("final", "not final")),
    await told(agreed, ""),
    await told(bundle, terms),
  ]).toEqual([
    [0, same],
    [0, same],
    [1, other],
    [1, other],
    [1, "WRONG the text that was given was not agreed to here: the evidence names no text of terms"],
  ]);
});

test("to a program the comparison with the terms is one member", async () => {
  const terms = "It is final.";
  const consent = { policyId: "p", policyVersion: "1", language: "en", textHash: sha256(terms), at: at(0) } as const;
  const agreed = fileOf(await textOf({ request: { consent } }));
  const told = async (evidence: string, text: string) => {
    const printed: string[] = [];
    const argv = [evidence, "--upstream-key", upstreamKey, "--terms", fileOf(text), "--json"];
    await verifyCommand(argv, (line) => printed.push(line));
    const json = JSON.parse(printed.join("\n"));
    return [schema.safeParse(json).success, json.exitCode, json.conclusion, json.terms];
  };

  expect([await told(agreed, terms), await told(agreed, "other"), await told(bundle, terms)]).toEqual([
    [true, 0, "unbound-now-proven", { agreed: true, textHash: sha256(terms) }],
    [true, 1, "unbound-now-proven", { agreed: false, textHash: sha256(terms) }],
    [true, 1, "unbound-now-proven", { agreed: false }],
  ]);
});

/** From the conclusion on. */
async function endOf(twist: Twist, ...argv: string[]) {
  const [exitCode, ...lines] = await verify(fileOf(await textOf(twist)), "--upstream-key", upstreamKey, ...argv);
  return [exitCode, ...lines.slice(lines.findIndex((line) => /^(Conclusion|结论)/.test(String(line))))];
}

test("which text of the provider's terms was agreed to is said by its hash, as the terminal's word", async () => {
  const textHash = "t".repeat(43);
  const consent = {
    policyId: "p",
    policyVersion: "1",
    language: "en",
    textHash,
    at: "2026-01-01T08:00:00.000Z",
  } as const;
  const agreed = await endOf({ request: { consent } }, "--lang", "en");
  const byName = await endOf({}, "--lang", "en");
  const told = (lines: readonly unknown[]) => lines.filter((line) => String(line).includes("terms"));
  expect([told(agreed), told(byName)]).toEqual([
    [
      `  the terminal states that the provider's terms p 1 were read in en and agreed to: SHA-256 of the text ${textHash}`,
    ],
    [],
  ]);
});

test("an answer that the upstream signed proves the unbind to anybody, before there is a receipt", async () => {
  expect(await endOf({ form: "offlineSigned", until: "report" }, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "Conclusion: the provider signed its answer to challenge CHALLENGE and so agreed to end binding 3 of terminal JB00012345 offline; the terminal states that it did so at 2026-01-01T08:03:00.000Z (request 019b76da-a800-7000-8000-000000000001). There is no receipt yet",
      "  proven to whoever trusts the provider key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the offline answer. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
      "Provable to third parties: the conclusion",
      "Not proven: that the provider agreed to the request's wording. The answer names the challenge, which stands for the request by 48 bits: the terminal itself could make another request that fits",
      "Not proven: that the provider has entered the offline unbind in its books",
      "Not proven: who stood before the terminal: roles, PINs and presence are the terminal's word alone",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

test("a code proves nothing to third parties, and ends with a code of its own", async () => {
  expect(await endOf({ form: "offlineCode", until: "report" }, "--lang", "en")).toMatchInlineSnapshot(`
    [
      4,
      "Conclusion: terminal JB00012345 states that it ended binding 3 offline at 2026-01-01T08:03:00.000Z, on a code for challenge CHALLENGE (request 019b76da-a800-7000-8000-000000000001). There is no receipt yet",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
      "NOT provable to third parties: the offline code. Made of a secret that terminal and provider share: either could have made it, and so could whoever got hold of the secret",
      "NOT provable to third parties: the conclusion, until the provider's receipt is in the file. Whoever trusts this terminal and its program can believe that it accepted a code; the provider can look into its own records; nobody else can tell whether the provider gave that code",
      "Not proven: that the provider has ever seen the request",
      "Not proven: that the provider gave the code for challenge CHALLENGE",
      "Not proven: that the provider has entered the offline unbind in its books",
      "Not proven: who stood before the terminal: roles, PINs and presence are the terminal's word alone",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

test("the same in Chinese", async () => {
  expect(await endOf({ form: "offlineCode", until: "report" })).toMatchInlineSnapshot(`
    [
      4,
      "结论：终端 JB00012345 声明：已于 2026-01-01T08:03:00.000Z 凭挑战码 CHALLENGE 的应答码离线解除第 3 次绑定（申请 019b76da-a800-7000-8000-000000000001）。凭证未到",
      "  终端自述的清除：绑定记录 已清除、支付密钥 未执行",
      "可向第三方证明：绑定记录。以支付机构密钥签名，凡持有支付机构公钥者均可验证，支付机构不能否认",
      "可向第三方证明：解绑申请、清除证明、离线解绑报告。以终端密钥签名，凡持有终端公钥者均可验证；只是持有该密钥者的陈述，不代表支付机构",
      "不能向第三方证明：离线应答码。由终端与支付机构共有的密钥算出，双方以及任何得到该密钥者都能算出",
      "不能向第三方证明：以上结论，直到文件中有支付机构的解绑凭证。信任此终端及其程序者可相信它接受过应答码；支付机构可查对自己的记录；其他人无从判断应答码是否由支付机构给出",
      "不能证明：支付机构收到过这份申请",
      "不能证明：应答码是支付机构对挑战码 CHALLENGE 给出的",
      "不能证明：支付机构已将离线解绑登记入账",
      "不能证明：站在终端前的是谁：身份、密码与在场均只是终端自己的陈述",
      "不能证明：清除的硬件担保。清除证明只有软件级别（software）",
      "不能证明：存储芯片中的旧数据已被擦净",
    ]
  `);
});

test("a receipt makes up for what a code could not prove", async () => {
  expect(await endOf({ form: "offlineCode" }, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "Conclusion: the provider states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:06:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the provider key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the unbind receipt, the attestation's acknowledgement. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed with the terminal's key: whoever has the public one can check it; it is the word of whoever holds that key, not the provider's",
      "NOT provable to third parties: the offline code. Made of a secret that terminal and provider share: either could have made it, and so could whoever got hold of the secret",
      "Provable to third parties: the conclusion",
      "Not proven: who stood before the terminal: roles, PINs and presence are the terminal's word alone",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

const earlierFolder = new URL("../../fixtures/evidence-2/", import.meta.url);

test("evidence of an earlier program is read by its own rules, and what they leave open is said", async () => {
  const [file, key] = ["two-step.json", "two-step.upstream.jwk"].map((name) => new URL(name, earlierFolder).pathname);
  const [exitCode, seal] = await verify(file ?? "", "--upstream-key", key ?? "", "--lang", "en");
  expect([exitCode, seal]).toEqual([
    0,
    "OK    the holder of the terminal's key sealed this whole file, in the format of an earlier program: nobody else has changed anything since but the spelling of the seal's own signature",
  ]);
});

test("and so is the voucher that an earlier program printed", async () => {
  const { receipt: printed } = JSON.parse(readFileSync(new URL("two-step.json", earlierFolder), "utf8"));
  const key = new URL("two-step.upstream.jwk", earlierFolder).pathname;
  const [exitCode] = await verify(fileOf(printed), "--upstream-key", key);
  expect(exitCode).toBe(0);
});

test("a clock that was set between execution and receipt is told as a doubt, and the unbind is proven", async () => {
  const set = fileOf(await textOf({ execution: { createdAt: "2031-01-01T08:02:00.000Z" } }));
  const [exitCode, ...lines] = await verify(set, "--upstream-key", upstreamKey, "--lang", "en");
  expect([exitCode, lines.filter((line) => /^(DOUBT|WRONG|OK {4}no time)/.test(String(line)))]).toMatchInlineSnapshot(`
    [
      0,
      [
        "DOUBT grant.expiresAt (2026-01-01T08:30:00.000Z) is before execution.createdAt (2031-01-01T08:02:00.000Z): a clock was set in between, or one of the times is not true. What followed what is told by references and journal",
        "DOUBT receipt.unboundAt (2026-01-01T08:03:00.000Z) is before execution.createdAt (2031-01-01T08:02:00.000Z): a clock was set in between, or one of the times is not true. What followed what is told by references and journal",
      ],
    ]
  `);
});

test("how a request ended without an unbind is the upstream's word, and shows no unbind", async () => {
  const decided: Twist = { until: "authorised", decision: { code: "debts" } };
  const ends = [await endOf(decided, "--lang", "en"), await endOf(decided)];

  expect(ends.map((end) => end.slice(0, 2))).toMatchInlineSnapshot(`
    [
      [
        3,
        "Conclusion: this file shows no unbind. In it the provider states of request or order 019b76da-a800-7000-8000-000000000001 of terminal JB00012345: rejected, 2026-01-01T08:03:00.000Z (code debts); what else there was, the file does not say",
      ],
      [
        3,
        "结论：此文件未显示解绑。其中支付机构就申请或指令 019b76da-a800-7000-8000-000000000001（终端 JB00012345）声明：审核不通过，时间 2026-01-01T08:03:00.000Z（代码 debts）；此外如何，此文件没有说明",
      ],
    ]
  `);
});

test("an order alone is not called an unbind", async () => {
  expect((await endOf({ form: "ordered", until: "authorised" })).slice(0, 2)).toMatchInlineSnapshot(`
    [
      3,
      "结论：此文件未显示解绑。其中支付机构下达解绑指令 019b76da-a800-7000-8000-000000000001（终端 JB00012345）；后来如何，此文件没有说明",
    ]
  `);
});

test("a program reads by whose word each object is, and that the whole proves nothing to third parties", async () => {
  const file = fileOf(await textOf({ form: "offlineCode", until: "attestation" }));
  const [exitCode, ...lines] = await verify(file, "--upstream-key", upstreamKey, "--json");
  const { conclusion, provable, toThirdParties, about } = JSON.parse(lines.join("\n"));
  expect([exitCode, conclusion, provable, toThirdParties, about.tier]).toEqual([
    4,
    "offline-code",
    [
      { object: "binding", word: "upstream", toThirdParties: true },
      { object: "request", word: "device", toThirdParties: true },
      { object: "attestation", word: "device", toThirdParties: true },
      { object: "code", word: "shared-secret", toThirdParties: false },
    ],
    false,
    "offline_code",
  ]);
});

test("another upstream's key proves nothing and names the objects", async () => {
  const [exitCode, ...lines] = await verify(bundle, "--upstream-key", strangersKey, "--lang", "en");
  const wrong = lines.filter((line) => !String(line).startsWith("OK"));
  expect([exitCode, ...wrong]).toMatchInlineSnapshot(`
    [
      1,
      "WRONG the binding record: not accepted as signed with a key given as the provider's: its key is none of those given",
      "WRONG the grant: not accepted as signed with a key given as the provider's: its key is none of those given",
      "WRONG the unbind receipt: not accepted as signed with a key given as the provider's: its key is none of those given",
      "WRONG the attestation's acknowledgement: not accepted as signed with a key given as the provider's: its key is none of those given",
      "Conclusion: wrong in 4 place(s): this file proves nothing",
    ]
  `);
});

test("one character changed in the journal is named with its line", async () => {
  const changed = fileOf((await textOf()).replace("sendStarted", "sendStarteD"));
  const [exitCode, ...lines] = await verify(changed, "--lang", "en");
  const wrong = lines.filter((line) => !String(line).startsWith("OK"));
  expect([exitCode, ...wrong]).toMatchInlineSnapshot(`
    [
      1,
      "NOT KNOWN WHO THE PROVIDER IS: its public key was not given. Whatever follows from the provider is proven only if its key has the thumbprint UPSTREAM: compare it with what the provider tells you",
      "WRONG the file is not what the terminal sealed: it was changed after it was written",
      "WRONG the journal breaks at line 2 of the excerpt: changed, cut or re-ordered",
      "Conclusion: wrong in 2 place(s): this file proves nothing",
    ]
  `);
});

test("everything that can be wrong has its sentence in both languages", async () => {
  const { journalLines, ...parts } = (await tell()).parts;
  const { grant: _, ...withoutGrant } = parts;
  const ordered = (await tell({ form: "ordered" })).parts;
  const { offline } = (await tell({ form: "offlineCode" })).parts;
  const failed = { code: "OPEN_BATCH", level: "must", outcome: "failed" } as const;
  const waiver = {
    check: "OPEN_BATCH",
    reason: "terminal_broken",
    role: "merchant",
    principalId: merchant,
    at: at(0),
  } as const;
  const broken = [
    await textOf({ receipt: { epoch: 1 }, acknowledgement: { bindingState: "bound" } }),
    await textOf({ execution: { createdAt: "2026-01-01T07:00:00.000Z" }, receiptBy: terminal }),
    await sealedText(terminal, { ...withoutGrant, journalLines }),
    await textOf({ form: "oneStep", request: { execution: "approve_then_execute", secondApproval: "factory" } }),
    await textOf({ request: { execution: "one_step" } }),
    await textOf({ form: "offlineCode", offline: { nonce: "A".repeat(22) } }),
    await sealedText(terminal, { ...ordered, offline }),
    await textOf({ request: { precheck: { checks: [failed], waivers: [] } } }),
    await textOf({ request: { precheck: { checks: [], waivers: [waiver] } } }),
    await textOf({ request: { precheck: { checks: [failed], waivers: [waiver] } } }),
    await textOf({ execution: { checks: [failed] } }),
    await sealedText(terminal, { ...parts, journalLines: journalLines.slice(1) }),
    (await textOf()).replace('"head": "eyJ', '"head": "eyK'),
    (await textOf()).replace('"seal": "eyJ', '"seal": "eyK'),
  ].map(fileOf);
  const lines: (string | number)[] = [];
  for (const file of broken) {
    for (const lang of ["zh", "en"])
      lines.push(...(await verify(file, "--lang", lang, "--device-key-id", "A".repeat(43))));
  }
  expect(lines.filter((line) => /undefined|[{}]|evidence\/|trust\//.test(String(line)))).toEqual([]);
});

test("the text of a voucher's QR is checked against the upstream's key", async () => {
  expect(await verify(receipt, "--upstream-key", upstreamKey, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "OK    the unbind receipt: signed with key UPSTREAM, given as the provider's",
      "Conclusion: the provider states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the provider key that was given, UPSTREAM",
      "Provable to third parties: the unbind receipt. Signed with the provider's key: whoever has the public one can check it, and the provider cannot deny it",
      "Provable to third parties: the conclusion",
      "Not proven: what the request said, and any wipe: this is the receipt alone",
    ]
  `);
});

test("the link of a voucher's QR says of the receipt in it what the receipt alone says", async () => {
  const link = fileOf(`https://verify.provider.example/receipt#${readFileSync(receipt, "utf8")}`);
  const keys = ["--upstream-key", upstreamKey];
  expect(await verify(link, ...keys)).toEqual(await verify(receipt, ...keys));
});

test("a bundle that was read off many QR codes is looked at as the file is", async () => {
  const series = qrParts(readFileSync(bundle, "utf8"), hash);
  const scanned = fileOf(series.ok ? `${[...series.value].reverse().join("\n")}\n` : "");
  const keys = ["--upstream-key", upstreamKey];
  expect(await verify(scanned, ...keys)).toEqual(await verify(bundle, ...keys));
});

test("codes that are still missing are named, and nothing is looked at", async () => {
  const series = qrParts(readFileSync(bundle, "utf8"), hash);
  const scanned = fileOf(series.ok ? series.value.filter((_, index) => index !== 2 && index !== 4).join("\n") : "");
  const count = series.ok ? series.value.length : 0;
  expect(await verify(scanned, "--lang", "en")).toEqual([
    2,
    `${scanned} should have ${count} QR codes; scan those that are missing: 3 5`,
  ]);
});

test("to a program they are told in the same facts, and no others", async () => {
  const series = qrParts(readFileSync(bundle, "utf8"), hash);
  const scanned = fileOf(series.ok ? series.value.slice(1).join("\n") : "");
  const printed: string[] = [];
  await verifyCommand([scanned, "--json"], (line) => printed.push(line));
  expect(JSON.parse(printed.join("\n")).error).toEqual({
    code: "qr/parts-missing",
    count: series.ok ? series.value.length : 0,
    file: scanned,
    numbers: "1",
  });
});

test("a voucher by somebody else proves nothing", async () => {
  expect(await verify(receipt, "--upstream-key", strangersKey, "--lang", "en")).toMatchInlineSnapshot(`
    [
      1,
      "WRONG the unbind receipt: not accepted as signed with a key given as the provider's: its key is none of those given",
      "Conclusion: wrong in 1 place(s): this file proves nothing",
    ]
  `);
});

test("a request's text is not taken for a receipt", async () => {
  const request = fileOf((await tell()).parts.request ?? "");
  const [exitCode] = await verify(request, "--upstream-key", upstreamKey);
  expect(exitCode).toBe(1);
});

test("a set of keys is taken, and one of them fits", async () => {
  const set = fileOf(JSON.stringify({ keys: [createParty().jwk, { ...upstream.jwk, use: "sig", kid: "any" }] }));
  const [exitCode] = await verify(bundle, "--upstream-key", set, "--device-key-id", terminal.kid);
  expect(exitCode).toBe(0);
});

test("a program reads the same as one object", async () => {
  const [exitCode, ...lines] = await verify(bundle, "--upstream-key", upstreamKey, "--json");
  const { file: _, findings, ...json } = JSON.parse(lines.join("\n"));
  expect([exitCode, json, findings[1]]).toMatchInlineSnapshot(`
    [
      0,
      {
        "about": {
          "epoch": 3,
          "outcome": "unbound_now",
          "receiptId": "019b76da-a800-7000-8000-000000000004",
          "requestId": "019b76da-a800-7000-8000-000000000001",
          "sn": "JB00012345",
          "unboundAt": "2026-01-01T08:03:00.000Z",
        },
        "conclusion": "unbound-now-proven",
        "deviceKid": "TERMINAL",
        "doubts": [],
        "exitCode": 0,
        "format": "jiebang-verify/2",
        "notProven": [
          {
            "code": "persons-unseen",
            "facts": {},
          },
          {
            "code": "wipe-by-software-only",
            "facts": {
              "assurance": "software",
            },
          },
          {
            "code": "flash-erasure",
            "facts": {
              "notClaimed": "flash_cells_erased",
            },
          },
        ],
        "provable": [
          {
            "object": "binding",
            "toThirdParties": true,
            "word": "upstream",
          },
          {
            "object": "request",
            "toThirdParties": true,
            "word": "device",
          },
          {
            "object": "grant",
            "toThirdParties": true,
            "word": "upstream",
          },
          {
            "object": "execution",
            "toThirdParties": true,
            "word": "device",
          },
          {
            "object": "receipt",
            "toThirdParties": true,
            "word": "upstream",
          },
          {
            "object": "attestation",
            "toThirdParties": true,
            "word": "device",
          },
          {
            "object": "acknowledgement",
            "toThirdParties": true,
            "word": "upstream",
          },
        ],
        "rootKids": [
          "UPSTREAM",
        ],
        "toThirdParties": true,
        "upstreamKids": [
          "UPSTREAM",
        ],
        "upstreamPinned": true,
      },
      {
        "code": "evidence/signed",
        "facts": {
          "by": "upstream",
          "kid": "UPSTREAM",
          "object": "binding",
        },
        "ok": true,
      },
    ]
  `);
});

test("whatever it looked at or not, a program gets the shape that is promised", async () => {
  const files = [
    await textOf({ form: "offlineSigned", until: "attestation" }),
    await textOf({ form: "ordered" }),
    await textOf({ receiptBy: terminal }),
    "PK",
  ].map(fileOf);
  const exitCodes: unknown[] = [];
  for (const file of [...files, receipt, join(folder, "nowhere")]) {
    const [exitCode, ...lines] = await verify(file, "--upstream-key", upstreamKey, "--json");
    exitCodes.push([
      exitCode,
      schema.safeParse(JSON.parse(lines.join("\n").replace(/UPSTREAM|TERMINAL/g, upstream.kid))).success,
    ]);
  }
  expect(exitCodes).toEqual([0, 0, 1, 1, 0, 2].map((exitCode) => [exitCode, true]));
});

test("the checked-in schema is the one that the output is made by (vitest -u renews it)", async () => {
  await expect(`${JSON.stringify(verifyJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(schemaFile);
});

test("the schema refuses what is not promised", () => {
  const promised = { format: "jiebang-verify/2", exitCode: 2, error: { code: "cli/arguments-wrong" } };
  const twisted = [{ ...promised, extra: 1 }, { ...promised, exitCode: 0 }, { ...promised, error: {} }, {}];
  expect([promised, ...twisted].map((one) => schema.safeParse(one).success)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

const missing = join(folder, "missing");
const tooLarge = fileOf(new Uint8Array(1_048_577));
const noBundle = fileOf('{"format":"jiebang-evidence/2"}\n');
const noJson = fileOf("PK\u0003\u0004");
const spelt = fileOf((await textOf()).replace('"format"', '"format" '));
/** 解绑, as an editor saves it that knows GB 18030 alone. */
const gbk = fileOf(new Uint8Array([0xbd, 0xe2, 0xb0, 0xf3]));
const pipe = join(folder, "pipe");
spawnSync("mkfifo", [pipe]);
const privateKey = fileOf(JSON.stringify({ ...upstream.jwk, d: "secret" }));

test.each<[string, string[], number, string]>([
  ["no file", [], 2, "wrong or missing argument: FILE"],
  ["two files", [bundle, "another"], 2, "wrong or missing argument: another"],
  ["an option that it does not know", [bundle, "--upstream"], 2, "wrong or missing argument: --upstream"],
  ["a value where none belongs", [bundle, "--json=yes"], 2, "wrong or missing argument: --json"],
  ["no value at the end", [bundle, "--upstream-key"], 2, "wrong or missing argument: --upstream-key"],
  ["no value in between", [bundle, "--upstream-key", "--json"], 2, "wrong or missing argument: --upstream-key"],
  ["a key id that is none", [bundle, "--device-key-id", "short"], 2, "wrong or missing argument: --device-key-id"],
  ["a missing file", [missing], 2, `cannot read ${missing} (ENOENT)`],
  ["a folder", [folder], 2, `${folder} is a folder, a pipe or a device: give a file`],
  ["a pipe that nobody writes to", [pipe], 2, `${pipe} is a folder, a pipe or a device: give a file`],
  ["a pipe for a key", [bundle, "--upstream-key", pipe], 2, `${pipe} is a folder, a pipe or a device: give a file`],
  ["1 MiB and a byte", [tooLarge], 2, `${tooLarge} is larger than 1048576 bytes and was not looked at`],
  ["a device", ["/dev/zero"], 2, "/dev/zero is a folder, a pipe or a device: give a file"],
  ["a key that is none", [bundle, "--upstream-key", bundle], 2, `${bundle} holds no P-256 public key (JWK or JWK set)`],
  [
    "a private key",
    [bundle, "--upstream-key", privateKey],
    2,
    `${privateKey} holds a private key: give the public one, and treat the private one as exposed`,
  ],
  ["a receipt without a key", [receipt], 2, "a receipt alone needs the provider's public key: --upstream-key"],
  [
    "a receipt and a terminal's key id",
    [receipt, "--upstream-key", upstreamKey, `--device-key-id=${terminal.kid}`],
    2,
    "wrong or missing argument: --device-key-id",
  ],
  [
    "a receipt and terms",
    [receipt, "--upstream-key", upstreamKey, "--terms", upstreamKey],
    2,
    "wrong or missing argument: --terms",
  ],
  ["terms that are not there", [bundle, "--terms", missing], 2, `cannot read ${missing} (ENOENT)`],
  [
    "terms in another encoding",
    [bundle, "--terms", gbk],
    2,
    `${gbk} is no text in UTF-8, as a provider's terms are: save it as UTF-8`,
  ],
  ["half a bundle", [noBundle], 1, `${noBundle} is not a sound evidence bundle; it breaks at: journal`],
  ["another file", [upstreamKey], 1, `${upstreamKey} is not a sound evidence bundle; it breaks at: format`],
  ["no JSON", [noJson], 1, `${noJson} is not a sound evidence bundle; it breaks at: the file as a whole`],
  ["another spelling", [spelt], 1, `${spelt} was changed after it was written: line 2 is not spelt as a bundle is`],
])("%s is refused and named", async (_, argv, exitCode, sentence) => {
  expect((await verify("--lang", "en", ...argv)).slice(0, 2)).toEqual([exitCode, sentence]);
});

const forSomethingElse = (file: string, member: string) =>
  `${file} holds a key for something else than checking ES256 signatures: see its ${member}`;

test.each<[string, string, (file: string) => string]>([
  ["for encryption", JSON.stringify({ ...upstream.jwk, use: "enc" }), (file) => forSomethingElse(file, "use")],
  ["for nothing", JSON.stringify({ ...upstream.jwk, key_ops: [] }), (file) => forSomethingElse(file, "key_ops")],
  [
    "for wrapping",
    JSON.stringify({ ...upstream.jwk, key_ops: ["wrapKey"] }),
    (file) => forSomethingElse(file, "key_ops"),
  ],
  [
    "of another algorithm",
    JSON.stringify({ ...upstream.jwk, alg: "ECDH-ES" }),
    (file) => forSomethingElse(file, "alg"),
  ],
  [
    "that is one of two in a set for something else",
    JSON.stringify({ keys: [upstream.jwk, { ...upstream.jwk, use: "enc" }] }),
    (file) => forSomethingElse(file, "use"),
  ],
  [
    "with a member twice",
    JSON.stringify(upstream.jwk).replace('"x"', '"x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","x"'),
    (file) => `line 1 of ${file} can be read in two ways: a member stands twice`,
  ],
  [
    "with a comma too many",
    JSON.stringify(upstream.jwk, null, 1).replace(/\n}$/, ",\n}"),
    (file) => `line 6 of ${file} is not JSON; a public key is a JWK or a JWK set (P-256)`,
  ],
  [
    "after a byte order mark",
    `\ufeff${JSON.stringify(upstream.jwk)}`,
    (file) => `line 1 of ${file} is not JSON; a public key is a JWK or a JWK set (P-256)`,
  ],
  [
    "that is a secret one, shared by two",
    JSON.stringify({ kty: "oct", k: "c2VjcmV0" }),
    (file) => `${file} holds a private key: give the public one, and treat the private one as exposed`,
  ],
])("a key %s is not taken for the upstream's", async (_, text, sentence) => {
  const file = fileOf(text);
  expect(await verify("--lang", "en", bundle, "--upstream-key", file)).toEqual([2, sentence(file)]);
});

test("a key that says that it is for checking signatures is taken", async () => {
  const said = { ...upstream.jwk, use: "sig", alg: "ES256", key_ops: ["verify"], kid: "ours", x5t: "any" };
  const [exitCode] = await verify(bundle, "--upstream-key", fileOf(JSON.stringify(said)));
  expect(exitCode).toBe(0);
});

test("no byte of a file steers the terminal that it is shown on", async () => {
  const file = fileOf((await textOf()).replace('"format"', '"\\u001b[2J\\u202e": 1,\n "format"'));
  const lines = await verify(file, "--lang", "en");
  expect(lines.filter((line) => /[\p{Cc}\p{Cf}]/u.test(String(line)))).toEqual([]);
});

test("at a shell it ends with its exit code", { timeout: 60_000 }, () => {
  const shell = (...argv: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "device/cli.ts", ...argv], { encoding: "utf8" });
  const [good, none] = [shell("verify", bundle), shell("constructor")];
  expect([good.status, good.stderr, none.status, none.stdout]).toEqual([5, "", 2, ""]);
});
