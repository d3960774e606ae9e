/** Wires each screen: which part of the snapshot it gets, and which order each of its callbacks is. */

import type { OrderInput } from "../../device/contract/orders.ts";
import { keyOf } from "../parts/BindingList.tsx";
import { later } from "../state/later.tsx";
import { staffCanEnter } from "../state/pinChoices.ts";
import { ChooseRole } from "./ChooseRole.tsx";
import { Home } from "./Home.tsx";
import { OutOfService } from "./OutOfService.tsx";
import { Pin } from "./Pin.tsx";
import { Progress } from "./Progress.tsx";
import { Starting } from "./Starting.tsx";
import type { ScreenProps } from "./screenProps.ts";
import { Unbound } from "./Unbound.tsx";

// Most days nobody comes this far.
const Menu = later(async () => (await import("./Menu.tsx")).Menu);
const CodeEntry = later(async () => (await import("./CodeEntry.tsx")).CodeEntry);
const Draft = later(async () => (await import("./Draft.tsx")).Draft);
const Checks = later(async () => (await import("./Checks.tsx")).Checks);
const Summary = later(async () => (await import("./Summary.tsx")).Summary);
const Challenge = later(async () => (await import("./Challenge.tsx")).Challenge);
const Outcome = later(async () => (await import("./Outcome.tsx")).Outcome);
const Result = later(async () => (await import("./Result.tsx")).Result);
const EvidenceQr = later(async () => (await import("./EvidenceQr.tsx")).EvidenceQr);
const StaffScreens = later(async () => (await import("./staff/StaffScreens.tsx")).StaffScreens);
const History = later(async () => (await import("./History.tsx")).History);

