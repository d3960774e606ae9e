/** The checks before submitting, what each found, and what to do where one failed. */

import { useState } from "preact/hooks";
import type { CheckCode } from "../../device/contract/codes.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner, type Tone } from "../parts/Banner.tsx";
import { CheckList } from "../parts/CheckList.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import { WaiveDialog } from "../parts/WaiveDialog.tsx";
import { Working } from "../parts/Working.tsx";
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
  const running = unbind.state === "precheck";
  const [asked, setAsked] = useState<CheckCode | null>(null);
  const { checks, waivers } = unbind;
  const waivable = offered.waiveCheck?.map(({ check }) => check) ?? [];
  const failed = checks.filter(
    ({ code, outcome }) => outcome === "failed" && !waivers.some(({ check }) => check === code),
  );
  const actions = (
    <>
      <Action name="discard" onPress={() => send("cancelUnbind", {})}>
        {texts.screens.leaveDraft}
      </Action>
      <Action name="check-again" disabled={!offered.runChecks} onPress={() => send("runChecks", {})}>
        {words.again}
      </Action>
      <Action
        name="show-summary"
        kind="primary"
        disabled={!offered.showSummary}
        onPress={() => send("showSummary", {})}
      >
        {words.next}
      </Action>
    </>
  );
  return (
    <Page screen="checks" state={unbind.state} title={words.title} actions={actions}>
      {running && <Working label={words.running} />}
      {!running && unbind.eligibility && (
        <Banner
          tone={tones[unbind.eligibility]}
          title={texts.unbind.eligibility[unbind.eligibility]}
          field="eligibility"
        >
          {failed.length > 0 && <p>{words.failedCount(failed.length)}</p>}
        </Banner>
      )}
      {unbind.failure && <ErrorNote texts={texts} failure={unbind.failure} />}
      <div class="scroll">
        <CheckList texts={texts} checks={checks} waivers={waivers} waivable={waivable} onWaive={setAsked} />
      </div>
      {asked && waivable.includes(asked) && (
        <WaiveDialog texts={texts} check={asked} send={send} onClose={() => setAsked(null)} />
      )}
    </Page>
  );
}
