/** Last step of a draft: whose binding it is, what the operator vouches for, and the consent to the terms. */

import type { Language, StatementCode } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Banner } from "./Banner.tsx";
import { providerName } from "./BindingList.tsx";
import { Choice } from "./Choice.tsx";
import { Fact } from "./Fact.tsx";

export type DraftConsentProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly profile: ProfileView;
  readonly binding: BindingView;
  readonly given: ReadonlySet<StatementCode>;
  readonly consent: boolean;
  readonly onStatement: (code: StatementCode) => void;
  readonly onConsent: () => void;
};

export function DraftConsent({ texts, language, profile, binding, given, consent, ...on }: DraftConsentProps) {
  const words = texts.screens.draft;
  const { menu } = texts.screens;
  const { policy } = binding;
  return (
    <div class="halves scroll">
      <dl class="facts">
        <Fact label={menu.provider} field="provider" value={providerName(binding, language)} />
        <Fact label={menu.merchant} field="merchant" value={binding.merchantName} note={binding.merchantIdMasked} />
        {binding.subjectMasked && (
          <Fact
            label={texts.unbind.bindingKinds[binding.bindingKind].subject}
            field="subject"
            value={binding.subjectMasked}
            mono
          />
        )}
        {binding.contactMasked && <Fact label={menu.contact} field="contact" value={binding.contactMasked} mono />}
      </dl>
      <fieldset class="choices">
        <legend>{words.statements}</legend>
        {profile.statements.length === 0 && <p>{words.noStatements}</p>}
        {profile.statements.map(({ code, level }) => (
          <Choice key={code} name={`statement-${code}`} checked={given.has(code)} onToggle={() => on.onStatement(code)}>
            {texts.profile.statements[code]}
            <span class={level === "must" ? "small strong line" : "small line"}>
              {texts.profile.statementLevels[level]}
            </span>
          </Choice>
        ))}
        {policy ? (
          <Choice name="consent" checked={consent} onToggle={on.onConsent}>
            <span data-field="policy">{words.consent(policy.id, policy.version)}</span>
          </Choice>
        ) : (
          <Banner tone="bad" title={words.noPolicy} />
        )}
      </fieldset>
    </div>
  );
}
