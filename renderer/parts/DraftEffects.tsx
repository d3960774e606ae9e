/** What ends and what stays, money and payments, and what agreeing to it vouches for. Folded: what is usual, and can be chosen otherwise. */

import type { Language, StatementCode } from "../../device/contract/codes.ts";
import type { UpstreamView } from "../../device/contract/snapshot.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import type { DraftChoice } from "../state/draftChoice.ts";
import { shortMask } from "../state/format.ts";
import { Banner } from "./Banner.tsx";
import { iconOf, providerName } from "./BindingList.tsx";
import { Choice } from "./Choice.tsx";
import { Details } from "./Details.tsx";
import { DraftOptions, TechnicalFacts } from "./DraftOptions.tsx";
import { Line, Lines } from "./Lines.tsx";

export type DraftEffectsProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly profile: ProfileView;
  readonly policy: UnbindView["policy"];
  readonly binding: BindingView;
  readonly others: readonly BindingView[];
  readonly reach: UpstreamView["reach"];
  readonly choice: DraftChoice;
  readonly given: ReadonlySet<StatementCode>;
  readonly onStatement: (code: StatementCode) => void;
  readonly onChange: (choice: DraftChoice) => void;
};

export function DraftEffects(props: DraftEffectsProps) {
  const { texts, language, profile, binding, others, reach, choice, given } = props;
  const words = texts.screens.draft;
  const { unbind } = texts;
  const { effects } = unbind.bindingKinds[binding.bindingKind];
  const way = choice.way === "offline" ? "offline" : profile.execution;
  return (
    <div class="halves besideLines">
      <Lines>
        <Line icon="ends" label={words.ends} field="effect-ends" value={effects.ends} tone="warn" />
        <Line icon="check" label={words.stays} field="effect-stays" value={effects.stays} />
        {choice.intent === "unbind_and_close" && (
          <Line icon="warn" label={words.intent} field="effect-close" value={words.closeMeaning} tone="warn" />
        )}
        <Line icon="money" label={words.money} field="effect-money" value={words.moneyRule} />
        <Line icon="clock" label={words.review} field="effect-review" value={words.payments[way]} />
        {others.length > 0 && (
          <Line
            icon={iconOf(others[0] ?? binding)}
            label={words.others}
            field="effect-others"
            value={others.map((other) => (
              <span key={`${other.providerId}-${other.bindingKind}`} class="line">
                {unbind.bindingKinds[other.bindingKind].subject} {shortMask(other.subjectMasked ?? "")} ·{" "}
                {providerName(other, language)}
              </span>
            ))}
          />
        )}
      </Lines>
      <div class="stack">
        {reach === "unreachable" && <Banner tone="warn" title={words.unreachable} />}
        <Consent {...props} given={given} />
        <Details label={words.options} name="options">
          <DraftOptions texts={texts} profile={profile} choice={choice} onChange={props.onChange} />
        </Details>
        <Details label={words.more} name="more">
          <ProviderWords texts={texts} profile={profile} here={effects.here} />
        </Details>
        <Details label={texts.screens.details}>
          <TechnicalFacts texts={texts} profile={profile} policy={props.policy} binding={binding} />
        </Details>
      </div>
    </div>
  );
}

/** Whether anything stands there that going on agrees to. */
export function isVouched({ statements }: ProfileView, policy: DraftEffectsProps["policy"]): boolean {
  return policy !== null || statements.some(({ level }) => level === "must");
}

/** What agreeing says, word for word; nothing is vouched for that does not stand here. */
function Consent({ texts, language, profile, policy, binding, given, onStatement }: DraftEffectsProps) {
  const words = texts.screens.draft;
  const { statements, documents: codes } = texts.profile;
  const must = profile.statements.filter(({ level }) => level === "must");
  const should = profile.statements.filter(({ level }) => level === "should");
  const documents = profile.documents.map(({ code, condition }) =>
    condition ? `${codes[code]} · ${texts.profile.conditions[condition]}` : codes[code],
  );
  const vouched = isVouched(profile, policy);
  if (!vouched && documents.length === 0 && should.length === 0) return null;
  return (
    <section class="card" data-field="consent">
      {vouched && (
        <>
          <h2>{words.agreeTitle}</h2>
          <ul class="ticks">
            {must.map(({ code }) => (
              <li key={code} data-field={`statement-${code}`}>
                {statements[code]}
              </li>
            ))}
            {policy && <li data-field="policy">{words.policy(providerName(binding, language))}</li>}
          </ul>
        </>
      )}
      {policy && (
        <Details label={words.readPolicy} name="policy-text">
          {policy.text.split(/\n+/).map((line, at) => (
            <p key={`${at} ${line}`}>{line}</p>
          ))}
        </Details>
      )}
      {documents.length > 0 && (
        <p class="faint" data-field="documents">
          {words.documents} {documents.join(words.listGap)}
        </p>
      )}
      {should.map(({ code }) => (
        <Choice key={code} name={`statement-${code}`} checked={given.has(code)} onToggle={() => onStatement(code)}>
          {statements[code]}
          <span class="small line">{texts.profile.statementLevels.should}</span>
        </Choice>
      ))}
    </section>
  );
}

function ProviderWords({
  texts,
  profile,
  here,
}: Pick<DraftEffectsProps, "texts" | "profile"> & { readonly here: string }) {
  const words = texts.screens.draft;
  const { profile: codes, unbind } = texts;
  const followUps = profile.followUps.map(({ code, condition }) =>
    condition ? `${unbind.followUps[code]} · ${codes.conditions[condition]}` : unbind.followUps[code],
  );
  const prohibitions = profile.prohibitions.map((code) => codes.prohibitions[code]);
  return (
    <Lines>
      <Line icon="terminal" label={words.here} field="effect-here" value={here} />
      <Line
        icon="list"
        label={words.followUps}
        field="follow-ups"
        value={<Items items={followUps} none={codes.unspecified} />}
      />
      <Line
        icon="lock"
        label={words.prohibitions}
        field="prohibitions"
        value={<Items items={prohibitions} none={codes.prohibitions.never_reveal_credentials} />}
      />
      {profile.documents.length === 0 && (
        <Line icon="list" label={words.documents} field="documents" value={codes.unspecified} />
      )}
    </Lines>
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
