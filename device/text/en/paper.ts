/** What is printed on paper, in English. */

import { formatPaperInstant } from "../paperInstant.ts";
import type { PaperTexts } from "../paperTexts.ts";

export const paperEn: PaperTexts = {
  voucher: {
    title: "Unbind voucher",
    signed: "Signed by the provider; anybody can check it.",
    checkAt: "Scan it with a telephone to check it on the provider's page:",
    checkWithout: "Scan it and keep the text. With the provider's public key and offline page anybody checks it.",
    codeOf: (part, of) => `Code ${part} of ${of}; scan them all`,
  },
  slip: {
    title: "Unbind request",
    noProof: "This is no voucher: it does not prove an unbind.",
    state: "State now",
    confirmedAt: "Applied for at",
    reason: "Reason",
    scan: "Scan for the request number",
  },
  label: { title: "Terminal label", key: "Key", scan: "Scan for these numbers" },
  provider: "Provider",
  instant: (ms) => formatPaperInstant(ms, "en"),
};
