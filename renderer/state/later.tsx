/** A part of the page that is loaded when it is first drawn. Until it is there, its place is empty and said to be busy. */

import type { ComponentType } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Loaded: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [, redraw] = useState(false);
    useLayoutEffect(() => {
      if (Loaded) return;
      void load().then((component) => {
        Loaded = component;
        redraw(true);
      });
    }, []);
    return Loaded ? <Loaded {...props} /> : <div aria-busy="true" />;
  };
}
