// Starts the built kiosk as it is and says when its home screen can be used: the window is on the display and a
// button of it is there, enabled: the one that waits for nobody, not for the terminal either. The kiosk does not know
// that it is watched.
import { writeSync } from "node:fs";
import { app } from "electron";

const buttonIsThere = `new Promise((resolve) => {
  const look = () => document.querySelector('[data-screen="home"] [data-action="see-history"]:enabled') && resolve();
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  look();
})`;

app.once("browser-window-created", (_event, window) => {
  const shown = new Promise((resolve) => window.once("show", resolve));
  const usable = new Promise((resolve) => {
    window.webContents.once("dom-ready", () => resolve(window.webContents.executeJavaScript(buttonIsThere)));
  });
  Promise.all([shown, usable]).then(() => writeSync(1, `bench: there at ${process.hrtime.bigint()}\n`));
});
// Made on the stage; there is no such folder here.
await import(new URL("../kiosk/main/main.js", import.meta.url).href);
