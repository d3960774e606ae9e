import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { verifyCommand } from "../../../device/cli/verify.ts";
import { createParty } from "../evidence/keys.ts";
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

/** The exit code, then the lines as a person reads them; keys by the names of their owners. */
async function verify(...argv: string[]): Promise<readonly (number | string)[]> {
  const lines: string[] = [];
  const exitCode = await verifyCommand(argv, (line) => lines.push(line));
  const named = lines.map((line) => line.replaceAll(terminal.kid, "TERMINAL").replaceAll(upstream.kid, "UPSTREAM"));
  return [exitCode, ...named];
}

test("a whole unbind is told in plain English, with what it proves and what not", async () => {
  expect(await verify(bundle, "--upstream-key", upstreamKey, "--lang", "en")).toMatchInlineSnapshot(`
    [
      0,
      "OK    the terminal's seal covers the whole file; not one byte has changed since it was written",
      "OK    the unbind request: signed by the terminal, key TERMINAL",
      "OK    the grant: signed by the upstream, key UPSTREAM",
      "OK    the execution order: signed by the terminal, key TERMINAL",
      "OK    the unbind receipt: signed by the upstream, key UPSTREAM",
      "OK    the wipe attestation: signed by the terminal, key TERMINAL",
      "OK    the attestation's acknowledgement: signed by the upstream, key UPSTREAM",
      "OK    the grant: speaks of this request, this terminal and this binding",
      "OK    the execution order: speaks of this request, this terminal and this binding",
      "OK    the unbind receipt: speaks of this request, this terminal and this binding",
      "OK    the wipe attestation: speaks of this request, this terminal and this binding",
      "OK    the attestation's acknowledgement: speaks of this request, this terminal and this binding",
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
      "Conclusion: the upstream states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z, as asked for by request 019b76da-a800-7000-8000-000000000001 (receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "  the wipe, as the terminal states it: binding record removed, payment keys not performed",
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
      "相符 解绑申请：由终端的密钥 TERMINAL 签名",
      "相符 上游授权：由上游的密钥 UPSTREAM 签名",
      "相符 执行指令：由终端的密钥 TERMINAL 签名",
      "相符 解绑凭证：由上游的密钥 UPSTREAM 签名",
      "相符 清除证明：由终端的密钥 TERMINAL 签名",
      "相符 清除回执：由上游的密钥 UPSTREAM 签名",
      "相符 上游授权：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 执行指令：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 解绑凭证：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除证明：与其余各项同属这一申请、这台终端、这一绑定",
      "相符 清除回执：与其余各项同属这一申请、这台终端、这一绑定",
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
      "结论：上游声明：应申请 019b76da-a800-7000-8000-000000000001，终端 JB00012345 的第 3 次绑定已于 2026-01-01T08:03:00.000Z 解除（凭证 019b76da-a800-7000-8000-000000000004）",
      "  仅当上游公钥指纹确为 UPSTREAM 时成立",
      "  终端自述的清除：绑定记录 已清除, 收款密钥 未执行",
      "不能证明：上游的身份。未给 --upstream-key，请向上游核对指纹 UPSTREAM",
      "不能证明：终端的身份。请核对终端密钥指纹 TERMINAL",
      "不能证明：清除的硬件担保。清除证明只有软件级别（software）",
      "不能证明：存储芯片中的旧数据已被擦净",
    ]
  `);
});

test("a grant is not called an unbind, and ends with a code of its own", async () => {
  const granted = fileOf(await textOf({ until: "grant" }));
  const [exitCode, ...lines] = await verify(granted, "--upstream-key", upstreamKey);
  expect([exitCode, ...lines.slice(-2)]).toMatchInlineSnapshot(`
    [
      3,
      "结论：上游已批准申请 019b76da-a800-7000-8000-000000000001（终端 JB00012345），但没有解绑凭证：尚未解绑",
      "  凡信任所给上游公钥 UPSTREAM 者，均可据此认定",
    ]
  `);
});

test("a request alone is called no more than that", async () => {
  const requested = fileOf(await textOf({ until: "request" }));
  const [exitCode, ...lines] = await verify(requested, "--lang", "en");
  expect([exitCode, ...lines.slice(-3)]).toMatchInlineSnapshot(`
    [
      3,
      "Conclusion: terminal JB00012345 signed unbind request 019b76da-a800-7000-8000-000000000001, and no more than that: not unbound",
      "Not proven: that the upstream has ever seen the request",
      "Not proven: which terminal it is. Compare the fingerprint of the terminal's key, TERMINAL",
    ]
  `);
});

test("another upstream's key proves nothing and names the objects", async () => {
  const [exitCode, ...lines] = await verify(bundle, "--upstream-key", strangersKey, "--lang", "en");
  const wrong = lines.filter((line) => !String(line).startsWith("OK"));
  expect([exitCode, ...wrong]).toMatchInlineSnapshot(`
    [
      1,
      "WRONG the grant: not accepted as signed by the upstream: its key is none of those given",
      "WRONG the unbind receipt: not accepted as signed by the upstream: its key is none of those given",
      "WRONG the attestation's acknowledgement: not accepted as signed by the upstream: its key is none of those given",
      "Conclusion: wrong in 3 place(s): this file proves nothing",
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
  const broken = [
    await textOf({ receipt: { epoch: 1 }, acknowledgement: { bindingState: "bound" } }),
    await textOf({ execution: { createdAt: "2026-01-01T07:00:00.000Z" }, receiptBy: terminal }),
    await sealedText(terminal, { ...withoutGrant, journalLines }),
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
      "Conclusion: the upstream states that binding 3 of terminal JB00012345 ended at 2026-01-01T08:03:00.000Z, as asked for by request 019b76da-a800-7000-8000-000000000001 (receipt 019b76da-a800-7000-8000-000000000004)",
      "  proven to whoever trusts the upstream key that was given, UPSTREAM",
      "Not proven: what the request said, and any wipe: this is the receipt alone",
    ]
  `);
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
  const request = fileOf((await tell()).parts.request);
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
        "upstreamKids": [
          "UPSTREAM",
        ],
        "upstreamPinned": true,
      },
      {
        "code": "evidence/signed",
        "facts": {
          "by": "device",
          "kid": "TERMINAL",
          "object": "request",
        },
        "ok": true,
      },
    ]
  `);
});

const missing = join(folder, "missing");
const tooLarge = fileOf(new Uint8Array(1_048_577));
const noBundle = fileOf('{"format":"jiebang-evidence/1"}\n');
const noJson = fileOf("PK\u0003\u0004");
const spelt = fileOf((await textOf()).replace('"format"', '"format" '));
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
  ["a folder", [folder], 2, `cannot read ${folder} (EISDIR)`],
  ["1 MiB and a byte", [tooLarge], 2, `${tooLarge} is larger than 1048576 bytes and was not looked at`],
  ["a file without end", ["/dev/zero"], 2, "/dev/zero is larger than 1048576 bytes and was not looked at"],
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
  ["half a bundle", [noBundle], 1, `${noBundle} is not a sound evidence bundle; it breaks at: request`],
  ["another file", [upstreamKey], 1, `${upstreamKey} is not a sound evidence bundle; it breaks at: format`],
  ["no JSON", [noJson], 1, `${noJson} is not a sound evidence bundle; it breaks at: the file as a whole`],
  ["another spelling", [spelt], 1, `${spelt} was changed after it was written: line 2 is not spelt as a bundle is`],
])("%s is refused and named", async (_, argv, exitCode, sentence) => {
  expect((await verify("--lang", "en", ...argv)).slice(0, 2)).toEqual([exitCode, sentence]);
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
