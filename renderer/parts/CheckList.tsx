/** Check results, failures first, each failure with its remedy. */

import type { CheckResult } from "../../device/contract/evidence.ts";
import type { Texts } from "../text/texts.ts";

export type CheckListProps = { readonly texts: Texts; readonly checks: readonly CheckResult[] };

export function CheckList({ texts, checks }: CheckListProps) {
  if (checks.length === 0) return null;
  const { checks: names, checkLevels, checkOutcomes } = texts.unbind;
  const failedFirst = [...checks].sort((a, b) => weight(b) - weight(a));
  return (
    <ul class="checks">
      {failedFirst.map((check) => {
        const failed = check.outcome === "failed";
        const tone = failed ? (check.level === "must" ? "bad" : "warn") : "good";
        return (
          <li key={check.code} class={tone} data-field={`check-${check.code}`}>
            <span class={`sign ${tone}`} aria-hidden="true">
              {failed ? (check.level === "must" ? "×" : "!") : "✓"}
            </span>
            <div class="grow">
              <span>{names[check.code].name}</span>
              {failed && <p>{names[check.code].remedy}</p>}
              {check.fact && <p class="small mono">{check.fact}</p>}
            </div>
            <span class="small">
              {checkLevels[check.level]} · {checkOutcomes[check.outcome]}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const weight = (check: CheckResult) => (check.outcome === "passed" ? 0 : check.level === "must" ? 2 : 1);
