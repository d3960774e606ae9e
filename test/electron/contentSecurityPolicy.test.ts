// The page's policy as its server sends it, judged by somebody else's evaluator of such policies.

import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { expect, test } from "vitest";
import { answerPageRequest, contentSecurityPolicy, pageUrl } from "../../electron/appProtocol.ts";

const index = new Map([["/", { contentType: "text/html", data: Buffer.from("") }]]);

function findings(policy: string) {
  const evaluated = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return evaluated.map(({ directive, value }) => `${directive} ${value ?? ""}`.trim());
}

test("in the header that the page comes with nothing is found but what has a reason", () => {
  const { headers } = answerPageRequest(index, { url: pageUrl, method: "GET" });

  // Every file of this origin comes out of the built page's own folder: nobody uploads anything, and there is no JSONP.
  expect(findings(headers["content-security-policy"] ?? "")).toEqual(["script-src 'self'"]);
});

test("the evaluator finds what it is there for", () => {
  const opened = contentSecurityPolicy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' https:");

  expect(findings(opened)).toEqual(expect.arrayContaining(["script-src 'unsafe-inline'", "script-src https:"]));
});
