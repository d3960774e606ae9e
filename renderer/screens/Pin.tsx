/** Choosing, changing, repeating or giving the PIN of a role. Knows how many digits there are, never which. */

import type { PinView, pinLength } from "../../device/contract/views/people.ts";
import type { UnbindView } from "../../device/contract/views/unbind.ts";
import type { Texts } from "../../device/text/texts.ts";
import { Action } from "../parts/Action.tsx";
import { ApprovalFacts } from "../parts/ApprovalFacts.tsx";
import { DigitEntry } from "../parts/DigitEntry.tsx";
import { ErrorNote } from "../parts/ErrorNote.tsx";
import { Page } from "../parts/Page.tsx";
import { Support } from "../parts/Support.tsx";
import { Ticking } from "../parts/Ticking.tsx";
import { formatSpan, secondsLeft } from "../state/format.ts";
import type { Look } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";

/** Types only come from the contract, so that no schema gets into the page; the compiler sees that the values agree. */
const length: typeof pinLength = { min: 6, max: 12 };

export type PinProps = {
  readonly texts: Texts;
  readonly pin: PinView;
  readonly entry: NonNullable<PinView["entry"]>;
  readonly unbind: UnbindView;
  readonly now: () => number;
  /** Whom to ask where it is locked. */
  readonly support: { readonly name: string; readonly contact: string | null };
  readonly send: SendOrder;
  readonly onLook: (look: Look) => void;
};

export function Pin({ texts, pin, entry, unbind, now, support, send, onLook }: PinProps) {
  const words = texts.screens.pin;
  const { role, purpose, failure } = entry;
  const unlocking = purpose === "unlock" || purpose === "approve";
  const { triesLeft, waitUntil } = pin.standings[role];
  const locked = unlocking && triesLeft === 0;
  // Whoever comes to a lock that others left is told of it, and of the way out.
  const shown = locked ? ({ code: "pin/locked" } as const) : failure;
  const leave = () => send("leaveMenu", {});
  /** Whoever forgot a PIN is not waited for any longer. */
  const forgotten = () => {
    onLook("pins");
    leave();
  };
  const more = (
    <>
      <Action name="leave" kind="quiet" onPress={leave}>
        {words.leave}
      </Action>
      {unlocking && (
        <Action name="pin-forgotten" kind={locked ? "primary" : "quiet"} onPress={forgotten}>
          {words.forgotten}
        </Action>
      )}
    </>
  );
  return (
    <Page screen={unlocking ? "enterPin" : "choosePin"} title={words.titles[purpose]} more={more}>
      <Ticking now={now}>
        {(nowMs) => {
          const waitSeconds = waitUntil === null ? 0 : secondsLeft(waitUntil, nowMs);
          return (
            <div class={purpose === "approve" ? "halves entry approves" : "halves entry"}>
              <div class="stack">
                <p class="row">
                  <strong data-field="pin-role">{words.roles[role]}</strong>
                  {unlocking && !locked && <span data-field="tries-left">{words.triesLeft(triesLeft)}</span>}
                </p>
                {waitSeconds > 0 && (
                  <p class="lead" data-field="pin-wait">
                    {words.wait(formatSpan(waitSeconds, texts))}
                  </p>
                )}
                {purpose !== "unlock" && <p>{words.hints[purpose]}</p>}
                {purpose === "approve" && <ApprovalFacts texts={texts} unbind={unbind} />}
                {shown && <ErrorNote texts={texts} failure={shown} field="pin-failure" />}
                <p class="faint notCardPin">{words.notCardPin}</p>
                {locked && <Support texts={texts} {...support} />}
                {(purpose === "choose" || purpose === "change") && (
                  <Rules lines={words.rules(length.min, length.max)} />
                )}
              </div>
              <DigitEntry
                texts={texts}
                typed={entry.typed}
                places={length.max}
                enough={1}
                checking={entry.checking}
                keypad={entry.keypad}
                blocked={waitSeconds > 0 || locked}
                send={send}
              />
            </div>
          );
        }}
      </Ticking>
    </Page>
  );
}

function Rules({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul class="rules">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
