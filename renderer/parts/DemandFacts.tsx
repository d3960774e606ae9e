/** What the upstream wants proven: where a code went, or the way to a telephone. Nothing is proven on this screen. */

import type { DemandView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { formatTime } from "../state/format.ts";
import { later } from "../state/later.tsx";
import { useViewport } from "../state/useViewport.ts";
import { Fact } from "./Fact.tsx";

const QrCode = later(async () => (await import("./QrCode.tsx")).QrCode);

export type DemandFactsProps = { readonly texts: Texts; readonly demand: DemandView };

export function DemandFacts({ texts, demand }: DemandFactsProps) {
  const words = texts.screens.verification;
  const { width, height } = useViewport();
  const { how, factor, expiresAt } = demand;
  return (
    <section class="stack">
      {how.kind === "handOver" && (
        <div class="handOver">
          <QrCode
            text={how.uri}
            maxPx={Math.min(width - 96, height * 0.4)}
            label={words.handOver}
            tooLong={texts.screens.result.tooLong}
          />
          <div class="stack">
            <p>{words.handOver}</p>
            <p class="small">{words.userCode}</p>
            <p class="spoken mono" data-field="user-code">
              {how.userCode}
            </p>
          </div>
        </div>
      )}
      <dl class="facts">
        <Fact label={words.factor} field="factor" value={texts.profile.factors[factor]} />
        {how.kind === "code" && how.sentTo && (
          <Fact
            label={words.sentTo}
            field="sent-to"
            value={how.sentTo}
            note={texts.screens.pin.triesLeft(how.triesLeft)}
          />
        )}
        <Fact label={words.expires} field="demand-expires" value={formatTime(expiresAt, texts)} />
      </dl>
      <p class="strong">{words.neverHere}</p>
    </section>
  );
}
