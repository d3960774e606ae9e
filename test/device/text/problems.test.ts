// A check that failed is told as what is wrong, never in the words of what has passed; with its number where there is one.

import { expect, test } from "vitest";
import { checkCode } from "../../../device/contract/codes.ts";
import { texts as en } from "../../../device/text/en/texts.ts";
import { problemOf } from "../../../device/text/problemOf.ts";
import { texts as zh } from "../../../device/text/zh-CN/texts.ts";

test("The problem of no check is what it is called when it passed", () => {
  const same = [zh, en].flatMap(({ unbind }) =>
    checkCode.options.filter((code) => unbind.checks[code].problem(null) === unbind.checks[code].name),
  );
  expect(same).toEqual([]);
});

test("A number that was counted is told", () => {
  const open = { code: "OPEN_BATCH", level: "should", outcome: "failed", fact: "count=3" } as const;
  expect([problemOf(open, zh), problemOf(open, en)]).toEqual([
    "还有 3 笔交易没有结算",
    "3 payments are not settled yet",
  ]);
});
