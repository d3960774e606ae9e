import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEnrolledTerminal } from "./enrolledTerminal.ts";
import { lintDescription, openapiFile, openapiText } from "./openapi.ts";
import { operations } from "./operations.ts";
import { outcomeOf } from "./testTerminal.ts";

test("the checked-in description says what the schemas say (npm run openapi renews it)", () => {
  expect(readFileSync(openapiFile, "utf8")).toBe(openapiText());
});

test("everything described is answered by the reference upstream", async () => {
  const { upstream } = await createEnrolledTerminal();
  const missing: string[] = [];
  for (const { method, path, operationId } of operations) {
    const message = { method: method.toUpperCase(), path: path.replace(/\{\w+\}/, "x"), headers: {}, body: "" };
    if (outcomeOf(await upstream.handle(message)) === "404 not-found") missing.push(operationId);
  }

  expect(missing).toEqual([]);
});

test("the linter for OpenAPI finds nothing that is not named as no fault", () => {
  const { totals, problems } = JSON.parse(lintDescription());
  expect({ totals, problems: problems.filter((problem: { ignored?: boolean }) => !problem.ignored) }).toMatchObject({
    totals: { errors: 0, warnings: 0 },
    problems: [],
  });
});
