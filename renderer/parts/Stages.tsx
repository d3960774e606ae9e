/** The four stages that a merchant has to know of, and which of them is now. */

import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Stage, Texts } from "../../device/text/texts.ts";
import { stageReached } from "../state/steps.ts";
import { Icon } from "./Icon.tsx";

const stages: readonly Stage[] = ["submit", "review", "execute", "done"];

export type StagesProps = { readonly texts: Texts; readonly unbind: UnbindView };

export function Stages({ texts, unbind }: StagesProps) {
  const { stages: words, steps } = texts.screens.progress;
  const reached = stages.indexOf(stageReached(unbind));
  return (
    <ol class="stages" aria-label={steps}>
      {stages.map((stage, index) => (
        <li
          key={stage}
          class={index < reached ? "done" : index === reached ? "now" : "ahead"}
          aria-current={index === reached ? "step" : undefined}
        >
          <span class="stageSign" aria-hidden="true">
            {index < reached ? <Icon name="check" /> : index + 1}
          </span>
          {words[stage]}
        </li>
      ))}
    </ol>
  );
}
