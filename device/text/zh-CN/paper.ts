/** What is printed on paper, in Chinese. */

import { formatPaperInstant } from "../paperInstant.ts";
import type { PaperTexts } from "../paperTexts.ts";

export const paperZhCN: PaperTexts = {
  voucher: {
    title: "解绑凭证",
    signed: "由支付机构签名，任何人都能核验。",
    checkAt: "手机扫码，在支付机构的网页上核验：",
    checkWithout: "扫码存好文字，向支付机构索取公钥和离线核验网页即可核验。",
    codeOf: (part, of) => `第 ${part} 张，共 ${of} 张，都要扫`,
  },
  slip: {
    title: "解绑申请单",
    noProof: "本单不是解绑凭证，不证明已解绑。",
    state: "现在的状态",
    confirmedAt: "申请时间",
    reason: "原因",
    scan: "扫码得到申请编号",
  },
  label: { title: "终端标签", key: "密钥指纹", scan: "扫码得到以上号码" },
  provider: "支付机构",
  instant: (ms) => formatPaperInstant(ms, "zh-CN"),
};
