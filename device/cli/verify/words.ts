/** Every sentence of the verification, in both languages. Nothing is decided here. */

import type { WipeItemName } from "../../contract/codes.ts";
import type { WipeItemReport } from "../../contract/messages/wipe.ts";
import type { FindingCode, ObjectName } from "../../evidence/finding.ts";
import type { Conclusion, NotProven, Word } from "../../evidence/proof.ts";
import type { TrustFailure } from "../../trust/jws.ts";
import type { Words } from "../say.ts";

export const usage: Words = {
  zh: "用法：npm run verify -- 文件 [--upstream-key 公钥文件]... [--device-key-id 指纹] [--lang zh|en] [--json]",
  en: "usage: npm run verify -- FILE [--upstream-key FILE]... [--device-key-id ID] [--lang zh|en] [--json]",
};

export const marks = {
  ok: { zh: "相符", en: "OK   " },
  wrong: { zh: "不符", en: "WRONG" },
  conclusion: { zh: "结论：", en: "Conclusion: " },
  notProven: { zh: "不能证明：", en: "Not proven: " },
  provable: { zh: "可向第三方证明：", en: "Provable to third parties: " },
  notProvable: { zh: "不能向第三方证明：", en: "NOT provable to third parties: " },
} as const satisfies Record<string, Words>;

export const places: Record<ObjectName | "code" | "offline" | "journal" | "bundle" | "device" | "upstream", Words> = {
  binding: { zh: "绑定记录", en: "the binding record" },
  order: { zh: "上游解绑指令", en: "the upstream's order" },
  request: { zh: "解绑申请", en: "the unbind request" },
  approval: { zh: "双人复核", en: "the second person's approval" },
  grant: { zh: "上游授权", en: "the grant" },
  execution: { zh: "执行指令", en: "the execution order" },
  answer: { zh: "离线应答", en: "the offline answer" },
  code: { zh: "离线应答码", en: "the offline code" },
  offline: { zh: "离线授权", en: "the offline authorisation" },
  receipt: { zh: "解绑凭证", en: "the unbind receipt" },
  attestation: { zh: "清除证明", en: "the wipe attestation" },
  report: { zh: "离线解绑报告", en: "the offline report" },
  acknowledgement: { zh: "清除回执", en: "the attestation's acknowledgement" },
  journal: { zh: "日志", en: "the journal" },
  bundle: { zh: "证据文件", en: "the bundle" },
  device: { zh: "终端", en: "the terminal" },
  upstream: { zh: "上游", en: "the upstream" },
};

export const reasons: Record<TrustFailure["code"], Words> = {
  "trust/malformed": { zh: "格式不对，或不是这一类对象", en: "it is malformed or another kind of object" },
  "trust/key-not-pinned": { zh: "签名密钥不在所给的公钥之内", en: "its key is none of those given" },
  "trust/signature-wrong": { zh: "签名与内容不符", en: "the signature does not fit the content" },
};

export const right: Record<FindingCode, Words> = {
  "evidence/sealed": {
    zh: "终端封印覆盖整个文件，写出之后一个字节也没有变",
    en: "the terminal's seal covers the whole file; not one byte has changed since it was written",
  },
  "evidence/device-expected": {
    zh: "终端密钥正是所要求的 {kid}",
    en: "the terminal's key is the one asked for, {kid}",
  },
  "evidence/signed": { zh: "{object}：由{by}的密钥 {kid} 签名", en: "{object}: signed by {by}, key {kid}" },
  "evidence/linked": {
    zh: "{object}：与其余各项同属这一申请、这台终端、这一绑定",
    en: "{object}: speaks of this request, this terminal and this binding",
  },
  "evidence/challenge": {
    zh: "挑战码 {challenge} 由这份申请算出",
    en: "the challenge {challenge} was made of this request",
  },
  "evidence/waived": {
    zh: "未通过的必查项均已由有权者放行：{checks}",
    en: "every failed check was waived by those who may: {checks}",
  },
  "evidence/two-persons": {
    zh: "双人复核由两个不同的人作出",
    en: "two different persons approved",
  },
  "evidence/gates": {
    zh: "执行时各项检查均已通过或放行，未经放行的交易没有遗留",
    en: "when it was executed every check had passed or was waived, and no transaction was left behind unless waived",
  },
  "evidence/in-order": { zh: "各项时间先后合理", en: "all times are in order" },
  "evidence/post-check": {
    zh: "事后核对：上游答复绑定已不存在",
    en: "post-check: the upstream says that the binding is gone",
  },
  "evidence/journal-chained": { zh: "日志 {lines} 行首尾相接", en: "the journal's {lines} lines form one chain" },
  "evidence/journal-head": {
    zh: "日志止于终端签名的第 {seq} 条",
    en: "the journal ends at record {seq}, as the terminal signed",
  },
  "evidence/journal-holds": {
    zh: "{object}：日志第 {seq} 条记有同一原文",
    en: "{object}: the same text stands in journal record {seq}",
  },
  "evidence/journal-order": {
    zh: "日志按办理次序记录各项",
    en: "the journal took the objects in the order of the procedure",
  },
};

