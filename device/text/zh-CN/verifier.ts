/** The verifier's page, in Chinese. */

import type { VerifierTexts } from "../verifierTexts.ts";
import { unbindZhCN } from "./unbind.ts";
import { verifyZhCN } from "./verify.ts";

export const verifierZhCN: VerifierTexts = {
  verify: verifyZhCN,
  page: { unbind: unbindZhCN },
  verifier: {
    title: "核验解绑证据",
    about: "全部核验都在本页面内完成：不联网，不上传，不保存证据，也不保存公钥。",
    otherLanguage: "English",
    evidenceTitle: "1. 证据",
    evidenceHint: "终端保存的证据文件、解绑凭证二维码的内容，或二维码的照片。",
    dropHere: "把文件或照片拖到这里",
    chooseFile: "选择文件或照片",
    pasteEvidence: "或在此粘贴内容",
    scan: "用摄像头扫码",
    stopScan: "关闭摄像头",
    cameraPicture: "摄像头画面，请将二维码对准镜头。",
    codesRead: (have, count) => `已读到 ${count} 张二维码中的 ${have} 张`,
    leftOut: "读到的二维码中有的属于另一份证据，或不是证据，未予采用。",
    given: (name) => `核验对象：${name}`,
    pasted: "粘贴的内容",
    scanned: "扫码所得",
    linked: "本页网址里的解绑凭证",
    keyTitle: "2. 支付机构的公钥",
    keyHint:
      "JWK 或 JWK 集。请向支付机构本身索取，不要用提供证据的人给的公钥。没有公钥时，只能说明“若该公钥确属支付机构”会得出什么结论。",
    keyOfPage: "本页面自带一把公钥。它是否可信，取决于您是否信任本页面的来源网址；也可以改用另行取得的公钥。",
    keyName: "所给的公钥",
    chooseKey: "选择公钥文件",
    pasteKey: "或在此粘贴公钥",
    keyGiven: (kids) => `已给出，指纹 ${kids}`,
    deviceKeyId: "终端密钥编号（如另行得知）",
    deviceKeyIdHint: "43 位字母和数字。填写后，证据须出自这台终端。",
    termsHint: "如对同意过哪份条款有争议，请给出条款文本，与签名内容对照。",
    chooseTerms: "选择条款文件",
    termsGiven: (name) => `对照文本：${name}`,
    remove: "移除",
    verdictTitle: "3. 能证明什么",
    findingsTitle: "逐项核验结果",
    waiting: "尚未提供证据。",
    print: "打印存档",
    failures: {
      "file-empty": "{file} 是空文件。请提供终端保存的原文件。",
      "file-too-large": "{file} 超过证据文件的上限（{maxBytes} 字节），未予查看。请提供终端保存的原文件。",
      "picture-unreadable": "{file} 不是本浏览器能显示的图片。请拍成 JPEG 或 PNG。",
      "picture-without-code": "在 {file} 中没有找到二维码。请靠近、放平、光线充足，拍下完整的二维码及其白边。",
      "camera-refused": "浏览器未允许本页面使用摄像头。请允许，或改为提供二维码照片。",
      "camera-missing": "没有找到摄像头，或浏览器不向本页面提供摄像头。请改为提供二维码照片。",
      "camera-busy": "摄像头没有画面：正被其他程序占用。请关闭该程序后重新扫码，或改为提供二维码照片。",
      "camera-lost": "摄像头已断开：被拔下，或被其他程序占用。已读到的仍保留。请重新扫码，或提供其余二维码的照片。",
      "terms-not-text": "{file} 不是至多 {maxBytes} 字节的 UTF-8 文本，而支付机构的条款是。请另存为 UTF-8。",
      "terms-for-receipt": "单独一份解绑凭证没有记载条款：请去掉条款文本，或提供完整的证据文件。",
      "receipt-needs-key": "单独一份解绑凭证不带公钥。请给出支付机构的公钥，才能核验。",
      "crypto-missing":
        "浏览器在此无法核验签名：本页面经普通 http 打开，或浏览器版本过旧。请把页面保存到本机，用较新的浏览器打开。",
      "device-key-id-wrong": "终端密钥编号为 43 位字母、数字、- 和 _。",
      "device-key-id-for-receipt": "单独一份解绑凭证不含终端的密钥：请去掉密钥编号，或提供完整的证据文件。",
    },
  },
};
