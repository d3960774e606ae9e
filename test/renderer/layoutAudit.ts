/**
 * Looks at a drawn screen the way a stranger would: is anything cut off, too small for a thumb, out of sight?
 * Runs inside the page, so it uses nothing from outside itself.
 */

export function auditLayout(): string[] {
  const { innerWidth: width, innerHeight: height } = window;
  const findings = new Set<string>();
  /** Whether it can be brought into view. */
  const scrolls = (element: Element): boolean =>
    element.parentElement !== null &&
    (getComputedStyle(element.parentElement).overflowY === "auto" || scrolls(element.parentElement));
  /** Whether its last Chinese letter stands on a line of its own; a value that is too long is broken wherever its line ends. */
  const endsAlone = (element: Element): boolean => {
    const parts = [...element.childNodes];
    const isText = parts.every((part) => !(part instanceof Element) || getComputedStyle(part).display === "inline");
    if (!isText) return false;
    const tops: number[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    for (const node of nodes.reverse()) {
      for (let at = node.data.length; at > 0 && tops.length < 2; at--) {
        const letter = node.data.slice(at - 1, at);
        // What closes a sentence never stands at a line's start: it goes with the letter before it.
        if (tops.length === 0 ? !/[\p{L}\p{N}]/u.test(letter) : !letter.trim()) continue;
        if (tops.length === 0 && !/\p{Script=Han}/u.test(letter)) return false;
        const range = document.createRange();
        range.setStart(node, at - 1);
        range.setEnd(node, at);
        tops.push(range.getBoundingClientRect().top);
      }
    }
    const [last = 0, before = last] = tops;
    return last > before + 8;
  };
  for (const element of document.querySelectorAll<HTMLElement>("#page *")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest(".unseen, svg")) continue;
    const { display, fontSize, overflowY } = getComputedStyle(element);
    const name = element.dataset.action ?? element.dataset.field ?? `${element.localName}.${element.className}`;
    const find = (what: string) => findings.add(`${name} ${what}`);
    const block = display !== "inline" && !element.closest(".hold");
    if (box.left < -1 || box.right > width + 1) find("reaches over the edge");
    if (block && element.scrollWidth > element.clientWidth + 1) find("is cut off at its right");
    // Glyphs of this script are taller than their line by a few pixels; that is not a cut.
    if (
      block &&
      overflowY !== "auto" &&
      !element.matches("textarea, .working") &&
      element.scrollHeight > element.clientHeight + 8
    )
      find("is cut off below");
    const isReadWhole = () =>
      [...element.querySelectorAll("*")].every(
        (part) => part.getBoundingClientRect().bottom + element.scrollTop < box.bottom + 1,
      );
    // Both heights are rounded, each for itself.
    if (overflowY === "auto" && element.scrollHeight > element.clientHeight + 1 && isReadWhole())
      find("has a scrollbar for nothing");
    if (element.matches("button") && (box.width < 48 || box.height < 48)) find("is too small to press");
    if (element.matches("button, .choice") && !scrolls(element) && (box.top < 0 || box.bottom > height + 1))
      find("is out of sight");
    const smallestPx = width < height && width >= 320 ? 18 : 16;
    const text = element.children.length === 0 && element.textContent?.trim();
    if (display !== "inline" && element.textContent?.trim() && endsAlone(element))
      find("ends with a letter on a line of its own");
    if (text && Number.parseFloat(fontSize) < smallestPx) find("is too small to read");
  }
  return [...findings];
}

/** Where a keyboard goes on from: on something of the screen, or in the dialog above it. */
export function auditFocus(): string[] {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return ["the focus is lost"];
  const dialog = document.querySelector("dialog[open]");
  return dialog && !dialog.contains(focused) ? ["the focus is behind the dialog"] : [];
}
