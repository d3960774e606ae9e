/** Wires each screen of technician and factory, as one piece that is loaded when the first of them is drawn. */

import type { PinRole } from "../../../device/contract/codes.ts";
import type { OrderInput } from "../../../device/contract/orders.ts";
import { staffPageTexts } from "../../../device/text/staffPageTexts.ts";
import type { PinChoice } from "../../../device/text/staffTexts.ts";
import { isStaff, type StaffScreenName } from "../../state/screenOf.ts";
import { useTexts } from "../../state/useTexts.ts";
import type { ScreenProps } from "../screenProps.ts";
import { Diagnostics } from "./Diagnostics.tsx";
import { EnrolmentCode } from "./EnrolmentCode.tsx";
import { Factory } from "./Factory.tsx";
import { Journal } from "./Journal.tsx";
import { Label } from "./Label.tsx";
import { PinReset } from "./PinReset.tsx";
import { Pins } from "./Pins.tsx";
import { StaffMenu } from "./StaffMenu.tsx";

export type StaffScreensProps = Omit<ScreenProps, "screen"> & {
  readonly screen: StaffScreenName;
  readonly onReadAgain: () => void;
  readonly onJournal: () => void;
};

export function StaffScreens({ screen, texts, snapshot, now, send, onLook, refused, ...on }: StaffScreensProps) {
  const words = useTexts(staffPageTexts, snapshot.language);
  if (!words) return <div aria-busy="true" />;
  const { session, terminal, upstream, provisioning, diagnostics, journalPage, journal, pinReset } = snapshot;
  const principal = session.phase === "open" ? session.principal : null;
  const shared = { texts, words };
  /** The label is shown unasked: the terminal was enrolled just now. */
  const fresh = !isStaff(principal) || snapshot.pin.entry !== null;
  const again = provisioning.phase === "released";
  const leave = () => send("leaveMenu", {});
  const back = () => onLook(isStaff(principal) ? "staff" : null);
  const enrol = (input: OrderInput<"provision">) => send(again ? "bindAgain" : "provision", input);
  const readDiagnostics = () => {
    onLook("diagnostics");
    send("readDiagnostics", {});
  };
  const handOver = () => {
    onLook(null);
    if (session.phase === "open") leave();
  };
  const choosePin = (role: PinRole, choice: PinChoice) => {
    if (choice === "lift") return send("liftPinLock", { role });
    if (choice !== "reset") return send("changePin", { role });
    // Nobody has to be let in for it, and whoever waits for an answer takes longer than a session lasts.
    if (session.phase === "open") leave();
    send("askPinReset", { role });
  };
  switch (screen) {
    case "factory":
      return (
        <Factory
          {...{ ...shared, terminal, provisioning }}
          onReadAgain={on.onReadAgain}
          onBegin={() => onLook("enrolmentCode")}
        />
      );
    case "enrolmentCode":
      return (
        <EnrolmentCode
          {...{ ...shared, provisioning, again }}
          onSend={(code) => enrol({ code })}
          onFromFile={() => enrol({})}
          onBack={back}
        />
      );
    case "label":
      return <Label {...{ ...shared, terminal, provisioning, fresh }} onNext={fresh ? handOver : back} />;
    case "staff":
      return (
        <StaffMenu
          {...{ ...shared, again }}
          role={principal?.role ?? null}
          onDiagnostics={readDiagnostics}
          onJournal={on.onJournal}
          onPins={() => onLook("pins")}
          onUnbind={() => onLook("menu")}
          onBindAgain={() => onLook("enrolmentCode")}
          onLabel={() => onLook("label")}
          onLeave={leave}
        />
      );
    case "diagnostics":
      return (
        <Diagnostics
          {...{ ...shared, terminal, upstream, diagnostics }}
          failed={refused}
          onReadAgain={readDiagnostics}
          onBack={back}
        />
      );
    case "journal":
      return (
        journalPage && (
          <Journal
            {...{ ...shared, records: journal.records, page: journalPage }}
            onRead={(input) => send("readJournal", input)}
            onExport={() => send("exportJournal", {})}
            onBack={back}
          />
        )
      );
    case "pins":
      return <Pins {...{ ...shared, snapshot, now }} onChoose={choosePin} onBack={back} />;
    case "pinReset":
      return (
        pinReset && (
          <PinReset
            {...{ ...shared, now, reset: pinReset }}
            onEnter={() => send("enterPinReset", {})}
            onReadStick={() => send("readPinReset", {})}
            onLeave={() => send("leavePinReset", {})}
          />
        )
      );
  }
}
