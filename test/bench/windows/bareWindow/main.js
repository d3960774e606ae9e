// The floor of start, paint and memory: a page of one letter in a sandboxed window, with what an Electron app can leave out left out.
// Says when it is there; nothing else.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow, Menu } from "electron";
import { tellPaint } from "../painted.mjs";

const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const [width, height] = option("size").split("x").map(Number);

app.setPath("userData", option("state"));
app.enableSandbox();
app.disableHardwareAcceleration();
Menu.setApplicationMenu(null);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width, height, useContentSize: true });
  tellPaint(window);
  window.webContents.once("did-finish-load", () => writeSync(1, `bench: there at ${process.hrtime.bigint()}\n`));
  window.loadFile(join(import.meta.dirname, "index.html"));
});
