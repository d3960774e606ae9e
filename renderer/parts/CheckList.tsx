/** Check results, failures first, each failure with its remedy, and with who took it upon themselves where somebody did. */

import type { CheckCode } from "../../device/contract/codes.ts";
import type { CheckResult, Waiver } from "../../device/contract/messages/request.ts";
import { remedyOf } from "../../device/text/remedyOf.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "./Action.tsx";

export type CheckListProps = {
  readonly texts: Texts;
  readonly checks: readonly CheckResult[];
  readonly waivers?: readonly Waiver[];
  readonly waivable?: readonly CheckCode[];
  readonly onWaive?: (check: CheckCode) => void;
};

export function CheckList({ texts, checks, waivers = [], waivable = [], onWaive }: CheckListProps) {
  if (checks.length === 0) return null;
  const { checks: names, checkLevels, checkOutcomes, waiverReasons, roles } = texts.unbind;
  const words = texts.screens.checks;
  const failedFirst = [...checks].sort((a, b) => weight(b) - weight(a));
  return (
    <ul class="checks">
      {failedFirst.map((check) => {
        const { code, level, outcome, fact } = check;
        const failed = outcome === "failed";
        const waiver = waivers.find((each) => each.check === code);
        const blocks = failed && level === "must" && !waiver;
        const tone = failed ? (blocks ? "bad" : "warn") : "good";
        return (
          <li key={code} class={tone} data-field={`check-${code}`}>
            <span class={`sign ${tone}`} aria-hidden="true">
              {failed ? (blocks ? "×" : "!") : "✓"}
            </span>
            <div class="grow">
              <span>{names[code].name}</span>
              {failed && !waiver && remedyOf(check, texts).map((sentence) => <p key={sentence}>{sentence}</p>)}
              {waiver && (
                <p data-field={`waiver-${code}`}>
                  {words.waived} · {waiverReasons[waiver.reason]} · {roles[waiver.role]}
                </p>
              )}
              {fact && <p class="small mono">{fact}</p>}
              <p class="small">
                {checkLevels[level]} · {checkOutcomes[outcome]}
              </p>
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

const weight = (check: CheckResult) => (check.outcome === "passed" ? 0 : check.level === "must" ? 2 : 1);
