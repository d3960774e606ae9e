/** The page: follows the host and draws the screen that the snapshot means. */

import { useCallback, useEffect, useState } from "preact/hooks";
import type { ErrorView } from "../device/contract/errors.ts";
import type { Host } from "../device/contract/host.ts";
import type { Snapshot } from "../device/contract/snapshot.ts";
import { errorPageTexts } from "../device/text/errorPageTexts.ts";
import { pageTexts } from "../device/text/pageTexts.ts";
import { DetailsOpen } from "./parts/Details.tsx";
import { ErrorNote } from "./parts/ErrorNote.tsx";
import { TopBar } from "./parts/TopBar.tsx";
import { CurrentScreen } from "./screens/CurrentScreen.tsx";
import type { DraftChoice } from "./state/draftChoice.ts";
import { later } from "./state/later.tsx";
import { isStaff, type Look, type ScreenName, screenOf } from "./state/screenOf.ts";
import { useSound } from "./state/sound.ts";
import { useDrawing } from "./state/useDrawing.ts";
import { useFocusKept } from "./state/useFocusKept.ts";
import { useHost } from "./state/useHost.ts";
import { useKeys } from "./state/useKeys.ts";
import { useLook } from "./state/useLook.ts";
import { useStay } from "./state/useStay.ts";
import { useTexts } from "./state/useTexts.ts";

const PaperDialog = later(async () => (await import("./parts/PaperDialog.tsx")).PaperDialog);
const IdleWarning = later(async () => (await import("./parts/IdleWarning.tsx")).IdleWarning);

export function App({ host }: { readonly host: Host }) {
  const { snapshot, now, send, refusal, dismissRefusal } = useHost(host);
  const texts = useTexts(pageTexts, snapshot?.language ?? (refusal ? "zh-CN" : undefined));
  const language = snapshot?.language ?? "zh-CN";
  useEffect(() => {
    document.documentElement.lang = language;
    if (!texts) return;
    document.title = texts.screens.product;
    // Drawn already: a failure that comes is told at once.
    void errorPageTexts.load(language);
  }, [language, texts]);
  const session = snapshot?.session;
  const stay = useCallback(() => send("stayInMenu", {}), [send]);
  useStay(session?.phase === "open", stay);
  useKeys();
  useFocusKept();
  useSound(snapshot);
  const [drawing, setDrawing] = useDrawing();
  const [again, setAgain] = useState<DraftChoice | null>(null);
  // What was chosen before is chosen again by whoever asked for that, and by nobody who comes later.
  useEffect(() => {
    if (session?.phase === "closed") setAgain(null);
  }, [session?.phase]);
  const [look, setLook] = useLook(session?.phase, snapshot?.unbind.requestId ?? null);

  if (!texts) return <div class="frame" />;
  if (!snapshot) return <div class="frame">{refusal && <ErrorNote texts={texts} failure={refusal} />}</div>;

  const screen = screenOf(snapshot, look);
  const closesAt = session?.phase === "open" ? session.closesAt : null;
  /** What was refused elsewhere is no news there. */
  const lookAt = (next: Look) => {
    dismissRefusal();
    setLook(next);
  };
  const asStaff = () => {
    const { openStaffMenu } = snapshot.offered;
    lookAt(openStaffMenu ? "staff" : "pins");
    if (openStaffMenu) send("openStaffMenu", {});
  };
  const principal = session?.phase === "open" ? session.principal : null;
  return (
    <DetailsOpen.Provider value={isStaff(principal)}>
      <div class="frame">
        <TopBar
          texts={texts}
          language={language}
          simulated={snapshot.simulated}
          drawing={drawing}
          onDrawing={setDrawing}
          onLanguage={(chosen) => send("setLanguage", { language: chosen })}
          onStaff={hasStaffEntry(screen) ? asStaff : null}
        />
        <CurrentScreen
          key={screen}
          screen={screen}
          texts={texts}
          snapshot={snapshot}
          now={now}
          send={send}
          onLook={lookAt}
          again={again}
          onAgain={setAgain}
          refused={refusal !== null}
        />
        {refusal && !isToldBy(screen, snapshot, refusal) && (
          <div class="refusal">
            <ErrorNote texts={texts} failure={refusal} field="refusal" onDismiss={dismissRefusal} />
          </div>
        )}
        {snapshot.printer?.paper && (
          <PaperDialog
            texts={texts}
            printer={snapshot.printer}
            paper={snapshot.printer.paper}
            offered={snapshot.offered}
            send={send}
          />
        )}
        {closesAt !== null && (
          <IdleWarning
            texts={texts}
            letIn={principal !== null}
            closesAt={closesAt}
            now={now}
            onStay={stay}
            onLeave={() => send("leaveMenu", {})}
          />
        )}
      </div>
    </DetailsOpen.Provider>
  );
}

/** The screens where something is typed tell by themselves why it was refused. */
function isToldBy(screen: ScreenName, { provisioning }: Snapshot, { code }: ErrorView): boolean {
  if (screen === "factory" || screen === "enrolmentCode") return provisioning.failure?.code === code;
  return (screen === "enterPin" || screen === "choosePin" || screen === "enterCode") && !code.startsWith("host/");
}

/** Where nobody is in the middle of anything. */
function hasStaffEntry(screen: ScreenName): boolean {
  return screen === "home" || screen === "anotherTerminal" || screen === "unbound" || screen === "factory";
}
