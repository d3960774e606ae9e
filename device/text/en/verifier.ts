/** The verifier's page, in English. */

import type { VerifierTexts } from "../verifierTexts.ts";
import { unbindEn } from "./unbind.ts";
import { verifyEn } from "./verify.ts";

export const verifierEn: VerifierTexts = {
  verify: verifyEn,
  page: { unbind: unbindEn },
  verifier: {
    title: "Check evidence of an unbind",
    about:
      "Everything is checked in this page. It has no network, sends nothing, and remembers neither the evidence nor the key.",
    otherLanguage: "中文",
    evidenceTitle: "1. The evidence",
    evidenceHint: "The file that a terminal saved, the text of a voucher's QR code, or pictures of its QR codes.",
    dropHere: "Drop a file or pictures here",
    chooseFile: "Choose a file or pictures",
    pasteEvidence: "Or paste the text here",
    scan: "Scan with the camera",
    stopScan: "Stop the camera",
    cameraPicture: "What the camera sees. Hold the QR code before it.",
    codesRead: (have, count) => `${have} of ${count} QR codes read`,
    leftOut: "A QR code that was read belongs to other evidence, or to none. It was left out.",
    given: (name) => `Looked at: ${name}`,
    pasted: "the text that was pasted",
    scanned: "what was scanned",
    linked: "the receipt in this page's address",
    keyTitle: "2. The provider's public key",
    keyHint:
      "A JWK or a JWK set. Get it from the provider itself, never from whoever gave you the evidence. Without it the page can only say what would follow if the key were the provider's.",
    keyOfPage:
      "This page came with a key. Believe it as far as you believe the address that the page came from, or give a key that you got elsewhere.",
    keyName: "what was given as the key",
    chooseKey: "Choose the key's file",
    pasteKey: "Or paste the key here",
    keyGiven: (kids) => `Given, with the thumbprint ${kids}`,
    deviceKeyId: "The terminal's key ID, if you have it from elsewhere",
    deviceKeyIdHint: "43 letters and digits. Then the evidence must be that terminal's.",
    termsHint:
      "Where it is in dispute which terms were agreed to: give their text, and it is compared with what was signed.",
    chooseTerms: "Choose the file of the terms",
    termsGiven: (name) => `Compared with: ${name}`,
    remove: "Remove",
    verdictTitle: "3. What it proves",
    findingsTitle: "What was checked, one by one",
    waiting: "Nothing was given yet.",
    print: "Print for a file",
    failures: {
      "file-empty": "{file} is empty. Give the file as the terminal saved it.",
      "file-too-large":
        "{file} is larger than any evidence ({maxBytes} bytes) and was not looked at. Give the file as the terminal saved it.",
      "picture-too-large":
        "{file} is larger than {maxBytes} bytes and was not looked at. Take a smaller picture, or cut the code out of this one.",
      "picture-unreadable": "{file} is no picture that this browser can show. Take a photograph as JPEG or PNG.",
      "picture-without-code":
        "No QR code was found in {file}. Take it again: closer, level, with light, the whole code and its white border.",
      "camera-refused": "The browser does not let this page use the camera. Allow it, or give pictures of the codes.",
      "camera-missing": "No camera was found, or this browser gives none to this page. Give pictures of the codes.",
      "camera-busy":
        "The camera gives no picture: another program uses it. Close that program and scan again, or give pictures of the codes.",
      "camera-lost":
        "The camera is gone: it was unplugged, or another program took it. What was read is kept. Scan again, or give pictures of the other codes.",
      "terms-not-text":
        "{file} is no text in UTF-8 of at most {maxBytes} bytes, as a provider's terms are. Save it as UTF-8.",
      "terms-for-receipt": "A receipt alone names no terms: take their text away, or give the whole evidence.",
      "receipt-needs-key": "A receipt alone carries no key. Give the provider's public key, and it can be checked.",
      "crypto-missing":
        "This browser checks no signatures here: the page came over plain http, or the browser is too old. Save the page, and open it from the disk in a newer browser.",
      "device-key-id-wrong": "A terminal's key ID has 43 letters and digits, - and _ among them.",
      "device-key-id-for-receipt":
        "A receipt alone names no key of the terminal: take the key ID away, or give the whole evidence.",
    },
  },
};
