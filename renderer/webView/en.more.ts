/** A script of its own: gives the page what it says in one language of failures, and to technician and factory. */

import * as errors from "../../device/text/en/errors.ts";
import * as staff from "../../device/text/en/staff.ts";

window.jiebangSpeaks?.("en", { errors, staff });
