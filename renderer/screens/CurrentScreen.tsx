/** Wires each screen: which part of the snapshot it gets, and which order each of its callbacks is. */

import type { Snapshot } from "../../device/contract/host.ts";
import type { ScreenName } from "../state/screenOf.ts";
import type { SendOrder } from "../state/useHost.ts";
import type { Texts } from "../text/texts.ts";
import { Checks } from "./Checks.tsx";
import { Home } from "./Home.tsx";
import { Menu } from "./Menu.tsx";
import { Outcome } from "./Outcome.tsx";
import { OutOfService } from "./OutOfService.tsx";
import { Pin } from "./Pin.tsx";
import { Progress } from "./Progress.tsx";
import { Reason } from "./Reason.tsx";
import { Result } from "./Result.tsx";
import { Starting } from "./Starting.tsx";
import { Summary } from "./Summary.tsx";
import { Unbound } from "./Unbound.tsx";

export type CurrentScreenProps = {
  readonly screen: ScreenName;
  readonly texts: Texts;
  readonly snapshot: Snapshot;
  readonly now: () => number;
  readonly send: SendOrder;
};

export function CurrentScreen({ screen, texts, snapshot, now, send }: CurrentScreenProps) {
  const { service, terminal, binding, pin, session, unbind } = snapshot;
  const readAgain = () => send("readTerminal", {});
  const openMenu = () => send("openMenu", {});
  const leave = () => send("leaveMenu", {});
  const cancel = () => send("cancelUnbind", {});
  const checkNow = () => send("checkNow", {});
  const save = () => send("saveEvidence", {});
  const shared = { texts, unbind, now };
  switch (screen) {
    case "outOfService":
      if (service.phase !== "outOfService") return null;
      return <OutOfService texts={texts} failure={service.failure} app={snapshot.app} />;
    case "starting":
      return <Starting texts={texts} terminal={terminal} />;
    case "choosePin":
    case "enterPin":
      if (!pin.entry) return null;
      return (
        <Pin
          // A new page for the repetition, so that it is announced.
          key={pin.entry.purpose}
          texts={texts}
          pin={pin}
          entry={pin.entry}
          now={now}
          onDigit={(digit) => send("pressDigit", { digit })}
          onErase={() => send("eraseDigit", {})}
          onSubmit={() => send("submitPin", {})}
          onLeave={leave}
        />
      );
    case "home":
      return <Home texts={texts} snapshot={snapshot} now={now} onReadAgain={readAgain} onMenu={openMenu} />;
    case "menu":
      return (
        <Menu
          texts={texts}
          binding={binding}
          onBegin={(bindingKind) => send("beginUnbind", { bindingKind })}
          onLeave={leave}
        />
      );
    case "reason":
      return (
        <Reason
          texts={texts}
          reasons={unbind.reasons}
          binding={binding}
          onChoose={(choice) => send("chooseReason", choice)}
          onDiscard={cancel}
        />
      );
    case "checks":
      return (
        <Checks
          texts={texts}
          unbind={unbind}
          onDiscard={cancel}
          onAgain={() => send("runChecks", {})}
          onSummary={() => send("showSummary", {})}
        />
      );
    case "summary":
      if (!unbind.summary) return null;
      return (
        <Summary
          texts={texts}
          summary={unbind.summary}
          onDiscard={cancel}
          onConfirm={(summaryHash) => send("confirmUnbind", { summaryHash })}
        />
      );
    case "progress":
      return (
        <Progress
          {...shared}
          authenticated={session.phase === "open" && session.principal !== null}
          onCheckNow={checkNow}
          onWithdraw={cancel}
          onExecute={() => send("executeUnbind", {})}
          onSave={save}
          onLeave={leave}
        />
      );
    case "outcome":
      return <Outcome {...shared} onSave={save} onSeen={() => send("closeOutcome", {})} onLeave={leave} />;
    case "result":
      return (
        <Result
          texts={texts}
          unbind={unbind}
          onResumeWipe={() => send("resumeWipe", {})}
          onCheckNow={checkNow}
          onSave={save}
          onFinish={leave}
        />
      );
    case "unbound":
      return <Unbound texts={texts} snapshot={snapshot} onVoucher={openMenu} onReadAgain={readAgain} />;
  }
}
