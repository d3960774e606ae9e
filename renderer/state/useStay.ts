/** Tells the host that somebody is still at the screen while the menu is open: any touch or key, every 5 s at most. */

import { useEffect, useRef } from "preact/hooks";

const everyMs = 5_000;

export function useStay(menuOpen: boolean, stay: () => void): void {
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!menuOpen) return;
    const noticed = () => {
      const nowMs = performance.now();
      if (nowMs - lastMs.current < everyMs) return;
      lastMs.current = nowMs;
      stay();
    };
    addEventListener("pointerdown", noticed, true);
    addEventListener("keydown", noticed, true);
    return () => {
      removeEventListener("pointerdown", noticed, true);
      removeEventListener("keydown", noticed, true);
    };
  }, [menuOpen, stay]);
}
