/** The page's start: takes the host that the shell provides and draws the app. */

import { render } from "preact";
import { App } from "./app.tsx";
import { electronHost } from "./host/electronHost.ts";

const place = document.getElementById("page");
if (place) render(<App host={electronHost()} />, place);
