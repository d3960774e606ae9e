/** What a merchant never has to read, as it shows in the text of a screen; and that text, without what is folded away. */

import type { TinyElement } from "../support/tinyDom.ts";

export const engineersWords = {
  uuid: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  hash: /(?<![\w-])[\w-]{43}(?![\w-])/,
  errorCode:
    /\b(?:link|upstream|trust|profile|signer|store|journal|payment|pin|unbind|offline|host|identity|tls)\/[a-z-]+/,
  codeName: /\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b/,
  atCommand: /\bAT[+^#]|\bATI\b/,
  protocol: /\b(?:SLF|JWS|JSON|TLS|HTTPS?|HMAC|SHA-?256)\b/,
  isoTime: /\d{4}-\d\d-\d\dT\d\d/,
  signalPower: /\bdBm\b/,
  filePath: /(?:^|\s)\/[\w.-]+\/[\w./-]+/,
  keyValue: /\b[a-zA-Z]+=[\w"]+/,
  upstream: /上游|\bupstream\b/i,
  epoch: /绑定序次|\bepoch\b/i,
} as const satisfies Readonly<Record<string, RegExp>>;

export type EngineersWord = keyof typeof engineersWords;

export function engineersWordsIn(text: string): readonly EngineersWord[] {
  return (Object.keys(engineersWords) as EngineersWord[]).filter((name) => engineersWords[name].test(text));
}

/** The text that stands there before anybody unfolds anything. */
export function unfoldedText(element: TinyElement): string {
  const folded = element.localName === "details" && !element.attributes.has("open");
  const parts = element.childNodes.filter((child) => !folded || (child as TinyElement).localName === "summary");
  return parts
    .map((part) =>
      "localName" in part ? unfoldedText(part as TinyElement) : (part as unknown as { data: string }).data,
    )
    .join(" ");
}
