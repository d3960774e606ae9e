/** A failure as a sentence and a remedy; the code and its facts stand below in small type, for a technician. */

import type { ErrorView } from "../../device/contract/errors.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "./Action.tsx";
import { Banner } from "./Banner.tsx";

export type ErrorNoteProps = {
  readonly texts: Texts;
  readonly failure: ErrorView;
  readonly field?: string;
  readonly onDismiss?: () => void;
};

export function ErrorNote({ texts, failure, field = "failure", onDismiss }: ErrorNoteProps) {
  const { sentence, remedy } = texts.errors[failure.code];
  const facts = Object.entries(failure.facts ?? {}).map(([name, fact]) => ` ${name}=${fact}`);
  return (
    <Banner tone="bad" title={sentence} field={field}>
      <p>{remedy}</p>
      <p class="small mono" data-field={`${field}-code`}>
        {failure.code}
        {facts}
      </p>
      {onDismiss && (
        <Action name="dismiss" onPress={onDismiss}>
          {texts.screens.close}
        </Action>
      )}
    </Banner>
  );
}
