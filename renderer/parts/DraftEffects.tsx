/** Second step of a draft: what ends and what stays, money and payments, and what the provider says besides. */

import type { Language } from "../../device/contract/codes.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { Texts } from "../../device/text/texts.ts";
import { BindingList } from "./BindingList.tsx";
import type { DraftChoice } from "./DraftReason.tsx";
import { Fact } from "./Fact.tsx";

export type DraftEffectsProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly profile: ProfileView;
  readonly binding: BindingView;
  readonly others: readonly BindingView[];
  readonly choice: DraftChoice;
};

export function DraftEffects({ texts, language, profile, binding, others, choice }: DraftEffectsProps) {
  const words = texts.screens.draft;
  const { unbind, profile: codes } = texts;
  const { effects } = unbind.bindingKinds[binding.bindingKind];
  const conditional = (word: string, condition: keyof typeof codes.conditions | null) =>
    condition ? `${word} · ${codes.conditions[condition]}` : word;
  const documents = profile.documents.map(({ code, condition }) => conditional(codes.documents[code], condition));
  const followUps = profile.followUps.map(({ code, condition }) => conditional(unbind.followUps[code], condition));
  return (
    <div class="scroll stack">
      <dl class="facts">
        <Fact label={words.ends} field="effect-ends" value={effects.ends} tone="warn" />
        <Fact label={words.stays} field="effect-stays" value={effects.stays} />
        <Fact label={words.here} field="effect-here" value={effects.here} />
        {choice.intent === "unbind_and_close" && (
          <Fact label={words.intent} field="effect-close" value={words.closeMeaning} tone="warn" />
        )}
        <Fact label={words.money} field="effect-money" value={words.moneyRule} />
        <Fact
          label={words.review}
          field="effect-review"
          value={words.payments[choice.way === "offline" ? "offline" : profile.execution]}
          note={codes.reviewBy[profile.reviewBy]}
        />
        <Fact label={words.documents} field="documents" value={<Items items={documents} none={codes.unspecified} />} />
        <Fact label={words.followUps} field="follow-ups" value={<Items items={followUps} none={codes.unspecified} />} />
        <Fact
          label={words.prohibitions}
          field="prohibitions"
          value={
            <Items
              items={profile.prohibitions.map((code) => codes.prohibitions[code])}
              none={codes.prohibitions.never_reveal_credentials}
            />
          }
        />
      </dl>
      {others.length > 0 && (
        <>
          <h2>{words.others}</h2>
          <BindingList texts={texts} language={language} list={others} />
        </>
      )}
      {!profile.signed && <p class="small">{words.builtInProfile}</p>}
    </div>
  );
}

function Items({ items, none }: { readonly items: readonly string[]; readonly none: string }) {
  return (
    <>
      {(items.length > 0 ? items : [none]).map((item) => (
        <span key={item} class="line">
          {item}
        </span>
      ))}
    </>
  );
}
