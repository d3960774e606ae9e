/** A script of its own: gives the page the texts of one language. */

import { errorsZhCN } from "../../device/text/zh-CN/errors.ts";
import { staffTexts } from "../../device/text/zh-CN/staff.ts";
import { texts } from "../../device/text/zh-CN/texts.ts";

window.jiebangSpeaks?.("zh-CN", { texts, staffTexts, errors: errorsZhCN });
