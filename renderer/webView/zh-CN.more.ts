/** A script of its own: gives the page what it says in one language of failures, and to technician and factory. */

import * as errors from "../../device/text/zh-CN/errors.ts";
import * as staff from "../../device/text/zh-CN/staff.ts";

window.jiebangSpeaks?.("zh-CN", { errors, staff });
