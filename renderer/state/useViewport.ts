/** Size of the page in CSS pixels, for what cannot be sized by a style sheet. */

import { useEffect, useState } from "preact/hooks";

export type Viewport = { readonly width: number; readonly height: number };

const read = (): Viewport => ({ width: innerWidth, height: innerHeight });

export function useViewport(): Viewport {
  const [viewport, setViewport] = useState(read);
  useEffect(() => {
    const resized = () => setViewport(read());
    addEventListener("resize", resized);
    return () => removeEventListener("resize", resized);
  }, []);
  return viewport;
}
