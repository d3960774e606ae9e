// The verifier's one file in browsers of other people: it says what `verify` says, of every genuine and every forged
// bundle, and takes evidence in every way that it offers.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildVerifier } from "../../build/verifier.ts";
import { canonicalText } from "../../device/evidence/bundle.ts";
import { voucherCodes } from "../../device/evidence/voucher.ts";
import { commandTextsOf } from "../../device/text/commandTextsOf.ts";
import { verifierEn } from "../../device/text/en/verifier.ts";
import { forgeries } from "../device/evidence/forgeries.ts";
import { reader, stranger, tell, upstream } from "../device/evidence/forging.ts";
import { hash } from "../device/evidence/keys.ts";
import { at, sha256 } from "../device/evidence/unbindPapers.ts";
import type { Browser } from "./browsers/browser.ts";
import { openChromium } from "./browsers/chromium.ts";
import { openFirefox } from "./browsers/firefox.ts";
import {
  atShell,
  type Brought,
  codesOf,
  everything,
  fileOf,
  files,
  fromFiles,
  genuine,
  inBrowser,
  type Line,
  leftOut,
  lettersOf,
  lookAtWhatIsThere,
  nothing,
  picture,
  upstreamKey,
  verdictSaid,
  withoutWhite,
} from "./verifierPage.ts";

const folder = mkdtempSync(join(tmpdir(), "verifier-"));
const verifierFile = join(folder, "verifier.html");
/** As a provider publishes it, with the key in it. */
const publishedFile = join(folder, "published.html");
beforeAll(async () => {
  writeFileSync(verifierFile, await buildVerifier());
  writeFileSync(publishedFile, await buildVerifier([upstream.jwk]));
});
afterAll(() => rmSync(folder, { recursive: true }));

const terms = "After the unbind this terminal takes no payments.";
/** An unbind by these terms. */
const agreed = () => {
  const consent = { policyId: "p", policyVersion: "1", language: "en", textHash: sha256(terms), at: at(0) } as const;
  return genuine({ request: { consent } });
};

/** A picture of one white pixel, as PNG. */
const oneDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==";

