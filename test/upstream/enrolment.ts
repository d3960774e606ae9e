/** Enrolment of a terminal's key with a one-time code, and what the upstream says of its bindings. */

import { fromBase64url } from "../../device/base/bytes.ts";
import { err, ok, type Result } from "../../device/base/result.ts";
import type { KeyStorage, PublicJwk } from "../../device/contract/fields.ts";
import { enrolmentPayload } from "../../device/contract/messages/enrolment.ts";
import { jwsType } from "../../device/contract/messages/jwsTypes.ts";
import { paths } from "../../device/contract/upstream.ts";
import { isOnCurve } from "./agreementKey.ts";
import { type Answer, jsonAnswer, type Refusal } from "./answers.ts";
import { hashOf, openIntroduction, openQuery } from "./deviceMessages.ts";
import { provenStorage } from "./keyAttestation.ts";
import { openOrderFor } from "./orders.ts";
import type { TerminalRecord } from "./records.ts";
import type { UpstreamContext } from "./referenceUpstream.ts";
import { currentTerminal } from "./review.ts";
import { signBindings, signHeard } from "./signedBindings.ts";

/**
 * The same proof by the same key is answered with the same bytes again, so that a lost answer costs no code. A key
 * that is known may come again with a fresh code: it then gets the bindings of now.
 */
export async function enrol(context: UpstreamContext, jws: string): Promise<Result<Answer, Refusal>> {
  const { store } = context;
  const opened = await openIntroduction(context, { jws, typ: jwsType.enrolment, schema: enrolmentPayload });
  if (!opened.ok) return opened;
  const { payload, jwk, kid } = opened.value;

  const terminal = await currentTerminal(context, payload.sn);
  if (!terminal) return err({ code: "unknown-terminal" });
  const codeHash = hashOf(payload.code);
  const code = store.get("codes", codeHash);
  if (!code) return err({ code: "code-refused" });
  if (code.sn !== terminal.sn) return err({ code: "code-refused", codeState: "of_another_terminal" });
  if (code.used && code.used.kid !== kid) return err({ code: "code-refused", detail: "used", codeState: "used" });
  if (!code.used && code.expiresAtMs <= context.clock.now())
    return err({ code: "code-refused", detail: "expired", codeState: "expired" });
  if (payload.imei !== terminal.imei) return err({ code: "identity-mismatch", detail: "imei" });
  if ((store.get("keys", kid)?.sn ?? terminal.sn) !== terminal.sn)
    return err({ code: "identity-mismatch", detail: "the key belongs to another terminal" });
  // A half of an agreement with another key leads to no common secret.
  if (payload.agreement.upstreamKid !== context.agreementKey.kid || !(await isOnCurve(payload.agreement.key)))
    return err({ code: "malformed", detail: "agreement" });
  // A code that was overtaken by a newer one must not bring an old key back.
  if (code.used && terminal.enrolled?.deviceKid !== kid)
    return err({ code: "code-refused", detail: "used", codeState: "used" });

  const proven = provenBy(context, payload.keyAttestation ?? null, jwk);
  if (!proven.ok) return proven;

  const { keyStorage, agreement } = payload;
  // A terminal that died before the answer was kept may come with another half: the last one it told is the one it has.
  const heardBefore = terminal.enrolled?.heard && { heard: terminal.enrolled.heard };
  const enrolled: TerminalRecord = {
    ...terminal,
    enrolled: {
      deviceKid: kid,
      keyStorage,
      ...(proven.value && { keyProven: proven.value }),
      agreementKey: agreement.key,
      ...(code.used && heardBefore),
    },
  };
  store.put("keys", kid, { kid, sn: terminal.sn, jwk });
  store.put("terminals", terminal.sn, enrolled);
  const answer =
    code.used?.answer ?? JSON.stringify({ deviceKid: kid, bindings: await signBindings(context, enrolled) });
  store.put("codes", codeHash, { ...code, used: { kid, answer } });
  return ok({ ...jsonAnswer(201, {}), body: answer });
}

/** Null where nothing is proven: there is no attestation, or this upstream was given no authority that it could come from. */
function provenBy(
  { attestation, audience, clock }: UpstreamContext,
  given: readonly string[] | null,
  jwk: PublicJwk,
): Result<KeyStorage | null, Refusal> {
  if (!given || !attestation) return ok(null);
  const chain = given.map((each) => fromBase64url(each) ?? new Uint8Array());
  const judged = provenStorage({ chain, jwk, audience }, attestation, clock.now());
  return "refusal" in judged ? err({ code: "attestation-refused", detail: judged.refusal }) : ok(judged.storage);
}

/** What the terminal is bound to now, and what the upstream wants ended. */
export async function tellBindings(
  context: UpstreamContext,
  sn: string,
  query: string | null,
): Promise<Result<Answer, Refusal>> {
  const asker = await openQuery(context, paths.bindings(sn), query);
  if (!asker.ok) return asker;
  const { terminal: asking, nonce } = asker.value;
  if (asking.sn !== sn) return err({ code: "unknown-terminal" });
  const terminal = (await currentTerminal(context, sn)) ?? asking;
  const order = await openOrderFor(context, terminal);
  const bindings = await signBindings(context, terminal);
  const heard = await signHeard(context, terminal, nonce);
  return ok(jsonAnswer(200, { bindings, heard, ...(order ? { order } : {}) }));
}
