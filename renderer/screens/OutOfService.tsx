/** The kiosk met a fault that only a restart ends. */

import type { ErrorView } from "../../device/contract/errors.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Details } from "../parts/Details.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Hero } from "../parts/Hero.tsx";
import { Page } from "../parts/Page.tsx";

export type OutOfServiceProps = { readonly texts: Texts; readonly failure: ErrorView; readonly app: string };

export function OutOfService({ texts, failure, app }: OutOfServiceProps) {
  const { title, meaning } = texts.screens.outOfService;
  return (
    <Page screen="outOfService" title={title}>
      <div class="stack">
        <Hero tone="bad" icon="cross" title={meaning} />
        <ErrorNote texts={texts} failure={failure} />
        <Details label={texts.screens.details} name="program">
          <p class="small mono">{app}</p>
        </Details>
      </div>
    </Page>
  );
}
