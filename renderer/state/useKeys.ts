/**
 * The whole page by a keypad of digits, as terminals without a touch screen have: a digit presses the button that bears
 * it, arrows go from one to the next, OK presses, back leaves. What is typed into is left alone.
 */

import { useEffect } from "preact/hooks";

/** What a dialog or a screen can be left by without losing anything, in the order in which it is looked for. */
const ways = ["-no", "close-", "stay", "leave", "hide-", "draft-back"] as const;

export function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      const around = document.querySelector("dialog[open]") ?? document.querySelector("#page");
      // Where digits are typed, they are no names of buttons.
      if (!around || (event.target as Element).closest("textarea") || around.querySelector(".pinPad, .codeKeys"))
        return;
      // A scanner types what it reads.
      if (around.querySelector("[data-scan]") && /^([0-9]|Backspace)$/.test(event.key)) return;
      const operable = [...around.querySelectorAll<HTMLElement>("[data-action]:not(:disabled)")].filter(isSeen);
      if (/^[1-9]$/.test(event.key)) press(operable.filter(isNumbered)[Number(event.key) - 1]);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(operable, event);
      // A dialog hears of Escape by itself.
      else if (event.key === "Backspace" || (event.key === "Escape" && !around.matches("dialog")))
        press(wayOut(operable));
      else return;
      document.documentElement.dataset.keys = "on";
    };
    const touched = () => {
      delete document.documentElement.dataset.keys;
    };
    addEventListener("keydown", pressed);
    addEventListener("pointerdown", touched);
    return () => {
      removeEventListener("keydown", pressed);
      removeEventListener("pointerdown", touched);
    };
  }, []);
}

/** Not below a fold; what a fold is opened by is seen. */
function isSeen(element: HTMLElement): boolean {
  const around = element.localName === "summary" ? element.parentElement?.parentElement : element;
  return around?.closest("details:not([open])") === null;
}

/** What stands above every screen is gone to by arrows; the digits are the screen's own. */
const isNumbered = (element: HTMLElement) => element.closest(".page, dialog") !== null;

function press(element: HTMLElement | undefined): void {
  element?.focus();
  // What has to be held is not pressed by its number.
  if (element && !element.matches(".hold")) element.click();
}

function move(operable: readonly HTMLElement[], event: KeyboardEvent): void {
  const at = operable.indexOf(document.activeElement as HTMLElement);
  // A choice among several moves by itself.
  if (document.activeElement?.matches("input[type=radio]")) return;
  event.preventDefault();
  const next = event.key === "ArrowDown" ? at + 1 : at < 0 ? operable.length - 1 : at - 1;
  operable[(next + operable.length) % operable.length]?.focus();
}

function wayOut(operable: readonly HTMLElement[]): HTMLElement | undefined {
  const names = operable.map((element) => element.dataset.action ?? "");
  const found = ways.map((way) => names.findIndex((name) => name.includes(way))).find((index) => index >= 0);
  return found === undefined ? undefined : operable[found];
}
