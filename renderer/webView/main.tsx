/** The start of the page in a WebView, where the core runs as well: takes the channel, composes the kiosk, draws the app. */

import "./polyfills.ts";
import "./scripts.ts";
import "../styles/main.css";
import "./olderEngines.css";
import { render } from "preact";
import { type Bridge, createBridge } from "../../device/adapters/webview/bridge.ts";
import { pageTexts } from "../../device/text/pageTexts.ts";
import { App } from "../app.tsx";
import { takeChannel } from "./channel.ts";
import { composeKiosk } from "./composeKiosk.ts";
import { parseWebViewConfig } from "./config.ts";

void pageTexts.load("zh-CN");
takeChannel(window).then((channel) => start(createBridge(channel)));

async function start(bridge: Bridge): Promise<void> {
  const [text, about] = await Promise.all([
    bridge.call("platform", "config", {}),
    bridge.call("platform", "about", {}),
  ]);
  const config = parseWebViewConfig((text.ok && text.value) || "");
  if (!about.ok || !("upstream" in config)) return showProblems("upstream" in config ? [] : config);
  const kiosk = composeKiosk(bridge, config, about.value);
  window.addEventListener("error", ({ error }) => kiosk.fail(error));
  window.addEventListener("unhandledrejection", ({ reason }) => kiosk.fail(reason));
  const place = document.getElementById("page");
  if (place) render(<App host={kiosk} />, place);
  await kiosk.start();
}

/** For whoever installs it: the file, and the fields of it that are wrong. No value out of it. */
function showProblems(fields: readonly string[]): void {
  document.body.dataset.screen = "configuration";
  document.body.textContent = `config.json: ${fields.join(", ") || "—"}`;
}
