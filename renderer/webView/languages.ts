/** The texts of each language, which come in scripts of their own: the page's starts without waiting for them. */

type Waited = { readonly texts: Promise<object>; readonly come: (texts: object) => void };

declare global {
  interface Window {
    /** Called by the scripts of the languages. Each piece is called as its file in device/text. */
    jiebangSpeaks?(language: string, pieces: Readonly<Record<string, object>>): void;
  }
}

const waited = new Map<string, Waited>();

function waitFor(language: string, piece: string): Waited {
  const name = `${language}/${piece}`;
  const known = waited.get(name) ?? begin();
  waited.set(name, known);
  return known;
}

function begin(): Waited {
  let come: Waited["come"] = () => {};
  const texts = new Promise<object>((resolve) => {
    come = resolve;
  });
  return { texts, come };
}

window.jiebangSpeaks = (language, pieces) => {
  for (const [piece, texts] of Object.entries(pieces)) waitFor(language, piece).come(texts);
};

/** Resolves when its script has run; the page holds them for every language. */
export const spoken = (language: string, piece: string): Promise<object> => waitFor(language, piece).texts;
