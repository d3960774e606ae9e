/** What a technician, or the factory, can do at this terminal. A wipe that was interrupted shows itself. */

import type { PinRole } from "../../../device/contract/codes.ts";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Page } from "../../parts/Page.tsx";
import type { Look } from "../../state/screenOf.ts";
import type { SendOrder } from "../../state/useHost.ts";

export type StaffMenuProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly role: PinRole | null;
  /** An unbind is drafted, on its way, or over and not looked at. */
  readonly underWay: boolean;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function StaffMenu({ texts, words, role, underWay, offered, send, onLook }: StaffMenuProps) {
  const { menu } = words;
  const readDiagnostics = () => {
    onLook("diagnostics");
    send("readDiagnostics", {});
  };
  const readJournal = () => {
    onLook("journal");
    send("readJournal", {});
  };
  const leave = (
    <Action name="leave" onPress={() => send("leaveMenu", {})}>
      {menu.leave}
    </Action>
  );
  return (
    <Page screen="staff" title={menu.title} actions={leave}>
      <div class="stack">
        {role && (
          <p class="strong" data-field="role">
            {texts.unbind.roles[role]}
          </p>
        )}
        <div class="doors">
          {offered.readDiagnostics && (
            <Action name="diagnostics" onPress={readDiagnostics}>
              {menu.diagnostics}
            </Action>
          )}
          {offered.readJournal && (
            <Action name="journal" onPress={readJournal}>
              {menu.journal}
            </Action>
          )}
          <Action name="pins" onPress={() => onLook("pins")}>
            {menu.pins}
          </Action>
          <Action name="label" onPress={() => onLook("label")}>
            {menu.label}
          </Action>
          {offered.bindAgain && (
            <Action name="bind-again" onPress={() => onLook("enrolmentCode")}>
              {menu.bindAgain}
            </Action>
          )}
          {(offered.beginUnbind || underWay) && (
            <Action name="unbind" onPress={() => onLook("menu")}>
              {menu.unbind}
            </Action>
          )}
        </div>
        <p class="small">{menu.settings}</p>
        <p class="small">{menu.limit}</p>
      </div>
    </Page>
  );
}
