/** Looks at what is drawn for fingers, ears and eyes. The two that are named `...InPage` run inside the page, alone. */

/** Buttons that touch one another, and things to operate that a screen reader cannot name. */
export function findTouchFlawsInPage(): string[] {
  const smallestGapPx = 8;
  const flaws: string[] = [];
  // While a dialog is open, the rest of the page cannot be operated.
  const place = document.querySelector("dialog[open]") ?? document;
  // What is folded away cannot be operated either.
  const drawn = (selector: string) =>
    [...place.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
  const operable = drawn("button, input, textarea, select, a, [tabindex='0']");
  const nameOf = (element: HTMLElement) => {
    const words = element.matches("input, textarea, select") ? element.closest("label") : element;
    return element.getAttribute("aria-label") ?? words?.innerText.trim() ?? "";
  };
  for (const element of operable) if (!nameOf(element)) flaws.push(`${element.outerHTML.slice(0, 80)} has no name`);

  /** The part of it that is not scrolled out of sight, or under what stays at the bottom; null where all of it is. */
  const visibleBox = (element: HTMLElement) => {
    const box = element.getBoundingClientRect();
    let { top, bottom } = box;
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY !== "auto") continue;
      const frame = around.getBoundingClientRect();
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    for (const bar of document.querySelectorAll<HTMLElement>(".mainActions"))
      if (getComputedStyle(bar).position === "sticky" && !bar.contains(element))
        bottom = Math.min(bottom, bar.getBoundingClientRect().top);
    return bottom > top ? { top, bottom, left: box.left, right: box.right } : null;
  };
  const targets = drawn("button, label.choice").flatMap((element) => {
    const box = visibleBox(element);
    return box ? [{ name: nameOf(element), box }] : [];
  });
  targets.forEach(({ name, box }, index) => {
    for (const other of targets.slice(index + 1)) {
      const across = Math.max(other.box.left - box.right, box.left - other.box.right, 0);
      const down = Math.max(other.box.top - box.bottom, box.top - other.box.bottom, 0);
      if (Math.hypot(across, down) < smallestGapPx - 0.5) flaws.push(`"${name}" and "${other.name}" are too near`);
    }
  });
  return flaws;
}

/** Those of the characters that are drawn as a code point without a glyph is, in the page's own fonts. */
export function findMissingGlyphsInPage(characters: string): string[] {
  const sidePx = 32;
  const canvas = Object.assign(document.createElement("canvas"), { width: sidePx, height: sidePx });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) throw new Error("no canvas");
  const families = [
    ...new Set([...document.querySelectorAll("#page *")].map((each) => getComputedStyle(each).fontFamily)),
  ];
  const picture = (text: string, family: string) => {
    brush.clearRect(0, 0, sidePx, sidePx);
    brush.font = `20px ${family}`;
    brush.textBaseline = "top";
    brush.fillText(text, 4, 4);
    return brush.getImageData(0, 0, sidePx, sidePx).data.join();
  };
  // U+0378 is assigned to nothing, so no font has it.
  const missing = families.flatMap((family) => {
    const box = picture("\u0378", family);
    return [...characters].filter((character) => picture(character, family) === box);
  });
  return [...new Set(missing)];
}
