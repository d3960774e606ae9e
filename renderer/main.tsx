/** The page's start: takes the host that the shell provides and draws the app. */

import { render } from "preact";
import { pageTexts } from "../device/text/pageTexts.ts";
import { App } from "./app.tsx";
import { electronHost } from "./host/electronHost.ts";

// Before anybody has said which language is wanted: most often it is this one, and the words are there with the page.
void pageTexts.load("zh-CN");
const place = document.getElementById("page");
if (place) render(<App host={electronHost()} />, place);