/** By the fact that says in which way it is wrong. */
export const wrong: Record<FindingCode, Readonly<Record<string, Words>>> = {
  "evidence/sealed": {
    member: {
      zh: "文件内容与终端封印不符：写出之后被改动过",
      en: "the file is not what the terminal sealed: it was changed after it was written",
    },
    reason: { zh: "终端封印无效：{reason}", en: "the terminal's seal is not valid: {reason}" },
  },
  "evidence/device-expected": {
    expected: {
      zh: "终端密钥是 {kid}，不是所要求的 {expected}",
      en: "the terminal's key is {kid}, not {expected} as asked for",
    },
  },
  "evidence/signed": {
    reason: { zh: "{object}：不能认作{by}所签，{reason}", en: "{object}: not accepted as signed by {by}: {reason}" },
  },
  "evidence/linked": {
    missing: { zh: "{object}：缺少其所依据的{missing}", en: "{object}: {missing}, on which it rests, is missing" },
    member: {
      zh: "{object}：字段 {member} 与其余各项不符",
      en: "{object}: its {member} does not fit the other objects",
    },
    style: {
      zh: "{object}：这份申请应一步办结，不应有此项",
      en: "{object}: the request was to be carried out in one step, which has no such object",
    },
  },
  "evidence/challenge": {
    missing: {
      zh: "挑战码 {challenge}：缺少其所依据的{missing}",
      en: "the challenge {challenge}: {missing}, on which it rests, is missing",
    },
    member: {
      zh: "挑战码 {challenge} 不是由这份申请算出：{member} 不符",
      en: "the challenge {challenge} was not made of this request: {member} does not fit",
    },
  },
  "evidence/waived": {
    unwaived: { zh: "必查项 {unwaived} 未通过，也未放行", en: "check {unwaived} failed and was not waived" },
    notFailed: { zh: "放行了并未失败的检查 {notFailed}", en: "check {notFailed} was waived and had not failed" },
    unauthorised: {
      zh: "{unauthorised} 未经上游许可而放行",
      en: "{unauthorised} was waived without the upstream's permission",
    },
  },
  "evidence/two-persons": {
    alone: {
      zh: "须由另一人（{alone}）复核，却没有",
      en: "another person ({alone}) had to approve as well, and none did",
    },
  },
  "evidence/gates": {
    unwaived: {
      zh: "执行时 {unwaived} 未通过，也未放行",
      en: "when it was executed {unwaived} stood in the way and was not waived",
    },
  },
  "evidence/in-order": {
    earlier: { zh: "时间颠倒：{later} 早于 {earlier}", en: "times are out of order: {later} is before {earlier}" },
  },
  "evidence/post-check": {
    bindingState: {
      zh: "事后核对：上游答复绑定仍在，与凭证矛盾",
      en: "post-check: the upstream says that the binding still exists, against its receipt",
    },
  },
  "evidence/journal-chained": {
    line: {
      zh: "日志在所附第 {line} 行断开：被改动、删去或调换",
      en: "the journal breaks at line {line} of the excerpt: changed, cut or re-ordered",
    },
  },
  "evidence/journal-head": {
    signedSeq: {
      zh: "日志止于第 {seq} 条，终端签名的却是第 {signedSeq} 条",
      en: "the journal ends at record {seq}, but the terminal signed for record {signedSeq}",
    },
    reason: { zh: "日志末尾的签名无效：{reason}", en: "the signature on the journal's end is not valid: {reason}" },
  },
  "evidence/journal-holds": {
    missing: { zh: "{object}：{missing}中没有", en: "{object}: not in {missing}" },
    differs: {
      zh: "{object}：与日志第 {seq} 条的原文不同",
      en: "{object}: differs from the text in journal record {seq}",
    },
  },
  "evidence/journal-order": {
    earlier: {
      zh: "日志次序颠倒：第 {seq} 条的{later}先于{earlier}",
      en: "the journal is out of order: {later} (record {seq}) came before {earlier}",
    },
  },
};

