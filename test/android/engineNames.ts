/**
 * Which names of the language and of the page came into Chromium after 52, and with which version; for the test of what the
 * Android page uses. Made anew with: npx tsx test/android/engineNames.ts PATH/data.json, of the package @mdn/browser-compat-data.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../build/paths.ts";

export const engineNamesFile = join(projectDir, "test/fixtures/engine-names.json");

/** A name that nothing had before is one whose first version is here; several things may have it. Null: no version has it yet. */
export type EngineNames = {
  readonly of: string;
  readonly members: Readonly<Record<string, number | null>>;
  readonly globals: Readonly<Record<string, number | null>>;
  /** Of the constructors of Intl. */
  readonly intlOptions: Readonly<Record<string, number | null>>;
};

const floor = 52;

/** What a page of ours could have in its hands. */
const interfaces = [
  ...["Element", "HTMLElement", "SVGElement", "Node", "Document", "DocumentFragment", "CharacterData", "EventTarget"],
  ...["HTMLInputElement", "HTMLTextAreaElement", "HTMLButtonElement", "HTMLFormElement", "HTMLDialogElement"],
  ...["HTMLCanvasElement", "CanvasRenderingContext2D", "DOMTokenList", "NodeList", "CSSStyleDeclaration", "DOMRect"],
  ...["Event", "UIEvent", "KeyboardEvent", "PointerEvent", "MouseEvent", "MessageEvent", "MessagePort", "ErrorEvent"],
  ...["Crypto", "SubtleCrypto", "Performance", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "Blob"],
  ...["AbortController", "AbortSignal", "Navigator", "Location", "Headers", "Request", "Response", "Storage"],
];

type Support = { readonly version_added: string | boolean | null };
type Feature = { readonly __compat?: { readonly support: { readonly chrome?: Support | readonly Support[] } } };
type Features = Readonly<Record<string, Feature>>;

function sinceOf({ __compat }: Feature): number | undefined {
  const said = __compat?.support.chrome;
  // The last of several is the one that was there first, perhaps under another name.
  const first = Array.isArray(said) ? said.at(0) : said;
  if (!first) return undefined;
  const { version_added: version } = first;
  if (version === true) return 1;
  return typeof version === "string" && /\d/.test(version) ? Number(version.replace(/\D/g, "")) : Infinity;
}

/** The names in each of the groups with the least version of all that have one. */
function leastOf(groups: readonly Features[]): Record<string, number | null> {
  const least = new Map<string, number>();
  for (const group of groups) {
    for (const [said, feature] of Object.entries(group)) {
      const since = sinceOf(feature);
      const name = said.replace(/_(static|event)$/, "");
      if (since !== undefined && /^\w+$/.test(name)) least.set(name, Math.min(least.get(name) ?? Infinity, since));
    }
  }
  const newer = [...least].filter(([, since]) => since > floor).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(newer.map(([name, since]) => [name, since === Infinity ? null : since]));
}

const featuresIn = (features: Features) => Object.values(features) as unknown as readonly Features[];

/** `options_parameter_dateStyle_option` and its like, wherever they stand. */
function optionsIn(features: object): Features[] {
  return Object.entries(features).flatMap(([name, feature]: [string, object]) => {
    const option = /^options_(?:parameter_)?(\w+?)_(?:parameter|option|property)$/.exec(name)?.[1];
    return [...(option ? [{ [option]: feature as Feature }] : []), ...(name === "__compat" ? [] : optionsIn(feature))];
  });
}

const [, script = "", file] = process.argv;
if (script.endsWith("engineNames.ts") && file) {
  const { javascript, api, __meta } = JSON.parse(readFileSync(file, "utf8"));
  const { builtins } = javascript;
  const names: EngineNames = {
    of: `@mdn/browser-compat-data ${__meta.version}`,
    members: leastOf([
      ...featuresIn(builtins),
      ...featuresIn(builtins.Intl),
      ...interfaces.map((name) => api[name] ?? {}),
    ]),
    globals: leastOf([builtins, api, api.Window, api.WorkerGlobalScope ?? {}]),
    intlOptions: leastOf(optionsIn(builtins.Intl)),
  };
  writeFileSync(engineNamesFile, `${JSON.stringify(names, null, 2)}\n`);
}
