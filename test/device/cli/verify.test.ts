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
import { at, merchant } from "../evidence/unbindPapers.ts";
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
      "OK    the terminal's seal covers the whole file; not one byte has changed since it was written",
      "OK    the binding record: signed by the upstream, key UPSTREAM",
      "OK    the unbind request: signed by the terminal, key TERMINAL",
      "OK    the grant: signed by the upstream, key UPSTREAM",
      "OK    the execution order: signed by the terminal, key TERMINAL",
      "OK    the unbind receipt: signed by the upstream, key UPSTREAM",
      "OK    the wipe attestation: signed by the terminal, key TERMINAL",
      "OK    the attestation's acknowledgement: signed by the upstream, key UPSTREAM",
      "OK    the binding record: speaks of this request, this terminal and this binding",
      "OK    the grant: speaks of this request, this terminal and this binding",
      "OK    the execution order: speaks of this request, this terminal and this binding",
      "OK    the unbind receipt: speaks of this request, this terminal and this binding",
      "OK    the wipe attestation: speaks of this request, this terminal and this binding",
      "OK    the attestation's acknowledgement: speaks of this request, this terminal and this binding",
      "OK    when it was executed every check had passed or was waived, and no transaction was left behind unless waived",
      "OK    all times are in order",
      "OK    post-check: the upstream says that the binding is gone",
      "OK    the journal's 7 lines form one chain",
      "OK    the journal ends at record 47, as the terminal signed",
      "OK    the unbind request: the same text stands in journal record 41",
      "OK    the grant: the same text stands in journal record 43",
      "OK    the execution order: the same text stands in journal record 44",
      "OK    the unbind receipt: the same text stands in journal record 45",
      "OK    the wipe attestation: the same text stands in journal record 46",
      "OK    the attestation's acknowledgement: the same text stands in journal record 47",
      "OK    the journal took the objects in the order of the procedure",
      "Conclusion: the upstream states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the grant, the unbind receipt, the attestation's acknowledgement. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the unbind request, the execution order, the wipe attestation. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
      "Provable to third parties: the conclusion",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

test("the same in Chinese, without a key of the upstream", async () => {
  expect(await verify(bundle)).toMatchInlineSnapshot(`
    [
      0,
      "相符 终端封印覆盖整个文件，写出之后一个字节也没有变",
      "相符 绑定记录：由上游的密钥 UPSTREAM 签名",
      "相符 解绑申请：由终端的密钥 TERMINAL 签名",
      "相符 上游授权：由上游的密钥 UPSTREAM 签名",
      "相符 执行指令：由终端的密钥 TERMINAL 签名",
      "相符 解绑凭证：由上游的密钥 UPSTREAM 签名",
      "相符 清除证明：由终端的密钥 TERMINAL 签名",
      "相符 清除回执：由上游的密钥 UPSTREAM 签名",
      "相符 绑定记录：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 上游授权：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 执行指令：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 解绑凭证：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除证明：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除回执：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 执行时各项检查均已通过或放行，未经放行的交易没有遗留",
      "相符 各项时间先后合理",
      "相符 事后核对：上游答复绑定已不存在",
      "相符 日志 7 行首尾相接",
      "相符 日志止于终端签名的第 47 条",
      "相符 解绑申请：日志第 41 条记有同一原文",
      "相符 上游授权：日志第 43 条记有同一原文",
      "相符 执行指令：日志第 44 条记有同一原文",
      "相符 解绑凭证：日志第 45 条记有同一原文",
      "相符 清除证明：日志第 46 条记有同一原文",
      "相符 清除回执：日志第 47 条记有同一原文",
      "相符 日志按办理次序记录各项",
      "结论：上游声明：终端 JB00012345 的第 3 次绑定已于 2026-01-01T08:03:00.000Z 解除（申请或指令 019b76da-a800-7000-8000-000000000001，凭证 019b76da-a800-7000-8000-000000000004）",
      "  仅当上游公钥指纹确为 UPSTREAM 时成立",
      "  终端自述的清除：绑定记录 已清除、支付密钥 未执行",
      "可向第三方证明：绑定记录、上游授权、解绑凭证、清除回执。上游签名，凡持有上游公钥者均可验证，上游不能否认",
      "可向第三方证明：解绑申请、执行指令、清除证明。终端签名，凡持有终端公钥者均可验证；只是终端自己的陈述，不代表上游",
      "可向第三方证明：以上结论",
      "不能证明：上游的身份。未给 --upstream-key，请向上游核对指纹 UPSTREAM",
      "不能证明：终端的身份。请核对终端密钥指纹 TERMINAL",
      "不能证明：清除的硬件担保。清除证明只有软件级别（software）",
      "不能证明：存储芯片中的旧数据已被擦净",
    ]
  `);
});

