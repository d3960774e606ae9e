/**
 * As much of a document as Preact needs to draw into, for tests of the page without a browser. Knows elements, text,
 * attributes and events; knows no layout, no style and no focus.
 */

import { type ComponentChild, options, render } from "preact";

type Listener = (event: Event) => void;

class TinyNode {
  parentNode: TinyElement | null = null;
  readonly nodeType: number;
  constructor(nodeType: number) {
    this.nodeType = nodeType;
  }
  get nextSibling(): TinyNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  remove(): void {
    this.parentNode?.removeChild(this);
  }
}

class TinyText extends TinyNode {
  data: string;
  constructor(data: string) {
    super(3);
    this.data = data;
  }
  get textContent(): string {
    return this.data;
  }
}

export class TinyElement extends TinyNode {
  readonly childNodes: TinyNode[] = [];
  readonly attributes = new Map<string, string>();
  /** What was set by name, as the page's policy lets it be set. */
  readonly styles = new Map<string, string>();
  readonly style = {
    setProperty: (name: string, value: string) =>
      value === "" ? this.styles.delete(name) : this.styles.set(name, value),
  };
  readonly localName: string;
  readonly namespaceURI: string;
  readonly ownerDocument: unknown;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(localName: string, namespaceURI: string, ownerDocument: unknown) {
    super(1);
    this.localName = localName;
    this.namespaceURI = namespaceURI;
    this.ownerDocument = ownerDocument;
  }
  /** Of a canvas: nobody draws here. */
  getContext(): null {
    return null;
  }
  get firstChild(): TinyNode | null {
    return this.childNodes[0] ?? null;
  }
  get textContent(): string {
    return this.childNodes.map((child) => (child as TinyElement | TinyText).textContent).join(" ");
  }
  insertBefore(node: TinyNode, before: TinyNode | null): TinyNode {
    node.remove();
    const place = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(place, 0, node);
    node.parentNode = this;
    return node;
  }
  appendChild(node: TinyNode): TinyNode {
    return this.insertBefore(node, null);
  }
  removeChild(node: TinyNode): TinyNode {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
    return node;
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, String(value));
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  removeEventListener(type: string, listener: Listener): void {
    this.listeners.set(
      type,
      (this.listeners.get(type) ?? []).filter((each) => each !== listener),
    );
  }
  focus(): void {}
  showModal(): void {}
  querySelector(): null {
    return null;
  }
  /** Calls this element's own listeners; nothing bubbles, and nothing reaches what is disabled. */
  fire(type: string, facts: Readonly<Record<string, unknown>> = {}): void {
    if (this.attributes.has("disabled")) return;
    const event = { type, target: this, currentTarget: this, preventDefault() {}, ...facts };
    for (const listener of this.listeners.get(type) ?? []) listener.call(this, event as unknown as Event);
  }
  *everything(): Generator<TinyElement> {
    yield this;
    for (const child of this.childNodes) if (child instanceof TinyElement) yield* child.everything();
  }
  /** The first element below with this data attribute, e.g. ("action", "open-menu"). */
  find(data: string, value?: string): TinyElement | undefined {
    for (const element of this.everything()) {
      const found = element.attributes.get(`data-${data}`);
      if (found !== undefined && (value === undefined || found === value)) return element;
    }
    return undefined;
  }
}

const html = "http://www.w3.org/1999/xhtml";

/** Draws into a new document and hands the root back; effects have run when it resolves. */
export async function draw(page: ComponentChild): Promise<TinyElement> {
  const document = {
    documentElement: { lang: "", dataset: {} },
    querySelector: () => null,
    createElement: (name: string) => new TinyElement(name, html, document),
    createElementNS: (space: string, name: string) => new TinyElement(name, space, document),
    createTextNode: (data: string) => new TinyText(data),
  };
  // What a key is pressed on while nothing has the focus.
  const window = Object.assign(new EventTarget(), { closest: () => null });
  Object.assign(globalThis, {
    document,
    // Nothing here has the focus, so none can be lost.
    MutationObserver: class {
      observe() {}
      disconnect() {}
    },
    innerWidth: 720,
    innerHeight: 1280,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    dispatchEvent: window.dispatchEvent.bind(window),
  });
  const root = new TinyElement("div", html, document);
  render(page, root as unknown as Element);
  await settled();
  return root;
}

// Effects wait for the next frame otherwise, and here is none.
options.requestAnimationFrame = (callback) => queueMicrotask(callback);

/** Resolves when everything that was set off has been drawn and its effects have run. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