export const conclusions: Record<Conclusion, Words> = {
  "unbound-now-proven": {
    zh: "上游声明：终端 {sn} 的第 {epoch} 次绑定已于 {unboundAt} 解除（申请或指令 {requestId}，凭证 {receiptId}）",
    en: "the upstream states that binding {epoch} of terminal {sn} ended at {unboundAt} (request or order {requestId}, receipt {receiptId})",
  },
  "already-unbound-proven": {
    zh: "上游声明：终端 {sn} 的第 {epoch} 次绑定早已解除，时间 {unboundAt}（申请或指令 {requestId}，凭证 {receiptId}）",
    en: "the upstream states that binding {epoch} of terminal {sn} had ended already, at {unboundAt} (request or order {requestId}, receipt {receiptId})",
  },
  "offline-signed": {
    zh: "上游以签名答复了挑战码 {challenge}，同意离线解除终端 {sn} 的第 {epoch} 次绑定；终端声明已于 {authorisedAt} 据此解绑（申请 {requestId}）。凭证未到",
    en: "the upstream signed its answer to challenge {challenge} and so agreed to end binding {epoch} of terminal {sn} offline; the terminal states that it did so at {authorisedAt} (request {requestId}). There is no receipt yet",
  },
  "offline-code": {
    zh: "终端 {sn} 声明：已于 {authorisedAt} 凭挑战码 {challenge} 的应答码离线解除第 {epoch} 次绑定（申请 {requestId}）。凭证未到",
    en: "terminal {sn} states that it ended binding {epoch} offline at {authorisedAt}, on a code for challenge {challenge} (request {requestId}). There is no receipt yet",
  },
  "ordered-not-unbound": {
    zh: "上游已下达解绑指令 {requestId}（终端 {sn}），但没有解绑凭证：尚未解绑",
    en: "the upstream ordered unbind {requestId} of terminal {sn}, but there is no receipt: not unbound",
  },
  "approved-not-unbound": {
    zh: "上游已批准申请 {requestId}（终端 {sn}），但没有解绑凭证：尚未解绑",
    en: "the upstream approved request {requestId} of terminal {sn}, but there is no receipt: not unbound",
  },
  "requested-only": {
    zh: "终端 {sn} 签署过解绑申请 {requestId}，仅此而已：尚未解绑",
    en: "terminal {sn} signed unbind request {requestId}, and no more than that: not unbound",
  },
  inconsistent: {
    zh: "有 {wrong} 处不符，此文件不能证明任何事",
    en: "wrong in {wrong} place(s): this file proves nothing",
  },
};

export const trustedBy: Record<"pinned" | "unpinned", Words> = {
  pinned: {
    zh: "凡信任所给上游公钥 {kids} 者，均可据此认定",
    en: "proven to whoever trusts the upstream key that was given, {kids}",
  },
  unpinned: {
    zh: "仅当上游公钥指纹确为 {kids} 时成立",
    en: "proven only if the upstream's key really has the fingerprint {kids}",
  },
};

/** By whose word objects are. */
export const provable: Record<Word, Words> = {
  upstream: {
    zh: "{objects}。上游签名，凡持有上游公钥者均可验证，上游不能否认",
    en: "{objects}. Signed by the upstream: whoever has its public key can check it, and the upstream cannot deny it",
  },
  device: {
    zh: "{objects}。终端签名，凡持有终端公钥者均可验证；只是终端自己的陈述，不代表上游",
    en: "{objects}. Signed by the terminal: whoever has its public key can check it; it is the terminal's word, not the upstream's",
  },
  "shared-secret": {
    zh: "{objects}。由终端与上游共有的密钥算出，双方以及任何得到该密钥者都能算出",
    en: "{objects}. Made of a secret that terminal and upstream share: either could have made it, and so could whoever got hold of the secret",
  },
};

export const listComma: Words = { zh: "、", en: ", " };

/** Of the conclusion as a whole. */
export const whole: Record<"provable" | "notProvable", Words> = {
  provable: { zh: "以上结论", en: "the conclusion" },
  notProvable: {
    zh: "以上结论，直到文件中有上游的解绑凭证。信任此终端及其程序者可相信它接受过应答码；上游可查对自己的记录；其他人无从判断应答码是否由上游给出",
    en: "the conclusion, until the upstream's receipt is in the file. Whoever trusts this terminal and its program can believe that it accepted a code; the upstream can look into its own records; nobody else can tell whether the upstream gave that code",
  },
};

