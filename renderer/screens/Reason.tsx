/** Why, what it brings about, and the consent to it. What is chosen here is kept here until it is sent. */

import { useState } from "preact/hooks";
import type { ReasonCode } from "../../device/contract/evidence.ts";
import type { BindingView, OrderInput } from "../../device/contract/host.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { Page } from "../parts/Page.tsx";
import { ReasonText } from "../parts/ReasonText.tsx";
import type { Texts } from "../text/texts.ts";

export type ReasonProps = {
  readonly texts: Texts;
  /** What the provider offers, in its order. */
  readonly reasons: readonly ReasonCode[];
  readonly binding: BindingView;
  readonly onChoose: (choice: OrderInput<"chooseReason">) => void;
  readonly onDiscard: () => void;
};

export function Reason({ texts, reasons, binding, onChoose, onDiscard }: ReasonProps) {
  const words = texts.screens.reason;
  const [code, setCode] = useState<ReasonCode | null>(null);
  const [text, setText] = useState("");
  const [consent, setConsent] = useState(false);
  const policy = binding.state === "unknown" ? null : binding.policy;
  const remark = code === "other" ? text.trim() : "";
  const choose = () => {
    if (code) onChoose({ code, consent: true, ...(remark ? { text: remark } : {}) });
  };
  const actions = (
    <>
      <Action name="discard" onPress={onDiscard}>
        {texts.screens.leaveDraft}
      </Action>
      <Action name="run-checks" kind="primary" disabled={!code || !consent || !policy} onPress={choose}>
        {words.next}
      </Action>
    </>
  );
  return (
    <Page screen="reason" state="draft" title={words.title} actions={actions}>
      <div class="halves scroll">
        <fieldset class="choices">
          <legend class="unseen">{words.title}</legend>
          {reasons.map((each) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name="reason"
                data-action={`reason-${each}`}
                checked={code === each}
                onChange={() => setCode(each)}
              />
              {texts.unbind.reasons[each]}
            </label>
          ))}
          {code === "other" && <ReasonText texts={texts} text={text} onText={setText} />}
        </fieldset>
        <section class="stack">
          <h2>{words.effectsTitle}</h2>
          <ul class="rules">
            {words.effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
          {policy ? (
            <label class="choice">
              <input
                type="checkbox"
                data-action="consent"
                checked={consent}
                onChange={() => setConsent((given) => !given)}
              />
              <span data-field="policy">{words.consent(policy.id, policy.version)}</span>
            </label>
          ) : (
            <Banner tone="bad" title={words.noPolicy} />
          )}
        </section>
      </div>
    </Page>
  );
}
