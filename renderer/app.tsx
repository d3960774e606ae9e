/** The page: follows the host and draws the screen that the snapshot means. */

import { useCallback, useEffect } from "preact/hooks";
import type { Host } from "../device/contract/host.ts";
import { ErrorNote } from "./parts/ErrorNote.tsx";
import { IdleWarning } from "./parts/IdleWarning.tsx";
import { TopBar } from "./parts/TopBar.tsx";
import { CurrentScreen } from "./screens/CurrentScreen.tsx";
import { screenOf } from "./state/screenOf.ts";
import { useHost } from "./state/useHost.ts";
import { useStay } from "./state/useStay.ts";
import { textsOf } from "./text/textsOf.ts";

export function App({ host }: { readonly host: Host }) {
  const { snapshot, now, send, refusal, dismissRefusal } = useHost(host);
  const language = snapshot?.language ?? "zh-CN";
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const stay = useCallback(() => send("stayInMenu", {}), [send]);
  useStay(snapshot?.session.phase === "open", stay);

  const texts = textsOf[language];
  if (!snapshot) return <div class="frame">{refusal && <ErrorNote texts={texts} failure={refusal} />}</div>;

  const screen = screenOf(snapshot);
  // The PIN screens tell a refused PIN by themselves.
  const told = (screen === "enterPin" || screen === "choosePin") && refusal?.code.startsWith("pin/");
  const closesAt = snapshot.session.phase === "open" ? snapshot.session.closesAt : null;
  return (
    <div class="frame">
      <TopBar
        texts={texts}
        language={language}
        simulated={snapshot.simulated}
        onLanguage={(chosen) => send("setLanguage", { language: chosen })}
      />
      <CurrentScreen key={screen} screen={screen} texts={texts} snapshot={snapshot} now={now} send={send} />
      {refusal && !told && (
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
