/** What the operator wants to look at. Forgotten with the session, and when nobody touches anything. */

import { useEffect, useState } from "preact/hooks";
import type { SessionView } from "../../device/contract/views/people.ts";
import type { Look } from "./screenOf.ts";

/** As long as a session lasts without a touch. */
const idleMs = 60_000;

/** What can be looked at without being let in, and leads back to what stands there anyway. */
const isForAnybody = (look: Look) => look === "history" || look === "pins" || look === "staff";

/** `requestId` is that of the unbind at hand, or null. */
export function useLook(
  session: SessionView["phase"] | undefined,
  requestId: string | null,
): readonly [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(null);
  // Whoever comes next begins where everybody begins. A forgotten PIN is seen to without being let in.
  useEffect(() => {
    if (session === "closed") setLook((last) => (last === "pins" ? last : null));
  }, [session]);
  // What comes of a request is looked at before what else could be unbound.
  useEffect(() => {
    if (requestId !== null) setLook((last) => (last === "menu" ? null : last));
  }, [requestId]);
  useEffect(() => {
    if (session !== "closed" || !isForAnybody(look)) return;
    let timer = setTimeout(() => setLook(null), idleMs);
    const noticed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setLook(null), idleMs);
    };
    addEventListener("pointerdown", noticed, true);
    addEventListener("keydown", noticed, true);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerdown", noticed, true);
      removeEventListener("keydown", noticed, true);
    };
  }, [session, look]);
  return [look, setLook];
}
