/** The page: what is looked at, by whose key, and what that proves. Everything is judged anew when either changes. */

import { useEffect, useState } from "preact/hooks";
import { utf8 } from "../../device/base/bytes.ts";
import type { Language } from "../../device/contract/codes.ts";
import { verifierEn } from "../../device/text/en/verifier.ts";
import type { VerifierTexts } from "../../device/text/verifierTexts.ts";
import { verifierZhCN } from "../../device/text/zh-CN/verifier.ts";
import { EvidenceInput } from "./EvidenceInput.tsx";
import { type Given, type Judgement, judge, type Keys, readKeys } from "./judging.ts";
import { KeyInput } from "./KeyInput.tsx";
import { TermsInput } from "./TermsInput.tsx";
import { VerdictView } from "./VerdictView.tsx";

const textsOf: Readonly<Record<Language, VerifierTexts>> = { "zh-CN": verifierZhCN, en: verifierEn };

export function Verifier() {
  const [language, setLanguage] = useState<Language>(navigator.language.startsWith("zh") ? "zh-CN" : "en");
  const inLink = useFragment();
  const [given, setGiven] = useState<Given | null>(null);
  const [keys, setKeys] = useState<Keys | null>(() => keysOf(ownKey()));
  const [deviceKid, setDeviceKid] = useState("");
  const [terms, setTerms] = useState<Given | null>(null);
  const judgement = useJudgement(given, keys, deviceKid, terms);
  const texts = textsOf[language];
  const { verifier } = texts;

  useEffect(() => {
    setGiven(inLink === "" ? null : { name: texts.verifier.linked, bytes: utf8(`${inLink}\n`) });
    // The language names it, and is no reason to look again.
  }, [inLink]);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = verifier.title;
  }, [language, verifier]);

  return (
    <main>
      <header>
        <h1>{verifier.title}</h1>
        <button type="button" class="quiet" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>
          {verifier.otherLanguage}
        </button>
      </header>
      <p class="about">{verifier.about}</p>
      <EvidenceInput texts={texts} onGiven={setGiven} />
      <KeyInput texts={texts} ownKey={ownKey()} onKeys={setKeys} deviceKid={deviceKid} onDeviceKid={setDeviceKid} />
      <TermsInput texts={texts} terms={terms} onTerms={setTerms} />
      <section aria-labelledby="verdict">
        <h2 id="verdict">{verifier.verdictTitle}</h2>
        {given && (
          <p class="given" data-field="given">
            {verifier.given(given.name)}
          </p>
        )}
        <div aria-live="polite">
          {judgement && given ? (
            <VerdictView judgement={judgement} file={given.name} texts={texts} />
          ) : (
            <p class="quiet">{verifier.waiting}</p>
          )}
        </div>
      </section>
    </main>
  );
}

/** What stands behind the # of the address: a browser sends it nowhere (RFC 3986 section 3.5). */
function useFragment(): string {
  const read = () => location.hash.slice(1);
  const [fragment, setFragment] = useState(read);
  useEffect(() => {
    const changed = () => setFragment(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return fragment;
}

/** The key that whoever published the page put into it: as good as the address that the page came from. */
function ownKey(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="upstream-key"]')?.content ?? "";
}

function keysOf(text: string): Keys | null {
  const read = text === "" ? null : readKeys(text);
  return read && "keys" in read ? read : null;
}

/** Null until something was given and looked at. */
function useJudgement(
  given: Given | null,
  keys: Keys | null,
  deviceKid: string,
  terms: Given | null,
): Judgement | null {
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setJudgement(null);
    if (given)
      void judge(given, { keys: keys?.keys ?? [], deviceKid, terms }).then((judged) => {
        if (isCurrent) setJudgement(judged);
      });
    return () => {
      isCurrent = false;
    };
  }, [given, keys, deviceKid, terms]);
  return judgement;
}
