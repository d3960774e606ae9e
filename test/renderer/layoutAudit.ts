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
    if (element.matches("button") && (box.width < 48 || box.height < 48)) find("is too small to press");
    if (element.matches("button, .choice") && !scrolls(element) && (box.top < 0 || box.bottom > height + 1))
      find("is out of sight");
    const smallestPx = width < height && width >= 320 ? 18 : 16;
    const text = element.children.length === 0 && element.textContent?.trim();
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
