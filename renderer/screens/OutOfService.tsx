/** The kiosk met a fault that only a restart ends. */

import type { ErrorView } from "../../device/contract/errors.ts";
import type { Texts } from "../../device/text/texts.ts";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";

export type OutOfServiceProps = { readonly texts: Texts; readonly failure: ErrorView; readonly app: string };

export function OutOfService({ texts, failure, app }: OutOfServiceProps) {
  const { title, meaning } = texts.screens.outOfService;
  return (
    <Page screen="outOfService" title={title}>
      <div class="stack">
        <p class="lead">{meaning}</p>
        <ErrorNote texts={texts} failure={failure} />
        <p class="small mono">{app}</p>
      </div>
    </Page>
  );
}