test("a grant is not called an unbind, and ends with a code of its own", async () => {
  const granted = fileOf(await textOf({ until: "authorised" }));
  const [exitCode, ...lines] = await verify(granted, "--upstream-key", upstreamKey);
  expect([exitCode, ...lines.slice(-5)]).toMatchInlineSnapshot(`
    [
      3,
      "结论：上游已批准申请 019b76da-a800-7000-8000-000000000001（终端 JB00012345），但没有解绑凭证：尚未解绑",
      "  凡信任所给上游公钥 UPSTREAM 者，均可据此认定",
      "可向第三方证明：绑定记录、上游授权。上游签名，凡持有上游公钥者均可验证，上游不能否认",
      "可向第三方证明：解绑申请。终端签名，凡持有终端公钥者均可验证；只是终端自己的陈述，不代表上游",
      "可向第三方证明：以上结论",
    ]
  `);
});

test("a request alone is called no more than that", async () => {
  const requested = fileOf(await textOf({ until: "request" }));
  const [exitCode, ...lines] = await verify(requested, "--lang", "en");
  expect([exitCode, ...lines.slice(-8)]).toMatchInlineSnapshot(`
    [
      3,
      "OK    the journal took the objects in the order of the procedure",
      "Conclusion: terminal JB00012345 signed unbind request 019b76da-a800-7000-8000-000000000001, and no more than that: not unbound",
      "Provable to third parties: the binding record. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the unbind request. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
      "Provable to third parties: the conclusion",
      "Not proven: who the upstream is. No --upstream-key was given: compare the fingerprint UPSTREAM with the upstream's",
      "Not proven: which terminal it is. Compare the fingerprint of the terminal's key, TERMINAL",
      "Not proven: that the upstream has ever seen the request",
    ]
  `);
});

/** From the conclusion on. */
async function endOf(twist: Twist, ...argv: string[]) {
  const [exitCode, ...lines] = await verify(fileOf(await textOf(twist)), "--upstream-key", upstreamKey, ...argv);
  return [exitCode, ...lines.slice(lines.findIndex((line) => /^(Conclusion|结论)/.test(String(line))))];
}

