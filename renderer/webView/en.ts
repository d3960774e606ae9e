/** A script of its own: gives the page what it says in one language most days. */

import * as texts from "../../device/text/en/texts.ts";

window.jiebangSpeaks?.("en", { texts });
