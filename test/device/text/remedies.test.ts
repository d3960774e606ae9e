// What an operator is told to do about a check that failed: by the cause that was observed, and never by another one.

import { expect, test } from "vitest";
import type { CheckCode } from "../../../device/contract/codes.ts";
import { errorsEn as errors } from "../../../device/text/en/errors.ts";
import { texts } from "../../../device/text/en/texts.ts";
import { remedyOf } from "../../../device/text/remedyOf.ts";

const { unbind } = texts;
const told = (code: CheckCode, fact: string) =>
  remedyOf({ code, level: "must", outcome: "failed", fact }, texts, errors).join(" ");

test.each<readonly [string, CheckCode, string, string]>([
  [
    "a fault of the upstream is no matter of the clock, and the other way is named",
    "UPSTREAM_UNREACHABLE",
    "upstream/server-error",
    `${errors["upstream/server-error"].sentence} ${unbind.checks.UPSTREAM_UNREACHABLE.remedy}`,
  ],
  [
    "a clock that the upstream refuses is set",
    "UPSTREAM_UNREACHABLE",
    "upstream/clock-skew",
    `${errors["upstream/clock-skew"].sentence} ${errors["upstream/clock-skew"].remedy}`,
  ],
  [
    "where there is no payment application nothing is settled by itself",
    "OPEN_BATCH",
    "payment/no-application",
    `${errors["payment/no-application"].sentence} ${errors["payment/no-application"].remedy}`,
  ],
  ["a batch that is there is settled first", "OPEN_BATCH", "count=2", unbind.checks.OPEN_BATCH.remedy],
  ["a filler is no matter of the cable", "SN_UNREADABLE", "placeholder", unbind.checkCauses.placeholder],
  [
    "a fact that happens to be a word of the language",
    "SN_UNREADABLE",
    "constructor",
    unbind.checks.SN_UNREADABLE.remedy,
  ],
])("%s", (_story, code, fact, remedy) => {
  expect(told(code, fact)).toBe(remedy);
});
