// Says when a window had something on it to be seen: its page has painted, and the window is on the display.
import { writeSync } from "node:fs";

/** Resolves with the wall clock's time of the first paint, in milliseconds. */
const firstPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-paint");
    if (paint) resolve(performance.timeOrigin + paint.startTime);
  }).observe({ type: "paint", buffered: true });
})`;

export async function tellPaint(window) {
  const now = () => performance.timeOrigin + performance.now();
  const shown = window.isVisible() ? now() : new Promise((resolve) => window.once("show", () => resolve(now())));
  const painted = new Promise((resolve) => {
    window.webContents.once("dom-ready", () => resolve(window.webContents.executeJavaScript(firstPaint)));
  });
  writeSync(1, `bench: painted at ${Math.max(await shown, await painted)}\n`);
}
