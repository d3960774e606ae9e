// Starts the built kiosk as it is and says when its home screen can be used: the window is on the display and the
// button to the menu is there, enabled. Asked to, it types on the PIN pad. The kiosk does not know that it is watched.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { app } from "electron";
import { tellPaint } from "../painted.mjs";
import { typeKeys } from "./typing.js";

const buttonIsThere = `new Promise((resolve) => {
  const look = () => document.querySelector('[data-screen="home"] [data-action="open-menu"]:enabled') && resolve();
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  look();
})`;

app.once("browser-window-created", (_event, window) => {
  const shown = new Promise((resolve) => window.once("show", resolve));
  const usable = new Promise((resolve) => {
    window.webContents.once("dom-ready", () => resolve(window.webContents.executeJavaScript(buttonIsThere)));
  });
  tellPaint(window);
  Promise.all([shown, usable]).then(() => writeSync(1, `bench: there at ${process.hrtime.bigint()}\n`));
  createInterface(process.stdin).on("line", async (keys) => {
    writeSync(1, `bench: typed ${JSON.stringify(await typeKeys(window.webContents, Number(keys)))}\n`);
  });
});
// Made on the stage; there is no such folder here.
await import(new URL("../kiosk/main/main.js", import.meta.url).href);
