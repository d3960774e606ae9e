/**
 * The page's scripts that come later. An engine of this age loads no module by itself: the build turns each `import()` into
 * `jiebangScript`, and each script ends by handing in what it holds. The first one's is there before any other is read.
 */

import { laterScripts, scriptsPolicy } from "./scriptNames.ts";

type Waited = { readonly held: Promise<object>; come(held: object): void; fail(reason: unknown): void };
/** What an engine that knows Trusted Types takes for a script's address; it is no text, and goes where one goes. */
type Vouched = { createScriptURL(name: string): string };

declare global {
  interface Window {
    /** Called by each script, as the last thing that it does. */
    jiebangCame(name: string, held: object): void;
    /** Resolves with what the script of this name holds, once it has run; adds it to the page where nobody did. */
    jiebangScript(name: string): Promise<object>;
    readonly jiebangHeld: Record<string, object>;
    /** From Chromium 83 on. */
    readonly trustedTypes?: { createPolicy(name: string, rules: Vouched): Vouched };
  }
}

const waited = new Map<string, Waited>();

function waitFor(name: string): Waited {
  const known = waited.get(name) ?? begin();
  waited.set(name, known);
  return known;
}

function begin(): Waited {
  let come: Waited["come"] = () => {};
  let fail: Waited["fail"] = () => {};
  const held = new Promise<object>((resolve, reject) => {
    come = resolve;
    fail = reject;
  });
  return { held, come, fail };
}

const own: Vouched = {
  createScriptURL(name) {
    if (!laterScripts.some((each) => each === name)) throw new Error("no script of this page");
    return `./${name}.js`;
  },
};
const addresses = window.trustedTypes?.createPolicy(scriptsPolicy, own) ?? own;

function addScript(name: string): void {
  const script = document.createElement("script");
  script.src = addresses.createScriptURL(name);
  script.onerror = () => waitFor(name).fail(new Error(`${name}.js is missing`));
  document.head.appendChild(script);
}

const held: Window["jiebangHeld"] = {};
Object.defineProperty(window, "jiebangHeld", { value: held });
window.jiebangCame = (name, what) => {
  held[name] = what;
  waitFor(name).come(what);
};
window.jiebangScript = (name) => {
  if (!document.querySelector(`script[src="./${name}.js"]`)) addScript(name);
  return waitFor(name).held;
};
