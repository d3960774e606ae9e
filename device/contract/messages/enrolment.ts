/** Terminal to provider: a key introduces itself, and asks for what is the terminal's own. */

import * as z from "zod/mini";
import { imei, instant, serialNumber, sha256Text, text, uuid } from "../fields.ts";
import { schemaVersion } from "./jwsTypes.ts";

/** Proof that the terminal holds the key whose `jwk` is in the header; `code` is a one-time code and is never kept. */
export const enrolmentPayload = z.strictObject({
  /** What the upstream may answer with; a terminal that says nothing has an earlier program. */
  schemaVersion,
  aud: text(200),
  code: text(64),
  sn: serialNumber,
  imei,
  /** 32 bytes in base64url that terminal and upstream share from now on, for codes that are read out over a telephone. */
  offlineSecret: sha256Text,
  /** How the private key is kept: by the operating system, or in a file wrapped with a key bound to this device. */
  keyStorage: z.enum(["os", "wrapped_file"]),
  createdAt: instant,
  nonce: uuid,
});

/** Authorises one read of the terminal's own data; carried in the Authorization header. */
export const queryPayload = z.strictObject({
  schemaVersion,
  aud: text(200),
  sn: serialNumber,
  method: z.literal("GET"),
  path: text(300),
  createdAt: instant,
  nonce: uuid,
});
