/** Who stands before the terminal, where several may do what was asked for. */

import type { Offered } from "../../device/contract/views/offered.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Page } from "../parts/Page.tsx";
import type { SendOrder } from "../state/useHost.ts";

export type ChooseRoleProps = {
  readonly texts: Texts;
  readonly offered: Offered;
  readonly send: SendOrder;
};

export function ChooseRole({ texts, offered, send }: ChooseRoleProps) {
  const words = texts.screens.chooseRole;
  const leave = (
    <Action name="leave" kind="quiet" onPress={() => send("leaveMenu", {})}>
      {texts.screens.pin.leave}
    </Action>
  );
  return (
    <Page screen="chooseRole" title={words.title} more={leave}>
      <div class="stack">
        <p class="lead">{words.lead}</p>
        {offered.chooseRole?.map(({ role }) => (
          <Action key={role} name={`role-${role}`} onPress={() => send("chooseRole", { role })}>
            {texts.unbind.roles[role]}
          </Action>
        ))}
      </div>
    </Page>
  );
}
