import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { answerPageRequest, contentSecurityPolicy, isPageUrl, readPageFiles } from "../../electron/appProtocol.ts";

const dir = mkdtempSync(join(tmpdir(), "jiebang-page-"));
afterAll(() => rmSync(dir, { recursive: true }));
mkdirSync(join(dir, "renderer/assets"), { recursive: true });
writeFileSync(join(dir, "secret.js"), "not for the page");
writeFileSync(join(dir, "renderer/index.html"), "<!doctype html>");
writeFileSync(join(dir, "renderer/assets/page.js"), "run()");
writeFileSync(join(dir, "renderer/assets/page.js.map"), "{}");
const files = readPageFiles(join(dir, "renderer"));

test("the page's origin shows its index with the whole policy and nothing else to go by", () => {
  const answer = answerPageRequest(files, { method: "GET", url: "app://kiosk/" });

  expect({ body: answer.data.toString(), ...answer.headers }).toEqual({
    body: "<!doctype html>",
    "content-type": "text/html; charset=utf-8",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-scripts allow-same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
  });
});

test("no directive of the policy lets in a string as code or another host", () => {
  expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|blob:/);
});

test.each([
  ["app://kiosk/index.html", 200],
  ["app://kiosk/assets/page.js", 200],
  ["app://kiosk/assets/page.js?v=1", 200],
  ["app://kiosk/assets/page.js.map", 404],
  ["app://kiosk/assets", 404],
  ["app://kiosk/assets/", 404],
  ["app://kiosk/secret.js", 404],
  ["app://kiosk/../secret.js", 404],
  ["app://kiosk/..%2fsecret.js", 404],
  ["app://kiosk/%2e%2e/secret.js", 404],
  ["app://kiosk/%2e%2e%2fsecret.js", 404],
  ["app://kiosk/assets/..%5c..%5csecret.js", 404],
  ["app://kiosk//etc/passwd", 404],
  ["app://kiosk/assets/page.js%00.html", 404],
  ["app://kiosk/assets/page%2ejs", 404],
  ["app://kiosk/__proto__", 404],
  ["app://other/index.html", 404],
  ["app://user@kiosk/index.html", 404],
  ["file:///index.html", 404],
  ["not a url", 404],
])("a request for %s is answered %i", (url, status) => {
  expect(answerPageRequest(files, { method: "GET", url }).statusCode).toBe(status);
});

test("the page is only ever read", () => {
  expect(answerPageRequest(files, { method: "POST", url: "app://kiosk/" }).statusCode).toBe(405);
});

test.each([
  ["app://kiosk/", true],
  ["app://kiosk/#home", true],
  ["app://kiosk.evil/", false],
  ["app://evil/kiosk", false],
  ["apps://kiosk/", false],
  ["https://kiosk/", false],
  ["file:///kiosk", false],
  ["data:text/html,x", false],
  ["javascript:0", false],
  ["", false],
])("the page may go to %s: %s", (url, may) => {
  expect(isPageUrl(url)).toBe(may);
});
