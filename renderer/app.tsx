/** The page: follows the host and draws the screen that the snapshot means. */

import { useCallback, useEffect, useState } from "preact/hooks";
import type { ErrorView } from "../device/contract/errors.ts";
import type { Host } from "../device/contract/host.ts";
import { ErrorNote } from "./parts/ErrorNote.tsx";
import { IdleWarning } from "./parts/IdleWarning.tsx";
import { TopBar } from "./parts/TopBar.tsx";
import { CurrentScreen } from "./screens/CurrentScreen.tsx";
import { type Look, type ScreenName, screenOf } from "./state/screenOf.ts";
import { useHost } from "./state/useHost.ts";
import { useStay } from "./state/useStay.ts";
import { useTexts } from "./state/useTexts.ts";

export function App({ host }: { readonly host: Host }) {
  const { snapshot, now, send, refusal, dismissRefusal } = useHost(host);
  const texts = useTexts(snapshot?.language ?? (refusal ? "zh-CN" : undefined));
  const language = snapshot?.language ?? "zh-CN";
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const session = snapshot?.session;
  const stay = useCallback(() => send("stayInMenu", {}), [send]);
  useStay(session?.phase === "open", stay);
  const [look, setLook] = useState<Look>(null);
  // Whoever comes next begins where everybody begins.
  useEffect(() => {
    if (session?.phase === "closed") setLook(null);
  }, [session?.phase]);

  if (!texts) return <div class="frame" />;
  if (!snapshot) return <div class="frame">{refusal && <ErrorNote texts={texts} failure={refusal} />}</div>;

  const screen = screenOf(snapshot, look);
  const closesAt = session?.phase === "open" ? session.closesAt : null;
  return (
    <div class="frame">
      <TopBar
        texts={texts}
        language={language}
        simulated={snapshot.simulated}
        onLanguage={(chosen) => send("setLanguage", { language: chosen })}
      />
      <CurrentScreen
        key={screen}
        screen={screen}
        texts={texts}
        snapshot={snapshot}
        now={now}
        send={send}
        onLook={setLook}
      />
      {refusal && !isToldBy(screen, refusal) && (
        <div class="refusal">
          <ErrorNote texts={texts} failure={refusal} field="refusal" onDismiss={dismissRefusal} />
        </div>
      )}
      {closesAt !== null && (
        <IdleWarning texts={texts} closesAt={closesAt} now={now} onStay={stay} onLeave={() => send("leaveMenu", {})} />
      )}
    </div>
  );
}

/** The screens where digits are typed tell by themselves why those were refused. */
function isToldBy(screen: ScreenName, { code }: ErrorView): boolean {
  return (screen === "enterPin" || screen === "choosePin" || screen === "enterCode") && !code.startsWith("host/");
}
