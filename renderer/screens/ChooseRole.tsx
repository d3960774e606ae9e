/** Who stands before the terminal, where several may do what was asked for. */

import type { PinRole } from "../../device/contract/codes.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { Page } from "../parts/Page.tsx";

export type ChooseRoleProps = {
  readonly texts: Texts;
  readonly roles: readonly PinRole[];
  readonly onChoose: (role: PinRole) => void;
  readonly onLeave: () => void;
};

export function ChooseRole({ texts, roles, onChoose, onLeave }: ChooseRoleProps) {
  const words = texts.screens.chooseRole;
  const leave = (
    <Action name="leave" onPress={onLeave}>
      {texts.screens.pin.leave}
    </Action>
  );
  return (
    <Page screen="chooseRole" title={words.title} actions={leave}>
      <div class="scroll stack">
        <p class="lead">{words.lead}</p>
        {roles.map((role) => (
          <Action key={role} name={`role-${role}`} onPress={() => onChoose(role)}>
            {texts.unbind.roles[role]}
          </Action>
        ))}
      </div>
    </Page>
  );
}