test("an answer that the upstream signed proves the unbind to anybody, before there is a receipt", async () => {
  expect(await endOf({ form: "offlineSigned", until: "report" }, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "Conclusion: the upstream signed its answer to challenge CHALLENGE and so agreed to end binding 3 of terminal JB00012345 offline; the terminal states that it did so at 2026-01-01T08:03:00.000Z (request 019b76da-a800-7000-8000-000000000001). There is no receipt yet",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the offline answer. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
      "Provable to third parties: the conclusion",
      "Not proven: that the upstream agreed to the request's wording. The answer names the challenge, which stands for the request by 48 bits: the terminal itself could make another request that fits",
      "Not proven: that the upstream has entered the offline unbind in its books",
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
      "Provable to third parties: the binding record. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
      "NOT provable to third parties: the offline code. Made of a secret that terminal and upstream share: either could have made it, and so could whoever got hold of the secret",
      "NOT provable to third parties: the conclusion, until the upstream's receipt is in the file. Whoever trusts this terminal and its program can believe that it accepted a code; the upstream can look into its own records; nobody else can tell whether the upstream gave that code",
      "Not proven: which terminal it is. Compare the fingerprint of the terminal's key, TERMINAL",
      "Not proven: that the upstream has ever seen the request",
      "Not proven: that the upstream gave the code for challenge CHALLENGE",
      "Not proven: that the upstream has entered the offline unbind in its books",
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
      "可向第三方证明：绑定记录。上游签名，凡持有上游公钥者均可验证，上游不能否认",
      "可向第三方证明：解绑申请、清除证明、离线解绑报告。终端签名，凡持有终端公钥者均可验证；只是终端自己的陈述，不代表上游",
      "不能向第三方证明：离线应答码。由终端与上游共有的密钥算出，双方以及任何得到该密钥者都能算出",
      "不能向第三方证明：以上结论，直到文件中有上游的解绑凭证。信任此终端及其程序者可相信它接受过应答码；上游可查对自己的记录；其他人无从判断应答码是否由上游给出",
      "不能证明：终端的身份。请核对终端密钥指纹 TERMINAL",
      "不能证明：上游收到过这份申请",
      "不能证明：应答码是上游对挑战码 CHALLENGE 给出的",
      "不能证明：上游已将离线解绑登记入账",
      "不能证明：清除的硬件担保。清除证明只有软件级别（software）",
      "不能证明：存储芯片中的旧数据已被擦净",
    ]
  `);
});

test("a receipt makes up for what a code could not prove", async () => {
  expect(await endOf({ form: "offlineCode" }, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "Conclusion: the upstream states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:06:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: Binding record (Wiped), Payment keys (Not performed)",
      "Provable to third parties: the binding record, the unbind receipt, the attestation's acknowledgement. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the unbind request, the wipe attestation, the offline report. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
      "NOT provable to third parties: the offline code. Made of a secret that terminal and upstream share: either could have made it, and so could whoever got hold of the secret",
      "Provable to third parties: the conclusion",
      "Not proven: the wipe by anything but the terminal's own program (assurance: software)",
      "Not proven: that no old bytes are left in the flash memory",
    ]
  `);
});

test("an order alone is not called an unbind", async () => {
  expect((await endOf({ form: "ordered", until: "authorised" })).slice(0, 2)).toMatchInlineSnapshot(`
    [
      3,
      "结论：上游已下达解绑指令 019b76da-a800-7000-8000-000000000001（终端 JB00012345），但没有解绑凭证：尚未解绑",
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
      "WRONG the binding record: not accepted as signed by the upstream: its key is none of those given",
      "WRONG the grant: not accepted as signed by the upstream: its key is none of those given",
      "WRONG the unbind receipt: not accepted as signed by the upstream: its key is none of those given",
      "WRONG the attestation's acknowledgement: not accepted as signed by the upstream: its key is none of those given",
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
      "OK    the unbind receipt: signed by the upstream, key UPSTREAM",
      "Conclusion: the upstream states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z (request or order 019b76da-a800-7000-8000-000000000001, receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "Provable to third parties: the unbind receipt. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
      "Provable to third parties: the conclusion",
      "Not proven: what the request said, and any wipe: this is the receipt alone",
    ]
  `);
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
    `${scanned} should have ${count} QR codes; still missing: 3 5`,
  ]);
});

test("a voucher by somebody else proves nothing", async () => {
  expect(await verify(receipt, "--upstream-key", strangersKey, "--lang", "en")).toMatchInlineSnapshot(`
    [
      1,
      "WRONG the unbind receipt: not accepted as signed by the upstream: its key is none of those given",
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
        "exitCode": 0,
        "format": "jiebang-verify/1",
        "notProven": [
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
  const promised = { format: "jiebang-verify/1", exitCode: 2, error: { code: "cli/arguments-wrong" } };
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
  ["a receipt without a key", [receipt], 2, "a receipt alone needs the upstream's public key: --upstream-key"],
  [
    "a receipt and a terminal's key id",
    [receipt, "--upstream-key", upstreamKey, `--device-key-id=${terminal.kid}`],
    2,
    "wrong or missing argument: --device-key-id",
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
    (file) => `${file} can be read in two ways: a member stands twice in it`,
  ],
  [
    "after a byte order mark",
    `\ufeff${JSON.stringify(upstream.jwk)}`,
    (file) => `${file} holds no P-256 public key (JWK or JWK set)`,
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
  expect([good.status, good.stderr, none.status, none.stdout]).toEqual([0, "", 2, ""]);
});
