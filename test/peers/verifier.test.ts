// The verifier's one file in browsers of other people: it says what `verify` says, of every genuine and every forged
// bundle, and takes evidence in every way that it offers.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildVerifier } from "../../build/verifier.ts";
import { verifyCommand } from "../../device/cli/verify/command.ts";
import { canonicalText } from "../../device/evidence/bundle.ts";
import { qrParts } from "../../device/evidence/qrParts.ts";
import { voucherCodes } from "../../device/evidence/voucher.ts";
import { commandTextsOf } from "../../device/text/commandTextsOf.ts";
import { verifierEn } from "../../device/text/en/verifier.ts";
import { forgeries } from "../device/evidence/forgeries.ts";
import { reader, stranger, tell, terminal, upstream } from "../device/evidence/forging.ts";
import { hash } from "../device/evidence/keys.ts";
import { sealedText, type Twist } from "../device/evidence/unbindStory.ts";
import type { Browser } from "./browsers/browser.ts";
import { openChromium } from "./browsers/chromium.ts";
import { openFirefox } from "./browsers/firefox.ts";

const folder = mkdtempSync(join(tmpdir(), "verifier-"));
const verifierFile = join(folder, "verifier.html");
/** As a provider publishes it, with the key in it. */
const publishedFile = join(folder, "published.html");
beforeAll(async () => {
  writeFileSync(verifierFile, await buildVerifier());
  writeFileSync(publishedFile, await buildVerifier([upstream.jwk]));
});
afterAll(() => rmSync(folder, { recursive: true }));

const upstreamKey = JSON.stringify(upstream.jwk);
const genuine = async (twist: Twist = {}) => sealedText(terminal, (await tell(twist)).parts);

type Asked = { readonly key: string; readonly deviceKid: string };
const everything: Asked = { key: upstreamKey, deviceKid: terminal.kid };
const nothing: Asked = { key: "", deviceKid: "" };

/** Waits for what is said; lines as the shell has them. */
const reading = `
  const until = async (condition) => {
    for (;;) {
      const found = condition();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const said = () => document.querySelector('[data-field="verdict"], [data-field="failure"]');
  const linesSaid = async () => {
    const shown = await until(said);
    if (shown.dataset.field === "failure") return [["failure", shown.textContent]];
    return [...shown.querySelectorAll("[data-line]")].map((line) => {
      const mark = line.querySelector("strong");
      return [line.dataset.line, mark ? line.textContent.slice(mark.textContent.length) : line.textContent];
    });
  };
`;

/** Of what the page was opened with. */
const lookAtWhatIsThere = `${reading} return linesSaid();`;

/** Types what the reader brings, and hands the evidence over. */
const look = `
  ${reading}
  const [evidence, key, deviceKid, file] = args;
  const fill = (name, value) => {
    const field = document.querySelector('[data-field="' + name + '"]');
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  fill("evidenceText", "");
  fill("keyText", key);
  fill("deviceKid", deviceKid);
  await until(() => !said());
  if (file) {
    const carried = new DataTransfer();
    for (const { name, type, base64 } of file) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name, { type }));
    }
    const field = document.querySelector('[data-field="evidenceFile"]');
    field.files = carried.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  } else fill("evidenceText", evidence);
  return linesSaid();
`;

type Line = readonly [mark: string, text: string];

async function inBrowser(browser: Browser, evidence: string, { key, deviceKid }: Asked): Promise<readonly string[]> {
  const lines = (await browser.run(look, evidence, key, deviceKid, null)) as readonly Line[];
  return lines.map(([mark, text]) => mark + text).sort();
}

/** What `verify` prints, by the same marks. */
async function atShell(evidence: string, { key, deviceKid }: Asked): Promise<readonly string[]> {
  const file = join(folder, "evidence");
  writeFileSync(file, evidence);
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, key);
  const options = [...(key ? ["--upstream-key", keyFile] : []), ...(deviceKid ? ["--device-key-id", deviceKid] : [])];
  const printed: string[] = [];
  await verifyCommand([file, ...options, "--lang", "en"], (line) => printed.push(line));
  const [alone = ""] = printed;
  if (printed.length === 1) return [`failure${alone.replace(file, verifierEn.verifier.pasted)}`];
  const { marks } = commandTextsOf.en.verify;
  const known = Object.entries({ ...marks, detail: "  " });
  return printed
    .map((line) => {
      const [mark = "notPinned", before = ""] = known.find(([, text]) => line.startsWith(text)) ?? [];
      return mark + line.slice(before.length);
    })
    .sort();
}

