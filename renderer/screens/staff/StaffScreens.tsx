/** Wires each screen of technician and factory, as one piece that is loaded when the first of them is drawn. */

import { staffPageTexts } from "../../../device/text/staffPageTexts.ts";
import { isStaff, type StaffScreenName, stageOf } from "../../state/screenOf.ts";
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
import { Trials } from "./Trials.tsx";

export type StaffScreensProps = Omit<ScreenProps, "screen" | "again" | "onAgain"> & {
  readonly screen: StaffScreenName;
};

export function StaffScreens({ screen, texts, snapshot, now, send, onLook, refused }: StaffScreensProps) {
  const words = useTexts(staffPageTexts, snapshot.language);
  if (!words) return <div aria-busy="true" />;
  const { session, terminal, upstream, provisioning, diagnostics, journalPage, journal, pinReset, offered } = snapshot;
  const principal = session.phase === "open" ? session.principal : null;
  const shared = { texts, words, offered, send };
  /** The label is shown unasked: the terminal was enrolled just now, and waits for its merchant. */
  const fresh = !isStaff(principal) || !snapshot.pin.standings.merchant.set;
  const back = () => onLook(isStaff(principal) ? "staff" : null);
  const handOver = () => {
    onLook(null);
    if (session.phase === "open") send("leaveMenu", {});
  };
  switch (screen) {
    case "factory":
      return <Factory {...shared} terminal={terminal} provisioning={provisioning} onLook={onLook} />;
    case "enrolmentCode":
      return (
        <EnrolmentCode
          {...shared}
          provisioning={provisioning}
          again={provisioning.phase === "released"}
          onBack={back}
          refused={refused}
        />
      );
    case "label":
      return (
        <Label
          {...shared}
          terminal={terminal}
          provisioning={provisioning}
          fresh={fresh}
          onNext={fresh ? handOver : back}
        />
      );
    case "staff": {
      const stage = stageOf[snapshot.unbind.state];
      const underWay = stage === "pending" || stage === "ended";
      return (
        <StaffMenu {...shared} role={principal?.role ?? null} underWay={underWay} snapshot={snapshot} onLook={onLook} />
      );
    }
    case "diagnostics":
      return (
        <Diagnostics
          {...shared}
          terminal={terminal}
          upstream={upstream}
          diagnostics={diagnostics}
          saved={snapshot.logBundle}
          failed={refused}
          onBack={back}
        />
      );
    case "journal":
      return (
        journalPage && <Journal {...shared} records={journal.records} page={journalPage} now={now} onBack={back} />
      );
    case "trials":
      return <Trials texts={texts} words={words.trials} offered={offered} send={send} onBack={back} />;
    case "pins":
      return <Pins texts={texts} words={words} snapshot={snapshot} now={now} send={send} onBack={back} />;
    case "pinReset":
      return (
        pinReset && (
          <PinReset {...shared} now={now} reset={pinReset} first={!snapshot.pin.standings[pinReset.role].set} />
        )
      );
  }
}
