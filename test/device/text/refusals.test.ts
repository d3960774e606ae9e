// A refusal that no order helps against says who can help, in both languages.

import { expect, test } from "vitest";
import type { ErrorCode } from "../../../device/contract/errors.ts";
import { errorsEn } from "../../../device/text/en/errors.ts";
import { errorsZhCN } from "../../../device/text/zh-CN/errors.ts";
import { helpAgainst } from "../../support/refusals.ts";

const names = {
  maintenance: [/[Mm]aintenance/, /维护人员/],
  upstream: [/upstream|provider/, /上游|服务商|支付机构/],
} as const;

const helpless = Object.entries(helpAgainst).flatMap(([code, help]) =>
  typeof help === "object" && "who" in help ? [[code as ErrorCode, help.who] as const] : [],
);

test.each(helpless)("%s: %s", (code, who) => {
  const [en, zh] = names[who];

  const remedies = [errorsEn, errorsZhCN].map((errors) => errors[code].remedy);

  expect(remedies).toEqual([expect.stringMatching(en), expect.stringMatching(zh)]);
});
