/** What a configuration says of the upstream, on every platform: where it is, whom to believe there, and who we are. */

import * as z from "zod/mini";
import { publicJwk, text } from "../contract/fields.ts";

export const absolutePath = text(512).check(z.regex(/^\//));

/** Files of PEM. A pinned CA, a certificate of our own with its key, or both. */
const tls = z
  .strictObject({
    caFile: z.optional(absolutePath),
    certFile: z.optional(absolutePath),
    keyFile: z.optional(absolutePath),
  })
  .check(
    z.refine(({ caFile, certFile, keyFile }) => {
      const hasOneOfPair = (certFile === undefined) !== (keyFile === undefined);
      return !hasOneOfPair && (caFile ?? certFile) !== undefined;
    }),
  );

export const upstreamConfig = z
  .strictObject({
    baseUrl: text(512).check(z.refine(isUpstreamUrl)),
    audience: z.optional(text(200)),
    /** What the provider signs with. */
    keys: z.array(publicJwk).check(z.minLength(1), z.maxLength(8)),
    /** What it agrees on a secret with, for codes that are read out over a telephone. */
    agreementKey: publicJwk,
    enrolmentCodeFile: z.optional(absolutePath),
    tls: z.optional(tls),
  })
  // Without TLS the files would guard nothing, and nobody would notice.
  .check(z.refine(({ baseUrl, tls }) => tls === undefined || isTls(baseUrl), { path: ["tls"] }))
  // A key that signs is one that others may have make a signature; one that agrees may make none (NIST SP 800-57 part 1, 5.2).
  .check(
    z.refine(({ keys, agreementKey: { x, y } }) => !keys.some((key) => key.x === x && key.y === y), {
      path: ["agreementKey"],
    }),
  );

export function isTls(baseUrl: string): boolean {
  return baseUrl.startsWith("https:");
}

/** HTTPS, or HTTP to this very machine; nothing behind the path, nobody's name or password in front of the host. */
export function isUpstreamUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
  return isSafe && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}
