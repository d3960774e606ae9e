/** A script of its own: gives the page what it says in one language most days. */

import * as texts from "../../device/text/zh-CN/texts.ts";

window.jiebangSpeaks?.("zh-CN", { texts });
