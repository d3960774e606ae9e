/** Wires each screen: which part of the snapshot it gets. Which order a button is stands at the button. */

import type { Snapshot } from "../../device/contract/snapshot.ts";
import type { BindingView } from "../../device/contract/views/binding.ts";
import { keyOf } from "../parts/BindingList.tsx";
import { later } from "../state/later.tsx";
import { supportOf } from "../state/support.ts";
import { Home } from "./Home.tsx";
import { Starting } from "./Starting.tsx";
import type { ScreenProps } from "./screenProps.ts";

// Most days nobody comes this far.
const Pin = later(async () => (await import("./Pin.tsx")).Pin);
const ChooseRole = later(async () => (await import("./ChooseRole.tsx")).ChooseRole);
const AnotherTerminal = later(async () => (await import("./AnotherTerminal.tsx")).AnotherTerminal);
const OutOfService = later(async () => (await import("./OutOfService.tsx")).OutOfService);
const Unbound = later(async () => (await import("./Unbound.tsx")).Unbound);
const Menu = later(async () => (await import("./Menu.tsx")).Menu);
const CodeEntry = later(async () => (await import("./CodeEntry.tsx")).CodeEntry);
const Draft = later(async () => (await import("./Draft.tsx")).Draft);
const Checks = later(async () => (await import("./Checks.tsx")).Checks);
const Summary = later(async () => (await import("./Summary.tsx")).Summary);
const Progress = later(async () => (await import("./Progress.tsx")).Progress);
const Challenge = later(async () => (await import("./Challenge.tsx")).Challenge);
const Outcome = later(async () => (await import("./Outcome.tsx")).Outcome);
const Result = later(async () => (await import("./Result.tsx")).Result);
const StaffScreens = later(async () => (await import("./staff/StaffScreens.tsx")).StaffScreens);
const History = later(async () => (await import("./History.tsx")).History);

export function CurrentScreen({ screen, texts, snapshot, now, send, onLook, again, onAgain, refused }: ScreenProps) {
  const { service, terminal, upstream, bindings, pin, codeEntry, session, unbind, language, history } = snapshot;
  const { offered } = snapshot;
  const shared = { texts, offered, send };
  switch (screen) {
    case "outOfService":
      if (service.phase !== "outOfService") return null;
      return <OutOfService texts={texts} failure={service.failure} app={snapshot.app} />;
    case "anotherTerminal":
      if (!terminal.another) return null;
      return <AnotherTerminal {...shared} terminal={terminal} meantSn={terminal.another.meantSn} unbind={unbind} />;
    case "starting":
      return <Starting texts={texts} terminal={terminal} />;
    case "chooseRole":
      return <ChooseRole {...shared} />;
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
          unbind={unbind}
          now={now}
          support={supportOf(unbind, texts)}
          send={send}
          onLook={onLook}
        />
      );
    case "enterCode":
      return codeEntry && <CodeEntry texts={texts} entry={codeEntry} send={send} />;
    case "home":
      return <Home texts={texts} snapshot={snapshot} now={now} send={send} onLook={onLook} />;
    case "menu":
      return <Menu {...shared} language={language} bindings={bindings} onLook={onLook} />;
    case "draft": {
      const { profile } = unbind;
      const list = bindings.state === "known" ? bindings.list.filter(({ state }) => state === "bound") : [];
      const binding = targetBinding(snapshot);
      if (!binding || !profile) return null;
      const others = list.filter((each) => each !== binding);
      const { reach } = upstream;
      return (
        <Draft
          {...shared}
          language={language}
          profile={profile}
          policy={unbind.policy}
          binding={binding}
          others={others}
          reach={reach}
          again={again}
        />
      );
    }
    case "checks":
      return <Checks {...shared} unbind={unbind} />;
    case "summary":
      return (
        unbind.summary && (
          <Summary {...shared} unbind={unbind} summary={unbind.summary} binding={targetBinding(snapshot)} />
        )
      );
    case "progress": {
      const authenticated = session.phase === "open" && session.principal !== null;
      return <Progress {...shared} language={language} unbind={unbind} now={now} authenticated={authenticated} />;
    }
    case "challenge":
      return unbind.challenge && <Challenge {...shared} unbind={unbind} now={now} challenge={unbind.challenge} />;
    case "outcome":
      return <Outcome {...shared} unbind={unbind} now={now} onAgain={onAgain} />;
    case "result": {
      const entry = history.find(({ requestId }) => requestId === unbind.requestId);
      return <Result {...shared} unbind={unbind} entry={entry} />;
    }
    case "unbound":
      return <Unbound texts={texts} snapshot={snapshot} now={now} send={send} onLook={onLook} />;
    case "history":
      return (
        <History
          {...shared}
          history={history}
          count={snapshot.historyCount}
          page={snapshot.historyPage}
          evidencePlace={unbind.evidencePlace}
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
    case "trials":
      return (
        <StaffScreens
          screen={screen}
          texts={texts}
          snapshot={snapshot}
          now={now}
          send={send}
          onLook={onLook}
          refused={refused}
        />
      );
  }
}

/** What shall be unbound, while it is bound. */
function targetBinding({ bindings, unbind: { target } }: Snapshot): BindingView | undefined {
  if (!target || bindings.state !== "known") return undefined;
  return bindings.list.find((each) => each.state === "bound" && keyOf(each) === keyOf(target));
}
