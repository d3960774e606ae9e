/** The verifier's start: one page, opened from a disk or a web server, that needs nothing else. */

import "./olderBrowsers.ts";
import { render } from "preact";
import { Verifier } from "./Verifier.tsx";

const place = document.getElementById("verifier");
if (place) render(<Verifier />, place);
