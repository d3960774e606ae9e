/** How it stands with the PIN of each role, and what can be done about it. Nobody has to be let in to see it. */

import { useState } from "preact/hooks";
import type { PinRole } from "../../../device/contract/codes.ts";
import type { Snapshot } from "../../../device/contract/snapshot.ts";
import type { PinStanding } from "../../../device/contract/views/people.ts";
import type { PinChoice, StaffTexts } from "../../../device/text/staffTexts.ts";
import type { Texts } from "../../../device/text/texts.ts";
import { Action } from "../../parts/Action.tsx";
import { Badge } from "../../parts/Badge.tsx";
import { Banner } from "../../parts/Banner.tsx";
import { Page } from "../../parts/Page.tsx";
import { Ticking } from "../../parts/Ticking.tsx";
import { formatSpan, secondsLeft } from "../../state/format.ts";
import type { SendOrder } from "../../state/useHost.ts";
import { LiftDialog } from "./LiftDialog.tsx";

export type PinsProps = {
  readonly texts: Texts;
  readonly words: StaffTexts;
  readonly snapshot: Pick<Snapshot, "pin" | "session" | "offered">;
  readonly now: () => number;
  readonly send: SendOrder;
  readonly onBack: () => void;
};

export function Pins({ texts, words, snapshot, now, send, onBack }: PinsProps) {
  const says = words.pins;
  const [lifting, setLifting] = useState<PinRole | null>(null);
  const { standings } = snapshot.pin;
  const pinRoles = Object.keys(standings) as PinRole[];
  const noStaff = !standings.technician.set && !standings.factory.set;
  const press: Readonly<Record<PinChoice, (role: PinRole) => void>> = {
    change: (role) => send("changePin", { role }),
    set: (role) => send("changePin", { role }),
    lift: setLifting,
    reset(role) {
      // Nobody has to be let in for it, and whoever waits for an answer takes longer than a session lasts.
      if (snapshot.session.phase === "open") send("leaveMenu", {});
      send("askPinReset", { role });
    },
  };
  const back = (
    <Action name="leave-pins" onPress={onBack}>
      {texts.screens.back}
    </Action>
  );
  return (
    <Page screen="pins" title={says.title} actions={back}>
      <div class="stack">
        <p>{says.lead}</p>
        {noStaff && <Banner tone="info" title={says.noStaff} />}
        <Ticking now={now}>
          {(nowMs) =>
            pinRoles.map((role) => (
              <section key={role} class="card pinCard" data-field={`pin-${role}`}>
                <div class="row">
                  <h2>{texts.unbind.roles[role]}</h2>
                  <StandingBadge texts={texts} words={says} standing={standings[role]} nowMs={nowMs} />
                </div>
                <StandingText words={says} standing={standings[role]} />
                <div class="chips">
                  {pinChoices(role, snapshot).map((choice) => (
                    <Action key={choice} name={`${choice}-${role}`} onPress={() => press[choice](role)}>
                      {choice === "reset" && !standings[role].set ? says.firstByCode : says.choices[choice]}
                    </Action>
                  ))}
                </div>
              </section>
            ))
          }
        </Ticking>
      </div>
      {lifting && (
        <LiftDialog
          texts={texts}
          words={says}
          onLift={(reason) => {
            setLifting(null);
            send("liftPinLock", { role: lifting, reason });
          }}
          onClose={() => setLifting(null)}
        />
      )}
    </Page>
  );
}

/** The same order sets a first PIN and changes one. */
function pinChoices(role: PinRole, { offered, pin }: PinsProps["snapshot"]): readonly PinChoice[] {
  const isThis = (each: { readonly role: PinRole }) => each.role === role;
  const choices: PinChoice[] = [];
  if (offered.changePin?.some(isThis)) choices.push(pin.standings[role].set ? "change" : "set");
  if (offered.liftPinLock?.some(isThis)) choices.push("lift");
  if (offered.askPinReset?.some(isThis)) choices.push("reset");
  return choices;
}

type BadgeProps = { readonly texts: Texts; readonly nowMs: number };
type StandingProps = { readonly words: StaffTexts["pins"]; readonly standing: PinStanding };

function StandingBadge({ texts, words, standing, nowMs }: StandingProps & BadgeProps) {
  const { set, triesLeft, waitUntil } = standing;
  if (!set) return <Badge tone="info" text={words.notSet} />;
  if (triesLeft === 0) return <Badge tone="warn" text={words.locked} />;
  const seconds = waitUntil === null ? 0 : secondsLeft(waitUntil, nowMs);
  if (seconds > 0) return <Badge tone="warn" text={words.waits(formatSpan(seconds, texts))} />;
  return <Badge tone="good" text={words.set} />;
}

function StandingText({ words, standing: { set, triesLeft } }: StandingProps) {
  if (!set) return null;
  return <p class="small">{triesLeft === 0 ? words.lockedMeaning : words.triesLeft(triesLeft)}</p>;
}