describe.each([
  ["Chromium", openChromium],
  ["Firefox", openFirefox],
] as const)("in %s", (name, openBrowser) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    await browser.open(verifierFile);
  });
  afterAll(() => browser.close());

  test.each<readonly [string, () => Promise<string>, Brought]>([
    ["a whole unbind", () => genuine(), everything],
    ["the same by somebody who has no key", () => genuine(), nothing],
    ["by a stranger's key", () => genuine(), { key: JSON.stringify(stranger.jwk), deviceKid: "" }],
    ["in one step", () => genuine({ form: "oneStep" }), everything],
    ["ordered by the provider", () => genuine({ form: "ordered" }), everything],
    ["offline, by a signed answer", () => genuine({ form: "offlineSigned" }), everything],
    ["offline, by a code", () => genuine({ form: "offlineCode" }), everything],
    ["a receipt alone", async () => `${(await tell()).parts.receipt}\n`, { key: upstreamKey, deviceKid: "" }],
    ["a text that is no evidence", async () => "hello\n", everything],
    [
      "with the terms that were agreed to, as an editor saved them",
      agreed,
      { key: upstreamKey, deviceKid: "", terms: `\ufeff${terms}\r\n` },
    ],
    ["with other terms", agreed, { key: upstreamKey, deviceKid: "", terms: `${terms}!` }],
    ["with terms where none were agreed to", () => genuine(), { key: upstreamKey, deviceKid: "", terms }],
  ])("%s: the same as verify says", async (_story, evidence, asked) => {
    const text = await evidence();

    const said = await inBrowser(browser, text, asked);

    expect(said).toEqual(await atShell(text, asked));
  });

  test("evidence that an earlier program wrote: the same as verify says", async () => {
    const kept = new URL("../fixtures/evidence-2/", import.meta.url);
    for (const name of readdirSync(kept).filter((file) => file.endsWith(".json"))) {
      const text = readFileSync(new URL(name, kept), "utf8");
      const key = readFileSync(new URL(name.replace(".json", ".upstream.jwk"), kept), "utf8");
      const asked = { key, deviceKid: "" };

      expect([name, await inBrowser(browser, text, asked)]).toEqual([name, await atShell(text, asked)]);
    }
  });

  test("every forgery: the same as verify says", async () => {
    for (const [, , how, bundle, , asked = reader] of forgeries) {
      const text = canonicalText(await bundle());
      const brought = {
        key: asked.pinnedUpstream ? JSON.stringify({ keys: asked.pinnedUpstream }) : "",
        deviceKid: asked.pinnedDeviceKid ?? "",
      };

      expect([how, await inBrowser(browser, text, brought)]).toEqual([how, await atShell(text, brought)]);
    }
  });

  test("a file that was saved, and the QR codes of it as pictures, whole and with one missing", async () => {
    const text = await genuine({ form: "oneStep" });
    const pictures = codesOf(text).map((part, index) => [`${index + 1}.png`, "image/png", picture(part)] as const);

    const fromFile = await fromFiles(browser, files(["evidence.json", "application/json", Buffer.from(text)]));
    const fromPictures = await fromFiles(browser, files(...pictures));
    await browser.open(verifierFile);
    const someMissing = await fromFiles(browser, files(...pictures.slice(1)));

    const expected = await atShell(text, { key: upstreamKey, deviceKid: "" });
    expect([[...fromFile].sort(), [...fromPictures].sort(), someMissing]).toEqual([
      expected,
      expected,
      [`failurewhat was scanned should have ${pictures.length} QR codes; scan those that are missing: 1`],
    ]);
  });

  test("pictures of one evidence with a code of another and of none, and one that shows nothing: the same as verify says of the one", async () => {
    const text = await genuine({ form: "oneStep" });
    const codes = [...codesOf(text), "hello", ...codesOf(await genuine()).slice(1)];
    const pictures = codes.map((code, index) => [`${index}.png`, "image/png", picture(code)] as const);

    await browser.open(verifierFile);
    const said = await fromFiles(
      browser,
      files(["dot.png", "image/png", Buffer.from(oneDot, "base64")], ...pictures.reverse()),
    );
    const notes = await browser.run(leftOut);
    const judged = (await browser.run(verdictSaid)) as readonly Line[];

    expect([said, notes, judged.map(([mark, line]) => mark + line).sort()]).toEqual([
      [`failure${verifierEn.verifier.failures["picture-without-code"].replace("{file}", "dot.png")}`],
      [verifierEn.verifier.leftOut],
      await atShell(text, { key: upstreamKey, deviceKid: "" }),
    ]);
  });

  test("a voucher's QR code as a picture", async () => {
    const { receipt = "" } = (await tell()).parts;

    const said = await fromFiles(browser, files(["voucher.png", "image/png", picture(receipt)]));

    expect([...said].sort()).toEqual(await atShell(receipt, { key: upstreamKey, deviceKid: "" }));
  });

  test("opened by a voucher's link: the same as verify says of the link, and without a key that it needs one", async () => {
    const { receipt = "" } = (await tell()).parts;
    const [link] = voucherCodes(receipt, "https://verify.provider.example/receipt", hash);
    const fragment = new URL(link ?? "").hash.slice(1);
    await browser.open(publishedFile, fragment);
    const byOwnKey = (await browser.run(lookAtWhatIsThere)) as readonly Line[];
    await browser.open(verifierFile, fragment);
    const withoutKey = (await browser.run(lookAtWhatIsThere)) as readonly Line[];
    await browser.open(verifierFile);

    expect([byOwnKey.map(([mark, text]) => mark + text).sort(), withoutKey]).toEqual([
      await atShell(link ?? "", { key: upstreamKey, deviceKid: "" }),
      [["failure", verifierEn.verifier.failures["receipt-needs-key"]]],
    ]);
  });

  test("a link with a receipt that somebody altered is told as verify tells it", async () => {
    const { receipt = "" } = (await tell()).parts;
    const altered = receipt.replace(/\.(.)/, (_, letter) => `.${letter === "A" ? "B" : "A"}`);
    await browser.open(publishedFile, altered);
    const said = (await browser.run(lookAtWhatIsThere)) as readonly Line[];
    await browser.open(verifierFile);

    expect(said.map(([mark, text]) => mark + text).sort()).toEqual(
      await atShell(`https://verify.provider.example/receipt#${altered}`, { key: upstreamKey, deviceKid: "" }),
    );
  });

  // Firefox runs what its driver says in a world of its own: what is put in the page's place there, the page does not see.
  test.skipIf(name === "Firefox")(
    "what reads codes in the browser itself is asked first, and done without where it fails",
    async () => {
      const { receipt = "" } = (await tell()).parts;
      const code = files(["voucher.png", "image/png", picture(receipt)]);
      const dot = files(["dot.png", "image/png", Buffer.from(oneDot, "base64")]);
      const expected = await atShell(receipt, { key: upstreamKey, deviceKid: "" });

      await browser.run(
        `const [rawValue] = args; globalThis.BarcodeDetector = class { detect = async () => [{ rawValue }]; }; return null;`,
        receipt,
      );
      const byBrowser = await fromFiles(browser, dot);
      await browser.run(
        `globalThis.BarcodeDetector = class { detect = () => Promise.reject(new Error("unavailable")); }; return null;`,
      );
      const byLibrary = await fromFiles(browser, code);
      await browser.open(verifierFile);

      expect([[...byBrowser].sort(), [...byLibrary].sort()]).toEqual([expected, expected]);
    },
  );

  test("what cannot be evidence is told, with what to do", async () => {
    const said = [
      await fromFiles(browser, files(["empty.json", "application/json", Buffer.alloc(0)])),
      await fromFiles(browser, [fileOf("large.json", "application/json", Buffer.from("{}"), 50_000_000)]),
      await fromFiles(browser, files(["broken.png", "image/png", Buffer.from("no picture")])),
      await fromFiles(browser, [fileOf("large.png", "image/png", Buffer.from("no picture"), 50_000_000)]),
      await fromFiles(browser, [fileOf("huge.png", "image/png", Buffer.from(oneDot, "base64"), 60_000_000)]),
      await fromFiles(browser, files(["dot.png", "image/png", Buffer.from(oneDot, "base64")])),
      await fromFiles(browser, files(["hello.png", "image/png", picture("hello")])),
    ];

    expect(said.flat()).toMatchInlineSnapshot(`
      [
        "failureempty.json is empty. Give the file as the terminal saved it.",
        "failurelarge.json is larger than any evidence (1048576 bytes) and was not looked at. Give the file as the terminal saved it.",
        "failurebroken.png is no picture that this browser can show. Take a photograph as JPEG or PNG.",
        "failurelarge.png is no picture that this browser can show. Take a photograph as JPEG or PNG.",
        "failurehuge.png is larger than 60000000 bytes and was not looked at. Take a smaller picture, or cut the code out of this one.",
        "failureNo QR code was found in dot.png. Take it again: closer, level, with light, the whole code and its white border.",
        "failurewhat was scanned is not a sound evidence bundle; it breaks at: the file as a whole",
      ]
    `);
  });

  test("on paper stand the file, the key and every line of the verdict, and nothing to press", async () => {
    const evidence = await genuine();
    await inBrowser(browser, evidence, everything);

    const paper = lettersOf(await browser.print());

    const { verifier } = verifierEn;
    const lines = await atShell(evidence, everything);
    const { marks } = commandTextsOf.en.verify;
    const shown = lines.map((line) =>
      withoutWhite(line.replace(new RegExp(`^(${Object.keys(marks).join("|")}|detail)`), "")),
    );
    const controls = [verifier.chooseFile, verifier.scan, verifier.chooseKey, verifier.print, verifier.otherLanguage];
    expect({
      missing: [verifier.given(verifier.pasted), verifier.keyGiven(upstream.kid), ...shown].filter(
        (line) => !paper.includes(withoutWhite(line.normalize("NFKC"))),
      ),
      controls: controls.filter((words) => paper.includes(withoutWhite(words))),
    }).toEqual({ missing: [], controls: [] });
  });

  test("nothing on it is closed to anybody: axe", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await inBrowser(browser, await genuine(), everything);

    const violations = await browser.run(
      `${axe}; return (await axe.run()).violations.map(({ id, nodes }) => id + " " + nodes[0].html);`,
    );

    expect(violations).toEqual([]);
  });

  test("a browser that checks no signature calls nothing forged", async () => {
    await browser.run(`SubtleCrypto.prototype.verify = async () => false; return null;`);

    const said = await inBrowser(browser, await genuine(), everything);

    await browser.open(verifierFile);
    expect(said).toEqual([`failure${verifierEn.verifier.failures["crypto-missing"]}`]);
  });

  test("the page may reach no network", async () => {
    const blocked = await browser.run(
      `const blocked = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => blocked.push(effectiveDirective));
      await fetch("http://127.0.0.1:9/").catch(() => null);
      await new Promise((resolve) => {
        const picture = new Image();
        picture.onerror = resolve;
        picture.src = "http://127.0.0.1:9/picture.png";
      });
      return blocked.sort();`,
    );

    expect(blocked).toEqual(["connect-src", "img-src"]);
  });
});

test("it is one file of less than 120 kB gzipped that names no address", async () => {
  const page = readFileSync(verifierFile);

  expect({
    isSmall: gzipSync(page).length < 120_000,
    addresses: page.toString().match(/(src|href)="?https?:[^"]*/g),
  }).toEqual({ isSmall: true, addresses: null });
});
