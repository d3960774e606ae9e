/**
 * The evidence of one unbind in one file: the signed objects, the piece of the journal that goes with them, the public
 * keys, and the terminal's seal over all of it. A bundle has one spelling; every other text is not a bundle.
 */

import * as z from "zod/mini";
import { base64url, fromUtf8, utf8 } from "../base/bytes.ts";
import { instantOf } from "../base/instant.ts";
import { parseJson, parseStrictJson } from "../base/json.ts";
import { err, ok, type Result } from "../base/result.ts";
import { compactJws as compactJwsText, instant, type PublicJwk, publicJwk } from "../contract/fields.ts";
import { jwsType, type SchemaVersion } from "../contract/messages/jwsTypes.ts";
import { mostKeySets } from "../contract/messages/upstreamKeys.ts";
import { type ExcerptFailure, readExcerpt } from "../journal/excerpt.ts";
import { maxLineBytes } from "../journal/record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Hash } from "../ports/hash.ts";
import type { Signer, SignerFailure } from "../ports/signer.ts";
import { compactJws, peekJws, schemaVersionOf } from "../trust/jws.ts";
import type { ObjectName } from "./finding.ts";

/** Largest bundle that is written or read. */
export const maxBundleBytes = 1_048_576;

/** By the rules that the unbind itself goes by: one that began under an earlier program is evidenced as it was then. */
const formats = { 1: "jiebang-evidence/2", 2: "jiebang-evidence/3" } as const;
/** By either, where the upstream has changed its keys. */
const withKeySets = "jiebang-evidence/4";

/** What of an offline authorisation is not signed by itself: the attestation and the report name it. */
const challenge = {
  /** Its 20 letters. */
  challenge: z.string().check(z.regex(/^[A-Z]{20}$/)),
  /** 16 bytes in base64url. */
  nonce: z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)),
  authorisedAt: instant,
} as const;
const offline = z.discriminatedUnion("tier", [
  z.strictObject({ ...challenge, tier: z.literal("offline_signed"), answer: compactJwsText }),
  z.strictObject({ ...challenge, tier: z.literal("offline_code") }),
]);

const content = {
  format: z.enum([...Object.values(formats), withKeySets]),
  /** The upstream's word on the binding that is to be ended, from before its end. */
  binding: z.optional(compactJwsText),
  /** Stands for request and grant where the upstream ordered the unbind. */
  order: z.optional(compactJwsText),
  request: z.optional(compactJwsText),
  approval: z.optional(compactJwsText),
  grant: z.optional(compactJwsText),
  execution: z.optional(compactJwsText),
  offline: z.optional(offline),
  /** The upstream's word that the request ended without an unbind. */
  decision: z.optional(compactJwsText),
  receipt: z.optional(compactJwsText),
  attestation: z.optional(compactJwsText),
  report: z.optional(compactJwsText),
  acknowledgement: z.optional(compactJwsText),
  /** By which the upstream changed its keys, oldest first. */
  keySets: z.optional(z.array(compactJwsText).check(z.minLength(1), z.maxLength(mostKeySets))),
  journal: z.strictObject({
    lines: z.array(z.string().check(z.maxLength(maxLineBytes))).check(z.minLength(1), z.maxLength(10_000)),
    head: compactJwsText,
  }),
  keys: z.strictObject({ device: publicJwk, upstream: z.array(publicJwk).check(z.maxLength(8)) }),
} as const;

/** Nobody can say which of the two the other objects speak of, and without either they speak of nothing. */
const eitherRequestOrOrder = z.refine<{ readonly request?: unknown; readonly order?: unknown }>(
  ({ request, order }) => (request === undefined) !== (order === undefined),
  { path: ["request"] },
);

/** An earlier program reads no bundle with key sets: it would believe none of the keys that they name. */
const formatOfKeySets = z.refine<{ readonly format: string; readonly keySets?: unknown }>(
  ({ format, keySets }) => (format === withKeySets) === (keySets !== undefined),
  { path: ["format"] },
);

const contentSchema = z.strictObject(content).check(eitherRequestOrOrder, formatOfKeySets);
const bundleSchema = z.strictObject({ ...content, seal: compactJwsText }).check(eitherRequestOrOrder, formatOfKeySets);

export type BundleContent = z.infer<typeof contentSchema>;
export type Bundle = z.infer<typeof bundleSchema>;

/** What a kiosk puts into a bundle; head and seal are signed while it is written. */
export type BundleParts = Omit<BundleContent, "format" | "journal" | "keys"> & {
  /** From the record of the confirmed request to the journal's last, as they lie in the file, without LF. */
  readonly journalLines: readonly string[];
  readonly upstreamKeys: readonly PublicJwk[];
};

/** `where` is the member, `line` the line of the file, at which it stops being a bundle. */
export type BundleFailure =
  | { readonly code: "evidence/too-large"; readonly maxBytes: number }
  | { readonly code: "evidence/not-a-bundle"; readonly where: string }
  | { readonly code: "evidence/not-canonical"; readonly line: number };

