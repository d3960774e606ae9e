/** What the reference upstream's providers want agreed to: example terms in each language of a terminal. Nothing in them is real. */

import { createHash } from "node:crypto";
import { base64url } from "../../device/base/bytes.ts";
import type { BindingKind } from "../../device/contract/codes.ts";
import type { Consent } from "../../device/contract/messages/request.ts";
import type { Policy, ProviderProfile } from "../../device/profiles/schema.ts";

/** By which a text is named in a consent: SHA-256 over its UTF-8. */
export const textHashOf = (text: string): string => base64url(createHash("sha256").update(text, "utf8").digest());

/** The name of the policy that a provider's bindings have. */
export const policyIdOf = (providerId: string): string => `${providerId.replace(/-pos$/, "")}-unbind`.slice(0, 64);

/** As somebody agrees who has read it in English. */
export const consentTo = ({ id, version, text }: Policy, nowMs: number): Consent => ({
  policyId: id,
  policyVersion: version,
  language: "en",
  textHash: textHashOf(text.en),
  at: new Date(nowMs).toISOString(),
});

const subjects: Readonly<Record<BindingKind, { readonly zh: string; readonly en: string }>> = {
  terminal_to_merchant: { zh: "终端", en: "terminal" },
  terminal_to_account: { zh: "终端", en: "terminal" },
  settlement_card_to_merchant: { zh: "结算卡", en: "settlement card" },
  bank_account_to_pos: { zh: "银行账户", en: "bank account" },
};

export function examplePolicyOf({ providerId, name, bindingKind }: ProviderProfile, version = "1"): Policy {
  const { zh, en } = subjects[bindingKind];
  return {
    id: policyIdOf(providerId),
    version,
    text: {
      "zh-CN": [
        `${name.zh}${zh}解绑条款（演示文本，第 ${version} 版）`,
        "一、申请由我们审核。生效之前照常收款，您也可以撤回。",
        "二、生效之前先结清未结算的交易；结不清就不解绑。",
        `三、生效之后，这个${zh}不再用于您的收款；已经收到的款项按原来的约定结算。`,
        "四、解绑不等于注销账户。没有了结的争议和退款仍按原来的约定办理。",
        "五、从终端清除的商户数据不能恢复，需要的记录请先留存。",
        "六、申请和同意以终端的签名为凭，双方各自保存。",
      ].join("\n"),
      en: [
        `Terms for unbinding a ${en}, ${name.en} (example text, version ${version})`,
        "1. We review the request. Until it takes effect payments go on, and you can withdraw it.",
        "2. Transactions that are not settled are settled first. What cannot be settled stops the unbind.",
        `3. Afterwards this ${en} no longer serves your payments. What was taken before is settled as agreed.`,
        "4. Unbinding closes no account. Open disputes and refunds go on as agreed.",
        "5. Merchant data that is erased from the terminal cannot be restored. Keep the records you need before.",
        "6. Request and consent are what the terminal signed. Each side keeps them.",
      ].join("\n"),
    },
  };
}
