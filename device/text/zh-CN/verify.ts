/** 核验证据的用语：看了什么，证明了什么，没有证明什么。 */

import type { VerifyTexts } from "../verifyTexts.ts";

export const verifyZhCN: VerifyTexts = {
  usage:
    "用法：{program} verify 文件 [--upstream-key 公钥文件]... [--device-key-id 指纹] [--terms 条款文件] [--lang zh|en] [--json]",
  about: "查验证据文件、单独的回执，或凭证二维码的文字（每行一个）。不需网络，不问任何人。",
  options: {
    "--upstream-key FILE": "从支付机构得到的支付机构公钥：一个 JWK 或一组，可重复",
    "--device-key-id ID": "终端密钥应有的指纹",
    "--terms FILE": "支付机构条款的文本（UTF-8）：说明是否就是所同意的条款，不影响结论",
    "--json": "输出一个 JSON 对象，结构见 test/fixtures/verify-schema.json",
  },
  exits: {
    proven: "全部成立，可向任何人证明绑定已解除",
    wrong: "其中有不对之处，或 --terms 所给文本不是所同意的条款",
    notLooked: "未查验：参数不对，或文件不能用",
    notUnbound: "全部成立，但未显示解绑；不能据此证明没有解绑",
    notProvable: "全部成立，但绑定凭应答码解除，不能向第三方证明",
    notPinned: "全部成立，但未用 --upstream-key 给出支付机构公钥，须确认那把密钥属于支付机构",
  },
  notPinned: {
    keys: "未核对支付机构是谁：未给出支付机构公钥。以下凡出自支付机构者，仅当支付机构公钥指纹确为 {kids} 时成立，请与支付机构告知的指纹核对",
    noKeys: "未给出支付机构公钥，此文件中也没有支付机构的任何对象",
  },
  marks: {
    ok: "相符 ",
    wrong: "不符 ",
    doubt: "存疑 ",
    conclusion: "结论：",
    notProven: "不能证明：",
    provable: "可向第三方证明：",
    notProvable: "不能向第三方证明：",
  },
  decisions: { rejected: "审核不通过", cancelled: "已取消", expired: "已超时", refused: "不予受理" },
  places: {
    binding: "绑定记录",
    order: "支付机构解绑指令",
    request: "解绑申请",
    approval: "双人复核",
    grant: "支付机构授权",
    execution: "执行指令",
    decision: "支付机构决定",
    answer: "离线应答",
    code: "离线应答码",
    offline: "离线授权",
    receipt: "解绑凭证",
    attestation: "清除证明",
    report: "离线解绑报告",
    acknowledgement: "清除回执",
    journal: "日志",
    bundle: "证据文件",
  },
  keys: {
    upstream: "所给的支付机构公钥",
    handedOn: "所给支付机构公钥交接的密钥",
    claimedUpstream: "仅由此文件称作支付机构的密钥",
    device: "此文件称作终端的密钥",
  },
  reasons: {
    "trust/malformed": "格式不对，或不是这一类对象",
    "trust/key-not-pinned": "签名密钥不在所给的公钥之内",
    "evidence/key-ended": "所记时间在该密钥停用之后",
    "trust/signature-wrong": "签名与内容不符，或写法不合规定",
    "evidence/own-key": "该密钥就是终端自己的",
  },
  right: {
    "evidence/sealed": "持有终端密钥者封印了整个文件，此后他人未改动一个字节",
    "evidence/sealed-earlier": "持有终端密钥者封印了整个文件（旧版格式）：此后他人至多改动过封印自身签名的写法",
    "evidence/device-expected": "终端密钥正是所要求的 {kid}",
    "evidence/keys-chained": "支付机构更换过 {sets} 次密钥，每次都由当时尚无停用时间的密钥交接；最先交接的是 {kid}",
    "evidence/signed": "{object}：以密钥 {kid} 签名，即{by}",
    "evidence/linked": "{object}：与其余各项同属这一申请、这台终端、这一绑定",
    "evidence/challenge": "挑战码 {challenge} 由这份申请算出",
    "evidence/agreed": "终端声明同意者为：{roles}；按当时的规则，他们有权",
    "evidence/waived": "终端声明下列检查未通过而仍要继续，及由谁决定：{waivers}；按当时的规则，他们有权",
    "evidence/two-persons": "终端声明有两个不同的人同意，其一为{role}",
    "evidence/gates": "终端声明：执行时各项检查均已通过，没有遗留交易；有人声明仍要继续的除外",
    "evidence/in-order": "两个时钟所记的时间互不矛盾",
    "evidence/post-check": "事后核对：清除回执称绑定已不存在",
    "evidence/journal-chained": "终端日志：此文件中的 {lines} 行首尾相接",
    "evidence/journal-head": "终端日志：止于第 {seq} 条，与其密钥所签一致",
    "evidence/journal-holds": "{object}：终端日志第 {seq} 条记有同一原文",
    "evidence/journal-order": "终端日志按办理次序记录各项",
  },
  wrong: {
    "evidence/sealed": {
      member: "文件内容与终端封印不符：写出之后被改动过",
      reason: "终端封印无效：{reason}",
    },
    "evidence/sealed-earlier": {
      member: "文件内容与终端封印不符：写出之后被改动过",
      reason: "终端封印无效：{reason}",
    },
    "evidence/device-expected": {
      expected: "终端密钥是 {kid}，不是所要求的 {expected}",
    },
    "evidence/keys-chained": {
      why: "支付机构第 {serial} 号密钥清单与之前的不相接：见其 {why}",
      reason: "支付机构的一份密钥清单不能认作有效：{reason}",
    },
    "evidence/signed": {
      reason: "{object}：不能认作以{by}所签，{reason}",
    },
    "evidence/linked": {
      missing: "{object}：缺少其所依据的{missing}",
      member: "{object}：字段 {member} 与其余各项不符",
      style: "{object}：这份申请应一步办结，不应有此项",
    },
    "evidence/challenge": {
      missing: "挑战码 {challenge}：缺少其所依据的{missing}",
      member: "挑战码 {challenge} 不是由这份申请算出：{member} 不符",
    },
    "evidence/agreed": {
      mayNot: "终端声明的发起者无权发起：{mayNot}",
      notAlone: "终端声明的发起者（{notAlone}）不得单独发起，而无他人同意",
      method: "终端声明{role}以不属于其身份的方式同意：{method}",
    },
    "evidence/waived": {
      unwaived: "必查项 {unwaived} 未通过，也无人声明仍要继续",
      notFailed: "检查 {notFailed} 并未失败，却声明了仍要继续",
      notWaivable: "检查 {notWaivable} 未通过而声明仍要继续，而任何人都无权如此",
      mayNotWaive: "检查 {mayNotWaive} 未通过，由无权者声明仍要继续：{role}",
      byNobody: "检查 {byNobody} 未通过，由未同意申请的人声明仍要继续",
      unauthorised: "{unauthorised} 未通过，未经支付机构许可而声明仍要继续",
    },
    "evidence/two-persons": {
      alone: "须由另一人（{alone}）复核，却没有",
    },
    "evidence/gates": {
      unwaived: "执行时 {unwaived} 未通过，也无人声明仍要继续",
    },
    "evidence/in-order": {},
    "evidence/post-check": {
      bindingState: "事后核对：清除回执称绑定仍在，与凭证矛盾",
    },
    "evidence/journal-chained": {
      line: "日志在所附第 {line} 行断开：被改动、删去或调换",
    },
    "evidence/journal-head": {
      signedSeq: "日志止于第 {seq} 条，终端签名的却是第 {signedSeq} 条",
      reason: "日志末尾的签名无效：{reason}",
    },
    "evidence/journal-holds": {
      missing: "{object}：{missing}中没有",
      differs: "{object}：与日志第 {seq} 条的原文不同",
    },
    "evidence/journal-order": {
      earlier: "日志次序颠倒：第 {seq} 条的{later}先于{earlier}",
    },
  },
  doubts: {
    "evidence/times-contradict":
      "{later}（{laterAt}）早于 {earlier}（{earlierAt}）：其间时钟被调过，或其中有时间不实。先后以引用关系与日志为准",
  },
  conclusions: {
    "unbound-now-proven":
      "支付机构声明：终端 {sn} 的第 {epoch} 次绑定已于 {unboundAt} 解除（申请或指令 {requestId}，凭证 {receiptId}）",
    "already-unbound-proven":
      "支付机构声明：终端 {sn} 的第 {epoch} 次绑定早已解除，时间 {unboundAt}（申请或指令 {requestId}，凭证 {receiptId}）",
    "offline-signed":
      "支付机构以签名答复了挑战码 {challenge}，同意离线解除终端 {sn} 的第 {epoch} 次绑定；终端声明已于 {authorisedAt} 据此解绑（申请 {requestId}）。凭证未到",
    "offline-code":
      "终端 {sn} 声明：已于 {authorisedAt} 凭挑战码 {challenge} 的应答码离线解除第 {epoch} 次绑定（申请 {requestId}）。凭证未到",
    "unbound-now-claimed":
      "若密钥 {kids} 确属支付机构，则支付机构声明：终端 {sn} 的第 {epoch} 次绑定已于 {unboundAt} 解除（申请或指令 {requestId}，凭证 {receiptId}）",
    "already-unbound-claimed":
      "若密钥 {kids} 确属支付机构，则支付机构声明：终端 {sn} 的第 {epoch} 次绑定早已解除，时间 {unboundAt}（申请或指令 {requestId}，凭证 {receiptId}）",
    "offline-signed-claimed":
      "若密钥 {kids} 确属支付机构，则支付机构以签名答复了挑战码 {challenge}，同意离线解除终端 {sn} 的第 {epoch} 次绑定；终端声明已于 {authorisedAt} 据此解绑（申请 {requestId}）。凭证未到",
    "ordered-only": "此文件未显示解绑。其中支付机构下达解绑指令 {requestId}（终端 {sn}）；后来如何，此文件没有说明",
    "approved-only": "此文件未显示解绑。其中支付机构批准申请 {requestId}（终端 {sn}）；后来如何，此文件没有说明",
    "decided-only":
      "此文件未显示解绑。其中支付机构就申请或指令 {requestId}（终端 {sn}）声明：{decision}，时间 {decidedAt}（代码 {decisionCode}）；此外如何，此文件没有说明",
    "requested-only": "此文件未显示解绑。其中终端 {sn} 提出解绑申请 {requestId}；后来如何，此文件没有说明",
    inconsistent: "有 {wrong} 处不符，此文件不能证明任何事",
  },
  trustedBy: {
    pinned: "凡信任所给支付机构公钥 {kids} 者，均可据此认定",
    unpinned: "仅当支付机构公钥指纹确为 {kids} 时成立",
  },
  provable: {
    upstream: "{objects}。以支付机构密钥签名，凡持有支付机构公钥者均可验证，支付机构不能否认",
    "claimed-upstream": "{objects}。签名密钥仅由此文件称作支付机构的密钥",
    device: "{objects}。以终端密钥签名，凡持有终端公钥者均可验证；只是持有该密钥者的陈述，不代表支付机构",
    "shared-secret": "{objects}。由终端与支付机构共有的密钥算出，双方以及任何得到该密钥者都能算出",
  },
  listComma: "、",
  whole: {
    provable: "以上结论",
    claimed: "以上结论，直到查明密钥属于谁",
    absent: "没有解绑过：文件中没有的，可能是被略去了",
    byCode:
      "以上结论，直到文件中有支付机构的解绑凭证。信任此终端及其程序者可相信它接受过应答码；支付机构可查对自己的记录；其他人无从判断应答码是否由支付机构给出",
  },
  leftOpen: {
    "upstream-not-pinned": "支付机构的身份。未给出支付机构公钥，请向支付机构核对指纹 {kids}",
    "keys-handed-on": "密钥 {root} 在交接给密钥 {kid} 时未落入他人之手：请向支付机构核对 {kid} 是否为其所有",
    "key-retired": "密钥 {kid} 所签的内容签于其停用（{until}）之前：日后得到该密钥者可把时间写早",
    "device-not-pinned": "终端的身份。请核对终端密钥指纹 {kid}",
    "no-unbind-since": "此文件所载之后再无他事",
    "request-not-seen-by-upstream": "支付机构收到过这份申请",
    "code-given-by-upstream": "应答码是支付机构对挑战码 {challenge} 给出的",
    "request-behind-challenge":
      "支付机构见过申请的全文。应答只认挑战码，而挑战码仅以 48 位对应申请：终端自己能另造一份相合的申请",
    "receipt-pending": "支付机构已将离线解绑登记入账",
    "execution-not-shown": "执行时终端检查过什么：凭证所指的执行指令不在此文件中",
    "persons-unseen": "站在终端前的是谁：身份、密码与在场均只是终端自己的陈述",
    "permission-not-shown": "支付机构给过许可 {id}：支付机构对此的说法不在此文件中",
    "provider-rules-not-shown": "支付机构自己的规则（可能更严）允许这样继续：这些规则不在此文件中",
    "wipe-not-attested": "本机数据已经清除",
    "wipe-by-software-only": "清除的硬件担保。清除证明只有软件级别（{assurance}）",
    "flash-erasure": "存储芯片中的旧数据已被擦净",
    "receipt-alone": "凭证所指申请的内容、本机清除与否。这里只有凭证一项",
  },
  agreedTo:
    "终端声明：已阅读（{language}）并同意支付机构的条款 {policyId} {policyVersion}，原文的 SHA-256 为 {textHash}",
  terms: {
    agreed: "所给文本正是所同意的条款：SHA-256 为 {textHash}",
    other: "所给文本不是所同意的条款；所同意条款的 SHA-256 为 {textHash}",
    none: "所给文本无从对照：此证据中没有记载同意过哪份条款",
  },
  wiped: "终端自述的清除：{items}",
  wipedItem: "{item} {result}",
  failures: {
    "cli/key-private": "{file} 里是私钥；请只给公钥，并视此私钥为已泄露",
    "cli/key-unusable": "{file} 里没有 P-256 公钥（JWK 或 JWK 集）",
    "cli/key-ambiguous": "{file} 第 {line} 行可有两种读法：有成员重复出现",
    "cli/key-not-json": "{file} 第 {line} 行不是 JSON；公钥须是 JWK 或 JWK 集（P-256）",
    "cli/key-for-something-else": "{file} 里的密钥不是用于验证 ES256 签名的：见其 {member}",
    "cli/not-a-file": "{file} 是文件夹、管道或设备，请给出文件",
    "cli/terms-not-text": "{file} 不是 UTF-8 文本，而支付机构的条款是：请另存为 UTF-8",
    "cli/receipt-needs-key": "单独一份凭证须用 --upstream-key 给出支付机构公钥",
    "evidence/not-a-bundle": "{file} 不是完好的证据文件，出错之处：{where}",
    "evidence/not-canonical": "{file} 第 {line} 行与规定写法不同：写出之后被改动过",
    "qr/too-large": "{file} 超过 {maxParts} 张二维码",
    "qr/not-a-part": "{file} 的第 {place} 张不是证据二维码，请去掉",
    "qr/another-series": "{file} 的第 {place} 张属于另一份证据，请只给同一份证据的二维码",
    "qr/parts-missing": "{file} 应有 {count} 张二维码，还缺第 {numbers} 张，请补扫",
    "qr/damaged": "{file} 的二维码拼起来与原文不符，请重新扫码",
  },
  wholeFile: "整个文件",
};