export const leftOpen: Record<NotProven["code"] | "receipt-alone", Words> = {
  "upstream-not-pinned": {
    zh: "上游的身份。未给 --upstream-key，请向上游核对指纹 {kids}",
    en: "who the upstream is. No --upstream-key was given: compare the fingerprint {kids} with the upstream's",
  },
  "device-not-pinned": {
    zh: "终端的身份。请核对终端密钥指纹 {kid}",
    en: "which terminal it is. Compare the fingerprint of the terminal's key, {kid}",
  },
  "request-not-seen-by-upstream": { zh: "上游收到过这份申请", en: "that the upstream has ever seen the request" },
  "code-given-by-upstream": {
    zh: "应答码是上游对挑战码 {challenge} 给出的",
    en: "that the upstream gave the code for challenge {challenge}",
  },
  "request-behind-challenge": {
    zh: "上游见过申请的全文。应答只认挑战码，而挑战码仅以 48 位对应申请：终端自己能另造一份相合的申请",
    en: "that the upstream agreed to the request's wording. The answer names the challenge, which stands for the request by 48 bits: the terminal itself could make another request that fits",
  },
  "receipt-pending": {
    zh: "上游已将离线解绑登记入账",
    en: "that the upstream has entered the offline unbind in its books",
  },
  "wipe-not-attested": { zh: "本机数据已经清除", en: "that anything was removed from the terminal" },
  "wipe-by-software-only": {
    zh: "清除的硬件担保。清除证明只有软件级别（{assurance}）",
    en: "the wipe by anything but the terminal's own program (assurance: {assurance})",
  },
  "flash-erasure": { zh: "存储芯片中的旧数据已被擦净", en: "that no old bytes are left in the flash memory" },
  "receipt-alone": {
    zh: "凭证所指申请的内容、本机清除与否。这里只有凭证一项",
    en: "what the request said, and any wipe: this is the receipt alone",
  },
};

export const wiped: Words = { zh: "终端自述的清除：{items}", en: "the wipe, as the terminal states it: {items}" };

export const wipeItems: Record<WipeItemName, Words> = {
  binding_record: { zh: "绑定记录", en: "binding record" },
  merchant_pin: { zh: "商户密码", en: "merchant PIN" },
  payment_application: { zh: "收款程序数据", en: "payment application" },
  payment_keys: { zh: "收款密钥", en: "payment keys" },
};

export const wipeResults: Record<WipeItemReport["result"], Words> = {
  done: { zh: "已清除", en: "removed" },
  failed: { zh: "失败", en: "failed" },
  notPerformed: { zh: "未执行", en: "not performed" },
  notApplicable: { zh: "不适用", en: "not applicable" },
};

export const failures = {
  "cli/arguments-wrong": { zh: "参数不对或缺少：{argument}", en: "wrong or missing argument: {argument}" },
  "cli/file-unreadable": { zh: "读不出 {file}（{reason}）", en: "cannot read {file} ({reason})" },
  "cli/file-too-large": {
    zh: "{file} 超过 {maxBytes} 字节，未予检查",
    en: "{file} is larger than {maxBytes} bytes and was not looked at",
  },
  "cli/key-private": {
    zh: "{file} 里是私钥；请只给公钥，并视此私钥为已泄露",
    en: "{file} holds a private key: give the public one, and treat the private one as exposed",
  },
  "cli/key-unusable": {
    zh: "{file} 里没有 P-256 公钥（JWK 或 JWK 集）",
    en: "{file} holds no P-256 public key (JWK or JWK set)",
  },
  "cli/receipt-needs-key": {
    zh: "单独一份凭证须用 --upstream-key 给出上游公钥",
    en: "a receipt alone needs the upstream's public key: --upstream-key",
  },
  "evidence/not-a-bundle": {
    zh: "{file} 不是完好的证据文件，出错之处：{where}",
    en: "{file} is not a sound evidence bundle; it breaks at: {where}",
  },
  "evidence/not-canonical": {
    zh: "{file} 第 {line} 行与规定写法不同：写出之后被改动过",
    en: "{file} was changed after it was written: line {line} is not spelt as a bundle is",
  },
  "qr/too-large": { zh: "{file} 超过 {maxParts} 张二维码", en: "{file} is more than {maxParts} QR codes" },
  "qr/not-a-part": {
    zh: "{file} 的第 {place} 张不是证据二维码",
    en: "text {place} of {file} is no QR code of evidence",
  },
  "qr/another-series": {
    zh: "{file} 的第 {place} 张属于另一份证据",
    en: "text {place} of {file} belongs to other evidence",
  },
  "qr/parts-missing": {
    zh: "{file} 应有 {count} 张二维码，还缺第 {numbers} 张",
    en: "{file} should have {count} QR codes; still missing: {numbers}",
  },
  "qr/damaged": { zh: "{file} 的二维码拼起来与原文不符", en: "the QR codes of {file} do not make what was split" },
} as const satisfies Record<string, Words>;

export const wholeFile: Words = { zh: "整个文件", en: "the file as a whole" };
