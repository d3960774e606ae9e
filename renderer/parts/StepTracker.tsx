/** The way of a request: what is done, where it stands in the words of its own state, and what lies ahead. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { stepOf, stepsOf } from "../state/steps.ts";

export type StepTrackerProps = { readonly texts: Texts; readonly unbind: UnbindView };

export function StepTracker({ texts, unbind }: StepTrackerProps) {
  const place = stepOf(unbind);
  if (!place) return null;
  const steps = stepsOf(unbind);
  const reached = steps.indexOf(place.step);
  return (
    <ol class="steps" aria-label={texts.screens.progress.steps}>
      {steps.map((step, index) => {
        if (index < reached)
          return (
            <li key={step} class="done">
              {texts.unbind.steps[step].done}
            </li>
          );
        if (index > reached)
          return (
            <li key={step} class="ahead">
              {texts.unbind.steps[step].ahead}
            </li>
          );
        return (
          <li key={step} class={place.held ? "now held" : "now"} aria-current="step">
            {texts.unbind.states[unbind.state].name}
          </li>
        );
      })}
    </ol>
  );
}
