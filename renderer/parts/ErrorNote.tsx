/** A failure: what happened, whether anything changed, what to do now, and a number to read out. The code is for whoever looks closer. */

import { caseNumber } from "../../device/base/caseNumber.ts";
import type { ErrorView } from "../../device/contract/errors.ts";
import { changedBy } from "../../device/text/changedBy.ts";
import type { Texts } from "../../device/text/texts.ts";
import { useErrorTexts } from "../state/useTexts.ts";
import { Action } from "./Action.tsx";
import { Banner } from "./Banner.tsx";
import { Details } from "./Details.tsx";

export type ErrorNoteProps = {
  readonly texts: Texts;
  readonly failure: ErrorView;
  readonly field?: string;
  readonly onDismiss?: () => void;
};

export function ErrorNote({ texts, failure, field = "failure", onDismiss }: ErrorNoteProps) {
  const errors = useErrorTexts(texts);
  if (!errors) return null;
  const { sentence, remedy } = errors[failure.code];
  const changed = changedBy(failure.code, texts);
  const facts = Object.entries(failure.facts ?? {}).map(([name, fact]) => ` ${name}=${fact}`);
  return (
    <Banner tone="bad" title={sentence} field={field}>
      {changed && <p>{changed}</p>}
      <p>{remedy}</p>
      <p class="small caseNumber">
        {texts.screens.caseNumber} <span class="mono">{caseNumber(failure.code)}</span>
      </p>
      <Details label={texts.screens.details}>
        <p class="small mono" data-field={`${field}-code`}>
          {failure.code}
          {facts}
        </p>
      </Details>
      {onDismiss && (
        <Action name="dismiss" onPress={onDismiss}>
          {texts.screens.close}
        </Action>
      )}
    </Banner>
  );
}
