/** The draft in three steps: why and how, what it brings about, and consent. What is chosen stays here until it is sent. */

import { useState } from "preact/hooks";
import type { Language, StatementCode } from "../../device/contract/codes.ts";
import type { UpstreamView } from "../../device/contract/snapshot.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { DraftConsent } from "../parts/DraftConsent.tsx";
import { DraftEffects } from "../parts/DraftEffects.tsx";
import { type DraftChoice, DraftReason } from "../parts/DraftReason.tsx";
import { Page } from "../parts/Page.tsx";
import type { SendOrder } from "../state/useHost.ts";

export type DraftProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly profile: ProfileView;
  /** What shall be unbound. */
  readonly binding: BindingView;
  /** The other bindings that are alive. */
  readonly others: readonly BindingView[];
  readonly reach: UpstreamView["reach"];
  readonly offered: Offered;
  readonly send: SendOrder;
};

const lastStep = 2;

export function Draft({ texts, profile, binding, reach, offered, send, ...around }: DraftProps) {
  const words = texts.screens.draft;
  const [step, setStep] = useState(0);
  const [choice, setChoice] = useState<DraftChoice>({
    code: null,
    text: "",
    intent: "unbind_only",
    way: firstWay(profile, reach),
  });
  const [given, setGiven] = useState<ReadonlySet<StatementCode>>(new Set());
  const [consent, setConsent] = useState(false);

  const { code, intent, way } = choice;
  const statements = profile.statements.filter((each) => given.has(each.code)).map((each) => each.code);
  const vouched = profile.statements.every((each) => each.level === "should" || given.has(each.code));
  const text = code === "other" ? choice.text.trim() : "";
  const choose = () => {
    if (code && consent) send("chooseReason", { code, ...(text && { text }), intent, way, consent, statements });
  };

  const back =
    step === 0
      ? ["discard", () => send("cancelUnbind", {}), texts.screens.leaveDraft]
      : (["draft-back", null, words.back] as const);
  const actions = (
    <>
      <Action name={back[0] as string} onPress={(back[1] as (() => void) | null) ?? (() => setStep(step - 1))}>
        {back[2]}
      </Action>
      {step < lastStep ? (
        <Action name="draft-next" kind="primary" disabled={!code} onPress={() => setStep(step + 1)}>
          {words.next}
        </Action>
      ) : (
        <Action
          name="run-checks"
          kind="primary"
          disabled={!offered.chooseReason || !consent || !vouched || !binding.policy}
          onPress={choose}
        >
          {words.runChecks}
        </Action>
      )}
    </>
  );
  const title = [words.reasonTitle, words.effectsTitle, words.consentTitle][step] ?? "";
  return (
    <Page key={step} screen="draft" state="draft" title={title} actions={actions}>
      <p class="small" data-field="draft-step">
        {texts.unbind.bindingKinds[binding.bindingKind].name} · {words.place(step + 1, lastStep + 1)}
      </p>
      {step === 0 && <DraftReason texts={texts} profile={profile} choice={choice} reach={reach} onChange={setChoice} />}
      {step === 1 && <DraftEffects texts={texts} profile={profile} binding={binding} choice={choice} {...around} />}
      {step === lastStep && (
        <DraftConsent
          texts={texts}
          language={around.language}
          profile={profile}
          binding={binding}
          given={given}
          consent={consent}
          onStatement={(toggled) => setGiven(withToggled(given, toggled))}
          onConsent={() => setConsent(!consent)}
        />
      )}
    </Page>
  );
}

/** Without the upstream only the offline way leads anywhere, where there is one. */
function firstWay({ ways }: ProfileView, reach: UpstreamView["reach"]): DraftChoice["way"] {
  const online = ways.includes("online") && !(reach === "unreachable" && ways.includes("offline"));
  return online ? "online" : "offline";
}

function withToggled<Code>(codes: ReadonlySet<Code>, code: Code): ReadonlySet<Code> {
  const next = new Set(codes);
  if (!next.delete(code)) next.add(code);
  return next;
}