export function CurrentScreen({ screen, texts, snapshot, now, send, onLook, refused }: ScreenProps) {
  const { service, terminal, upstream, bindings, pin, codeEntry, session, unbind, language, history } = snapshot;
  const readAgain = () => send("readTerminal", {});
  const openMenu = () => {
    onLook(null);
    send("openMenu", {});
  };
  const nextUnbind = () => {
    onLook("menu");
    send("openMenu", {});
  };
  const leave = () => send("leaveMenu", {});
  const cancel = () => send("cancelUnbind", {});
  const checkNow = () => send("checkNow", {});
  const save = () => send("saveEvidence", {});
  const seeHistory = () => onLook("history");
  /** Whoever forgot a PIN is not waited for any longer. */
  const seePins = () => {
    onLook("pins");
    leave();
  };
  const seeJournal = () => {
    onLook("journal");
    send("readJournal", {});
  };
  const bindAgain = () => {
    const enters = staffCanEnter(snapshot);
    onLook(enters ? "enrolmentCode" : "pins");
    if (enters) send("openStaffMenu", {});
  };
  const tick = (ticked: OrderInput<"tickFollowUp">) => send("tickFollowUp", ticked);
  const digits = {
    onDigit: (digit: number) => send("pressDigit", { digit }),
    onErase: () => send("eraseDigit", {}),
    onSubmit: () => send("submitEntry", {}),
  };
  const shared = { texts, unbind, now };
  switch (screen) {
    case "outOfService":
      if (service.phase !== "outOfService") return null;
      return <OutOfService texts={texts} failure={service.failure} app={snapshot.app} />;
    case "starting":
      return <Starting texts={texts} terminal={terminal} />;
    case "chooseRole":
      return (
        <ChooseRole
          texts={texts}
          roles={pin.rolesOffered ?? []}
          onChoose={(role) => send("chooseRole", { role })}
          onLeave={leave}
        />
      );
    case "choosePin":
    case "enterPin":
      if (!pin.entry) return null;
      return (
        <Pin
          // A new page for the repetition and for another person, so that it is announced.
          key={`${pin.entry.purpose}-${pin.entry.role}`}
          texts={texts}
          pin={pin}
          entry={pin.entry}
          now={now}
          onLeave={session.phase === "open" ? leave : null}
          onForgotten={seePins}
          {...digits}
        />
      );
    case "enterCode":
      if (!codeEntry) return null;
      return <CodeEntry texts={texts} entry={codeEntry} onLeave={() => send("leaveEntry", {})} {...digits} />;
    case "home":
      return (
        <Home
          texts={texts}
          snapshot={snapshot}
          now={now}
          onReadAgain={readAgain}
          onMenu={openMenu}
          onNextUnbind={nextUnbind}
          onHistory={seeHistory}
        />
      );
    case "menu":
      return (
        <Menu
          texts={texts}
          language={language}
          bindings={bindings}
          onBegin={(target) => send("beginUnbind", target)}
          onHistory={seeHistory}
          onPins={() => onLook("pins")}
          onJournal={seeJournal}
          onLeave={leave}
        />
      );
    case "draft": {
      const { target, profile } = unbind;
      const list = bindings.state === "known" ? bindings.list.filter(({ state }) => state === "bound") : [];
      const binding = target && list.find((each) => keyOf(each) === keyOf(target));
      if (!binding || !profile) return null;
      return (
        <Draft
          texts={texts}
          language={language}
          profile={profile}
          binding={binding}
          others={list.filter((each) => each !== binding)}
          reach={upstream.reach}
          onChoose={(choice) => send("chooseReason", choice)}
          onDiscard={cancel}
        />
      );
    }
    case "checks":
      return (
        <Checks
          texts={texts}
          unbind={unbind}
          offered={snapshot.offered}
          onDiscard={cancel}
          onAgain={() => send("runChecks", {})}
          onSummary={() => send("showSummary", {})}
          onWaive={(waiver) => send("waiveCheck", waiver)}
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
          onSend={() => send("sendUnbind", {})}
          onOffline={() => send("startChallenge", {})}
          onApprove={() => send("approveUnbind", {})}
          onVerify={() => send("enterVerification", {})}
          onWithdraw={cancel}
          onExecute={() => send("executeUnbind", {})}
          onSave={save}
          onLeave={leave}
        />
      );
    case "challenge":
      if (!unbind.challenge) return null;
      return (
        <Challenge
          {...shared}
          challenge={unbind.challenge}
          onEnter={() => send("enterAnswer", {})}
          onReadAnswer={() => send("readAnswer", {})}
          onSave={() => send("saveChallenge", {})}
          onSend={() => send("sendUnbind", {})}
          onWithdraw={cancel}
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
          entry={history.find(({ requestId }) => requestId === unbind.requestId)}
          onResumeWipe={() => send("resumeWipe", {})}
          onCheckNow={checkNow}
          onSave={save}
          onShow={() => send("showEvidence", {})}
          onTick={tick}
          onFinish={leave}
        />
      );
    case "unbound":
      return (
        <Unbound
          texts={texts}
          snapshot={snapshot}
          now={now}
          onVoucher={openMenu}
          onHistory={seeHistory}
          onReadAgain={readAgain}
          onBindAgain={bindAgain}
        />
      );
    case "evidenceQr":
      if (!snapshot.evidenceQr) return null;
      return <EvidenceQr texts={texts} evidence={snapshot.evidenceQr} onHide={() => send("hideEvidence", {})} />;
    case "history":
      return (
        <History
          texts={texts}
          history={history}
          evidencePlace={unbind.evidencePlace}
          onSave={(requestId) => send("saveEvidence", { requestId })}
          onShow={(requestId) => send("showEvidence", { requestId })}
          onTick={tick}
          onBack={() => onLook(null)}
        />
      );
    case "factory":
    case "enrolmentCode":
    case "label":
    case "staff":
    case "diagnostics":
    case "journal":
    case "pins":
    case "pinReset":
      return (
        <StaffScreens
          {...{ screen, texts, snapshot, now, send, onLook, refused }}
          onReadAgain={readAgain}
          onJournal={seeJournal}
        />
      );
  }
}
