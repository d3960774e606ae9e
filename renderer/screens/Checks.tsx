/** The checks before submitting: what is wrong and what to do about it. Where nothing is, nobody has to press anything. */

import { useEffect, useState } from "preact/hooks";
import type { CheckCode } from "../../device/contract/codes.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { type Tone, toneIcons } from "../parts/Banner.tsx";
import { AllChecks, CheckList } from "../parts/CheckList.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";
import { Support } from "../parts/Support.tsx";
import { WaiveDialog } from "../parts/WaiveDialog.tsx";
import { Working } from "../parts/Working.tsx";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type ChecksProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly offered: Offered;
  readonly send: SendOrder;
};

const tones = {
  eligible: "good",
  eligible_with_side_effects: "warn",
  ineligible: "bad",
} as const satisfies Record<NonNullable<UnbindView["eligibility"]>, Tone>;

export function Checks({ texts, unbind, offered, send }: ChecksProps) {
  const words = texts.screens.checks;
  const [asked, setAsked] = useState<CheckCode | null>(null);
  const { checks, waivers, eligibility, state, failure } = unbind;
  const running = state === "precheck";
  const waivable = offered.waiveCheck?.map(({ check }) => check) ?? [];
  const allWell = state === "ready" && offered.showSummary === true && checks.every(isPassed) && !failure;
  useEffect(() => {
    if (allWell) send("showSummary", {});
  }, [allWell, send]);
  const goesOn = offered.showSummary === true;
  const actions = !running && (
    <>
      {goesOn && (
        <Action name="show-summary" kind="primary" onPress={() => send("showSummary", {})}>
          {words.next}
        </Action>
      )}
      {!allWell && (
        <Action
          name="check-again"
          kind={goesOn ? "plain" : "primary"}
          disabled={!offered.runChecks}
          onPress={() => send("runChecks", {})}
        >
          {words.again}
        </Action>
      )}
    </>
  );
  const more = (
    <Action name="discard" kind="quiet" onPress={() => send("cancelUnbind", {})}>
      {texts.screens.leaveDraft}
    </Action>
  );
  return (
    <Page screen="checks" state={state} title={words.title} actions={actions} more={more}>
      {running && <Working label={words.running} />}
      {!running && eligibility && (
        <Hero
          tone={tones[eligibility]}
          icon={toneIcons[tones[eligibility]]}
          title={texts.unbind.eligibility[eligibility]}
          field="eligibility"
        />
      )}
      {failure && <ErrorNote texts={texts} failure={failure} />}
      <CheckList
        texts={texts}
        checks={checks}
        waivers={waivers}
        waivable={waivable}
        onWaive={setAsked}
        onSettle={offered.settleBatch ? () => send("settleBatch", {}) : null}
      />
      {!running && eligibility === "ineligible" && <Support texts={texts} {...supportOf(unbind, texts)} />}
      {checks.length > 0 && <AllChecks texts={texts} checks={checks} />}
      {asked && waivable.includes(asked) && (
        <WaiveDialog texts={texts} check={asked} send={send} onClose={() => setAsked(null)} />
      )}
    </Page>
  );
}

const isPassed = ({ outcome }: UnbindView["checks"][number]) => outcome === "passed";