/** The members at every level, in the order in which they are written. */
const memberOrder = [
  ...["format", "binding", "order", "request", "approval", "grant", "execution"],
  ...["offline", "challenge", "nonce", "tier", "answer", "authorisedAt"],
  ...["decision", "receipt", "attestation", "report", "acknowledgement", "keySets"],
  ...["journal", "lines", "head", "keys", "device", "upstream", "kty", "crv", "x", "y", "seal"],
];

/** The rules by which the objects of a bundle are read. */
export function rulesOf({
  format,
  request,
  order,
}: Pick<BundleContent, "format" | "request" | "order">): SchemaVersion {
  if (format === withKeySets) return schemaVersionOf(request ?? order ?? "");
  return format === formats[1] ? 1 : 2;
}

/** The text of a signed object, wherever in the bundle it lies. */
export function objectIn(bundle: BundleContent, name: ObjectName): string | undefined {
  if (name !== "answer") return bundle[name];
  return bundle.offline?.tier === "offline_signed" ? bundle.offline.answer : undefined;
}

/** The one text of a bundle: members in their order, indented by one space, LF at the end. */
export function canonicalText(bundle: BundleContent | Bundle): string {
  return `${JSON.stringify(bundle, memberOrder, 1)}\n`;
}

/** SHA-256 over the canonical bytes of everything but the seal: what the seal signs. */
export function contentHash({ seal: _, ...sealed }: Bundle | (BundleContent & { seal?: never }), hash: Hash): string {
  return base64url(hash.sha256(utf8(canonicalText(sealed))));
}

/**
 * By which key of the terminal's these objects are, and so by which their bundle is sealed; undefined where none of them
 * says, as earlier orders did not.
 */
export function deviceKidOf({ request, order }: Pick<BundleContent, "request" | "order">): string | undefined {
  const kid = request === undefined ? peekJws(order ?? "").payload.aud : peekJws(request).header.kid;
  return typeof kid === "string" ? kid : undefined;
}

/** Signs where the journal stands and seals the whole; the text is what goes into the file. */
export async function writeBundle(
  { journalLines, upstreamKeys, ...objects }: BundleParts,
  signer: Signer,
  hash: Hash,
  clock: Clock,
): Promise<Result<string, SignerFailure | ExcerptFailure | BundleFailure>> {
  const excerpt = readExcerpt(journalLines, hash);
  if (!excerpt.ok) return excerpt;
  const key = await signer.key(deviceKidOf(objects));
  if (!key.ok) return key;
  const { kid, publicJwk: device } = key.value;
  const at = instantOf(clock.now());

  const head = await compactJws({ typ: jwsType.journalHead, kid, payload: { ...excerpt.value.head, at } }, signer);
  if (!head.ok) return head;
  const unsealed = contentSchema.safeParse({
    format: objects.keySets ? withKeySets : formats[schemaVersionOf(objects.request ?? objects.order ?? "")],
    ...objects,
    journal: { lines: journalLines, head: head.value },
    keys: { device, upstream: upstreamKeys },
  });
  if (!unsealed.success) return err(notABundle(unsealed.error));

  const bundleHash = contentHash(unsealed.data, hash);
  const seal = await compactJws({ typ: jwsType.evidenceSeal, kid, payload: { bundleHash, at } }, signer);
  if (!seal.ok) return seal;
  const text = canonicalText({ ...unsealed.data, seal: seal.value });
  return utf8(text).length > maxBundleBytes ? err(tooLarge) : ok(text);
}

/** The bundle of a file's bytes; whether it is true is for the check. Any other spelling of a bundle is refused. */
export function readBundle(bytes: Uint8Array): Result<Bundle, BundleFailure> {
  if (bytes.length > maxBundleBytes) return err(tooLarge);
  const text = fromUtf8(bytes);
  const bundle = bundleSchema.safeParse(parseJson(text ?? ""));
  if (!bundle.success) return err(notABundle(bundle.error));
  const canonical = canonicalText(bundle.data);
  if (text !== canonical) return err({ code: "evidence/not-canonical", line: firstOtherLine(text ?? "", canonical) });
  // One spelling leaves room for one thing that can be read in two ways: half a surrogate pair.
  return parseStrictJson(text) === undefined ? err({ code: "evidence/not-a-bundle", where: "" }) : ok(bundle.data);
}

const tooLarge = { code: "evidence/too-large", maxBytes: maxBundleBytes } as const;

function notABundle(error: z.core.$ZodError) {
  return { code: "evidence/not-a-bundle", where: error.issues[0]?.path.join(".") ?? "" } as const;
}

function firstOtherLine(text: string, canonical: string): number {
  const [lines, expected] = [text.split("\n"), canonical.split("\n")];
  const other = expected.findIndex((line, index) => line !== lines[index]);
  return other < 0 ? expected.length : other + 1;
}
