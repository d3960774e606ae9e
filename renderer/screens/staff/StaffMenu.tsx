/** What a technician, or the factory, can do at this terminal. A wipe that was interrupted shows itself. */

import type { PinRole } from "../../../device/contract/codes.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import type { Offered } from "../../../device/contract/views/offered.ts";
import type { PinStanding } from "../../../device/contract/views/people.ts";
import type { StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { JournalNotice } from "../../parts/JournalNotice.tsx";
import { Page } from "../../parts/Page.tsx";
import type { Look } from "../../state/screenOf.ts";
import type { SendOrder } from "../../state/useHost.ts";

export type StaffMenuProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly role: PinRole | null;
  /** An unbind is drafted, on its way, or over and not looked at. */
  readonly underWay: boolean;
  readonly snapshot: Pick<Snapshot, "upstream" | "journal" | "pin" | "unbind" | "terminal" | "printer">;
  readonly offered: Offered;
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function StaffMenu({ texts, words, role, underWay, snapshot, offered, send, onLook }: StaffMenuProps) {
  const { menu } = words;
  const { upstream, journal, pin, unbind, terminal, printer } = snapshot;
  const pinsNow = (Object.entries(pin.standings) as [PinRole, PinStanding][]).map(([each, { set, triesLeft }]) => {
    const standing = set ? (triesLeft === 0 ? words.pins.locked : words.pins.set) : words.pins.notSet;
    return `${texts.screens.pin.roles[each]} ${standing}`;
  });
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
        <JournalNotice
          texts={texts}
          journal={journal}
          onArchive={offered.archiveJournal ? () => send("archiveJournal", {}) : null}
        />
        <div class="doors">
          {offered.readDiagnostics && (
            <Action name="diagnostics" onPress={readDiagnostics}>
              {menu.diagnostics}
              <Status
                name="diagnostics"
                line={`${texts.screens.home.upstream} · ${texts.terminal.reach[upstream.reach]}`}
              />
            </Action>
          )}
          {offered.readJournal && (
            <Action name="journal" onPress={readJournal}>
              {menu.journal}
              <Status name="journal" line={menu.records(journal.records)} />
            </Action>
          )}
          <Action name="pins" onPress={() => onLook("pins")}>
            {menu.pins}
            <Status name="pins" line={pinsNow.join(" · ")} />
          </Action>
          <Action name="label" onPress={() => onLook("label")}>
            {menu.label}
            {terminal.sn.status === "read" && <Status name="label" line={terminal.sn.value} />}
          </Action>
          <Action name="trials" onPress={() => onLook("trials")}>
            {menu.trials}
            <Status name="trials" line={menu.printer[printer ? (printer.failure ? "failed" : "there") : "none"]} />
          </Action>
          {offered.bindAgain && (
            <Action name="bind-again" onPress={() => onLook("enrolmentCode")}>
              {menu.bindAgain}
              <Status name="bind-again" line={texts.screens.unbound.meaning} />
            </Action>
          )}
          {(offered.beginUnbind || underWay) && (
            <Action name="unbind" onPress={() => onLook("menu")}>
              {menu.unbind}
              <Status name="unbind" line={texts.unbind.states[unbind.state].name} />
            </Action>
          )}
        </div>
        <p class="small">{menu.settings}</p>
        <p class="small">{menu.limit}</p>
      </div>
    </Page>
  );
}

/** How it stands with what the button leads to. */
function Status({ name, line }: { readonly name: string; readonly line: string }) {
  return (
    <span class="small line" data-field={`status-${name}`}>
      {line}
    </span>
  );
}
