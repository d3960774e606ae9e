/** A script of its own: gives the page the texts of one language. */

import { errorsEn } from "../../device/text/en/errors.ts";
import { staffTexts } from "../../device/text/en/staff.ts";
import { texts } from "../../device/text/en/texts.ts";

window.jiebangSpeaks?.("en", { texts, staffTexts, errors: errorsEn });