const files = (...names: readonly (readonly [name: string, type: string, bytes: Uint8Array])[]) =>
  names.map(([name, type, bytes]) => ({ name, type, base64: Buffer.from(bytes).toString("base64") }));

async function fromFiles(browser: Browser, given: ReturnType<typeof files>, key = upstreamKey) {
  return ((await browser.run(look, "", key, "", given)) as readonly Line[]).map(([mark, text]) => mark + text);
}

/** Drawn by a program of somebody else. */
function picture(text: string): Uint8Array {
  return execFileSync("qrencode", ["-t", "PNG", "-l", "L", "-s", "6", "-o", "-", text]);
}

/** A picture of one white pixel, as PNG. */
const oneDot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==";

describe.each([
  ["Chromium", openChromium],
  ["Firefox", openFirefox],
] as const)("in %s", (_name, openBrowser) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    await browser.open(verifierFile);
  });
  afterAll(() => browser.close());

  test.each<readonly [string, () => Promise<string>, Asked]>([
    ["a whole unbind", () => genuine(), everything],
    ["the same by somebody who has no key", () => genuine(), nothing],
    ["by a stranger's key", () => genuine(), { key: JSON.stringify(stranger.jwk), deviceKid: "" }],
    ["in one step", () => genuine({ form: "oneStep" }), everything],
    ["ordered by the provider", () => genuine({ form: "ordered" }), everything],
    ["offline, by a signed answer", () => genuine({ form: "offlineSigned" }), everything],
    ["offline, by a code", () => genuine({ form: "offlineCode" }), everything],
    ["a receipt alone", async () => `${(await tell()).parts.receipt}\n`, { key: upstreamKey, deviceKid: "" }],
    ["a text that is no evidence", async () => "hello\n", everything],
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
    const parts = qrParts(text, hash);
    if (!parts.ok) throw new Error(parts.error.code);
    const pictures = parts.value.map((part, index) => [`${index + 1}.png`, "image/png", picture(part)] as const);

    const fromFile = await fromFiles(browser, files(["evidence.json", "application/json", Buffer.from(text)]));
    const fromPictures = await fromFiles(browser, files(...pictures));
    await browser.open(verifierFile);
    const someMissing = await fromFiles(browser, files(...pictures.slice(1)));

    const expected = await atShell(text, { key: upstreamKey, deviceKid: "" });
    expect([[...fromFile].sort(), [...fromPictures].sort(), someMissing]).toEqual([
      expected,
      expected,
      [`failurewhat was scanned should have ${pictures.length} QR codes; still missing: 1`],
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

  test("what cannot be evidence is told, with what to do", async () => {
    const said = [
      await fromFiles(browser, files(["empty.json", "application/json", Buffer.alloc(0)])),
      await fromFiles(browser, files(["large.json", "application/json", Buffer.alloc(2_000_000, 32)])),
      await fromFiles(browser, files(["broken.png", "image/png", Buffer.from("no picture")])),
      await fromFiles(browser, files(["dot.png", "image/png", Buffer.from(oneDot, "base64")])),
      await fromFiles(browser, files(["hello.png", "image/png", picture("hello")])),
    ];

    expect(said.flat()).toMatchInlineSnapshot(`
      [
        "failureempty.json is empty. Give the file as the terminal saved it.",
        "failurelarge.json is larger than any evidence (1048576 bytes) and was not looked at. Give the file as the terminal saved it.",
        "failurebroken.png is no picture that this browser can show. Take a photograph as JPEG or PNG.",
        "failureNo QR code was found in dot.png. Take it again: closer, level, with light, the whole code and its white border.",
        "failurewhat was scanned is not a sound evidence bundle; it breaks at: the file as a whole",
      ]
    `);
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
