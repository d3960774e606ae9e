/** What is about to be signed, in five lines; every field of it one tap away; and the button to be held. */

import type { RequestPayload } from "../../device/contract/messages/request.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import type { Offered } from "../../device/contract/views/offered.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Banner } from "../parts/Banner.tsx";
import { iconOf } from "../parts/BindingList.tsx";
import { Details } from "../parts/Details.tsx";
import { HoldButton } from "../parts/HoldButton.tsx";
import { Line, Lines } from "../parts/Lines.tsx";
import { Page } from "../parts/Page.tsx";
import { SignedFields } from "../parts/SignedFields.tsx";
import { shortMask } from "../state/format.ts";
import { supportOf } from "../state/support.ts";
import type { SendOrder } from "../state/useHost.ts";

export type SummaryProps = {
  readonly texts: Texts;
  readonly unbind: UnbindView;
  readonly summary: NonNullable<UnbindView["summary"]>;
  readonly binding: BindingView | undefined;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function Summary({ texts, unbind, summary, binding, offered, send }: SummaryProps) {
  const words = texts.screens.summary;
  const { payload, hash } = summary;
  const { bindingKinds, reasons, intents } = texts.unbind;
  const { effects, subject } = bindingKinds[payload.bindingKind];
  const { name } = supportOf(unbind, texts);
  const sentence = words.confirmMeaning[meaningOf(payload)];
  const actions = (
    <HoldButton
      // What is held is what stands here: another summary is another button.
      key={hash}
      name="confirm"
      label={words.hold}
      holdingLabel={words.holding}
      disabled={!offered.confirmUnbind}
      onHeld={() => send("confirmUnbind", { summaryHash: hash })}
    />
  );
  const more = (
    <Action name="discard" kind="quiet" onPress={() => send("cancelUnbind", {})}>
      {texts.screens.leaveDraft}
    </Action>
  );
  return (
    <Page screen="summary" state="ready" title={words.title} actions={actions} more={more}>
      <Lines>
        <Line icon="shop" label={words.shop} field="shop" value={binding?.merchantName ?? name} note={name} />
        <Line
          icon={iconOf(payload)}
          label={subject}
          field="sn-tail"
          value={payload.subjectMasked ? shortMask(payload.subjectMasked) : words.tail(payload.device.sn.slice(-4))}
          note={payload.subjectMasked && words.tail(payload.device.sn.slice(-4))}
        />
        <Line
          icon="ends"
          label={words.ends}
          field="ends"
          value={effects.short}
          note={[reasons[payload.reason.code], payload.intent === "unbind_and_close" && intents[payload.intent]]
            .filter(Boolean)
            .join(" · ")}
          tone="warn"
        />
        <Line icon="money" label={words.money} field="money" value={words.moneyOf(openCount(payload))} />
        <Line icon="clock" label={words.when} field="when" value={sentence} />
      </Lines>
      {(payload.precheck.waivers ?? []).map(({ check, reason }) => (
        <Banner
          key={check}
          tone="warn"
          title={`${texts.screens.checks.waived} · ${texts.unbind.checks[check].problem(null)}`}
          field={`waived-${check}`}
        >
          <p>{texts.unbind.waiverReasons[reason]}</p>
        </Banner>
      ))}
      <p class="faint">{words.holdHint}</p>
      <Details label={words.details}>
        <p>{words.lead}</p>
        <SignedFields texts={texts} payload={payload} />
        <p class="small">
          {words.hash}{" "}
          <span class="mono" data-field="summary-hash">
            {hash}
          </span>
        </p>
      </Details>
    </Page>
  );
}

/** Payments that are still to be settled or sent; null where nobody knows. */
function openCount({ funds }: RequestPayload): number | null {
  if (funds?.openBatch === undefined && funds?.storedOffline === undefined) return null;
  return (funds.openBatch ?? 0) + (funds.storedOffline ?? 0);
}

function meaningOf({ secondApproval, way, execution }: RequestPayload) {
  if (secondApproval) return "second";
  return way === "offline" ? "offline" : execution;
}
