/** Every sentence of the verification, in both languages. Nothing is decided here. */

import type { WipeItemName, WipeItemReport } from "../contract/evidence.ts";
import type { Conclusion, NotProven } from "../evidence/check.ts";
import type { FindingCode, ObjectName } from "../evidence/finding.ts";
import type { TrustFailure } from "../evidence/jws.ts";
import type { Words } from "./say.ts";

export const usage: Words = {
  zh: "用法：npm run verify -- 文件 [--upstream-key 公钥文件]... [--device-key-id 指纹] [--lang zh|en] [--json]",
  en: "usage: npm run verify -- FILE [--upstream-key FILE]... [--device-key-id ID] [--lang zh|en] [--json]",
};

export const marks = {
  ok: { zh: "相符", en: "OK   " },
  wrong: { zh: "不符", en: "WRONG" },
  conclusion: { zh: "结论：", en: "Conclusion: " },
  notProven: { zh: "不能证明：", en: "Not proven: " },
} as const satisfies Record<string, Words>;

export const places: Record<ObjectName | "journal" | "bundle" | "device" | "upstream", Words> = {
  request: { zh: "解绑申请", en: "the unbind request" },
  grant: { zh: "上游授权", en: "the grant" },
  execution: { zh: "执行指令", en: "the execution order" },
  receipt: { zh: "解绑凭证", en: "the unbind receipt" },
  attestation: { zh: "清除证明", en: "the wipe attestation" },
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
    zh: "上游声明：应申请 {requestId}，终端 {sn} 的第 {epoch} 次绑定已于 {unboundAt} 解除（凭证 {receiptId}）",
    en: "the upstream states that binding {epoch} of terminal {sn} ended at {unboundAt}, as asked for by request {requestId} (receipt {receiptId})",
  },
  "already-unbound-proven": {
    zh: "上游声明：终端 {sn} 的第 {epoch} 次绑定在申请 {requestId} 之前就已解除，时间 {unboundAt}（凭证 {receiptId}）",
    en: "the upstream states that binding {epoch} of terminal {sn} had ended already, at {unboundAt}, before request {requestId} (receipt {receiptId})",
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
} as const satisfies Record<string, Words>;

export const wholeFile: Words = { zh: "整个文件", en: "the file as a whole" };
