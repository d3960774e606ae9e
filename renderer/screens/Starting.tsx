/** The terminal is being read; values appear as they come. */

import type { TerminalView } from "../../device/contract/views/terminal.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Details } from "../parts/Details.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { ValueRow } from "../parts/Fact.tsx";
import { Page } from "../parts/Page.tsx";
import { Working } from "../parts/Working.tsx";

export type StartingProps = {
  readonly texts: Texts;
  readonly terminal: TerminalView;
};

export function Starting({ texts, terminal }: StartingProps) {
  const { title, meaning, failed } = texts.screens.starting;
  return (
    <Page screen="starting" title={terminal.failure ? failed : title}>
      {terminal.failure ? <ErrorNote texts={texts} failure={terminal.failure} /> : <Working label={meaning} />}
      <Details label={texts.screens.details}>
        <dl class="facts">
          <ValueRow texts={texts} name="sn" terminal={terminal} needed />
          <ValueRow texts={texts} name="imei" terminal={terminal} needed />
          <ValueRow texts={texts} name="model" terminal={terminal} />
          <ValueRow texts={texts} name="firmware" terminal={terminal} />
        </dl>
      </Details>
    </Page>
  );
}
