/** The draft in two steps: why, and what comes of it with the consent to that. What is chosen stays here until it is sent. */

import { useState } from "preact/hooks";
import type { Language, StatementCode } from "../../device/contract/codes.ts";
import type { UpstreamView } from "../../device/contract/snapshot.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { ProfileView } from "../../device/contract/views/profile.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { DraftEffects, isVouched } from "../parts/DraftEffects.tsx";
import { DraftReason } from "../parts/DraftReason.tsx";
import { Page } from "../parts/Page.tsx";
import type { DraftChoice } from "../state/draftChoice.ts";
import type { SendOrder } from "../state/useHost.ts";

export type DraftProps = {
  readonly texts: Texts;
  readonly language: Language;
  readonly profile: ProfileView;
  /** What the provider wants agreed to, where it has a text for it. */
  readonly policy: UnbindView["policy"];
  /** What shall be unbound. */
  readonly binding: BindingView;
  /** The other bindings that are alive. */
  readonly others: readonly BindingView[];
  readonly reach: UpstreamView["reach"];
  /** What was chosen for a request that was refused, where this one takes its place. */
  readonly again: DraftChoice | null;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Draft({
  texts,
  language,
  profile,
  policy,
  binding,
  reach,
  again,
  offered,
  send,
  ...around
}: DraftProps) {
  const words = texts.screens.draft;
  const [step, setStep] = useState<"reason" | "effects">(again?.code ? "effects" : "reason");
  const [choice, setChoice] = useState<DraftChoice>(
    again ?? { code: null, text: "", intent: "unbind_only", way: firstWay(profile, reach) },
  );
  const [given, setGiven] = useState<ReadonlySet<StatementCode>>(new Set());
  // Agreed to is what stood here to be read, and not what came in its place since.
  const [read, setRead] = useState({ language, hash: policy?.hash });
  const hash = read.language === language ? read.hash : policy?.hash;

  /** What must be vouched for is vouched for by agreeing; what is only advised, by its own tick. */
  const statements = profile.statements
    .filter(({ code, level }) => level === "must" || given.has(code))
    .map(({ code }) => code);
  const agree = () => {
    const { code, intent, way } = choice;
    const text = code === "other" ? choice.text.trim() : "";
    if (!code) return;
    send("chooseReason", {
      code,
      ...(text && { text }),
      intent,
      way,
      consent: true,
      ...(hash && { policy: hash }),
      statements,
    });
    setRead({ language, hash: policy?.hash });
  };
  const leave = (
    <Action name="discard" kind="quiet" onPress={() => send("cancelUnbind", {})}>
      {texts.screens.leaveDraft}
    </Action>
  );
  if (step === "reason")
    return (
      <Page
        screen="draft"
        state="draft"
        title={words.reasonTitle}
        actions={
          choice.code === "other" && (
            <Action name="draft-next" kind="primary" onPress={() => setStep("effects")}>
              {words.next}
            </Action>
          )
        }
        more={leave}
      >
        <DraftReason
          texts={texts}
          profile={profile}
          choice={choice}
          onChange={setChoice}
          onChosen={() => setStep("effects")}
        />
      </Page>
    );
  return (
    <Page
      key="effects"
      screen="draft"
      state="draft"
      title={words.effectsTitle}
      actions={
        <Action name="agree" kind="primary" disabled={!offered.chooseReason} onPress={agree}>
          {isVouched(profile, policy) ? words.agree : words.next}
        </Action>
      }
      more={
        <>
          <Action name="draft-back" kind="quiet" onPress={() => setStep("reason")}>
            {words.back}
          </Action>
          {leave}
        </>
      }
    >
      <DraftEffects
        texts={texts}
        language={language}
        profile={profile}
        policy={policy}
        binding={binding}
        reach={reach}
        choice={choice}
        given={given}
        onStatement={(toggled) => setGiven(withToggled(given, toggled))}
        onChange={setChoice}
        {...around}
      />
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
