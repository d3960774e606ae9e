/** What most people leave as it is: whether the account shall be closed as well, and on which way it goes. And whose terms they are. */

import type { BindingView } from "../../device/contract/views/binding.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { DraftChoice } from "../state/draftChoice.ts";
import { Choice } from "./Choice.tsx";
import { Fact } from "./Fact.tsx";

export type DraftOptionsProps = {
  readonly texts: Texts;
  readonly profile: ProfileView;
  readonly choice: DraftChoice;
  readonly onChange: (choice: DraftChoice) => void;
};

export function DraftOptions({ texts, profile, choice, onChange }: DraftOptionsProps) {
  const words = texts.screens.draft;
  return (
    <>
      <fieldset class="choices">
        <legend>{words.intent}</legend>
        {(["unbind_only", "unbind_and_close"] as const).map((intent) => (
          <Choice
            key={intent}
            name={`intent-${intent}`}
            group="intent"
            checked={choice.intent === intent}
            onToggle={() => onChange({ ...choice, intent })}
          >
            {texts.unbind.intents[intent]}
          </Choice>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{words.way}</legend>
        {profile.ways.map((way) => (
          <Choice
            key={way}
            name={`way-${way}`}
            group="way"
            checked={choice.way === way}
            onToggle={() => onChange({ ...choice, way })}
          >
            {texts.unbind.ways[way]}
          </Choice>
        ))}
        {choice.way === "offline" && <p>{words.offlineMeaning}</p>}
      </fieldset>
    </>
  );
}

type TechnicalFactsProps = {
  readonly texts: Texts;
  readonly profile: ProfileView;
  readonly policy: UnbindView["policy"];
  readonly binding: BindingView;
};

/** Whose rules these are, and which text of the terms agreeing is signed for. */
export function TechnicalFacts({ texts, profile, policy, binding }: TechnicalFactsProps) {
  const { draft: words, menu } = texts.screens;
  return (
    <dl class="facts">
      <Fact label={menu.provider} field="provider" value={binding.providerId} note={profile.version} mono />
      <Fact label={menu.merchant} field="merchant-id" value={binding.merchantName} note={binding.merchantIdMasked} />
      {binding.subjectMasked && (
        <Fact
          label={texts.unbind.bindingKinds[binding.bindingKind].subject}
          field="subject"
          value={binding.subjectMasked}
          mono
        />
      )}
      {binding.contactMasked && <Fact label={menu.contact} field="contact" value={binding.contactMasked} mono />}
      {policy && <Fact label={words.policyLabel} field="policy-id" value={policy.id} note={policy.version} mono />}
      {policy && (
        <Fact label={texts.unbind.signedFields["consent.textHash"]} field="policy-hash" value={policy.hash} mono />
      )}
      <Fact
        label={words.reviewBy}
        field="review-by"
        value={texts.profile.reviewBy[profile.reviewBy]}
        note={!profile.signed && words.builtInProfile}
      />
    </dl>
  );
}
