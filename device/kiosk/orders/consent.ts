/** What somebody agrees to by naming the text that they read: one that is to be read now, and nothing where there is none. */

import { ok, type Result } from "../../base/result.ts";
import type { ErrorView } from "../../contract/errors.ts";
import type { Consent } from "../../contract/messages/request.ts";
import type { PolicyText } from "../../profiles/profiles.ts";
import { refuse } from "./order.ts";

export function consentTo(
  texts: readonly PolicyText[],
  textHash: string | undefined,
  at: string,
): Result<Consent | null, ErrorView> {
  const read = texts.find(({ hash }) => hash === textHash);
  if (read) {
    const { id: policyId, version: policyVersion, language } = read;
    return ok({ policyId, policyVersion, language, textHash: read.hash, at });
  }
  return texts.length === 0 && textHash === undefined ? ok(null) : refuse("unbind/policy-changed");
}
