/**
 * The page's own origin, app://kiosk: exactly the files of the built page, under a policy that lets it talk to nobody.
 * What lies in the folder is read once at start, so no request can name anything else, and none waits for a disk.
 */

import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export const appScheme = "app";
export const pageOrigin = `${appScheme}://kiosk`;
export const pageUrl = `${pageOrigin}/`;

/** `standard` and `secure` make it an origin like any other; the page fetches nothing. */
export const appPrivileges = { standard: true, secure: true, codeCache: true } as const;

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  // Without allow-modals and allow-popups: print() of the page and of any frame in it does nothing.
  "sandbox allow-scripts allow-same-origin",
].join("; ");

export type PageFile = { readonly contentType: string; readonly data: Buffer };

/** The files of the page: the key is the path as it stands in the URL. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Reads the built page. Files of a type that a page has no use for, source maps for one, are left out. */
export function readPageFiles(dir: string): PageFiles {
  const byPath = new Map<string, PageFile>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    byPath.set(`/${relative(dir, file).split(sep).join("/")}`, { contentType, data: readFileSync(file) });
  }
  const index = byPath.get("/index.html");
  return index === undefined ? byPath : byPath.set("/", index);
}

/**
 * As Electron's buffer protocol takes it. A web Response would be the modern way, but the first one of a process loads
 * Node's whole HTTP client: 50 ms between the operator and the first screen.
 */
export type PageAnswer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
};

/** Answers with a file of the page, or with 404 or 405 and nothing. */
export function answerPageRequest(
  files: PageFiles,
  request: { readonly method: string; readonly url: string },
): PageAnswer {
  if (request.method !== "GET") return nothing(405);
  const file = findPageFile(files, request.url);
  if (file === undefined) return nothing(404);
  return {
    statusCode: 200,
    data: file.data,
    headers: {
      "content-type": file.contentType,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
    },
  };
}

function nothing(statusCode: number): PageAnswer {
  return { statusCode, headers: {}, data: Buffer.alloc(0) };
}

/** Looks the path up as it was sent: nothing is decoded, so an encoded dot or slash is just an unknown name. */
function findPageFile(files: PageFiles, url: string): PageFile | undefined {
  if (!isPageUrl(url)) return undefined;
  return files.get(new URL(url).pathname);
}

/** Node says "null" for the origin of app:// URLs, so scheme and host are compared one by one. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === "kiosk" && username === "" && password === "";
}
