/** What a technician, or the factory, can do at this terminal. A wipe that was interrupted shows itself. */

import type { PinRole } from "../../../device/contract/codes.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Page } from "../../parts/Page.tsx";

export type StaffMenuProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly role: PinRole | null;
  /** The terminal was unbound, and can be bound again. */
  readonly again: boolean;
  readonly onDiagnostics: () => void;
  readonly onJournal: () => void;
  readonly onPins: () => void;
  readonly onUnbind: () => void;
  readonly onBindAgain: () => void;
  readonly onLabel: () => void;
  readonly onLeave: () => void;
};

export function StaffMenu({ texts, words, role, again, ...on }: StaffMenuProps) {
  const { menu } = words;
  const leave = (
    <Action name="leave" onPress={on.onLeave}>
      {menu.leave}
    </Action>
  );
  return (
    <Page screen="staff" title={menu.title} actions={leave}>
      <div class="scroll stack">
        {role && (
          <p class="strong" data-field="role">
            {texts.unbind.roles[role]}
          </p>
        )}
        <div class="doors">
          <Action name="diagnostics" onPress={on.onDiagnostics}>
            {menu.diagnostics}
          </Action>
          <Action name="journal" onPress={on.onJournal}>
            {menu.journal}
          </Action>
          <Action name="pins" onPress={on.onPins}>
            {menu.pins}
          </Action>
          <Action name="label" onPress={on.onLabel}>
            {menu.label}
          </Action>
          {again ? (
            <Action name="bind-again" onPress={on.onBindAgain}>
              {menu.bindAgain}
            </Action>
          ) : (
            role === "technician" && (
              <Action name="unbind" onPress={on.onUnbind}>
                {menu.unbind}
              </Action>
            )
          )}
        </div>
        <p class="small">{menu.settings}</p>
        <p class="small">{menu.limit}</p>
      </div>
    </Page>
  );
}
