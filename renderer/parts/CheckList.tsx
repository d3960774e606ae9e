/** Checks that failed, each as the problem with what to do about it; and all of them, for whoever wants to see. */

import type { CheckCode } from "../../device/contract/codes.ts";
import type { CheckResult, Waiver } from "../../device/contract/messages/request.ts";
import { problemOf } from "../../device/text/problemOf.ts";
import { remedyOf } from "../../device/text/remedyOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { useErrorTexts } from "../state/useTexts.ts";
import { Action } from "./Action.tsx";
import { Details } from "./Details.tsx";
import { Icon } from "./Icon.tsx";

export type CheckListProps = {
  readonly texts: Texts;
  readonly checks: readonly CheckResult[];
  readonly waivers?: readonly Waiver[];
  readonly waivable?: readonly CheckCode[];
  readonly onWaive?: (check: CheckCode) => void;
  /** Null where nobody is there who could settle what is left. */
  readonly onSettle?: (() => void) | null;
};

/** What stands in the way first, then what should be seen to, then what somebody took upon themselves. */
export function CheckList({ texts, checks, waivers = [], waivable = [], onWaive, onSettle = null }: CheckListProps) {
  const errors = useErrorTexts(texts) ?? {};
  const failed = checks.filter(({ outcome }) => outcome === "failed").sort((a, b) => weight(b) - weight(a));
  if (failed.length === 0) return null;
  const owed = failed.find(({ code }) => settled.has(code))?.code;
  const { waiverReasons, roles } = texts.unbind;
  const words = texts.screens.checks;
  return (
    <ul class="problems">
      {failed.map((check) => {
        const { code, level } = check;
        const waiver = waivers.find((each) => each.check === code);
        const tone = level === "must" && !waiver ? "bad" : "warn";
        return (
          <li key={code} class={`card problem ${tone}`} data-field={`check-${code}`}>
            <span class={`sign ${tone}`}>
              <Icon name={tone === "bad" ? "cross" : "warn"} />
            </span>
            <div class="grow">
              <strong>{problemOf(check, texts)}</strong>
              {!waiver && remedyOf(check, texts, errors).map((sentence) => <p key={sentence}>{sentence}</p>)}
              {waiver && (
                <p data-field={`waiver-${code}`}>
                  {words.waived} · {waiverReasons[waiver.reason]} · {roles[waiver.role]}
                </p>
              )}
              {level === "should" && !waiver && <p class="small">{words.mayGoOn}</p>}
              {onSettle && code === owed && (
                <Action name="settle" onPress={onSettle}>
                  {words.settle}
                </Action>
              )}
              {onWaive && waivable.includes(code) && (
                <Action name={`waive-${code}`} onPress={() => onWaive(code)}>
                  {words.waive}
                </Action>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export function AllChecks({ texts, checks }: Pick<CheckListProps, "texts" | "checks">) {
  const { checks: names, checkLevels, checkOutcomes } = texts.unbind;
  return (
    <Details label={texts.screens.checks.all(checks.length)} name="all-checks">
      <ul class="ticks all">
        {checks.map((check) => (
          <li key={check.code} class={check.outcome} data-field={`all-${check.code}`}>
            {check.outcome === "failed" ? problemOf(check, texts) : names[check.code].name}
          </li>
        ))}
      </ul>
      <Details label={texts.screens.details} name="check-details">
        <ul class="plainList small mono">
          {checks.map(({ code, level, outcome, fact }) => (
            <li key={code} data-field={`fact-${code}`}>
              {[code, checkLevels[level], checkOutcomes[outcome], fact].filter(Boolean).join(" · ")}
            </li>
          ))}
        </ul>
      </Details>
    </Details>
  );
}

/** One settlement is for all of them; it stands at the first. */
const settled: ReadonlySet<CheckCode> = new Set<CheckCode>(["OPEN_BATCH", "STORED_OFFLINE_TX", "PENDING_REVERSAL"]);

const weight = (check: CheckResult) => (check.level === "must" ? 2 : 1);
